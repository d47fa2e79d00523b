//! Whom a request comes from, when a proxy may stand between.

use std::convert::Infallible;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::str::FromStr;

use axum::extract::{ConnectInfo, FromRequestParts, Request};
use axum::http::{HeaderMap, HeaderName, request::Parts};

use super::crowd::household;

const FORWARDED_FOR: &str = "x-forwarded-for";
const FORWARDED_PROTO: &str = "x-forwarded-proto";

/// What proxies tell about a request, and anybody else could make up.
const FORWARDED: [HeaderName; 6] = [
    HeaderName::from_static("forwarded"),
    HeaderName::from_static("x-real-ip"),
    HeaderName::from_static("x-forwarded-host"),
    HeaderName::from_static("x-forwarded-port"),
    HeaderName::from_static(FORWARDED_FOR),
    HeaderName::from_static(FORWARDED_PROTO),
];

/// Where a request comes from, as far as it can be believed. A request extension.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClientAddress {
    pub ip: IpAddr,
    /// Whether the client spoke https, according to a proxy that is trusted.
    pub https: bool,
}

/// The network that a request comes from, as limits that are kept in the database count it: an address, or with IPv6 the
/// whole network that a household has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Household(pub String);

impl<S: Sync> FromRequestParts<S> for Household {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let client = parts.extensions.get::<ClientAddress>();
        let ip = client.map_or(Ipv4Addr::UNSPECIFIED.into(), |client| client.ip);
        Ok(Self(household(ip).to_string()))
    }
}

/// The wider network that a request comes from, for limits that must not be walked around with a handful of addresses: of
/// IPv4 the /24, of IPv6 the /48 that a site is given (RFC 6177).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Neighbourhood(pub String);

impl<S: Sync> FromRequestParts<S> for Neighbourhood {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let client = parts.extensions.get::<ClientAddress>();
        let ip = client.map_or(Ipv4Addr::UNSPECIFIED.into(), |client| client.ip);
        Ok(Self::of(ip))
    }
}

impl Neighbourhood {
    fn of(ip: IpAddr) -> Self {
        Self(match ip.to_canonical() {
            IpAddr::V4(ip) => {
                let [a, b, c, _] = ip.octets();
                format!("{a}.{b}.{c}.0/24")
            }
            IpAddr::V6(ip) => {
                let [a, b, c, ..] = ip.segments();
                format!("{a:x}:{b:x}:{c:x}::/48")
            }
        })
    }
}

impl ClientAddress {
    /// Finds the client's address, and removes what was forwarded so that no later code can believe it.
    pub(super) fn find(request: &mut Request, proxies: &Proxies) -> Self {
        let peer = request.extensions().get::<ConnectInfo<SocketAddr>>();
        let peer = peer.map_or(Ipv4Addr::UNSPECIFIED.into(), |ConnectInfo(peer)| {
            peer.ip().to_canonical()
        });
        let headers = request.headers_mut();
        let found = if proxies.include(peer) {
            Self {
                ip: proxies.client(peer, headers),
                https: forwarded_https(headers),
            }
        } else {
            Self {
                ip: peer,
                https: false,
            }
        };
        for name in FORWARDED {
            headers.remove(name);
        }
        request.extensions_mut().insert(found);
        found
    }
}

/// The proxies whose word counts, from configuration: addresses and networks, comma-separated.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Proxies(Vec<Network>);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Network {
    address: IpAddr,
    prefix: u32,
}

/// An entry that is neither an address nor a network such as `10.0.0.0/8`.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is neither an address nor a network such as 10.0.0.0/8")]
pub struct BadNetwork(String);

impl Proxies {
    /// Whether this peer is one of them.
    pub fn include(&self, peer: IpAddr) -> bool {
        let peer = peer.to_canonical();
        self.0.iter().any(|network| network.contains(peer))
    }

    /// The address that the nearest proxies vouch for: each proxy appends who spoke to it, so the list is
    /// read from its end, and what stands before the first stranger is the stranger's own claim.
    fn client(&self, peer: IpAddr, headers: &HeaderMap) -> IpAddr {
        let lines = headers.get_all(FORWARDED_FOR).iter().rev();
        let claims = lines.flat_map(|line| line.to_str().unwrap_or_default().rsplit(','));
        let mut client = peer;
        for claim in claims {
            let Some(address) = address_in(claim) else {
                break;
            };
            client = address;
            if !self.include(client) {
                break;
            }
        }
        client
    }
}

/// Some proxies add the port.
fn address_in(claim: &str) -> Option<IpAddr> {
    let claim = claim.trim();
    let address = claim
        .parse()
        .ok()
        .or_else(|| claim.parse::<SocketAddr>().ok().map(|socket| socket.ip()));
    address.map(|address: IpAddr| address.to_canonical())
}

fn forwarded_https(headers: &HeaderMap) -> bool {
    let last = headers.get_all(FORWARDED_PROTO).iter().next_back();
    let last = last.and_then(|line| line.to_str().ok()?.rsplit(',').next());
    last.is_some_and(|scheme| scheme.trim().eq_ignore_ascii_case("https"))
}

impl FromStr for Proxies {
    type Err = BadNetwork;

    fn from_str(list: &str) -> Result<Self, BadNetwork> {
        let entries = list
            .split(',')
            .map(str::trim)
            .filter(|entry| !entry.is_empty());
        entries.map(str::parse).collect::<Result<_, _>>().map(Self)
    }
}

impl FromStr for Network {
    type Err = BadNetwork;

    fn from_str(entry: &str) -> Result<Self, BadNetwork> {
        let bad = || BadNetwork(entry.to_owned());
        let (address, prefix) = match entry.split_once('/') {
            Some((address, prefix)) => (address, Some(prefix)),
            None => (entry, None),
        };
        let address: IpAddr = address.parse().map_err(|_| bad())?;
        let longest = if address.is_ipv4() { 32 } else { 128 };
        let prefix = match prefix {
            Some(prefix) => prefix
                .parse()
                .ok()
                .filter(|prefix| *prefix <= longest)
                .ok_or_else(bad)?,
            None => longest,
        };
        Ok(Self { address, prefix })
    }
}

impl Network {
    fn contains(&self, other: IpAddr) -> bool {
        let same = match (self.address, other) {
            (IpAddr::V4(ours), IpAddr::V4(other)) => {
                (ours.to_bits() ^ other.to_bits()).leading_zeros()
            }
            (IpAddr::V6(ours), IpAddr::V6(other)) => {
                (ours.to_bits() ^ other.to_bits()).leading_zeros()
            }
            _ => return false,
        };
        same >= self.prefix
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::Body;

    fn found(proxies: &str, peer: &str, forwarded: &[&str]) -> ClientAddress {
        let mut request = Request::new(Body::empty());
        let peer = SocketAddr::new(peer.parse().unwrap(), 1234);
        request.extensions_mut().insert(ConnectInfo(peer));
        for line in forwarded {
            let (name, value) = line.split_once(": ").unwrap();
            request
                .headers_mut()
                .append(name.parse::<HeaderName>().unwrap(), value.parse().unwrap());
        }
        let client = ClientAddress::find(&mut request, &proxies.parse().unwrap());
        assert!(request.headers().is_empty(), "what was forwarded is gone");
        client
    }

    #[test]
    fn only_proxies_are_believed() {
        let claim = ["x-forwarded-for: 203.0.113.9", "x-forwarded-proto: https"];
        assert_eq!(
            found("10.0.0.0/8", "198.51.100.1", &claim).ip.to_string(),
            "198.51.100.1"
        );
        assert!(!found("10.0.0.0/8", "198.51.100.1", &claim).https);
        assert_eq!(
            found("10.0.0.0/8", "10.1.2.3", &claim).ip.to_string(),
            "203.0.113.9"
        );
        assert!(found("10.0.0.0/8", "10.1.2.3", &claim).https);
        assert_eq!(
            found("10.0.0.0/8", "::ffff:10.1.2.3", &claim)
                .ip
                .to_string(),
            "203.0.113.9"
        );
    }

    #[test]
    fn a_stranger_cannot_prepend_an_address() {
        let chain = ["x-forwarded-for: 1.1.1.1, 203.0.113.9, 10.9.9.9"];
        assert_eq!(
            found("10.0.0.0/8", "10.1.2.3", &chain).ip.to_string(),
            "203.0.113.9"
        );
        let lines = [
            "x-forwarded-for: 1.1.1.1",
            "x-forwarded-for: 203.0.113.9:4711",
        ];
        assert_eq!(
            found("10.0.0.0/8", "10.1.2.3", &lines).ip.to_string(),
            "203.0.113.9"
        );
    }

    #[test]
    fn nonsense_leaves_the_last_known_address() {
        assert_eq!(
            found("10.0.0.0/8", "10.1.2.3", &["x-forwarded-for: unknown"])
                .ip
                .to_string(),
            "10.1.2.3"
        );
        assert_eq!(
            found("10.0.0.0/8", "10.1.2.3", &[]).ip.to_string(),
            "10.1.2.3"
        );
    }

    #[test]
    fn networks_are_read_and_matched() {
        let proxies: Proxies = "127.0.0.1, fd00::/8,192.0.2.128/25".parse().unwrap();
        let includes = |peer: &str| proxies.include(peer.parse().unwrap());
        assert!(includes("127.0.0.1") && includes("fd12::1") && includes("192.0.2.200"));
        assert!(!includes("127.0.0.2") && !includes("fe80::1") && !includes("192.0.2.100"));
        for wrong in ["10.0.0.0/33", "example.org", "10.0.0.0/", "::/129"] {
            assert!(wrong.parse::<Proxies>().is_err(), "{wrong}");
        }
        assert!(
            "0.0.0.0/0"
                .parse::<Proxies>()
                .unwrap()
                .include("8.8.8.8".parse().unwrap())
        );
    }
}
