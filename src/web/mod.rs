//! The site: audiences, and the layers around them.

pub mod kit;
pub mod recruiting;

use self::kit::routes::Routes;

/// Every route of the site with its rule.
pub fn routes() -> Routes {
    recruiting::routes()
}
