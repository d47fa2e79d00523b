//! Which names we answer to. A request for another name is somebody's trick (a DNS name of their own that
//! points here) or a mistake, and links made from it would lead astray.

use std::fmt;
use std::sync::Arc;

use axum::extract::Request;
use axum::http::uri::Authority;
use axum::http::{HeaderMap, StatusCode, Uri, header};
use url::Url;

use super::health::PROBES;
use super::problem::Problem;
use crate::base::links::Slug;

/// Names of this machine, for the person who sits at it; with any port.
const LOOPBACK: [&str; 3] = ["localhost", "127.0.0.1", "[::1]"];

/// Says whether a company has this host name (lower case, without port) as its own.
pub type CompanyHost = Arc<dyn Fn(&str) -> bool + Send + Sync>;

/// The company's own host that a request came to; it stands with the request and with its answer.
#[derive(Clone, Debug)]
pub struct OwnHost {
    /// Lower case, without port.
    pub name: String,
    pub company: Slug,
}

/// The names that we answer to.
#[derive(Clone)]
pub struct Hosts {
    public: String,
    company: Option<CompanyHost>,
}

impl Hosts {
    /// The public address's name, and loopback names. A proxy may drop or change the port, so ports are free.
    pub fn new(public: &Url) -> Self {
        Self {
            public: public.host_str().unwrap_or_default().to_ascii_lowercase(),
            company: None,
        }
    }

    /// Companies' own names as well.
    pub fn with_companies(self, company: CompanyHost) -> Self {
        Self {
            company: Some(company),
            ..self
        }
    }

    /// Refuses a request that asks for no name, for several, or for one that is not ours.
    pub(super) fn check(&self, uri: &Uri, headers: &HeaderMap) -> Result<(), Problem> {
        match (self.elsewhere(uri, headers)?, &self.company) {
            (None, _) => Ok(()),
            (Some(name), Some(company)) if company(&name) => Ok(()),
            _ => Err(Self::unknown()),
        }
    }

    /// The name that a request asks for, unless it is the installation's own or there is none to ask for.
    pub fn foreign(&self, request: &Request) -> Result<Option<String>, Problem> {
        match PROBES.contains(&request.uri().path()) {
            true => Ok(None),
            false => self.elsewhere(request.uri(), request.headers()),
        }
    }

    /// Whether a name leads to the installation itself.
    pub fn is_ours(&self, name: &str) -> bool {
        name == self.public || LOOPBACK.contains(&name)
    }

    fn elsewhere(&self, uri: &Uri, headers: &HeaderMap) -> Result<Option<String>, Problem> {
        let asked = asked(uri, headers).ok_or_else(unclear)?;
        let name = asked.host().to_ascii_lowercase();
        Ok((!self.is_ours(&name)).then_some(name))
    }

    /// The refusal of a name that is nobody's here.
    pub fn unknown() -> Problem {
        let detail = "This is not the site you were looking for: it answers to other names.";
        Problem::new(StatusCode::MISDIRECTED_REQUEST, "unknown_host", detail)
    }
}

/// The one name that a request asks for. A target with a name in it (`GET http://name/ …`, RFC 9112, 3.2.2)
/// must agree with the header.
fn asked(uri: &Uri, headers: &HeaderMap) -> Option<Authority> {
    let mut lines = headers.get_all(header::HOST).iter();
    let (Some(line), None) = (lines.next(), lines.next()) else {
        return None;
    };
    let asked = Authority::try_from(line.as_bytes())
        .ok()
        .filter(|asked| !asked.as_str().contains('@'))?;
    match uri.authority() {
        Some(target) if *target != asked => None,
        _ => Some(asked),
    }
}

fn unclear() -> Problem {
    Problem::new(
        StatusCode::BAD_REQUEST,
        "bad_host",
        "The request does not say which site it is for.",
    )
}

impl fmt::Debug for Hosts {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Hosts")
            .field("public", &self.public)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    fn status(target: &'static str, hosts: &[&'static str]) -> u16 {
        let known = Hosts::new(&"https://jobs.example.org".parse().unwrap())
            .with_companies(Arc::new(|name| name == "careers.acme.example"));
        let mut headers = HeaderMap::new();
        for host in hosts {
            headers.append(header::HOST, HeaderValue::from_static(host));
        }
        let checked = known.check(&Uri::from_static(target), &headers);
        checked.map_or_else(|problem| problem.status.as_u16(), |()| 200)
    }

    #[test]
    fn ours_are_answered() {
        for host in [
            "jobs.example.org",
            "JOBS.example.org:443",
            "localhost:9999",
            "127.0.0.1",
            "[::1]:8080",
            "careers.acme.example",
        ] {
            assert_eq!(status("/", &[host]), 200, "{host}");
        }
        assert_eq!(
            status("http://jobs.example.org/", &["jobs.example.org"]),
            200
        );
    }

    #[test]
    fn others_are_not() {
        for host in [
            "evil.example",
            "jobs.example.org.evil.example",
            "10.0.0.1",
            "localhost.",
        ] {
            assert_eq!(status("/", &[host]), 421, "{host}");
        }
    }

    #[test]
    fn one_name_is_asked_for() {
        assert_eq!(status("/", &[]), 400);
        assert_eq!(status("/", &[""]), 400);
        assert_eq!(status("/", &["a b"]), 400);
        assert_eq!(status("/", &["me@jobs.example.org"]), 400);
        assert_eq!(status("/", &["jobs.example.org", "jobs.example.org"]), 400);
        assert_eq!(status("http://evil.example/", &["jobs.example.org"]), 400);
    }
}
