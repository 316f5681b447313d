//! The signature base string (RFC 5849 §3.4.1): method, base string URI and sorted parameters,
//! written piece by piece to wherever it is needed, a MAC or a string.

use crate::encode::{Sink, ascii_str, encode_into, percent_encode};
use crate::params::{EQUALS, Params, SEPARATOR, prefix};
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
#[derive(Clone, Copy)]
pub(crate) struct OwnParam<'a> {
    /// The [`prefix`] of the name.
    pub prefix: u128,
    /// As a base string has it, behind another: `%26`, name, `%3D`, and the value encoded twice.
    pub signed: &'a [u8],
    /// As an `Authorization` header has it: name, `=`, the encoded value in quotes, comma, space.
    pub header: &'a [u8],
}

impl<'a> OwnParam<'a> {
    /// Name and value as they are sent, encoded.
    pub fn pair(&self) -> (&'a str, &'a str) {
        let pair = ascii_str(self.header)
            .strip_suffix("\", ")
            .and_then(|pair| pair.split_once("=\""));
        pair.expect("a header has name and value so")
    }
}

/// An [`OwnParam`] that is kept.
#[derive(Clone, Debug)]
pub(crate) struct OwnedParam {
    prefix: u128,
    signed: Vec<u8>,
    header: String,
}

impl OwnedParam {
    /// A parameter of this value, which is encoded here.
    pub fn new(name: &'static str, value: &str) -> Self {
        let value = percent_encode(value);
        let mut signed = Vec::with_capacity(name.len() + value.len() + 16);
        signed.put(SEPARATOR);
        signed.put(name.as_bytes());
        signed.put(EQUALS);
        encode_into(&mut signed, value.as_bytes());
        Self {
            prefix: prefix(name.as_bytes()),
            signed,
            header: [name, "=\"", &value, "\", "].concat(),
        }
    }

    pub fn as_param(&self) -> OwnParam<'_> {
        OwnParam {
            prefix: self.prefix,
            signed: &self.signed,
            header: self.header.as_bytes(),
        }
    }
}

/// The `oauth_` parameters that the signer writes itself, those that it does write, in the order of
/// their names.
pub(crate) struct Protocol<'a>(pub [Option<OwnParam<'a>>; 7]);

impl<'a> Protocol<'a> {
    pub fn iter(&self) -> impl Iterator<Item = &OwnParam<'a>> {
        self.0.iter().flatten()
    }

    /// How many bytes the parameters take in a header.
    pub fn header_len(&self) -> usize {
        self.iter().map(|own| own.header.len()).sum()
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
        let mut own = self.protocol.iter().peekable();
        for &index in self.params.sorted() {
            let index = index as usize;
            while let Some(first) = own.next_if(|own| !self.params.precedes(index, own)) {
                write(first.signed);
            }
            write(self.params.signed(index));
        }
        for own in own {
            write(own.signed);
        }
    }
}
