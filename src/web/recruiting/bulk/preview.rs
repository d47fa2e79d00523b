//! What an act will do; and starting it.

use super::{
    form::{self, BulkForm},
    options::Options,
    people, way_back,
};
use crate::{
    access::{Permit, permissions::ActInBulk},
    base::{
        clock::Time,
        error::{Error, Errors, Result},
        ids::ProspectId,
        paging::decode_cursor,
    },
    domain::bulk::{self, Deed, Preview, Start, Telling},
    web::{
        kit::{filters, form::Form, notice::Notice, page::Page},
        recruiting::{prospects, shown},
    },
};
use askama::Template;
use axum::{http::StatusCode, response::Response};
use uuid::Uuid;

#[derive(Template)]
#[template(path = "recruiting/bulk/preview.html")]
struct PreviewPage {
    page: Page,
    deed: Deed,
    preview: Preview,
    form: BulkForm,
    now: Time,
    once: Uuid,
    back: String,
    /// Why the last try was refused.
    refused: Option<String>,
}

impl PreviewPage {
    fn title(&self) -> String {
        self.deed.title(&people(self.preview.will))
    }

    /// "3 people": to whom it will not be done.
    fn skipped(&self) -> String {
        people(self.preview.total - self.preview.will)
    }

    /// The list of the pool with those of it, ticked, where this cannot be done to them.
    fn in_pool(&self) -> Option<String> {
        let ids: Vec<ProspectId> = self.preview.pooled.iter().map(|it| it.id).collect();
        let elsewhere = !ids.is_empty() && !self.deed.kind().reaches_pool();
        elsewhere.then(|| prospects::ticked(&self.page.company.slug, &ids, &self.back))
    }

    /// What else it means, a sentence each.
    fn consequences(&self) -> Vec<String> {
        let minutes = bulk::UNDO.as_mins();
        let mails = match self.preview.reachable {
            1 => "1 mail".to_owned(),
            n => format!("{} mails", filters::grouped(n)),
        };
        let mut said = match &self.deed {
            Deed::Move { .. } => vec![
                "Nobody is written to. For those who go onwards the wait for an answer begins anew."
                    .to_owned(),
            ],
            Deed::Reject { telling, .. } => vec![match telling {
                Telling::Now => format!("{mails}: held for {minutes} minutes, then sent."),
                Telling::Later(at) => {
                    let at = shown::moment(*at, self.now, &self.page.zone());
                    format!("{mails}: sent on {at}.")
                }
                Telling::Held => format!("{mails}: held until somebody lets each go."),
            }],
            Deed::Mail { .. } => vec![format!("{mails}: held for {minutes} minutes, then sent.")],
            Deed::Tag { .. } | Deed::Untag { .. } => {
                vec!["Tags are the candidate’s: all of their applications show them.".to_owned()]
            }
            Deed::Assign { .. } => Vec::new(),
            Deed::Pool { .. } => vec![
                "Only those who agreed to be kept in mind, for as long as they agreed to. Nobody is written to.".to_owned(),
            ],
            Deed::Transfer { .. } => vec![
                "Each goes to the first stage of that job, with its history, answers, files and the date of its answer. Candidates are not told: their page goes on naming the posting that they applied for.".to_owned(),
            ],
        };
        let unreachable = self.preview.will - self.preview.reachable;
        if self.deed.writes() && unreachable > 0 {
            let n = filters::grouped(unreachable);
            said.push(format!("{n} of them: no address, and no mail."));
        }
        said.push(format!(
            "It can be taken back for {minutes} minutes, but for what somebody changes meanwhile."
        ));
        said
    }
}

/// What was typed, checked; or the form again.
enum Checked {
    Deed(Deed),
    Drawn(Response),
}

async fn check(permit: &Permit<ActInBulk>, page: &Page, form: &BulkForm) -> Result<Checked> {
    let options = Options::of(permit, form).await?;
    match form.check(&options, permit.now(), &page.zone()) {
        Ok(deed) => Ok(Checked::Deed(deed)),
        Err(Error::Invalid(errors)) => {
            let drawn = form::draw(permit, page.clone(), form.clone(), options, errors).await?;
            Ok(Checked::Drawn(drawn))
        }
        Err(other) => Err(other),
    }
}

pub(super) async fn show(
    permit: Permit<ActInBulk>,
    page: Page,
    Form(form): Form<BulkForm>,
) -> Result<Response> {
    match check(&permit, &page, &form).await? {
        Checked::Deed(deed) => draw(&permit, page, form, deed, None).await,
        Checked::Drawn(response) => Ok(response),
    }
}

async fn draw(
    permit: &Permit<ActInBulk>,
    page: Page,
    form: BulkForm,
    deed: Deed,
    refused: Option<String>,
) -> Result<Response> {
    let (whom, now) = (form.whom()?, permit.now());
    let after = decode_cursor(&form.after);
    let mut db = permit.read().await?;
    let who = (permit.company().id, permit.actor());
    let of_pool = form.of_pool();
    let chosen = (&whom, of_pool.as_slice());
    let preview = bulk::preview(&mut db, who, chosen, &deed, after, now).await?;
    drop(db);
    let view = PreviewPage {
        back: way_back(&page, &form.back),
        once: form.once.parse().unwrap_or_else(|_| Uuid::new_v4()),
        page,
        deed,
        preview,
        form,
        now,
        refused,
    };
    let mut response = view.page.whole(&Errors::default(), &view)?;
    if view.refused.is_some() {
        *response.status_mut() = StatusCode::CONFLICT;
    }
    Ok(response)
}

pub(super) async fn start(
    permit: Permit<ActInBulk>,
    page: Page,
    Form(form): Form<BulkForm>,
) -> Result<Response> {
    let deed = match check(&permit, &page, &form).await? {
        Checked::Deed(deed) => deed,
        Checked::Drawn(response) => return Ok(response),
    };
    // Without a time nobody has seen anything.
    let (Ok(seen), Ok(once)) = (form.seen.parse().map(Time), form.once.parse()) else {
        return draw(&permit, page, form, deed, None).await;
    };
    let start = Start {
        job: form.job(),
        whom: form.whom()?,
        pooled: form.of_pool(),
        deed: deed.clone(),
        seen,
        once,
    };
    let started = permit
        .change(async |change| bulk::start(change, &start).await)
        .await;
    match started {
        Ok(act) => {
            let own = format!("/{}/bulk/{act}", page.company.slug);
            let notice = Notice::new("It has begun.").with_undo(format!("{own}/undo"), 1);
            Ok(page.redirect(own, notice))
        }
        Err(Error::Refused { text, .. }) => draw(&permit, page, form, deed, Some(text)).await,
        Err(other) => Err(other),
    }
}
