//! The signature base string (RFC 5849 §3.4.1): method, base string URI and sorted parameters,
//! written piece by piece to wherever it is needed, a MAC or a string.

use crate::encode::{Sink, encode_into, percent_encode};
use crate::params::{Params, SEPARATOR, prefix};
use crate::url::Url;

const CHUNK: usize = 512;

/// Gathers small pieces, so that what stands behind is called for large ones only.
pub(crate) struct Chunks<F: FnMut(&[u8])> {
    chunk: [u8; CHUNK],
    len: usize,
    consume: F,
}

impl<F: FnMut(&[u8])> Chunks<F> {
    pub fn new(consume: F) -> Self {
        Self {
            chunk: [0; CHUNK],
            len: 0,
            consume,
        }
    }

    /// Hands on what is left.
    pub fn finish(mut self) {
        (self.consume)(&self.chunk[..self.len]);
    }
}

impl<F: FnMut(&[u8])> Sink for Chunks<F> {
    fn put(&mut self, piece: &[u8]) {
        if self.len + piece.len() > self.chunk.len() {
            (self.consume)(&self.chunk[..self.len]);
            self.len = 0;
            if piece.len() > self.chunk.len() {
                return (self.consume)(piece);
            }
        }
        self.chunk[self.len..self.len + piece.len()].copy_from_slice(piece);
        self.len += piece.len();
    }
}

/// One of the `oauth_` parameters that the signer writes itself, in the two forms that it needs.
#[derive(Clone, Copy, Default)]
pub(crate) struct OwnParam<'a> {
    /// The [`prefix`] of the name.
    pub prefix: u64,
    /// As a base string has it, behind another: `%26`, name, `%3D`, and the value encoded twice.
    pub signed: &'a [u8],
    /// As an `Authorization` header has it: name, `=`, the encoded value in quotes, comma, space.
    pub header: &'a str,
}

impl<'a> OwnParam<'a> {
    /// Name and value as they are sent, encoded.
    pub fn pair(&self) -> (&'a str, &'a str) {
        let pair = self
            .header
            .strip_suffix("\", ")
            .and_then(|pair| pair.split_once("=\""));
        pair.expect("a header has name and value so")
    }
}

/// An [`OwnParam`] that is kept.
#[derive(Clone, Debug)]
pub(crate) struct OwnedParam {
    prefix: u64,
    signed: String,
    header: String,
}

impl OwnedParam {
    /// A parameter of this value, which is encoded here.
    pub fn new(name: &'static str, value: &str) -> Self {
        let value = percent_encode(value);
        let signed = format!("%26{name}%3D{}", value.replace('%', "%25"));
        let header = format!("{name}=\"{value}\", ");
        Self {
            prefix: prefix(name.as_bytes()),
            signed,
            header,
        }
    }

    pub fn as_param(&self) -> OwnParam<'_> {
        OwnParam {
            prefix: self.prefix,
            signed: self.signed.as_bytes(),
            header: &self.header,
        }
    }
}

/// The `oauth_` parameters that the signer writes itself, in the order of their names.
#[derive(Default)]
pub(crate) struct Protocol<'a> {
    params: [OwnParam<'a>; 7],
    len: usize,
}

impl<'a> Protocol<'a> {
    /// Adds a parameter; its name sorts behind all that are there.
    pub fn push(&mut self, param: OwnParam<'a>) {
        debug_assert!(
            self.as_slice()
                .last()
                .is_none_or(|last| last.pair().0 < param.pair().0)
        );
        self.params[self.len] = param;
        self.len += 1;
    }

    pub fn as_slice(&self) -> &[OwnParam<'a>] {
        &self.params[..self.len]
    }

    /// How many bytes the parameters take in a header.
    pub fn header_len(&self) -> usize {
        self.as_slice().iter().map(|own| own.header.len()).sum()
    }
}

/// The head of a base string: method and base string URI.
pub(crate) fn head(method: &str, url: &Url) -> Vec<u8> {
    let uri = url.base_string_uri();
    let mut head = Vec::with_capacity(method.len() + uri.len() + 24);
    encode_into(&mut head, method.as_bytes());
    head.push(b'&');
    encode_into(&mut head, uri.as_bytes());
    head.push(b'&');
    head
}

/// What a base string is made of.
pub(crate) struct BaseString<'a> {
    /// Method and base string URI, each encoded and followed by `&`.
    pub head: &'a [u8],
    pub params: &'a Params,
    pub protocol: &'a Protocol<'a>,
}

impl BaseString<'_> {
    /// Writes the base string, parameters merged in the order in which they are signed. The
    /// signer's names are never the request's, so that names alone decide between the two.
    pub fn write(&self, sink: &mut impl Sink) {
        sink.put(self.head);
        let mut from = SEPARATOR.len();
        let mut write = |signed: &[u8]| {
            sink.put(&signed[from..]);
            from = 0;
        };
        self.params.with_sorted(|order| {
            let mut own = self.protocol.as_slice();
            for &index in order {
                while let Some((first, rest)) = own.split_first() {
                    if self.params.precedes(index, first) {
                        break;
                    }
                    write(first.signed);
                    own = rest;
                }
                write(self.params.signed(index));
            }
            for own in own {
                write(own.signed);
            }
        });
    }
}
