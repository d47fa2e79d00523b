//! `/{company}/settings/outbox`: every mail of the company, with what became of it.

use crate::{
    access::{
        Permit,
        permissions::{ManageCompany, ReadSettings},
    },
    app::App,
    base::{
        error::{Errors, Result},
        ids::MessageId,
        links::{self, Slug},
        paging::{Paged, decode_cursor},
    },
    domain::mail::{self, AT_ONCE, OutboxEntry, Shown, State, Waiting},
    web::kit::{filters, notice::Notice, page::Page, routes::Routes},
};
use askama::Template;
use axum::{
    extract::{self, Path, Query},
    response::Response,
};
use jiff::tz::TimeZone;
use serde::Deserialize;

pub fn routes() -> Routes {
    Routes::default()
        .get("/{company}/settings/outbox", list)
        .post("/{company}/settings/outbox/sending", send_kept)
        .get("/{company}/settings/outbox/{id}", show)
        .post("/{company}/settings/outbox/{id}/sending", send_again)
}

#[derive(Template)]
#[template(path = "settings/outbox/list.html")]
struct OutboxPage {
    page: Page,
    entries: Paged<OutboxEntry>,
    waiting: Vec<Waiting>,
    /// The one state that is shown.
    only: Option<State>,
    /// That mail does not go where it says.
    banner: Option<String>,
    /// Whether what is kept could be sent now, by whoever looks.
    could_send: bool,
    zone: TimeZone,
}

impl OutboxPage {
    fn own_path(&self) -> String {
        links::settings(&self.page.company.slug, "outbox")
    }

    fn count(&self, state: State) -> i64 {
        let found = self.waiting.iter().find(|waiting| waiting.state == state);
        found.map_or(0, |waiting| waiting.count)
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct OutboxQuery {
    state: String,
    after: String,
}

async fn list(
    permit: Permit<ReadSettings>,
    extract::State(app): extract::State<App>,
    page: Page,
    Query(query): Query<OutboxQuery>,
) -> Result<Response> {
    let only = State::parse(&query.state);
    let after: Option<MessageId> = decode_cursor(&query.after);
    let (company, actor) = (permit.company().id, permit.actor());
    let mut db = permit.read().await?;
    let entries = mail::outbox(&mut db, company, actor, only, after).await?;
    let waiting = mail::waiting(&mut db, company, actor).await?;
    drop(db);
    let view = OutboxPage {
        could_send: app.mailer.sends() && page.may::<ManageCompany>(),
        banner: app.mailer.banner(),
        zone: page.zone(),
        page,
        entries,
        waiting,
        only,
    };
    view.page.whole(&Errors::default(), &view)
}

#[derive(Template)]
#[template(path = "settings/outbox/message.html")]
struct MessagePage {
    page: Page,
    shown: Shown,
    banner: Option<String>,
    manages: bool,
    zone: TimeZone,
}

async fn show(
    permit: Permit<ReadSettings>,
    extract::State(app): extract::State<App>,
    page: Page,
    Path((_, id)): Path<(Slug, MessageId)>,
) -> Result<Response> {
    let mut db = permit.read().await?;
    let shown = mail::read_message(&mut db, permit.company().id, permit.actor(), id).await?;
    drop(db);
    let view = MessagePage {
        manages: page.may::<ManageCompany>(),
        banner: app.mailer.banner(),
        zone: page.zone(),
        page,
        shown,
    };
    view.page.whole(&Errors::default(), &view)
}

async fn send_again(
    permit: Permit<ManageCompany>,
    page: Page,
    Path((_, id)): Path<(Slug, MessageId)>,
) -> Result<Response> {
    permit
        .change(async |change| mail::send_again(change, id).await)
        .await?;
    let own = links::settings(&page.company.slug, &format!("outbox/{id}"));
    Ok(page.redirect(own, Notice::new("The mail is tried again")))
}

async fn send_kept(permit: Permit<ManageCompany>, page: Page) -> Result<Response> {
    let sent = permit
        .change(async |change| mail::send_kept(change).await)
        .await?;
    let said = match sent {
        0 => "Nothing is kept here".to_owned(),
        1 => "The mail is on its way".to_owned(),
        n => format!("{n} mails are on their way"),
    };
    let outbox = links::settings(&page.company.slug, "outbox");
    Ok(page.redirect(outbox, Notice::new(said)))
}
