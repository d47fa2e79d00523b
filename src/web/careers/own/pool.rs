//! `/a/{token}/pool`: whether they may be thought of for other roles.

use super::frame::Own;
use crate::{
    access::{Permit, permissions::OwnApplication},
    base::error::{Error, Result},
    domain::{applications::consent::Consent, own},
    web::kit::{form::Form, notice::Notice, page::redirect, routes::Routes},
};
use axum::response::Response;
use serde::Deserialize;

pub fn routes() -> Routes {
    Routes::default().post("/a/{token}/pool", switch)
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct PoolForm {
    keep: String,
}

async fn switch(
    permit: Permit<OwnApplication>,
    own: Own,
    Form(form): Form<PoolForm>,
) -> Result<Response> {
    let name = &permit.company().name;
    let said = match form.keep.as_str() {
        "yes" => {
            let consent = Consent::talent_pool(name);
            permit
                .change(async |change| own::join_pool(change, &consent).await)
                .await?;
            format!("{name} may write to you about other roles.")
        }
        "no" => {
            permit
                .change(async |change| own::leave_pool(change).await)
                .await?;
            format!("{name} will not think of you for other roles.")
        }
        _ => return Err(Error::Malformed("The form did not say yes or no.".into())),
    };
    Ok(redirect(&own.link(""), Some(&Notice::new(said))))
}
