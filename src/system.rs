//! What is asked of the operating system directly: whether the process was forked, and the time.
//!
//! Both stand in the way of every signature, and both have a safe form in the standard library that
//! costs too much there: asking for the process id is a system call, as dear as a third of a
//! signature, and the exact time takes three times as long as that of the last clock tick.
//!
//! This is the one place outside the C interface that calls into C.

/// Counts the forks between the process in which this code was loaded and this one.
///
/// A forked child has a copy of its parent's memory: the state of a random generator, the sockets
/// of a pool. Whoever keeps such a thing notes the generation with it, and starts anew when the two
/// differ.
#[cfg(unix)]
#[allow(unsafe_code)]
pub(crate) fn generation() -> u64 {
    use std::sync::Once;
    use std::sync::atomic::{AtomicU64, Ordering};

    static GENERATION: AtomicU64 = AtomicU64::new(0);
    static WATCH: Once = Once::new();

    extern "C" fn in_child() {
        GENERATION.fetch_add(1, Ordering::Relaxed);
    }

    WATCH.call_once(|| {
        // SAFETY: the handler only adds to an atomic, which a forked child may do, and it is never
        // unloaded: the shared library is linked with `-z nodelete`.
        let status = unsafe { libc::pthread_atfork(None, None, Some(in_child)) };
        assert_eq!(status, 0, "no memory is left to watch for fork()");
    });
    GENERATION.load(Ordering::Relaxed)
}

/// No system but Unix forks.
#[cfg(not(unix))]
pub(crate) fn generation() -> u64 {
    0
}

/// Seconds since 1970-01-01 00:00:00 GMT, as of the last clock tick, a few milliseconds ago at most.
#[cfg(any(target_os = "linux", target_os = "android"))]
#[allow(unsafe_code)]
pub(crate) fn time() -> u64 {
    let mut time = libc::timespec {
        tv_sec: 0,
        tv_nsec: 0,
    };
    // SAFETY: the call fills in the structure that it is given.
    let status = unsafe { libc::clock_gettime(libc::CLOCK_REALTIME_COARSE, &raw mut time) };
    assert_eq!(status, 0, "this clock is there since Linux 2.6.32");
    u64::try_from(time.tv_sec).unwrap_or(0)
}

/// Seconds since 1970-01-01 00:00:00 GMT.
#[cfg(not(any(target_os = "linux", target_os = "android")))]
pub(crate) fn time() -> u64 {
    use std::time::{SystemTime, UNIX_EPOCH};
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |since| since.as_secs())
}
