//! `/careers/{company}/jobs/{id}-{words}/apply`: the form, and sending it.

use super::{
    check::{Checked, check},
    form::{ApplyForm, Consents, TRAP, answers_of, described_by, field_of, questions_title},
    keeping::{enclosed, takes_file},
};
use crate::{
    access::{Permit, permissions},
    app::App,
    base::{
        clock::Day,
        error::{Error, Errors, Result},
        links,
    },
    domain::{
        applications::{self, CLOSED, Submission},
        files::{self, SentFile, Staged},
        intake::{self, Signs},
        postings::advert::{Question, QuestionKind},
    },
    web::{
        careers::{
            campaign::Campaign,
            company::SitePosting,
            frame::{Frame, private},
            postings::posting_id,
            visit::Visit,
        },
        kit::{
            client::Neighbourhood,
            filters,
            page::redirect,
            routes::Routes,
            staging::{forget, keep, key_of, stage},
            upload::Received,
        },
    },
};
use askama::Template;
use axum::{
    extract::{Path, Request, State},
    http::{HeaderMap, StatusCode, header},
    response::Response,
};
use uuid::Uuid;

pub fn routes() -> Routes {
    const PATH: &str = "/careers/{company}/jobs/{posting}/apply";
    Routes::default().get(PATH, ask).post(PATH, send)
}

#[derive(Template)]
#[template(path = "careers/applications/apply.html")]
pub(super) struct ApplyPage<'a> {
    frame: Frame,
    /// Where the posting is.
    posting: String,
    /// There again, with what led to it.
    back: String,
    title: &'a str,
    promise: i64,
    questions: &'a [Question],
    /// How often one may apply.
    limits: Vec<String>,
    consents: Consents,
    form: ApplyForm,
    errors: Errors,
    /// Set once it takes no applications: the form is only there to be copied from.
    closed: Option<Option<Day>>,
    /// How many fields were filled in from the résumé, if it was just read.
    pub(super) read: Option<usize>,
}

/// The form, afresh for every visit. What is closed, or applied for elsewhere, leads back to the posting, which says so.
async fn ask(
    visit: Visit,
    State(app): State<App>,
    Path((_, segment)): Path<(String, String)>,
    headers: HeaderMap,
) -> Result<Response> {
    let shown = shown(&visit, &segment)?;
    if !shown.open(visit.now) || shown.posting.content.external_apply_url.is_some() {
        return Ok(redirect(&shown.path(visit.site.root()), None));
    }
    let page = ApplyPage::new(
        &visit,
        shown,
        ApplyForm::empty(
            intake::number(&app.db.key, visit.now),
            came(&visit, &headers),
        ),
        Errors::default(),
    );
    private(StatusCode::OK, &page)
}

/// Takes the form. Files are durable before the transaction begins, and the answer comes after its commit.
async fn send(
    permit: Permit<permissions::Apply>,
    visit: Visit,
    Neighbourhood(network): Neighbourhood,
    State(app): State<App>,
    Path((_, segment)): Path<(String, String)>,
    request: Request,
) -> Result<Response> {
    let shown = shown(&visit, &segment)?;
    let questions = &shown.posting.content.questions;
    let mut received =
        Received::read(request, &app.storage, |field| takes_file(questions, field)).await?;
    let (key, number) = (key_of(&received)?, received.one("key").to_owned());
    let staged = {
        let mut db = permit.read().await?;
        files::staged(&mut db, permit.company().id, key).await?
    };
    let uploads = std::mem::take(&mut received.files);
    let consents = Consents::of(visit.site.profile());
    let has_file =
        |field: &str| uploads.contains_key(field) || staged.iter().any(|kept| kept.field == field);
    let checked = match check(&received, questions, consents, has_file) {
        Ok(checked) => checked,
        Err(errors) => {
            unused(&permit, key).await?;
            let kept = stage(&permit, key, uploads, staged).await?;
            let status = received.status.unwrap_or(StatusCode::UNPROCESSABLE_ENTITY);
            let form = ApplyForm::again(number, received, kept);
            return private(status, &ApplyPage::new(&visit, shown, form, errors));
        }
    };
    let kept = keep(&app.storage, uploads, checked.pasted.as_deref()).await?;
    let submission = submission(key, shown, checked, &kept, &staged)?;
    let signs = Signs {
        drawn_at: intake::drawn_at(permit.key(), &number),
        trapped: !received.one(TRAP).is_empty(),
        network,
        per_network: app.config.applications_per_network,
    };
    let sent = permit
        .change(async |change| intake::take(change, submission, &signs).await)
        .await;
    match sent {
        Ok(sent) => {
            if !sent.first {
                forget(&app.storage, kept).await;
            }
            Ok(redirect(
                &links::careers_applied(visit.site.root(), &sent.reference),
                None,
            ))
        }
        // Both come from before the commit, so that no row names the files.
        Err(Error::Refused { code: CLOSED, .. }) => {
            forget(&app.storage, kept).await;
            let form = ApplyForm::again(number, received, staged);
            let mut page = ApplyPage::new(&visit, shown, form, Errors::default());
            let zone = visit.site.profile().zone();
            page.closed = Some(shown.closed_at().map(|at| Day(at.day(&zone))));
            private(StatusCode::CONFLICT, &page)
        }
        Err(error @ Error::Invalid(_)) => {
            forget(&app.storage, kept).await;
            Err(error)
        }
        Err(other) => Err(other),
    }
}

impl<'a> ApplyPage<'a> {
    pub(super) fn new(
        visit: &Visit,
        shown: &'a SitePosting,
        form: ApplyForm,
        errors: Errors,
    ) -> Self {
        let site = &visit.site;
        let came = Campaign::parse(Some(&form.came));
        Self {
            frame: Frame::of(site).carrying(&came),
            back: came.on(shown.path(site.root())),
            posting: shown.path(site.root()),
            title: &shown.posting.content.title,
            promise: i64::from(shown.posting.promise_after_applying),
            questions: &shown.posting.content.questions,
            limits: site.data.limits_of(shown.posting.job).to_vec(),
            consents: Consents::of(site.profile()),
            form,
            errors,
            closed: None,
            read: None,
        }
    }

    fn described_by(&self, name: &str, hint: &bool) -> String {
        described_by(name, *hint, &self.errors)
    }

    fn has_error(&self, name: &str) -> bool {
        self.errors.has(name)
    }

    fn field_of(&self, question: &Question) -> String {
        field_of(question)
    }

    fn questions_title(&self) -> String {
        questions_title(self.questions)
    }
}

/// Refuses a number under which a form was sent already.
pub(super) async fn unused(permit: &Permit<permissions::Apply>, key: Uuid) -> Result<()> {
    let mut db = permit.read().await?;
    match applications::reference_of(&mut db, permit.company().id, key).await? {
        Some(reference) => Err(applications::already_sent(&reference)),
        None => Ok(()),
    }
}

pub(super) fn shown<'v>(visit: &'v Visit, segment: &str) -> Result<&'v SitePosting> {
    let posting = visit.site.posting(posting_id(segment)?);
    Ok(posting.ok_or(Error::NotFound)?.as_ref())
}

/// Puts together what is sent: the files of this try, and for other fields those of earlier ones.
fn submission(
    key: Uuid,
    shown: &SitePosting,
    checked: Checked,
    kept: &[(String, SentFile)],
    staged: &[Staged],
) -> Result<Submission> {
    let files = enclosed(checked.pasted.is_some(), checked.files, kept, staged)?;
    Ok(Submission {
        key,
        posting: shown.posting.id,
        applicant: checked.applicant,
        answers: checked.answers,
        files,
        consents: checked.consents,
        adjustments: checked.adjustments,
        referrer: checked.referrer,
        touch: checked.touch,
    })
}

/// Where the visitor comes from, as the link said: on this address, or on the page of ours that led here.
fn came(visit: &Visit, headers: &HeaderMap) -> String {
    let referer = headers.get(header::REFERER);
    let before = referer
        .and_then(|referer| url::Url::parse(referer.to_str().ok()?).ok())
        .map(|before| Campaign::parse(before.query()));
    match before {
        Some(before) if visit.campaign.is_empty() => before.packed(),
        _ => visit.campaign.packed(),
    }
}
