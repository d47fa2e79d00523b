//! How many of something each address has, so that one address cannot have it all.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Arc, Mutex, PoisonError};

/// Counts by address.
#[derive(Clone, Debug)]
pub(super) struct Crowd {
    most: usize,
    counts: Arc<Mutex<HashMap<IpAddr, usize>>>,
}

/// One of the counted; dropping it gives its place back.
#[derive(Debug)]
pub(super) struct Counted {
    address: IpAddr,
    crowd: Crowd,
}

impl Crowd {
    /// At most so many for each address.
    pub(super) fn new(most: usize) -> Self {
        Self {
            most,
            counts: Arc::default(),
        }
    }

    /// One more for this address, unless it has its fill.
    pub(super) fn join(&self, address: IpAddr) -> Option<Counted> {
        let address = household(address);
        let mut counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        let count = counts.entry(address).or_insert(0);
        if *count >= self.most {
            return None;
        }
        *count += 1;
        drop(counts);
        Some(Counted {
            address,
            crowd: self.clone(),
        })
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        let mut counts = self
            .crowd
            .counts
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = counts.get_mut(&self.address) {
            *count -= 1;
            if *count == 0 {
                counts.remove(&self.address);
            }
        }
    }
}

/// With IPv6 everybody has a whole network of 2^64 addresses, so that network is counted as one.
pub(super) fn household(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => Ipv6Addr::from_bits(address.to_bits() >> 64 << 64).into(),
        four => four,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_has_its_fill_and_gives_back() {
        let crowd = Crowd::new(2);
        let join = |address: &str| crowd.join(address.parse().unwrap());
        let (first, _second) = (
            join("192.0.2.1").unwrap(),
            join("::ffff:192.0.2.1").unwrap(),
        );
        assert!(join("192.0.2.1").is_none());
        assert!(join("192.0.2.2").is_some());
        drop(first);
        assert!(join("192.0.2.1").is_some());
    }

    #[test]
    fn a_network_is_one_household() {
        let crowd = Crowd::new(1);
        let _first = crowd.join("2001:db8::1".parse().unwrap()).unwrap();
        assert!(crowd.join("2001:db8::2".parse().unwrap()).is_none());
        assert!(crowd.join("2001:db8:0:1::1".parse().unwrap()).is_some());
    }

    #[test]
    fn nothing_is_kept_of_those_who_left() {
        let crowd = Crowd::new(1);
        drop(crowd.join("192.0.2.1".parse().unwrap()));
        assert!(crowd.counts.lock().unwrap().is_empty());
    }
}
