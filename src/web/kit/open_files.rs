//! How many files, connections among them, the system lets us have open.

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

/// Where the system names no limit, this is plenty.
const PLENTY: u64 = 1 << 20;

/// Raises the soft limit on open files to the hard one, and says how many that is. A system that refuses
/// leaves us with what we had.
pub fn raise_limit() -> u64 {
    let limit = getrlimit(Resource::Nofile);
    let raised = Rlimit {
        current: limit.maximum,
        maximum: limit.maximum,
    };
    match setrlimit(Resource::Nofile, raised) {
        Ok(()) => limit.maximum.unwrap_or(PLENTY),
        Err(error) => {
            tracing::warn!(%error, "the limit on open files stays where it is");
            limit.current.unwrap_or(PLENTY)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_limit_is_raised_as_far_as_it_goes() {
        let files = raise_limit();
        assert_eq!(getrlimit(Resource::Nofile).current.unwrap_or(PLENTY), files);
    }
}
