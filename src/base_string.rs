//! The signature base string (RFC 5849 §3.4.1): method, base string URI and sorted parameters,
//! written piece by piece to wherever it is needed, a MAC or a string.

use crate::encode::{Sink, encode_again_into, encode_into};
use crate::params::{Param, Params, Source};
use crate::url::Url;

/// Gathers small pieces, so that what stands behind is called for large ones only.
pub(crate) struct Chunks<F: FnMut(&[u8])> {
    chunk: [u8; 1024],
    len: usize,
    consume: F,
}

impl<F: FnMut(&[u8])> Chunks<F> {
    pub fn new(consume: F) -> Self {
        Self { chunk: [0; 1024], len: 0, consume }
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

/// The `oauth_` parameters that the signer writes itself, encoded, in the order of their names.
#[derive(Default)]
pub(crate) struct Protocol<'a> {
    params: [(&'static str, &'a str); 7],
    len: usize,
}

impl<'a> Protocol<'a> {
    /// Adds a parameter; its name sorts behind all that are there.
    pub fn push(&mut self, name: &'static str, value: &'a str) {
        debug_assert!(self.as_slice().last().is_none_or(|last| last.0 < name));
        self.params[self.len] = (name, value);
        self.len += 1;
    }

    pub fn as_slice(&self) -> &[(&'static str, &'a str)] {
        &self.params[..self.len]
    }

    /// How many bytes the parameters take, with what stands between them.
    pub fn text_len(&self) -> usize {
        self.as_slice().iter().map(|(name, value)| name.len() + value.len() + 5).sum()
    }
}

/// What a base string is made of.
pub(crate) struct BaseString<'a> {
    pub method: &'a str,
    pub url: &'a Url,
    pub params: &'a Params,
    pub protocol: &'a Protocol<'a>,
}

impl BaseString<'_> {
    /// Writes the base string, parameters merged in the order in which they are signed.
    pub fn write(&self, sink: &mut impl Sink) {
        encode_into(sink, self.method.as_bytes());
        sink.put(b"&");
        encode_into(sink, self.url.base_string_uri().as_bytes());
        let mut separator: &[u8] = b"&";
        let mut write = |param: &Param<'_>| {
            sink.put(separator);
            encode_again_into(sink, param.name);
            sink.put(b"%3D");
            encode_again_into(sink, param.value);
            separator = b"%26";
        };
        let mut protocol = self.protocol.as_slice().iter().map(|(name, value)| Param {
            name: name.as_bytes(),
            value: value.as_bytes(),
            source: Source::Protocol,
        });
        self.params.with_sorted(|order| {
            let mut next = protocol.next();
            for &index in order {
                let param = self.params.get(index);
                while let Some(own) = next.filter(|own| own.cmp_signed(&param).is_lt()) {
                    write(&own);
                    next = protocol.next();
                }
                write(&param);
            }
            for own in next.into_iter().chain(protocol) {
                write(&own);
            }
        });
    }
}
