//! One member: their role, their way back in, the end of their membership.

use super::{
    super::form::{seen, shown, status_of},
    LinkPage, Nothing, address, with_article,
};
use crate::{
    access::{
        Permission, Permit, Role,
        permissions::{ManageUsers, ReadSettings},
    },
    app::App,
    base::{
        error::{Error, Errors, Result},
        ids::MemberId,
        links::{self, Slug},
    },
    domain::accounts::{
        members::{self, One},
        reset,
    },
    web::kit::{
        confirmed::Confirmed,
        filters,
        notice::Notice,
        page::{Page, redirect},
        routes::Routes,
    },
};
use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use jiff::tz::TimeZone;
use serde::Deserialize;

pub fn routes() -> Routes {
    Routes::default()
        .get("/{company}/settings/users/{id}", show)
        .post("/{company}/settings/users/{id}/role", change_role)
        .post("/{company}/settings/users/{id}/end", end)
        .post("/{company}/settings/users/{id}/return", bring_back)
        .post("/{company}/settings/users/{id}/reset", make_reset)
}

#[derive(Template)]
#[template(path = "settings/users/member.html")]
struct MemberPage {
    page: Page,
    member: One,
    /// The role that the form shows: theirs, or the one that was refused.
    role: Role,
    errors: Errors,
    refused: Option<String>,
    manages: bool,
    zone: TimeZone,
}

#[derive(Deserialize)]
struct RoleForm {
    #[serde(default)]
    role: String,
    version: String,
}

#[derive(Deserialize)]
struct VersionForm {
    version: String,
}

async fn show(
    permit: Permit<ReadSettings>,
    page: Page,
    Path((_, id)): Path<(Slug, MemberId)>,
) -> Result<Response> {
    draw(&permit, page, id, None, None).await
}

async fn change_role(
    permit: Permit<ManageUsers>,
    page: Page,
    Path((_, id)): Path<(Slug, MemberId)>,
    Confirmed(form): Confirmed<RoleForm>,
) -> Result<Response> {
    let role = Role::parse(&form.role);
    let changed = match role {
        Some(role) => {
            let version = seen(&form.version)?;
            permit
                .change(async |change| members::change_role(change, id, version, role).await)
                .await
        }
        None => Err(Error::field("role", "Choose what they shall be")),
    };
    if let Err(error) = changed {
        return draw(&permit, page, id, role, Some(error)).await;
    }
    let member = members::one(&mut *permit.read().await?, permit.company().id, id).await?;
    let text = format!("{} is {} now", member.name, with_article(&member.role));
    // Whoever changes what they are themselves signs in anew, and may see this list no longer.
    let to = if id == page.member.id {
        links::home(&page.company.slug)
    } else {
        address(&page.company, "")
    };
    Ok(page.redirect(to, Notice::new(text)))
}

async fn end(
    permit: Permit<ManageUsers>,
    page: Page,
    Path((_, id)): Path<(Slug, MemberId)>,
    Confirmed(form): Confirmed<VersionForm>,
) -> Result<Response> {
    let version = seen(&form.version)?;
    let ended = permit
        .change(async |change| members::end(change, id, version).await)
        .await;
    let version = match ended {
        Ok(version) => version,
        Err(error) => return draw(&permit, page, id, None, Some(error)).await,
    };
    if id == page.member.id {
        let notice = Notice::new(format!("You have left {}", page.company.name));
        return Ok(redirect(links::ACCOUNT, Some(&notice)));
    }
    let member = members::one(&mut *permit.read().await?, permit.company().id, id).await?;
    let back = address(&page.company, &format!("{id}/return"));
    let notice = Notice::new(format!("{} is out. What they did stays.", member.name));
    Ok(page.redirect(
        address(&page.company, ""),
        notice.with_undo(back, version.0),
    ))
}

async fn bring_back(
    permit: Permit<ManageUsers>,
    page: Page,
    Path((_, id)): Path<(Slug, MemberId)>,
    Confirmed(form): Confirmed<VersionForm>,
) -> Result<Response> {
    let version = seen(&form.version)?;
    let back = permit
        .change(async |change| members::bring_back(change, id, version).await)
        .await;
    if let Err(error) = back {
        return draw(&permit, page, id, None, Some(error)).await;
    }
    let member = members::one(&mut *permit.read().await?, permit.company().id, id).await?;
    let text = format!("{} is back as {}", member.name, with_article(&member.role));
    Ok(page.redirect(address(&page.company, ""), Notice::new(text)))
}

async fn make_reset(
    permit: Permit<ManageUsers>,
    page: Page,
    State(app): State<App>,
    Path((_, id)): Path<(Slug, MemberId)>,
    _: Confirmed<Nothing>,
) -> Result<Response> {
    let made = permit
        .change(async |change| reset::link_for(change, id).await)
        .await;
    let token = match made {
        Ok(token) => token,
        Err(error) => return draw(&permit, page, id, None, Some(error)).await,
    };
    let member = members::one(&mut *permit.read().await?, permit.company().id, id).await?;
    let view = LinkPage {
        title: "A new password",
        whom: member.name,
        text: "Whoever opens this link chooses a new password, and every session of theirs ends. It works once, for 30 minutes. \
               Pass it on to nobody else."
            .to_owned(),
        link: format!("{}{}", app.config.public_origin(), links::reset(&token)),
        page,
    };
    view.page.whole(&Errors::default(), &view)
}

async fn draw<P: Permission>(
    permit: &Permit<P>,
    page: Page,
    id: MemberId,
    typed: Option<Role>,
    refused: Option<Error>,
) -> Result<Response> {
    let (errors, refused) = shown(refused)?;
    let member = members::one(&mut *permit.read().await?, permit.company().id, id).await?;
    let view = MemberPage {
        role: typed.unwrap_or(member.role),
        member,
        errors,
        refused,
        manages: page.may::<ManageUsers>(),
        zone: page.zone(),
        page,
    };
    let answer = view.page.whole(&view.errors, &view)?;
    Ok(status_of(answer, view.refused.as_ref()))
}
