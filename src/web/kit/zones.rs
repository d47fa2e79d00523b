//! Time zones that a field can suggest.

use std::sync::LazyLock;

static ALL: LazyLock<Vec<String>> = LazyLock::new(|| {
    let mut names: Vec<String> = jiff::tz::db()
        .available()
        .map(|name| name.as_str().to_owned())
        // Places, and UTC; not the likes of `EST5EDT` and `Etc/GMT-3`.
        .filter(|name| name == "UTC" || (name.contains('/') && !name.starts_with("Etc/")))
        .collect();
    names.sort();
    names.dedup();
    names
});

/// Names of the IANA database, as `Europe/Tallinn`, in the alphabet's order.
pub fn all() -> &'static [String] {
    &ALL
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_suggestion_is_a_zone() {
        assert!(all().iter().any(|zone| zone == "Europe/Tallinn"));
        assert!(
            all()
                .iter()
                .all(|zone| jiff::tz::TimeZone::get(zone).is_ok())
        );
    }
}
