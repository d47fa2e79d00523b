//! (placeholder until the edge lands)
/// The address of a static file, with its fingerprint.
pub fn asset(name: &str) -> String {
    format!("/static/{name}")
}
