//! `/{company}/postings/{id}`: the editor of a posting's draft.

use super::{
    choices::{CURRENCIES, LANGUAGES},
    compare::Comparison,
    fields::Fields,
    form::EditForm,
    parts::{Part, PlaceForm, SectionForm},
    questions::QuestionForm,
};
use crate::{
    access::{Permit, permissions::EditJobs},
    base::{
        countries,
        error::{Error, Errors, Result},
        ids::{PostingId, Version},
        links::{self, Slug},
    },
    domain::{
        companies::{self, Office, Region},
        postings::{
            self, Editing, Saving, Status,
            advert::{EmploymentType, PayPeriod, QuestionKind, SectionKind, Workplace},
            library::{self, LibraryQuestion},
            markdown,
            texts::{self, Quoted, Text},
        },
    },
    web::kit::{filters, form::Form, notice::Notice, page::Page, routes::Routes},
};
use askama::Template;
use axum::{extract::Path, http::StatusCode, response::Response};
use jiff::tz::TimeZone;

pub fn routes() -> Routes {
    Routes::default()
        .get("/{company}/postings/{id}", edit)
        .post("/{company}/postings/{id}", save)
}

#[derive(Template)]
#[template(path = "recruiting/postings/edit.html", blocks = ["editor"])]
struct EditPage {
    page: Page,
    editing: Editing,
    form: EditForm,
    errors: Errors,
    /// What the saved draft lacks before it may go live.
    missing: Errors,
    /// Parts of the saved draft that candidates do not see yet.
    unpublished: i64,
    /// Company texts that candidates see in an older version: name, theirs, the newest.
    older: Vec<(String, i32, i32)>,
    offices: Vec<Office>,
    regions: Vec<Region>,
    texts: Vec<Text>,
    library: Vec<LibraryQuestion>,
    quoted: Vec<Quoted>,
    /// Parts were moved, and nobody has saved that.
    unsaved: bool,
    stale: Option<Stale>,
    zone: TimeZone,
    /// The zone in which this reader sees when things were saved.
    reader_zone: TimeZone,
}

/// What somebody else saved meanwhile.
struct Stale {
    text: String,
    savings: Vec<Saving>,
    /// From what is saved now to what was typed here.
    comparison: Comparison,
}

/// How the form came to be drawn.
#[derive(Default)]
struct Drawn {
    errors: Errors,
    unsaved: bool,
    /// The refusal, and the version that was typed over.
    stale: Option<(String, Version)>,
}

async fn edit(
    permit: Permit<EditJobs>,
    page: Page,
    Path((_, id)): Path<(Slug, PostingId)>,
) -> Result<Response> {
    draw(permit, page, id, None, Drawn::default()).await
}

async fn save(
    permit: Permit<EditJobs>,
    page: Page,
    Path((_, id)): Path<(Slug, PostingId)>,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<Response> {
    let fields = Fields(fields);
    let (form, arranged) = read(&permit, id, &fields).await?;
    if arranged {
        let drawn = Drawn {
            unsaved: true,
            ..Drawn::default()
        };
        return draw(permit, page, id, Some(form), drawn).await;
    }
    let (seen, advert) = match form.check() {
        Ok(checked) => checked,
        Err(errors) => {
            let drawn = Drawn {
                errors,
                ..Drawn::default()
            };
            return draw(permit, page, id, Some(form), drawn).await;
        }
    };
    let saved = permit
        .change(async |change| postings::save(change, id, seen, advert).await)
        .await;
    match saved {
        Ok(_) if fields.line("act") == "publish" => Ok(page.redirect(
            format!("{}/publication", links::posting(&page.company.slug, id)),
            Notice::new("Saved. Look at what candidates will see, then publish."),
        )),
        Ok(_) => Ok(page.redirect(
            links::posting(&page.company.slug, id),
            Notice::new("Saved. Candidates see no change until you publish."),
        )),
        Err(Error::Refused {
            code: "stale",
            text,
        }) => {
            let drawn = Drawn {
                stale: Some((text, seen)),
                ..Drawn::default()
            };
            draw(permit, page, id, Some(form), drawn).await
        }
        Err(Error::Invalid(errors)) => {
            let drawn = Drawn {
                errors,
                ..Drawn::default()
            };
            draw(permit, page, id, Some(form), drawn).await
        }
        Err(other) => Err(other),
    }
}

/// The form as it was posted; true when its button only arranged parts.
async fn read(
    permit: &Permit<EditJobs>,
    id: PostingId,
    fields: &Fields,
) -> Result<(EditForm, bool)> {
    let mut db = permit.read().await?;
    let company = permit.company().id;
    let saved = postings::editing(&mut db, company, permit.actor(), id)
        .await?
        .to_edit()?;
    let quotes: Vec<_> = SectionForm::all(fields)
        .into_iter()
        .filter_map(|(_, section)| section.quoted())
        .collect();
    let quoted = texts::quoted(&mut db, company, quotes.into_iter()).await?;
    let library = library::library(&mut db, company).await?;
    let saved = &saved.advert.questions;
    Ok(EditForm::read(fields, saved, &quoted, &library))
}

async fn draw(
    permit: Permit<EditJobs>,
    page: Page,
    id: PostingId,
    form: Option<EditForm>,
    drawn: Drawn,
) -> Result<Response> {
    let mut db = permit.read().await?;
    let (company, actor) = (permit.company().id, permit.actor());
    let editing = postings::editing(&mut db, company, actor, id)
        .await?
        .to_edit()?;
    let typed = form.is_some();
    let mut form = form.unwrap_or_else(|| EditForm::of(&editing.advert, editing.version));
    let resolved = editing.resolved(&mut db, company).await?;
    let live = postings::live_content(&mut db, company, actor, id).await?;
    let texts = texts::texts(&mut db, company).await?;
    let quotes: Vec<_> = form
        .sections
        .iter()
        .filter_map(SectionForm::quoted)
        .collect();
    let zone = permit.company().zone();
    let stale = match drawn.stale {
        Some((text, seen)) => {
            let mine = Editing {
                advert: form
                    .check()
                    .map_or_else(|_| editing.advert.clone(), |(_, advert)| advert),
                ..editing.clone()
            };
            let mine = mine.resolved(&mut db, company).await?;
            // Saving once more is a decision made in sight of what the other person did.
            form.version = editing.version.to_string();
            Some(Stale {
                text,
                savings: postings::saved_since(&mut db, company, actor, id, seen).await?,
                comparison: Comparison::of(&resolved, &mine),
            })
        }
        None => None,
    };
    let view = EditPage {
        missing: if typed {
            Errors::default()
        } else {
            postings::missing(&editing, &resolved, permit.now(), &zone)
        },
        unpublished: live.as_ref().map_or(0, |live| {
            postings::changed_in_public(live, &resolved).len() as i64
        }),
        older: live
            .iter()
            .flat_map(|live| &live.sections)
            .filter_map(|section| {
                let (id, number) = section.block?;
                let text = texts.iter().find(|text| text.id == id)?;
                (number != text.number).then(|| (text.name.clone(), number, text.number))
            })
            .collect(),
        offices: companies::offices(&mut db, company).await?,
        regions: companies::regions(&mut db, company).await?,
        quoted: texts::quoted(&mut db, company, quotes.into_iter()).await?,
        library: library::library(&mut db, company).await?,
        texts,
        editing,
        form,
        errors: drawn.errors,
        unsaved: drawn.unsaved,
        stale,
        zone,
        reader_zone: page.zone(),
        page,
    };
    drop(db);
    let mut response = view.page.html(&view.errors, &view, view.as_editor())?;
    if view.stale.is_some() {
        *response.status_mut() = StatusCode::CONFLICT;
    }
    Ok(response)
}

impl EditPage {
    /// Whether nothing is missing in a part of the form.
    fn well(&self, part: &str) -> bool {
        let of = |field: &str| match field.split('-').next().unwrap_or_default() {
            "text" | "section" => "text",
            "questions" | "question" => "questions",
            "closes_on"
            | "external_apply_url"
            | "visibility"
            | "promise_after_applying"
            | "promise_after_interview" => "where",
            _ => "basics",
        };
        !self
            .missing
            .iter()
            .chain(self.errors.iter())
            .any(|(field, _)| of(field) == part)
    }

    /// The name of a field of a repeated part.
    fn at(&self, part: &str, n: impl std::fmt::Display, field: &str) -> String {
        format!("{part}-{n}-{field}")
    }

    fn url(&self) -> String {
        links::posting(&self.page.company.slug, self.editing.id)
    }

    /// Whether pay is in a currency that the list does not have.
    fn another_currency(&self) -> bool {
        let code = self.form.pay_currency.as_str();
        !code.is_empty() && !CURRENCIES.contains(&code)
    }

    /// Whether the text is in a language that the list does not have.
    fn another_language(&self) -> bool {
        LANGUAGES
            .iter()
            .all(|(code, _)| *code != self.form.language)
    }

    fn place_name(&self, place: &PlaceForm) -> String {
        let gone = || "A place that is gone".to_owned();
        match place.what.split_once(':') {
            Some(("office", id)) => self
                .offices
                .iter()
                .find(|office| office.id.to_string() == id)
                .map_or_else(gone, |office| office.details.name.clone()),
            Some(("region", id)) => self
                .regions
                .iter()
                .find(|region| region.id.to_string() == id)
                .map_or_else(gone, |region| region.details.name.clone()),
            Some(("country", code)) => countries::name(code).to_owned(),
            _ => place.name.clone(),
        }
    }

    fn place_kind(&self, place: &PlaceForm) -> &'static str {
        match place.what.split(':').next() {
            Some("office") => "Office",
            Some("region") => "Region",
            Some("country") => "Country",
            _ => "Place",
        }
    }

    fn quote(&self, section: &SectionForm) -> Option<&Quoted> {
        let quote = section.quoted()?;
        self.quoted
            .iter()
            .find(|text| (text.id, text.pinned) == quote)
    }

    /// What the library has to add.
    fn offered(&self) -> Vec<&LibraryQuestion> {
        let all = self.library.iter();
        all.filter(|from| !from.details.retired).collect()
    }

    /// Whether a question asks in other words than the library's by now.
    fn library_changed(&self, question: &QuestionForm) -> bool {
        let from = self
            .library
            .iter()
            .find(|from| from.id.to_string() == question.library);
        from.is_some_and(|from| from.details.differs_from(&question.as_typed()))
    }

    fn html(&self, text: &Quoted) -> String {
        markdown::to_html(&text.source)
    }

    fn is(&self, status: Status) -> bool {
        self.editing.standing.status == status
    }

    /// What "Publish" says: there is something new, or a first time.
    fn publish_label(&self) -> &'static str {
        if self.is(Status::Live) {
            "Publish changes"
        } else {
            "Publish"
        }
    }
}
