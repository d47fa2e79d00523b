//! `/careers/{company}/jobs/{id}-{words}/apply`: the form, and sending it.

use super::{
    check::{Checked, check},
    form::{ApplyForm, Consents, described_by, field_of},
    upload::{FILES, Received, Upload},
};
use crate::{
    access::{Permit, permissions},
    app::App,
    base::{
        clock::Time,
        error::{Error, Errors, Result},
        links,
    },
    domain::{
        applications::{self, CLOSED, Enclosed, FileRole, Submission, submit},
        files::{self, FileKind, SentFile, Staged, Storage},
        postings::advert::{Question, QuestionKind},
    },
    web::{
        careers::{
            campaign::Campaign,
            company::SitePosting,
            frame::{Frame, in_words, private},
            postings::posting_id,
            visit::Visit,
        },
        kit::{filters, page::redirect, routes::Routes},
    },
};
use anyhow::Context;
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
    consents: Consents,
    form: ApplyForm,
    errors: Errors,
    /// Set once it takes no applications: the form is only there to be copied from.
    closed: Option<Option<Time>>,
    /// How many fields were filled in from the résumé, if it was just read.
    pub(super) read: Option<usize>,
}

/// The form, afresh for every visit. What is closed, or applied for elsewhere, leads back to the posting, which says so.
async fn ask(
    visit: Visit,
    Path((_, segment)): Path<(String, String)>,
    headers: HeaderMap,
) -> Result<Response> {
    let shown = shown(&visit, &segment)?;
    if !shown.open(visit.now) || shown.posting.content.external_apply_url.is_some() {
        return Ok(redirect(&shown.path(visit.site.slug()), None));
    }
    let page = ApplyPage::new(
        &visit,
        shown,
        ApplyForm::empty(source(&visit, &headers)),
        Errors::default(),
    );
    private(StatusCode::OK, &page)
}

/// Takes the form. Files are durable before the transaction begins, and the answer comes after its commit.
async fn send(
    permit: Permit<permissions::Apply>,
    visit: Visit,
    State(app): State<App>,
    Path((_, segment)): Path<(String, String)>,
    request: Request,
) -> Result<Response> {
    let shown = shown(&visit, &segment)?;
    let questions = &shown.posting.content.questions;
    let mut received =
        Received::read(request, &app.storage, |field| takes_file(questions, field)).await?;
    let key = key_of(&received)?;
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
            let kept = stage(&permit, key, uploads, staged).await?;
            let status = received.status.unwrap_or(StatusCode::UNPROCESSABLE_ENTITY);
            let form = ApplyForm::again(key, received, kept);
            return private(status, &ApplyPage::new(&visit, shown, form, errors));
        }
    };
    let kept = keep(&app.storage, uploads, checked.pasted.as_deref()).await?;
    let submission = submission(key, shown, checked, &kept, &staged)?;
    let sent = permit
        .change(async |change| submit(change, submission).await)
        .await;
    match sent {
        Ok(sent) => {
            if !sent.first {
                forget(&app.storage, kept).await;
            }
            Ok(redirect(
                &links::careers_applied(visit.site.slug(), &sent.reference),
                None,
            ))
        }
        // Both come from before the commit, so that no row names the files.
        Err(Error::Refused { code: CLOSED, .. }) => {
            forget(&app.storage, kept).await;
            let form = ApplyForm::again(key, received, staged);
            let mut page = ApplyPage::new(&visit, shown, form, Errors::default());
            page.closed = Some(shown.closed_at());
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
        let came = Campaign::of_source(&form.source);
        Self {
            frame: Frame::of(site).carrying(&came),
            back: came.on(shown.path(site.slug())),
            posting: shown.path(site.slug()),
            title: &shown.posting.content.title,
            promise: i64::from(shown.posting.promise_after_applying),
            questions: &shown.posting.content.questions,
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

    /// "Three questions".
    fn questions_title(&self) -> String {
        match self.questions.len() {
            1 => "One question".to_owned(),
            n => {
                let words = in_words(n);
                let mut letters = words.chars();
                let first = letters.next().map(|c| c.to_ascii_uppercase());
                let words: String = first.into_iter().chain(letters).collect();
                format!("{words} questions")
            }
        }
    }
}

/// The one-time number of a form.
pub(super) fn key_of(received: &Received) -> Result<Uuid> {
    let key = received.one("key").parse();
    key.map_err(|_| {
        Error::Malformed("Open the form again: this one came without its number.".into())
    })
}

pub(super) fn shown<'v>(visit: &'v Visit, segment: &str) -> Result<&'v SitePosting> {
    let posting = visit.site.posting(posting_id(segment)?);
    Ok(posting.ok_or(Error::NotFound)?.as_ref())
}

pub(super) fn takes_file(questions: &[Question], field: &str) -> bool {
    let asks =
        |question: &Question| question.kind == QuestionKind::File && field_of(question) == field;
    field == "resume" || questions.iter().any(asks)
}

/// Keeps the files of a refused form for its next try; what this try brought takes the place of what earlier ones did.
pub(super) async fn stage(
    permit: &Permit<permissions::Apply>,
    key: Uuid,
    uploads: impl IntoIterator<Item = (String, Upload)>,
    mut staged: Vec<Staged>,
) -> Result<Vec<Staged>> {
    let used =
        applications::reference_of(&mut *permit.read().await?, permit.company().id, key).await?;
    if let Some(reference) = used {
        return Err(applications::already_sent(&reference));
    }
    let mut fresh = Vec::new();
    for (field, upload) in uploads {
        let file = upload.keep().await?;
        staged.retain(|kept| kept.field != field);
        fresh.push(Staged { field, file });
    }
    if !fresh.is_empty() {
        permit
            .change(async |change| {
                for Staged { field, file } in &fresh {
                    files::stage(change, key, field, file).await?;
                }
                Ok(())
            })
            .await?;
    }
    staged.extend(fresh);
    Ok(staged)
}

impl Upload {
    /// Makes it durable.
    async fn keep(self) -> Result<SentFile> {
        let stored = self.incoming.keep().await.context("a file that was sent")?;
        Ok(SentFile {
            name: self.name,
            kind: self.kind,
            stored,
        })
    }
}

/// Makes durable what this request brought. A résumé that was pasted becomes a file like any other.
async fn keep(
    storage: &Storage,
    uploads: impl IntoIterator<Item = (String, Upload)>,
    pasted: Option<&str>,
) -> Result<Vec<(String, SentFile)>> {
    let mut kept = Vec::new();
    for (field, upload) in uploads {
        kept.push((field, upload.keep().await?));
    }
    if let Some(text) = pasted {
        let mut incoming = storage.receive(FILES).await.context("a pasted résumé")?;
        incoming
            .write(text.as_bytes())
            .await
            .context("a pasted résumé")?;
        let upload = Upload {
            incoming,
            name: "résumé.txt".to_owned(),
            kind: FileKind::Txt,
        };
        kept.push(("resume_text".to_owned(), upload.keep().await?));
    }
    Ok(kept)
}

/// Puts together what is sent: the files of this try, and for other fields those of earlier ones.
fn submission(
    key: Uuid,
    shown: &SitePosting,
    checked: Checked,
    kept: &[(String, SentFile)],
    staged: &[Staged],
) -> Result<Submission> {
    let find = |field: &str| {
        let now = kept
            .iter()
            .find(|(name, _)| name == field)
            .map(|(_, file)| file);
        let earlier = || {
            staged
                .iter()
                .find(|kept| kept.field == field)
                .map(|kept| &kept.file)
        };
        now.or_else(earlier).cloned()
    };
    let pasted = checked
        .pasted
        .map(|_| ("resume_text".to_owned(), FileRole::Resume));
    // The viewer shows the last résumé: a file before what was pasted.
    let files = pasted
        .into_iter()
        .chain(checked.files)
        .map(|(field, role)| {
            let file = find(&field).context("a file that was here a moment ago")?;
            Ok(Enclosed { role, file })
        })
        .collect::<Result<_>>()?;
    Ok(Submission {
        key,
        posting: shown.posting.id,
        applicant: checked.applicant,
        answers: checked.answers,
        files,
        consents: checked.consents,
        referrer: checked.referrer,
    })
}

/// Deletes files that no row names. One that stays, the sweep takes.
async fn forget(storage: &Storage, kept: Vec<(String, SentFile)>) {
    for (_, file) in kept {
        if let Err(cause) = storage.remove(&file.stored.key).await {
            tracing::warn!(%cause, "a file that nobody needs stays until the sweep");
        }
    }
}

/// Where the visitor comes from, as the link said: on this address, or on the page of ours that led here.
fn source(visit: &Visit, headers: &HeaderMap) -> String {
    let referer = headers.get(header::REFERER);
    let before = referer
        .and_then(|referer| url::Url::parse(referer.to_str().ok()?).ok())
        .map(|before| Campaign::parse(before.query()));
    let here = visit.campaign.source();
    match before {
        Some(before) if here.is_empty() => before.source().to_owned(),
        _ => here.to_owned(),
    }
}
