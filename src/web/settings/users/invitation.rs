//! Invitations: made for an address, passed on as a link, taken back.

use super::{
    super::form::{shown, status_of},
    LinkPage, Nothing, address, with_article,
};
use crate::{
    access::{Permit, Role, permissions::ManageUsers},
    app::App,
    base::{
        error::{Error, Errors, Result},
        ids::InvitationId,
        links::{self, Slug},
    },
    domain::accounts::{
        invitations,
        users::{EMAIL_HELP, Email},
    },
    web::kit::{confirmed::Confirmed, filters, notice::Notice, page::Page, routes::Routes},
};
use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use serde::Deserialize;

pub fn routes() -> Routes {
    Routes::default()
        .get("/{company}/settings/users/invitation", ask)
        .post("/{company}/settings/users/invitation", invite)
        .post(
            "/{company}/settings/users/invitations/{id}/cancellation",
            cancel,
        )
}

#[derive(Template)]
#[template(path = "settings/users/invitation.html")]
struct InvitationPage {
    page: Page,
    form: InvitationForm,
    errors: Errors,
    refused: Option<String>,
}

#[derive(Deserialize, Default)]
struct InvitationForm {
    #[serde(default)]
    email: String,
    #[serde(default)]
    role: String,
}

impl InvitationForm {
    fn check(&self) -> Result<(Email, Role), Errors> {
        let mut errors = Errors::default();
        let (email, role) = (Email::parse(&self.email), Role::parse(&self.role));
        if email.is_none() {
            errors.add("email", EMAIL_HELP);
        }
        if role.is_none() {
            errors.add("role", "Choose what they will be");
        }
        email.zip(role).ok_or(errors)
    }

    fn is(&self, role: &Role) -> bool {
        self.role == role.key()
    }
}

async fn ask(_permit: Permit<ManageUsers>, page: Page) -> Result<Response> {
    draw(page, InvitationForm::default(), None)
}

async fn invite(
    permit: Permit<ManageUsers>,
    page: Page,
    State(app): State<App>,
    Confirmed(form): Confirmed<InvitationForm>,
) -> Result<Response> {
    let (email, role) = match form.check() {
        Ok(checked) => checked,
        Err(errors) => return draw(page, form, Some(errors.into())),
    };
    let made = permit
        .change(async |change| invitations::invite(change, &email, role).await)
        .await;
    let token = match made {
        Ok(token) => token,
        Err(error) => return draw(page, form, Some(error)),
    };
    let view = LinkPage {
        title: "Invitation",
        whom: email.as_str().to_owned(),
        text: format!(
            "Whoever opens this link joins {} as {}. It works once, for 72 hours. Pass it on in a mail or a message of your own.",
            page.company.name,
            with_article(&role)
        ),
        link: format!(
            "{}{}",
            app.config.public_origin(),
            links::invitation(&token)
        ),
        page,
    };
    view.page.whole(&Errors::default(), &view)
}

async fn cancel(
    permit: Permit<ManageUsers>,
    page: Page,
    Path((_, id)): Path<(Slug, InvitationId)>,
    _: Confirmed<Nothing>,
) -> Result<Response> {
    permit
        .change(async |change| invitations::cancel(change, id).await)
        .await?;
    Ok(page.redirect(
        address(&page.company, ""),
        Notice::new("The invitation is cancelled, and its link does nothing now"),
    ))
}

fn draw(page: Page, form: InvitationForm, refused: Option<Error>) -> Result<Response> {
    let (errors, refused) = shown(refused)?;
    let view = InvitationPage {
        page,
        form,
        errors,
        refused,
    };
    let answer = view.page.whole(&view.errors, &view)?;
    Ok(status_of(answer, view.refused.as_ref()))
}
