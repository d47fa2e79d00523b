//! One truth: what was decided and not told shows on no page, in no answer and in no mail.

use super::{Mill, copying::unpacked, decider};
use crate::kit::app::Client;
use candor::{
    base::ids::OpeningId,
    domain::decisions::{self, Hire, When},
};
use jiff::SignedDuration;

/// What a page says, without what makes it this person's.
fn plain(page: &str, name: &str, path: &str) -> String {
    let token = path.trim_start_matches("/a/");
    let address = name.to_lowercase().replace(' ', ".");
    let page = page
        .replace(name, "NAME")
        .replace(token, "TOKEN")
        .replace(&address, "ADDRESS");
    let given = name.split(' ').next().unwrap_or(name);
    let mut out = String::new();
    for line in page.replace(given, "GIVEN").lines() {
        // References are eight letters and digits; attachments have numbers; nobody applies in the same millisecond.
        let line = mask(line, "datetime=\"", "\"");
        let line = mask(&line, "Reference <span class=\"num\">", "<");
        let line = mask(&line, "reference is ", ".");
        let line = mask(&line, "Reference</dt><dd>", "<");
        let line = mask(&line, "\"reference\": \"", "\"");
        let line = mask(&line, "\"20", "\"");
        let line = mask(&line, "Date: ", "Z");
        let line = mask(&line, "id=\"key\" value=\"", "\"");
        let line = mask(&line, "id=\"interview-", "\"");
        let line = mask(&line, "aria-labelledby=\"interview-", "\"");
        let line = mask(&line, "TOKEN/interviews/", "\"");
        let line = mask(&line, "\nUID:", "\r");
        out.push_str(&mask(&line, "TOKEN/files/", "\""));
        out.push('\n');
    }
    out
}

fn mask(line: &str, before: &str, until: &str) -> String {
    let Some((head, rest)) = line.split_once(before) else {
        return line.to_owned();
    };
    let tail = rest.split_once(until).map_or("", |(_, tail)| tail);
    format!("{head}{before}MASK{until}{}", mask(tail, before, until))
}

/// Every page and file that a link leads to.
const PAGES: [&str; 7] = [
    "",
    "/withdrawal",
    "/details",
    "/copy",
    "/copy.json",
    "/copy.zip",
    "/resume.json",
];

/// All that can be done there without ending anything.
async fn corrects(visitor: &mut Client, path: &str) {
    let details = format!("{path}/details");
    let form = visitor.get(&details).await.expect(200).fields_of("form");
    let mut fields: Vec<_> = form
        .iter()
        .filter(|(name, _)| name != "headline")
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    fields.push(("headline", "Grinder"));
    let resume: &[u8] = b"I grind.";
    let files = [("resume", "newer.txt", "text/plain", resume)];
    let sent = visitor.post_files(&details, &fields, &files).await;
    assert_eq!(sent.location(), path);
    for keep in ["yes", "no", "yes"] {
        let switched = visitor
            .post(&format!("{path}/pool"), &[("keep", keep)])
            .await;
        assert_eq!(switched.location(), path);
    }
}

#[tokio::test]
async fn what_was_decided_and_not_told_shows_nowhere() {
    let mill = Mill::new().await;
    // So that the numbers of all files have as many digits.
    mill.app.far_from_here().await;
    let names = ["Abel Karu", "Bero Karu", "Cleo Karu", "Dara Karu"];
    let mut ids = Vec::new();
    for name in names {
        ids.push(mill.applies(name).await);
    }
    for id in &ids {
        let cast = &mill.cast;
        mill.app
            .meets(&cast.company, &cast.rosa, *id, &[cast.iris.member])
            .await;
    }
    mill.app.run_tasks().await;
    mill.reject(ids[1], When::Held, "SECRET-WORDS").await;
    let tomorrow = mill
        .app
        .app
        .db
        .clock
        .now()
        .plus(SignedDuration::from_hours(30));
    mill.reject(ids[2], When::Later(tomorrow), "SECRET-WORDS")
        .await;
    let openings: Vec<i64> = sqlx::query_scalar(
        "select id from openings where company_id = $1 and job_id = $2 and status = 'open'",
    )
    .bind(mill.cast.company.id)
    .bind(mill.live.job)
    .fetch_all(mill.app.app.db.pages())
    .await
    .unwrap();
    let hire = Hire {
        version: mill.version(ids[3]).await,
        opening: OpeningId(openings[0]),
    };
    let hired = ids[3];
    decider(&mill.cast.rosa, &mill)
        .change(async |change| decisions::hire(change, hired, hire).await)
        .await
        .expect("a hire");
    mill.app.run_tasks().await;
    let mut seen: Vec<Vec<String>> = Vec::new();
    for (id, name) in ids.iter().zip(names) {
        let path = mill.app.link_of(*id).await;
        let mut visitor = mill.app.visitor();
        let mut pages = Vec::new();
        corrects(&mut visitor, &path).await;
        for page in PAGES {
            let answer = visitor.get(&format!("{path}{page}")).await;
            if page == "/copy.zip" {
                for (file, content) in unpacked(&answer.body) {
                    let content = String::from_utf8_lossy(&content);
                    pages.push(plain(&format!("{file}\n{content}"), name, &path));
                }
                continue;
            }
            let times_vary = page.ends_with(".json"); // in length, as milliseconds end in zeros
            let headers = format!(
                "{:?}",
                answer
                    .headers
                    .iter()
                    .filter(|(name, _)| *name != "x-request-id")
                    .filter(|(name, _)| !times_vary || *name != "content-length")
                    .collect::<Vec<_>>()
            );
            pages.push(plain(
                &format!("{} {headers}\n{}", answer.status, answer.text()),
                name,
                &path,
            ));
        }
        // Neither does asking for the link tell, in the answer or in the mail.
        let email = format!("{}@example.org", name.to_lowercase().replace(' ', "."));
        let asked = visitor
            .post("/careers/heron/link", &[("email", &email)])
            .await;
        pages.push(asked.location());
        mill.app.run_tasks().await;
        // Sending the form again gives the same answer, and mail that says the same.
        let again = mill.applies(name).await;
        assert_eq!(
            again, *id,
            "{name} is still considered, as far as they know"
        );
        mill.app.run_tasks().await;
        let mail = mill.app.mail_of(*id).await;
        let told: Vec<_> = mail.iter().filter(|mail| mail.state == "kept").collect();
        pages.push(plain(
            &told
                .iter()
                .map(|mail| format!("{}\n{}\n", mail.subject, mail.body))
                .collect::<String>(),
            name,
            &path,
        ));
        seen.push(pages);
    }
    for (at, what) in ["rejected and held", "rejected for tomorrow", "hired"]
        .iter()
        .enumerate()
    {
        assert_eq!(seen[0].len(), seen[at + 1].len());
        for (page, other) in seen[0].iter().zip(&seen[at + 1]) {
            let lines = page.lines().zip(other.lines());
            for (line, other) in lines {
                assert_eq!(line, other, "{what}");
            }
            assert_eq!(page, other, "{what}");
        }
    }
}
