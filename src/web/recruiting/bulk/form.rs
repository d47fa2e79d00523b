//! What is to be done, and to whom, as strings; and the form that asks for it.

use super::{options::Options, people, way_back};
use crate::{
    access::{Permit, permissions::ActInBulk},
    base::{
        clock::Time,
        error::{Error, Errors, Result},
        ids::{ApplicationId, JobId, ProspectId},
    },
    domain::{
        bulk::{self, Deed, Kind, Whom},
        decisions::TELL_AFTER,
        mail::{self, Kind as MailKind, Template as Wording},
        prospects::TOGETHER,
        tags::{LENGTH, TagName},
    },
    web::{
        kit::{
            filters,
            form::Form,
            page::{Page, redirect},
        },
        recruiting::{board::ListQuery, decisions::RejectForm, prospects},
    },
};
use askama::Template;
use axum::response::Response;
use jiff::tz::TimeZone;
use serde::Deserialize;

/// The most that can be ticked one by one.
const PICKED: usize = 1_000;

/// An act as its forms carry it from page to page.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct BulkForm {
    /// The kind of act.
    pub act: String,
    /// Those who were ticked, and on later pages all of them in one field.
    pick: Vec<String>,
    picked: String,
    /// Of those who were ticked, people of the pool, who have no application.
    pooled: String,
    /// Everybody on the page, and whom that means.
    page: String,
    shown: String,
    /// Everybody who fits the filter, which is that of a job's board or list.
    all: String,
    job: String,
    r#where: String,
    pub back: String,
    // What to do.
    pub stage: String,
    pub owner: String,
    pub to: String,
    pub tag: String,
    pub pool: String,
    pub subject: String,
    pub body: String,
    pub reason: String,
    pub note: String,
    pub words: String,
    pub telling: String,
    pub tell_at: String,
    // Of a preview.
    pub seen: String,
    pub once: String,
    pub after: String,
}

impl BulkForm {
    pub fn kind(&self) -> Result<Kind> {
        Kind::parse(&self.act)
            .ok_or_else(|| Error::refused("nothing", "Choose what to do. Go back, and try again."))
    }

    pub fn job(&self) -> Option<JobId> {
        self.job.parse().ok()
    }

    /// To which applications.
    pub fn whom(&self) -> Result<Whom> {
        if self.all == "1"
            && let Some(job) = self.job()
        {
            let ListQuery { status, filter, .. } = ListQuery::read(&self.r#where);
            return Ok(Whom::Fitting {
                job,
                status,
                filter: Box::new(filter),
            });
        }
        let ids = self.ids();
        match ids.len() {
            0 if self.of_pool().is_empty() => Err(Error::refused("nobody", "Tick somebody first.")),
            0..=PICKED => Ok(Whom::Picked(ids)),
            _ => Err(Error::refused(
                "too_many",
                "Tick fewer people, or all who fit the filter.",
            )),
        }
    }

    /// To whom, where nobody may be left out in silence.
    pub fn applications_only(&self) -> Result<Whom> {
        if self.of_pool().is_empty() {
            return self.whom();
        }
        let text = "People of the talent pool are ticked too. They are taken along from the pool’s own page: untick them, and try again.";
        Err(Error::refused("pool", text))
    }

    /// People of the pool who were ticked among applications.
    pub fn of_pool(&self) -> Vec<ProspectId> {
        let before = self.pooled.split(',');
        let each = self.pick.iter().map(String::as_str).chain(before);
        let mut ids: Vec<ProspectId> = each.filter_map(prospects::of_pool).collect();
        ids.sort_unstable();
        ids.dedup();
        ids.truncate(TOGETHER);
        ids
    }

    fn ids(&self) -> Vec<ApplicationId> {
        let shown = Some(&self.shown).filter(|_| self.page == "1");
        let together = [Some(&self.picked), shown];
        let together = together
            .into_iter()
            .flatten()
            .flat_map(|ids| ids.split(','));
        let each = self.pick.iter().map(String::as_str);
        let mut ids: Vec<ApplicationId> = each
            .chain(together)
            .filter_map(|id| id.parse().ok())
            .collect();
        ids.sort_unstable();
        ids.dedup();
        ids
    }

    /// Who was chosen, for the next page.
    pub fn chosen(&self) -> Vec<(&'static str, String)> {
        let ids: Vec<String> = self.ids().iter().map(ToString::to_string).collect();
        let pooled: Vec<String> = self.of_pool().iter().map(|id| format!("p{id}")).collect();
        let fields = [
            ("act", self.act.clone()),
            ("pooled", pooled.join(",")),
            ("all", self.all.clone()),
            ("picked", ids.join(",")),
            ("job", self.job.clone()),
            ("where", self.r#where.clone()),
            ("back", self.back.clone()),
        ];
        set(fields)
    }

    /// What was typed, for the next page.
    pub fn typed(&self) -> Vec<(&'static str, String)> {
        let fields = [
            ("stage", self.stage.clone()),
            ("owner", self.owner.clone()),
            ("to", self.to.clone()),
            ("tag", self.tag.clone()),
            ("pool", self.pool.clone()),
            ("subject", self.subject.clone()),
            ("body", self.body.clone()),
            ("reason", self.reason.clone()),
            ("note", self.note.clone()),
            ("words", self.words.clone()),
            ("telling", self.telling.clone()),
            ("tell_at", self.tell_at.clone()),
        ];
        set(fields)
    }

    /// What to do, or all that is wrong with it.
    pub fn check(&self, options: &Options, now: Time, zone: &TimeZone) -> Result<Deed> {
        let deed = match self.kind()? {
            Kind::Move => {
                let stage = options
                    .stages
                    .iter()
                    .find(|it| it.id.to_string() == self.stage);
                let stage = stage.ok_or_else(|| Error::field("stage", "Choose a stage"))?;
                Deed::Move {
                    stage: stage.id,
                    name: stage.name.clone(),
                }
            }
            Kind::Reject => {
                let rejection = self.rejection().check(now, zone)?;
                let mut reasons = options.reasons.iter();
                let reason = reasons.find(|reason| reason.id == rejection.reason);
                let reason = reason.ok_or_else(|| Error::field("reason", "Choose a reason"))?;
                Deed::Reject {
                    reason: reason.id,
                    name: reason.name.clone(),
                    note: rejection.note,
                    words: rejection.words,
                    telling: rejection.when.into(),
                }
            }
            Kind::Mail => {
                let Wording { subject, body } =
                    Wording::check(MailKind::Written, &self.subject, &self.body)?;
                Deed::Mail { subject, body }
            }
            Kind::Tag => Deed::Tag { tag: self.tag()? },
            Kind::Untag => Deed::Untag { tag: self.tag()? },
            Kind::Assign if self.owner == "nobody" => Deed::Assign {
                owner: None,
                name: String::new(),
            },
            Kind::Assign => {
                let owner = options
                    .owners
                    .iter()
                    .find(|it| it.id.to_string() == self.owner);
                let owner = owner.ok_or_else(|| Error::field("owner", "Choose an owner"))?;
                Deed::Assign {
                    owner: Some(owner.id),
                    name: owner.name.clone(),
                }
            }
            Kind::Transfer => {
                let job = options.jobs.iter().find(|it| it.id.to_string() == self.to);
                let job = job.ok_or_else(|| Error::field("to", "Choose a job"))?;
                Deed::Transfer {
                    job: job.id,
                    name: job.name.clone(),
                }
            }
            Kind::Pool => {
                let pool = options
                    .pools
                    .iter()
                    .find(|it| it.id.to_string() == self.pool);
                let pool = pool.ok_or_else(|| Error::field("pool", "Choose a pool"))?;
                Deed::Pool {
                    pool: pool.id,
                    name: pool.name.clone(),
                }
            }
        };
        Ok(deed)
    }

    fn tag(&self) -> Result<String> {
        match TagName::parse(&self.tag) {
            Ok(tag) => Ok(tag.as_str().to_owned()),
            Err(text) => Err(Error::field("tag", text)),
        }
    }

    /// The form that rejects one, whose rules hold for many as well.
    fn rejection(&self) -> RejectForm {
        RejectForm {
            reason: self.reason.clone(),
            note: self.note.clone(),
            words: self.words.clone(),
            telling: self.telling.clone(),
            tell_at: self.tell_at.clone(),
            ..RejectForm::default()
        }
    }

    /// What a new form begins with.
    fn begin(&mut self, kind: Kind, options: &Options, now: Time, zone: &TimeZone) {
        match kind {
            Kind::Reject if self.telling.is_empty() => {
                let fresh = RejectForm::fresh(now, zone);
                (self.telling, self.tell_at) = (fresh.telling, fresh.tell_at);
            }
            Kind::Mail if self.subject.is_empty() && self.body.is_empty() => {
                self.subject.clone_from(&options.wording.subject);
                self.body.clone_from(&options.wording.body);
            }
            _ => {}
        }
    }
}

/// The fields that say something.
fn set<const N: usize>(fields: [(&'static str, String); N]) -> Vec<(&'static str, String)> {
    let mut fields = Vec::from(fields);
    fields.retain(|(_, value)| !value.is_empty());
    fields
}

#[derive(Template)]
#[template(path = "recruiting/bulk/form.html")]
struct FormPage {
    page: Page,
    kind: Kind,
    /// "30 people".
    people: String,
    form: BulkForm,
    options: Options,
    errors: Errors,
    back: String,
}

pub(super) async fn ask(
    permit: Permit<ActInBulk>,
    page: Page,
    Form(mut form): Form<BulkForm>,
) -> Result<Response> {
    let (kind, pooled) = (form.kind()?, form.of_pool());
    let no_other = form.all != "1" && form.ids().is_empty();
    if !pooled.is_empty() && no_other && !kind.reaches_pool() {
        let there = prospects::ticked(&page.company.slug, &pooled, &form.back);
        return Ok(redirect(&there, None));
    }
    let options = Options::of(&permit, &form).await?;
    form.begin(kind, &options, permit.now(), &page.zone());
    draw(&permit, page, form, options, Errors::default()).await
}

/// The form, with what was typed and what is wrong with it.
pub(super) async fn draw(
    permit: &Permit<ActInBulk>,
    page: Page,
    form: BulkForm,
    options: Options,
    errors: Errors,
) -> Result<Response> {
    let whom = form.whom()?;
    let mut db = permit.read().await?;
    let who = (permit.company().id, permit.actor());
    let kind = form.kind()?;
    let mut chosen = bulk::how_many(&mut db, who, &whom, permit.now()).await?;
    if kind.reaches_pool() {
        let ids = form.of_pool();
        chosen += bulk::how_many_of_pool(&mut db, who, &ids, permit.now()).await?;
    }
    drop(db);
    if chosen == 0 {
        let text = "Nobody whom you see is chosen. Go back, and tick somebody.";
        return Err(Error::refused("nobody", text));
    }
    let view = FormPage {
        back: way_back(&page, &form.back),
        page,
        kind,
        people: people(chosen),
        form,
        options,
        errors,
    };
    view.page.whole(&view.errors, &view)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::applications::Status;

    #[test]
    fn whoever_was_ticked_comes_along_once() {
        let form = BulkForm {
            act: "move".to_owned(),
            pick: vec!["7".to_owned(), "x".to_owned()],
            picked: "9,7".to_owned(),
            shown: "11".to_owned(),
            ..BulkForm::default()
        };
        assert_eq!(
            form.chosen(),
            [("act", "move".to_owned()), ("picked", "7,9".to_owned())]
        );
        let page = BulkForm {
            page: "1".to_owned(),
            ..form
        };
        assert!(matches!(page.whom(), Ok(Whom::Picked(ids)) if ids.len() == 3));
    }

    #[test]
    fn all_who_fit_are_said_by_the_filter() {
        let form = BulkForm {
            all: "1".to_owned(),
            job: "3".to_owned(),
            r#where: "status=hired&late=1&tag=Night".to_owned(),
            ..BulkForm::default()
        };
        let Ok(Whom::Fitting { status, filter, .. }) = form.whom() else {
            panic!("not all");
        };
        // Nobody waits for an answer who is hired.
        assert_eq!(
            (status, filter.late, &*filter.tag),
            (Status::Hired, false, "Night")
        );
        assert!(BulkForm::default().whom().is_err());
    }
}
