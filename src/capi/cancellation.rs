//! Cancellations: what calls off requests that are under way.

use std::mem::MaybeUninit;

use super::error::{oauth1_error, oauth1_status};
use super::ffi::{accessor, copied, fallible, free, required};
use crate::cancellation::Cancellation;

/// Calls off requests that are under way. Any number of requests can have one, and keep what they
/// need of it. Since 0.1.0.
#[derive(Clone)]
pub struct oauth1_cancellation(Cancellation);

impl oauth1_cancellation {
    pub(super) fn cancellation(&self) -> &Cancellation {
        &self.0
    }
}

/// Makes a cancellation that has not happened. oauth1_request_set_cancellation() gives it to a
/// request, oauth1_client_with_cancellation() to all that a copy of a client sends.
///
/// @param out    receives the cancellation, to be freed with oauth1_cancellation_free(); not NULL
/// @param error  receives the error, or NULL
/// @return OAUTH1_OK or OAUTH1_ERROR_NULL_ARGUMENT
///
/// Safe in any thread. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_cancellation_new(
    out: Option<&mut MaybeUninit<Option<Box<oauth1_cancellation>>>>,
    error: Option<&mut MaybeUninit<Option<Box<oauth1_error>>>>,
) -> oauth1_status {
    fallible(error, || {
        let cancellation = oauth1_cancellation(Cancellation::new());
        required(out, "out")?.write(Some(Box::new(cancellation)));
        Ok(())
    })
}

/// Ends every request that has this cancellation, within a tenth of a second, with
/// OAUTH1_ERROR_CANCELLED, and every one that is yet to be sent. It cannot be taken back.
///
/// @param cancellation  a cancellation, or NULL, for which nothing happens
///
/// Safe in any thread, and in a signal handler: it sets a flag. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_cancellation_cancel(cancellation: Option<&oauth1_cancellation>) {
    accessor((), || {
        if let Some(cancellation) = cancellation {
            cancellation.0.cancel();
        }
    });
}

/// Whether it has happened.
///
/// @param cancellation  a cancellation, or NULL
/// @return whether it has; false for NULL
///
/// Safe in any thread, and in a signal handler. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_cancellation_is_cancelled(
    cancellation: Option<&oauth1_cancellation>,
) -> bool {
    accessor(false, || {
        cancellation.is_some_and(|own| own.0.is_cancelled())
    })
}

/// Copies a cancellation: each of the two calls off the requests of both, and can be freed without
/// the other.
///
/// @param cancellation  the cancellation; not NULL
/// @param out           receives the copy, to be freed with oauth1_cancellation_free(); not NULL
/// @param error         receives the error, or NULL
/// @return OAUTH1_OK or OAUTH1_ERROR_NULL_ARGUMENT
///
/// Safe in any thread. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_cancellation_copy(
    cancellation: Option<&oauth1_cancellation>,
    out: Option<&mut MaybeUninit<Option<Box<oauth1_cancellation>>>>,
    error: Option<&mut MaybeUninit<Option<Box<oauth1_error>>>>,
) -> oauth1_status {
    fallible(error, || copied(cancellation, "cancellation", out))
}

/// Frees a cancellation. Requests that have it go on as before: it can no longer happen, unless it
/// has.
///
/// @param cancellation  a cancellation, or NULL, for which nothing happens
///
/// Safe in any thread, once none uses it. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn oauth1_cancellation_free(cancellation: Option<Box<oauth1_cancellation>>) {
    free(cancellation);
}
