//! Companies and how they are divided: departments, offices, regions.

mod calendar;
mod create;
mod defaults;
mod departments;
mod hosts;
mod logo;
mod offices;
mod profile;
mod read;
mod regions;
mod settings;

pub use calendar::{Calendar, calendar, last_moment};
pub use create::{NewCompany, create};
pub use departments::{
    Department, DepartmentDetails, add_department, change_department, delete_department,
    departments,
};
pub use hosts::{Hosts, change_hosts, hosts, lives};
pub use logo::{LARGEST as LARGEST_LOGO, Logo, remove_logo, set_logo};
pub use offices::{Office, OfficeDetails, add_office, change_office, delete_office, offices};
pub use profile::{Profile, profiles};
pub use read::{all, by_id, by_slug};
pub use regions::{Region, RegionDetails, add_region, change_region, delete_region, regions};
pub use settings::{Settings, change_settings, settings};

use super::deleted;
use crate::{
    access::{Change, permissions::UseCompany},
    base::{
        error::{Error, Result},
        ids::DeletedId,
    },
};

/// The channel on which every instance hears that what the public sees of a company has changed; the payload is its id.
pub const CHANNEL: &str = "postings";

/// Restores something that was deleted, and gives its name. Forms and public pages in memory go by some of it. A logo comes
/// back in place of the one that is there, which then can be restored.
pub async fn restore(change: &mut Change<UseCompany>, id: DeletedId) -> Result<String> {
    let (company, now, actor) = (change.company(), change.now(), change.actor().clone());
    let what = deleted::look(change.db(), company, &actor, now, id).await?;
    if what.kind == deleted::Kind::Logo {
        logo::set_aside(change).await?;
    }
    let name = deleted::restore(change, id).await?;
    change.notify(CHANNEL, &company.to_string()).await?;
    Ok(name)
}

/// The refusal when somebody else was quicker.
fn stale(what: &str) -> Error {
    Error::refused(
        "stale",
        format!(
            "Somebody changed this {what} while you were at it. Look at it once more, then save again."
        ),
    )
}
