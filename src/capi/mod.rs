//! The C interface: `include/oauth1.h`, which `build.rs` writes from the files in here, one section
//! for each.
//!
//! Ownership is in the types of the exported functions, so that giving away what is only lent does
//! not compile:
//!
//! | Rust                                       | C                  | meaning                  |
//! |--------------------------------------------|--------------------|--------------------------|
//! | `Option<&T>`, `Option<&mut T>`             | `const T *`, `T *` | lent for the call        |
//! | `Option<Box<T>>`                           | `T *`              | given away, to be freed  |
//! | `Option<&mut MaybeUninit<Option<Box<T>>>>` | `T **`             | a place for a new handle |
//! | `Option<&mut MaybeUninit<usize>>`          | `size_t *`         | a place for a length     |
//! | `*const c_char`                            | `const char *`     | text or bytes: [`ffi`]   |
//!
//! Every exported function is one call of [`ffi::fallible`], [`ffi::accessor`] or what stands on
//! them, which let no panic out; a test reads the files to see that it is so.

// the names are those of C
#![allow(non_camel_case_types)]

mod authorization;
mod body;
mod builder;
mod callback;
mod cancellation;
mod captured;
mod client;
mod error;
mod explanation;
mod ffi;
mod finding;
mod handshake;
mod http;
mod library;
mod log;
mod look_up;
mod multipart;
mod pending;
mod provider;
mod refusal;
mod request;
mod response;
mod session;
mod settings;
mod signed;
mod steps;
mod stream;
mod token;
mod transport;
mod url;
mod verified;
mod verifier;
mod verifier_builder;

#[cfg(test)]
mod tests;
