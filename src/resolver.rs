//! Host names to addresses, within a time limit.
//!
//! The lookup is the system's, on a thread of its own. ureq's own resolver waits for that thread
//! in a way that has the standard library keep a handle of the waiting one, which belongs to the
//! caller; where that is a C program's, valgrind takes the handle for a leak. It also does not
//! tell a name that is not found from a connection that broke.

use std::net::{SocketAddr, ToSocketAddrs};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread;

use ureq::Error;
use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::NextTimeout;

/// The system's resolver.
#[derive(Debug)]
pub(crate) struct SystemResolver;

/// What a lookup has found, once it has.
#[derive(Default)]
struct Lookup {
    found: Mutex<Option<Vec<SocketAddr>>>,
    done: Condvar,
}

impl Resolver for SystemResolver {
    fn resolve(
        &self,
        uri: &Uri,
        _config: &Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, Error> {
        let host = uri
            .scheme()
            .zip(uri.authority())
            .and_then(|(scheme, authority)| DefaultResolver::host_and_port(scheme, authority))
            .ok_or(Error::HostNotFound)?;
        let lookup = Arc::new(Lookup::default());
        let theirs = Arc::clone(&lookup);
        thread::Builder::new()
            .name("oauth1-resolver".to_owned())
            .spawn(move || {
                let found = host
                    .to_socket_addrs()
                    .map_or_else(|_| Vec::new(), Iterator::collect);
                *theirs.found.lock().unwrap_or_else(PoisonError::into_inner) = Some(found);
                theirs.done.notify_one();
            })?;
        let found = lookup.found.lock().unwrap_or_else(PoisonError::into_inner);
        let (mut found, _) = lookup
            .done
            .wait_timeout_while(found, *timeout.after, |found| found.is_none())
            .unwrap_or_else(PoisonError::into_inner);
        let found = found.take().ok_or(Error::Timeout(timeout.reason))?;
        let mut addresses = self.empty();
        for address in found {
            if addresses.try_push(address).is_err() {
                break;
            }
        }
        if addresses.is_empty() {
            return Err(Error::HostNotFound);
        }
        Ok(addresses)
    }
}
