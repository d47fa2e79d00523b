//! `/{company}`: what needs me. Each line leads to a list, or a queue, of exactly what it counts.

use super::{interviews::today_in, shown};
use crate::{
    access::{
        Permission, Permit,
        permissions::{CreateJobs, JudgeHeld, UseCompany},
    },
    base::{
        clock::Time,
        error::{Errors, Result},
        links,
    },
    domain::{
        intake,
        interviews::{self, Coming, Whose},
        prospects, todos,
        waiting::{self, Counts, Funnel, Item, Kind},
    },
    web::kit::{filters, page::Page, routes::Routes},
};
use askama::Template;
use axum::response::Response;
use jiff::tz::TimeZone;

/// Late answers that are shown; all are counted.
const SHOWN: usize = 10;

pub fn routes() -> Routes {
    Routes::default().get("/{company}", home)
}

#[derive(Template)]
#[template(path = "recruiting/home.html")]
struct HomePage {
    page: Page,
    funnels: Vec<Funnel>,
    counts: Counts,
    /// What is to be done by today.
    todos: todos::Counts,
    /// The latest answers.
    late: Vec<Item>,
    /// Those that the viewer holds today.
    interviews: Vec<Coming>,
    /// Sendings that wait for their judgement.
    held: i64,
    makes_jobs: bool,
    now: Time,
    zone: TimeZone,
}

/// Something that waits, and where it is done.
struct Line {
    icon: &'static str,
    title: String,
    about: String,
    href: String,
    /// On the button.
    verb: &'static str,
}

impl HomePage {
    /// "Thursday 19 November".
    fn today(&self) -> String {
        let today = self.now.day(&self.zone);
        today.strftime("%A %-d %B").to_string()
    }

    fn day(&self, time: &Time) -> String {
        shown::day(*time, self.now, &self.zone)
    }

    fn age(&self, since: &Time) -> String {
        filters::age(self.now, *since)
    }

    fn clock(&self, interview: &Coming) -> String {
        interviews::clock(interview.starts_at, &self.zone)
    }

    /// What stands under today's date.
    fn lead(&self) -> String {
        let things = match self.things() {
            0 => return "Nothing waits for you.".to_owned(),
            1 => "1 thing needs you.".to_owned(),
            n => format!("{} things need you.", filters::grouped(n)),
        };
        match self.counts.late {
            0 => things,
            1 => format!("{things} One answer is late."),
            n => format!("{things} {} answers are late.", filters::grouped(n)),
        }
    }

    /// How many things wait: queues with new applications, everything that is counted one by one, and the lists of what is held
    /// and of what came over a limit.
    fn things(&self) -> i64 {
        let it = &self.counts;
        let queues = self.funnels.iter().map(|funnel| funnel.fresh.len() as i64);
        let todos = self.todos.overdue + self.todos.today;
        let one_by_one =
            it.late + it.replies + it.mentions + it.untold + it.adjustments + it.erasures;
        let lists = i64::from(self.held > 0) + it.limited.len() as i64;
        queues.sum::<i64>() + todos + one_by_one + lists
    }

    /// What waits, but for late answers, which stand by themselves.
    fn lines(&self) -> Vec<Line> {
        let company = &self.page.company.slug;
        let it = &self.counts;
        let todo = |show: todos::Show| format!("{}?show={}", links::todos(company), show.key());
        let to = |kind: Kind| links::waiting(company, kind.key());
        let line = |icon, title: String, about: &str, href: String, verb| Line {
            icon,
            title,
            about: about.to_owned(),
            href,
            verb,
        };
        let mut lines = Vec::new();
        if self.todos.overdue > 0 {
            let title = counted(self.todos.overdue, "to-do is overdue", "to-dos are overdue");
            lines.push(line(
                "flag",
                title,
                "Given to you.",
                todo(todos::Show::Overdue),
                "Do",
            ));
        }
        if self.todos.today > 0 {
            let title = counted(self.todos.today, "to-do for today", "to-dos for today");
            lines.push(line(
                "flag",
                title,
                "Given to you.",
                todo(todos::Show::Today),
                "Do",
            ));
        }
        for funnel in &self.funnels {
            for fresh in funnel.fresh.iter() {
                let new = counted(fresh.count, "new application", "new applications");
                let review = links::review(company, funnel.id);
                lines.push(line(
                    "users",
                    format!("Review {new}"),
                    &format!(
                        "{}. The oldest has waited {}.",
                        funnel.name,
                        self.age(&fresh.oldest)
                    ),
                    format!("{review}?stage={}", fresh.stage),
                    "Review",
                ));
            }
        }
        for over in &it.limited {
            let title = counted(over.count, "application", "applications");
            lines.push(line(
                "pause",
                format!("Look at {title} over a limit"),
                &format!(
                    "{}. They wait until somebody takes them in, or they apply again.",
                    over.name
                ),
                links::job_page(company, over.job, "limited"),
                "Look",
            ));
        }
        for (count, icon, title, about, href, verb) in [
            (
                it.replies,
                "message",
                counted(it.replies, "unanswered reply", "unanswered replies"),
                "They wrote, and nobody has answered.",
                to(Kind::Replies),
                "Answer",
            ),
            (
                it.mentions,
                "note",
                counted(it.mentions, "note names you", "notes name you"),
                "Until you look at the application.",
                to(Kind::Mentions),
                "Read",
            ),
            (
                it.untold,
                "pause",
                format!("Let {} know", counted(it.untold, "person", "people")),
                "Rejected, and not told since.",
                to(Kind::Untold),
                "Tell",
            ),
            (
                it.adjustments,
                "shield",
                counted(
                    it.adjustments,
                    "adjustment asked for",
                    "adjustments asked for",
                ),
                "What people need to take part fairly. Only coordinators see this.",
                to(Kind::Adjustments),
                "Read",
            ),
            (
                self.held,
                "shield",
                format!(
                    "Look at {}",
                    counted(self.held, "held application", "held applications")
                ),
                "They look as if no person sent them.",
                links::held(company),
                "Look",
            ),
            (
                it.erasures,
                "trash",
                counted(
                    it.erasures,
                    "person waits to be erased",
                    "people wait to be erased",
                ),
                "A legal hold keeps them.",
                links::settings(company, "retention"),
                "Look",
            ),
        ] {
            if count > 0 {
                lines.push(line(icon, title, about, href, verb));
            }
        }
        lines
    }
}

/// "1 new application", "31 new applications".
fn counted(n: i64, one: &str, many: &str) -> String {
    match n {
        1 => format!("1 {one}"),
        n => format!("{} {many}", filters::grouped(n)),
    }
}

/// A stage of a funnel as a bar of a drawing 96 wide and 24 high.
struct Bar {
    x: String,
    y: String,
    width: String,
    height: String,
}

/// The stages and the hired side by side; the fullest fills the height, an empty one leaves a trace.
fn bars(funnel: &Funnel) -> Vec<Bar> {
    let counts: Vec<i64> = funnel
        .stages
        .iter()
        .map(|stage| stage.count)
        .chain([funnel.hired])
        .collect();
    let most = counts.iter().copied().max().unwrap_or(0).max(1) as f64;
    let step = 96.0 / counts.len() as f64;
    counts
        .iter()
        .enumerate()
        .map(|(i, count)| {
            let height = (*count as f64 / most * 22.0).max(1.5);
            Bar {
                x: format!("{:.1}", i as f64 * step),
                y: format!("{:.1}", 24.0 - height),
                width: format!("{:.1}", (step - 3.0).max(1.0)),
                height: format!("{height:.1}"),
            }
        })
        .collect()
}

async fn home(permit: Permit<UseCompany>, page: Page) -> Result<Response> {
    let (company, actor, now) = (permit.company().id, permit.actor(), permit.now());
    let (zone, today) = (page.zone(), todos::today(permit.company(), now));
    let (from, tomorrow) = today_in(now, &zone);
    let mut db = permit.read().await?;
    let funnels = waiting::funnels(&mut db, company, actor, now).await?;
    let counts = waiting::counts(&mut db, company, actor, now).await?;
    let todos = todos::counts(&mut db, company, actor, today).await?;
    let mut late = match counts.late {
        0 => Vec::new(),
        _ => {
            waiting::list(&mut db, company, actor, Kind::Late, now, None)
                .await?
                .rows
        }
    };
    late.truncate(SHOWN);
    let times = (from, Some(tomorrow));
    let interviews = interviews::coming(&mut db, company, actor, Whose::Mine, times, None).await?;
    let held = match page.may::<JudgeHeld>() {
        true => {
            intake::count(&mut db, company, actor).await?
                + prospects::count_held(&mut db, company, actor).await?
        }
        false => 0,
    };
    drop(db);
    let view = HomePage {
        held,
        makes_jobs: CreateJobs::admits(actor),
        zone,
        page,
        funnels,
        counts,
        todos,
        late,
        interviews: interviews.rows,
        now,
    };
    view.page.whole(&Errors::default(), &view)
}
