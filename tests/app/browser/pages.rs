//! Every page that the product has, as data: whatever answers GET, and what else can stand at such an address.

use crate::{
    house::knock::Addresses,
    kit::{cast::Cast, filled::Filled, site::Site},
};
use axum::http::Method;
use candor::{
    access::{Role, permissions::ManageUsers},
    domain::{
        accounts::{invitations, reset, users::Email},
        mail,
    },
    web::{self, kit::routes::Rule},
};
use sqlx::AssertSqlSafe;
use std::collections::BTreeMap;

/// Routes whose answer is no page: files, and ways to somewhere else.
const NO_PAGES: [&str; 28] = [
    "/{company}/jobs/{id}/live",
    "/{company}/candidates/imports/{id}/report",
    "/careers/{company}/introduction/{token}/resume",
    "/careers/{company}/introduction/{token}/copy.json",
    "/{company}/prospects/{id}/resume",
    "/a/{token}/copy.json",
    "/a/{token}/copy.zip",
    "/a/{token}/resume.json",
    "/a/{token}/files/{id}",
    "/a/{token}/interviews/{id}",
    "/",
    "/robots.txt",
    "/sitemap.xml",
    "/careers/{company}/theme.css",
    "/careers/{company}/feed.atom",
    "/careers/{company}/feed.rss",
    "/careers/{company}/feed.xml",
    "/careers/feed.xml",
    "/careers/{company}/logo/{name}",
    "/careers/{company}/sitemap.xml",
    "/{company}/attachments/{id}",
    "/{company}/held/{id}/files/{place}",
    "/{company}/palette",
    "/{company}/promises",
    "/{company}/reports/{report}/figures.csv",
    "/{company}/postings/{id}/original",
    "/{company}/settings",
    "/{company}/settings/mail/{kind}/page",
];

/// Who looks at a page.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Eyes {
    Nobodys,
    /// An administrator who runs the installation too.
    Adas,
    /// An interviewer, who may see little.
    Iriss,
}

/// A page as somebody meets it.
pub struct Page {
    pub eyes: Eyes,
    pub path: String,
    pub status: u16,
    /// What is done on the page first, in its own language, and what shows that it is done.
    pub then: Option<(&'static str, &'static str)>,
}

impl Page {
    fn new(eyes: Eyes, path: impl Into<String>) -> Self {
        Self {
            eyes,
            path: path.into(),
            status: 200,
            then: None,
        }
    }

    fn after(self, done: &'static str, shown: &'static str) -> Self {
        Self {
            then: Some((done, shown)),
            ..self
        }
    }
}

/// A company at work, and every page of it; a route without one fails here.
pub async fn all(site: &Site, cast: &mut Cast) -> Vec<Page> {
    let filled = site.fill(&cast.company, &cast.ada, Some(&cast.hugo)).await;
    site.run_tasks().await;
    site.close_posting(&cast.company, filled.clerk).await;
    site.add_office(&cast.company, "Tallinn").await;
    let instead = instead(site, cast).await;
    have_long_names(site).await;
    let addresses = Addresses::of(site, cast).await;
    let mut pages = Vec::new();
    let doors = web::routes();
    let doors = doors.doors();
    for known in NO_PAGES {
        assert!(
            doors.iter().any(|door| door.path == known),
            "{known} is no route"
        );
    }
    for door in doors.iter().filter(|door| door.method == Method::GET) {
        if NO_PAGES.contains(&door.path) || door.path == "/set-up/{token}" {
            continue; // the latter is there only while nobody else is
        }
        let eyes = match door.rule {
            Rule::Visitors { .. } | Rule::Candidates { .. } | Rule::Anybody => Eyes::Nobodys,
            Rule::Staff { .. } | Rule::SignedIn | Rule::Operator => Eyes::Adas,
        };
        let path = instead.get(door.path).cloned();
        let path = path.unwrap_or_else(|| addresses.own(door));
        pages.push(Page::new(eyes, path));
    }
    pages.extend(faces(&filled));
    pages
}

/// Gives everything and everybody a name that no line can break: if a page is wide enough for it, it is for all.
async fn have_long_names(site: &Site) {
    let names = [
        ("companies", "name"),
        ("users", "family_name"),
        ("candidates", "family_name"),
        ("jobs", "name"),
        ("stages", "name"),
        ("plan_templates", "name"),
        ("departments", "name"),
        ("offices", "name"),
        ("regions", "name"),
        ("text_blocks", "name"),
    ];
    for (table, column) in names {
        let long = format!("update {table} set {column} = repeat('Unbreakable', 7) || ctid");
        sqlx::query(AssertSqlSafe(long))
            .execute(site.app.db.pages())
            .await
            .expect(table);
    }
}

/// Addresses that are not a number of ours.
async fn instead(site: &Site, cast: &mut Cast) -> BTreeMap<&'static str, String> {
    sqlx::query("update companies set privacy_notice = 'We keep little, and not for long.'")
        .execute(site.app.db.pages())
        .await
        .expect("a notice");
    sqlx::query("update users set operator = true where id = $1")
        .bind(cast.ada.user)
        .execute(site.app.db.pages())
        .await
        .expect("an operator");
    let advert = include_bytes!("../../fixtures/postings/partner-manager.txt");
    let file = ("files", "partner-manager.txt", "text/plain", &advert[..]);
    let form = [("any_employer", "on")];
    cast.ada
        .post_files("/heron/imports", &form, &[file])
        .await
        .expect(200);
    let imported = site.number("select max(id) from postings").await;
    let reference: String = sqlx::query_scalar("select reference from submissions limit 1")
        .fetch_one(site.app.db.pages())
        .await
        .expect("a reference");
    let manage = site.system::<ManageUsers>(&cast.company);
    let email = Email::parse("ilse@heron.example.com").expect("an address");
    let invited = manage
        .change(async |change| invitations::invite(change, &email, Role::Recruiter).await)
        .await
        .expect("an invitation");
    let user = cast.hugo.user;
    let reset = site
        .accounts()
        .change(async |change| reset::link(change, user).await)
        .await
        .expect("a link");
    let token = by_mail(site, cast).await;
    let introduction = format!("/careers/heron/introduction/{token}");
    let merge = merged(site, cast).await;
    let table = site
        .number("select min(id) from arrivals where kind = 'table'")
        .await;
    [
        (
            "/{company}/candidates/merges/{id}",
            format!("/heron/candidates/merges/{merge}"),
        ),
        (
            "/{company}/candidates/imports/{id}",
            format!("/heron/candidates/imports/{table}"),
        ),
        (
            "/careers/{company}/alerts/{token}",
            format!("/careers/heron/alerts/{token}"),
        ),
        (
            "/careers/{company}/introduction/{token}/withdrawal",
            format!("{introduction}/withdrawal"),
        ),
        ("/careers/{company}/introduction/{token}", introduction),
        (
            "/{company}/postings/{id}/import",
            format!("/heron/postings/{imported}/import"),
        ),
        (
            "/careers/{company}/applied/{reference}",
            format!("/careers/heron/applied/{reference}"),
        ),
        (
            "/account/invitation/{token}",
            format!("/account/invitation/{}", invited.reveal()),
        ),
        (
            "/{company}/settings/mail/{kind}",
            "/heron/settings/mail/received".to_owned(),
        ),
        (
            "/{company}/reports/{report}",
            "/heron/reports/funnel".to_owned(),
        ),
        (
            "/{company}/reports/{report}/rows",
            "/heron/reports/funnel/rows".to_owned(),
        ),
        (
            "/account/reset/{token}",
            format!("/account/reset/{}", reset.reveal()),
        ),
    ]
    .into()
}

/// Two records that were made into one: the number of that.
async fn merged(site: &Site, cast: &mut Cast) -> i64 {
    let mut two = Vec::new();
    for name in ["Alma", "Alma Maria"] {
        let id: i64 = sqlx::query_scalar(
            "insert into candidates (company_id, given_name, family_name, last_activity_at, created_at, updated_at)
             values ($1, $2, 'Reuter', now(), now(), now()) returning id",
        )
        .bind(cast.company.id)
        .bind(name)
        .fetch_one(site.app.db.pages())
        .await
        .expect(name);
        sqlx::query(
            "insert into prospects (company_id, pool_id, candidate_id, months, created_at, confirmed_at, ends_at)
             select company_id, min(id), $2, 12, now(), now(), now() + interval '1 year' from pools where company_id = $1 group by company_id",
        )
        .bind(cast.company.id)
        .bind(id)
        .execute(site.app.db.pages())
        .await
        .expect(name);
        two.push(id);
    }
    let path = format!("/heron/candidates/{}/merge", two[0]);
    let form = cast
        .ada
        .get(&format!("{path}?with={}", two[1]))
        .await
        .expect(200)
        .fields_of("form.form");
    let form: Vec<(&str, &str)> = form.iter().map(|(k, v)| (&**k, &**v)).collect();
    cast.ada.post(&path, &form).await.expect(303);
    site.number("select max(id) from merges").await
}

/// The token of an alert, and of whoever is in the pool: only their mails have it.
async fn by_mail(site: &Site, cast: &Cast) -> String {
    let nonce = [7_u8; 32];
    let token = mail::own_token(&site.app.db.key, &nonce);
    for statement in [
        "insert into job_alerts (company_id, email, nonce, token_hash, created_at, confirmed_at, told_until)
         values ($1, 'alma@example.org', $2, $3, now(), now(), now())",
        "update prospects set nonce = $2, token_hash = $3 where company_id = $1",
    ] {
        sqlx::query(statement)
            .bind(cast.company.id)
            .bind(&nonce[..])
            .bind(&token.hash()[..])
            .execute(site.app.db.pages())
            .await
            .expect(statement);
    }
    token.reveal().to_owned()
}

/// What else stands at those addresses: forms with everything wrong, nothing found, dialogs, refusals.
fn faces(filled: &Filled) -> Vec<Page> {
    const SENT: &str = "const form = document.querySelector('main form[method=post]:not(.dialog form)') ?? document.querySelector('form[method=post]');
        form.noValidate = true; form.requestSubmit()";
    const WRONG: &str = "document.querySelector('.error-summary, .error')";
    const MANY: &str = "document.querySelector('[name=pick]').click(); document.querySelector('#select [value=reject]').click()";
    const PREVIEW: &str = "document.querySelector('[name=pick]').click(); const many = document.querySelector('#select');
        many.action = many.action.replace('/form', '/preview');
        many.insertAdjacentHTML('beforeend', '<input name=tag value=Night><input name=act value=tag>'); many.submit()";
    const SHOWN: &str = "document.querySelector('dialog[open] form, dialog[open] dl')";
    let (nobody, ada) = (Eyes::Nobodys, Eyes::Adas);
    let board = format!("/heron/jobs/{}", filled.miller.job);
    let noor = format!("/heron/applications/{}", filled.noor);
    let posting = format!("/heron/postings/{}", filled.miller.id);
    let apply = format!("/careers/heron/jobs/{}-miller/apply", filled.miller.id);
    let mut pages = vec![
        Page::new(nobody, "/sign-in").after(SENT, WRONG),
        Page::new(nobody, "/careers/heron/alerts").after(SENT, WRONG),
        Page::new(nobody, "/careers/heron/introduction").after(SENT, WRONG),
        Page::new(ada, "/heron/settings/sources").after("document.querySelector('section > form').requestSubmit()", WRONG),
        Page::new(nobody, "/careers/heron?q=nothing+like+it"),
        Page::new(ada, "/heron/reports/sources"),
        Page::new(ada, "/heron/reports/promises?period=365"),
        Page::new(ada, "/heron/reports/reasons/rows"),
        Page::new(nobody, apply).after(SENT, WRONG),
        Page::new(ada, format!("{board}?q=nobody")),
        Page::new(ada, board.clone()).after("document.querySelector('.card__more').click()", SHOWN),
        Page::new(ada, board.clone()).after("document.querySelector('button[data-key=\"?\"]').click()", SHOWN),
        Page::new(ada, format!("{board}/list?status=rejected")),
        Page::new(ada, format!("{board}/list?q=nobody")),
        Page::new(ada, format!("{board}/list?unread=1&tag=Night")),
        Page::new(ada, board.clone()).after("document.querySelector('.filters a[data-open]').click()", SHOWN),
        Page::new(ada, board.clone()).after("document.querySelector('[name=pick]').click()", "document.querySelector('.bulkbar').checkVisibility()"),
        Page::new(ada, format!("{board}/list")).after(MANY, "document.querySelector('form[action$=\"/bulk/preview\"]')"),
        Page::new(ada, format!("{board}/list")).after(PREVIEW, "document.querySelector('#consequences')"),
        Page::new(ada, noor.clone()).after("document.querySelector('a[href$=\"/tags\"]').click()", SHOWN),
        Page::new(ada, format!("/heron/jobs/{}", filled.clerk.job)),
        Page::new(ada, format!("/heron/jobs/{}/list", filled.clerk.job)),
        Page::new(ada, "/heron/jobs?q=nothing"),
        Page::new(ada, "/heron/candidates?q=nobody"),
        Page::new(ada, "/heron/candidates/duplicates?show=dismissed"),
        Page::new(Eyes::Iriss, "/heron"),
        Page::new(Eyes::Iriss, "/heron/todos"),
        Page::new(Eyes::Iriss, "/heron/candidates"),
        Page::new(ada, "/heron/jobs/new").after(SENT, WRONG),
        Page::new(ada, posting).after("document.querySelector('#title').value = ''; document.querySelector('[value=publish]').click()", WRONG),
        Page::new(ada, format!("/heron/applications/{}", filled.nils)),
        Page::new(ada, format!("{noor}/resume?view=pages")),
        Page::new(ada, noor.clone()).after("document.querySelector('[data-key=e]').click()", SHOWN),
        Page::new(ada, noor.clone()).after("document.querySelector('a[href$=\"/hire\"]').click()", SHOWN),

        Page::new(ada, format!("{noor}/mail")).after("document.querySelector('#subject').value = ''; const form = document.querySelector('form[aria-label=\"Write a mail\"]'); form.noValidate = true; form.requestSubmit()", WRONG),
        Page::new(ada, "/heron/settings/outbox?state=failed"),
        Page::new(ada, "/heron/settings/mail/erased").after("document.querySelector('#body').value = '{salary}'; document.querySelector('main form').requestSubmit()", WRONG),
        Page::new(ada, "/heron/imports").after(SENT, WRONG),
        Page::new(ada, "/heron/settings/offices/new").after(SENT, WRONG),
        Page::new(ada, "/heron/settings/users/invitation").after(SENT, WRONG),
        Page::new(ada, "/heron/settings/company").after("document.querySelector('#name').value = ''; document.querySelector('main form').noValidate = true; document.querySelector('main form').requestSubmit()", WRONG),
    ];
    let refused = [
        (nobody, "/careers/nobody", 404),
        (ada, "/heron/applications/7777777", 404),
        (Eyes::Iriss, "/heron/settings/company", 403),
    ];
    let closed = format!("/careers/heron/jobs/{}-grain-clerk", filled.clerk.id);
    pages.push(Page::new(nobody, closed));
    pages.extend(refused.map(|(eyes, path, status)| Page {
        status,
        ..Page::new(eyes, path)
    }));
    pages
}
