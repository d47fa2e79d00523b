//! `/{company}/settings/questions`: the library of questions that postings copy from.

use super::part::{self, Part, Shown, Typed};
use crate::{
    access::{Change, permissions::ManageCompany},
    base::{
        error::{Errors, Result},
        ids::{CompanyId, LibraryQuestionId, Version},
    },
    domain::postings::{
        advert::QuestionKind,
        library::{self, LibraryDetails, LibraryQuestion},
    },
    web::kit::{filters, page::Page, routes::Routes},
};
use askama::Template;
use axum::response::Response;
use serde::Deserialize;
use sqlx::PgConnection;

/// The most answers to choose from, and the longest of them.
const OPTIONS: usize = 100;
const OPTION: usize = 300;

pub fn routes() -> Routes {
    Routes::default()
        .get(
            "/{company}/settings/questions",
            part::list::<LibraryQuestion>,
        )
        .get(
            "/{company}/settings/questions/new",
            part::ask_new::<LibraryQuestion>,
        )
        .post(
            "/{company}/settings/questions/new",
            part::add::<LibraryQuestion>,
        )
        .get(
            "/{company}/settings/questions/{id}",
            part::ask_change::<LibraryQuestion>,
        )
        .post(
            "/{company}/settings/questions/{id}",
            part::change::<LibraryQuestion>,
        )
}

#[derive(Template)]
#[template(path = "settings/questions/list.html")]
struct ListPage {
    page: Page,
    questions: Vec<LibraryQuestion>,
}

#[derive(Template)]
#[template(path = "settings/questions/form.html")]
struct FormPage {
    page: Page,
    /// The one that is changed; none while it is made.
    question: Option<LibraryQuestion>,
    form: QuestionForm,
    errors: Errors,
    refused: Option<String>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct QuestionForm {
    kind: String,
    label: String,
    help: String,
    required: String,
    sensitive: String,
    /// One a line.
    options: String,
    retired: String,
    version: String,
}

impl QuestionForm {
    /// Each once, in their order.
    fn options(&self, errors: &mut Errors) -> Vec<String> {
        let mut options: Vec<String> = Vec::new();
        for line in self.options.lines().map(str::trim) {
            if !line.is_empty() && options.iter().all(|known| known != line) {
                options.push(line.to_owned());
            }
        }
        if options.len() < 2 || options.len() > OPTIONS {
            errors.add(
                "options",
                "Give 2 to 100 answers to choose from, one a line",
            );
        }
        if options.iter().any(|line| line.chars().count() > OPTION) {
            errors.add("options", "Shorten each answer to 300 characters");
        }
        options
    }
}

impl Typed for QuestionForm {
    type Part = LibraryQuestion;

    fn of(question: &LibraryQuestion) -> Self {
        let details = &question.details;
        let ticked = |on: bool| if on { "yes" } else { "" }.to_owned();
        Self {
            kind: details.kind.key().to_owned(),
            label: details.label.clone(),
            help: details.help.clone(),
            required: ticked(details.required),
            sensitive: ticked(details.sensitive),
            options: details.options.join("\n"),
            retired: ticked(details.retired),
            version: question.version.to_string(),
        }
    }

    fn check(&self) -> Result<LibraryDetails, Errors> {
        let mut errors = Errors::default();
        let kind = QuestionKind::parse(&self.kind);
        if kind.is_none() {
            errors.add("kind", "Choose what kind of answer it wants");
        }
        let kind = kind.unwrap_or(QuestionKind::LongText);
        let label = self.label.trim().to_owned();
        match label.chars().count() {
            0 => errors.add("label", "Write the question"),
            n if n > 1000 => errors.add("label", "Shorten the question to 1,000 characters"),
            _ => {}
        }
        let help = self.help.trim().to_owned();
        if help.chars().count() > 500 {
            errors.add("help", "Shorten the help to 500 characters");
        }
        let options = match kind.has_options() {
            true => self.options(&mut errors),
            false => Vec::new(),
        };
        errors.into_result(|| LibraryDetails {
            kind,
            label,
            help,
            required: !self.required.is_empty(),
            sensitive: !self.sensitive.is_empty(),
            options,
            retired: !self.retired.is_empty(),
        })
    }

    fn version(&mut self) -> &mut String {
        &mut self.version
    }
}

impl Part for LibraryQuestion {
    type Id = LibraryQuestionId;
    type Typed = QuestionForm;
    type Details = LibraryDetails;
    type Beside = ();

    const PLACE: &'static str = "questions";
    const WORD: &'static str = "question";

    fn id(&self) -> LibraryQuestionId {
        self.id
    }

    async fn all(db: &mut PgConnection, company: CompanyId) -> Result<Vec<Self>> {
        library::library(db, company).await
    }

    async fn add(change: &mut Change<ManageCompany>, new: LibraryDetails) -> Result<()> {
        library::add_question(change, new).await
    }

    async fn change(
        change: &mut Change<ManageCompany>,
        id: LibraryQuestionId,
        seen: Version,
        new: LibraryDetails,
    ) -> Result<()> {
        library::change_question(change, id, seen, new).await
    }

    fn list_page(page: Page, questions: Vec<Self>, (): ()) -> Result<Response> {
        let view = ListPage { page, questions };
        view.page.whole(&Errors::default(), &view)
    }

    fn form_page(shown: Shown<Self>) -> Result<Response> {
        let view = FormPage {
            page: shown.page,
            question: shown.part,
            form: shown.form,
            errors: shown.errors,
            refused: shown.refused,
        };
        view.page.whole(&view.errors, &view)
    }
}
