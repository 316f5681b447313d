//! Tells a process from the one it was forked from.
//!
//! A forked child has a copy of its parent's memory: the state of a random generator, the sockets
//! of a pool. Whoever keeps such a thing notes the [`generation`] with it, and starts anew when
//! the two differ. Asking the kernel for the process id would do the same at the price of a system
//! call for each signature, which costs as much as a third of the whole.
//!
//! This is the one place outside the C interface that calls into C.

#[cfg(unix)]
#[allow(unsafe_code)]
mod imp {
    use std::sync::Once;
    use std::sync::atomic::{AtomicU64, Ordering};

    static GENERATION: AtomicU64 = AtomicU64::new(0);
    static WATCH: Once = Once::new();

    extern "C" fn in_child() {
        GENERATION.fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn generation() -> u64 {
        WATCH.call_once(|| {
            // SAFETY: the handler only adds to an atomic, which a forked child may do, and it is
            // never unloaded: the shared library is linked with `-z nodelete`.
            let status = unsafe { libc::pthread_atfork(None, None, Some(in_child)) };
            assert_eq!(status, 0, "no memory is left to watch for fork()");
        });
        GENERATION.load(Ordering::Relaxed)
    }
}

#[cfg(not(unix))]
mod imp {
    pub(crate) fn generation() -> u64 {
        0
    }
}

pub(crate) use imp::generation;
