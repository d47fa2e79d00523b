//! `/{company}/palette`: what Ctrl-K finds. Without a script the box beside it is a form that leads to the list of people.

use crate::{
    access::{
        Permission, Permit,
        permissions::{
            AddPeople, CreateJobs, EditTexts, ImportPostings, ManageSources, MergeCandidates,
            ReadApplications, ReadHeld, ReadProspects, ReadSettings, UseCompany,
        },
    },
    base::{
        error::{Errors, Result},
        links,
    },
    domain::{
        jobs::JobStatus,
        search::{self, JobNamed, LONGEST, Named, Pooled, PostingNamed, Viewer, folded},
    },
    web::kit::{
        filters,
        page::{Page, redirect},
        routes::Routes,
    },
};
use askama::Template;
use axum::{extract::Query, response::Response};
use serde::Deserialize;
use url::form_urlencoded::byte_serialize;

pub fn routes() -> Routes {
    Routes::default().get("/{company}/palette", find)
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Typed {
    q: String,
}

#[derive(Template)]
#[template(path = "recruiting/palette.html")]
struct Palette {
    page: Page,
    /// Without the sign for commands.
    typed: String,
    /// Only pages and acts.
    commands: bool,
    people: Vec<Named>,
    /// Those of the talent pool who have not applied for anything.
    pooled: Vec<Pooled>,
    jobs: Vec<JobNamed>,
    postings: Vec<PostingNamed>,
    places: Vec<Place>,
}

/// A page to go to, or an act to begin.
struct Place {
    icon: &'static str,
    label: &'static str,
    path: String,
    keys: &'static str,
}

impl Palette {
    /// Where all that was typed is looked for.
    fn everywhere(&self) -> String {
        let typed: String = byte_serialize(self.typed.as_bytes()).collect();
        format!("{}?q={typed}", links::candidates(&self.page.company.slug))
    }

    fn results(&self) -> usize {
        let acts = self.first().map_or(0, |it| {
            [it.decides, it.writes_notes, it.mails]
                .into_iter()
                .filter(|may| *may)
                .count()
        });
        let acts = acts + usize::from(self.reviewed().is_some());
        let everywhere = usize::from(!self.commands && !self.typed.is_empty());
        self.people.len()
            + self.pooled.len()
            + acts
            + self.jobs.len()
            + self.postings.len()
            + self.places.len()
            + everywhere
    }

    /// The person who is most likely meant.
    fn first(&self) -> Option<&Named> {
        self.people.first()
    }

    /// The job that is most likely meant, if its candidates can be reviewed.
    fn reviewed(&self) -> Option<&JobNamed> {
        let first = self.jobs.first();
        first.filter(|job| job.sees_candidates && job.status == JobStatus::Open)
    }
}

/// A text around the first place where `typed` stands in it.
struct Around<'a> {
    before: &'a str,
    hit: &'a str,
    after: &'a str,
}

/// Cut where a reader sees it; names that only fold to it are not marked.
fn around<'a>(text: &'a str, typed: &str) -> Around<'a> {
    let typed = typed.to_lowercase();
    let hit = text.char_indices().find_map(|(start, _)| {
        let rest = text.get(start..)?;
        let end = rest
            .char_indices()
            .map(|(at, c)| at + c.len_utf8())
            .find(|end| {
                rest.get(..*end)
                    .is_some_and(|it| it.to_lowercase() == typed)
            })?;
        Some((start, start + end))
    });
    let (start, end) = hit
        .filter(|_| !typed.is_empty())
        .unwrap_or((text.len(), text.len()));
    Around {
        before: text.get(..start).unwrap_or(text),
        hit: text.get(start..end).unwrap_or_default(),
        after: text.get(end..).unwrap_or_default(),
    }
}

/// Pages and acts whose words begin like what was typed; those that this person may not use are not among them.
fn places(page: &Page, typed: &str) -> Vec<Place> {
    let slug = &page.company.slug;
    let home = links::home(slug);
    let at = |path: &str| format!("{home}/{path}");
    let all = [
        ("home", "Home", home.clone(), "G H", true),
        ("briefcase", "Jobs", links::jobs(slug), "G J", true),
        ("users", "Candidates", links::candidates(slug), "G C", true),
        ("calendar", "Interviews", at("interviews"), "G I", true),
        ("flag", "To-dos", links::todos(slug), "G T", true),
        (
            "clock",
            "Late answers",
            links::waiting(slug, "late"),
            "",
            page.may::<ReadApplications>(),
        ),
        (
            "chart",
            "Reports",
            at("reports"),
            "",
            page.may::<ReadApplications>(),
        ),
        (
            "users",
            "Talent pool",
            links::prospects(slug),
            "",
            page.may::<ReadProspects>(),
        ),
        (
            "user-plus",
            "Add a candidate",
            at("candidates/new"),
            "",
            page.may::<AddPeople>(),
        ),
        (
            "upload",
            "Add people from résumés",
            at("resumes"),
            "",
            page.may::<AddPeople>(),
        ),
        (
            "upload",
            "Import people",
            at("candidates/imports"),
            "",
            page.may::<AddPeople>(),
        ),
        (
            "users",
            "Duplicates",
            at("candidates/duplicates"),
            "",
            page.may::<MergeCandidates>(),
        ),
        (
            "shield",
            "Held applications",
            links::held(slug),
            "",
            page.may::<ReadHeld>(),
        ),
        (
            "list",
            "Acts on many",
            at("bulk"),
            "",
            page.may::<ReadApplications>(),
        ),
        ("trash", "Recently deleted", at("deleted"), "", true),
        ("file", "Postings", at("postings"), "", true),
        (
            "note",
            "Shared texts",
            at("texts"),
            "",
            page.may::<EditTexts>(),
        ),
        (
            "plus",
            "Make a job",
            at("jobs/new"),
            "",
            page.may::<CreateJobs>(),
        ),
        (
            "upload",
            "Import postings",
            at("imports"),
            "",
            page.may::<ImportPostings>(),
        ),
        ("link", "Positions to share", links::share(slug), "", true),
        (
            "link",
            "Links and sources",
            links::settings(slug, "sources"),
            "",
            page.may::<ManageSources>(),
        ),
        (
            "sliders",
            "Settings",
            at("settings"),
            "",
            page.may::<ReadSettings>(),
        ),
        (
            "user",
            "Your account",
            links::ACCOUNT.to_owned(),
            "",
            UseCompany::ROLES.contains(&page.member.role),
        ),
    ];
    let typed = folded(typed);
    let fits = |label: &str| {
        let label = label.to_lowercase();
        label.starts_with(&typed) || label.split(' ').any(|word| word.starts_with(&typed))
    };
    all.into_iter()
        .filter(|(_, label, .., may)| *may && fits(label))
        .map(|(icon, label, path, keys, _)| Place {
            icon,
            label,
            path,
            keys,
        })
        .collect()
}

async fn find(
    permit: Permit<UseCompany>,
    page: Page,
    Query(typed): Query<Typed>,
) -> Result<Response> {
    let plain: String = typed
        .q
        .chars()
        .filter(|c| !c.is_control())
        .take(LONGEST)
        .collect();
    let plain = plain.trim();
    if !page.part {
        let query: String = byte_serialize(plain.as_bytes()).collect();
        let list = links::candidates(&page.company.slug);
        return Ok(redirect(&format!("{list}?q={query}"), None));
    }
    let commands = plain.starts_with('>');
    let typed = plain.trim_start_matches('>').trim().to_owned();
    let viewer = Viewer::of(permit.company().id, permit.actor(), permit.now());
    let (people, pooled, jobs, postings) = if commands || typed.is_empty() {
        Default::default()
    } else {
        let mut db = permit.search().await?;
        (
            search::begins(&mut db, &viewer, &typed).await?,
            search::pooled_named(&mut db, &viewer, permit.actor(), &typed).await?,
            search::jobs(&mut db, &viewer, &typed).await?,
            search::postings(&mut db, &viewer, &typed).await?,
        )
    };
    let view = Palette {
        places: places(&page, &typed),
        page,
        typed,
        commands,
        people,
        pooled,
        jobs,
        postings,
    };
    view.page.whole(&Errors::default(), &view)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_typed_is_marked_where_it_stands() {
        let marked = |text: &str, typed: &str| {
            let it = around(text, typed);
            format!("{}[{}]{}", it.before, it.hit, it.after)
        };
        for (text, typed, expected) in [
            ("Noor Castellane", "noor", "[Noor] Castellane"),
            ("Eleanoor W", "NOOR", "Elea[noor] W"),
            ("Zoë", "zoe", "Zoë[]"),
            ("İ", "i̇", "[İ]"),
            ("abc", "", "abc[]"),
        ] {
            assert_eq!(marked(text, typed), expected);
        }
    }
}
