//! The demonstration's talent pool: people who introduce themselves and agree to be kept in mind for a time, which for the
//! first of them is nearly over.

use super::{
    life::resume,
    people::{Crowd, Person},
    postings::Begun,
};
use crate::{
    access::{
        Actor, Permit,
        permissions::{Introduce, ManageCompany, ManageProspects},
    },
    app::App,
    base::{
        error::{Error, Result},
        ids::ProspectId,
    },
    domain::{
        accounts::users::Email,
        intake::Signs,
        mail::own_token,
        prospects::{self, Introduction, Together},
        tags::TagName,
    },
};
use jiff::SignedDuration;
use std::sync::Arc;
use uuid::Uuid;

/// For how many months a company asked people first, and then.
const MONTHS: (i16, i16) = (2, 12);

/// How many come to each company while it still asked for the shorter time.
const FIRST: usize = 3;

/// The pool that recruiters make beside the one that is there.
const BESIDE: &str = "Part-time";

/// What people write of themselves, and what a recruiter makes of it: a tag, and whether they go to the pool beside.
const WORDS: [(&str, Option<&str>, bool); 6] = [
    (
        "We move to your town in spring, and I would like to arrive knowing somebody.",
        Some("Spring"),
        false,
    ),
    (
        "Nothing open fits my week with two small children. Tell me when something for three days does.",
        Some("Three days"),
        true,
    ),
    (
        "I met two of your people at a conference and liked how they spoke of their work.",
        None,
        false,
    ),
    (
        "I would change fields for a team that teaches. My résumé says where I come from.",
        Some("Changes field"),
        false,
    ),
    (
        "You turned me down kindly a while ago. I have learnt what was missing, and would try again.",
        None,
        false,
    ),
    (
        "I study until next summer and could do mornings before that.",
        Some("Mornings"),
        true,
    ),
];

/// Begins the pools of the companies, with those who agreed to a shorter time.
pub(super) async fn begin(app: &App, companies: &[Begun], crowd: &mut Crowd) -> Result<()> {
    for begun in companies {
        let staff = &begun.staff;
        let keeps = staff
            .administrator
            .permit::<ManageCompany>(app, &begun.company)?;
        let (short, long) = MONTHS;
        keeps
            .change(async |change| prospects::set_months(change, short).await)
            .await?;
        let mut first = Vec::new();
        for n in 0..FIRST {
            first.push(introduced(app, begun, &crowd.next(), n).await?);
        }
        keeps
            .change(async |change| prospects::set_months(change, long).await)
            .await?;
        let sorts = staff
            .recruiter
            .permit::<ManageProspects>(app, &begun.company)?;
        sorts
            .change(async |change| prospects::make_pool(change, BESIDE).await)
            .await?;
        for (n, id) in first.into_iter().enumerate() {
            sort(app, begun, id, n).await?;
        }
    }
    Ok(())
}

/// One more comes, some time later.
pub(super) async fn comes(app: &App, begun: &Begun, person: &Person, n: usize) -> Result<()> {
    let n = n + FIRST;
    let id = introduced(app, begun, person, n).await?;
    sort(app, begun, id, n).await
}

/// A recruiter tags them, and puts them where they belong.
async fn sort(app: &App, begun: &Begun, id: ProspectId, n: usize) -> Result<()> {
    let (_, tag, beside) = WORDS[n % WORDS.len()];
    let company = begun.company.id;
    let recruiter = &begun.staff.recruiter;
    let sorts = recruiter.permit::<ManageProspects>(app, &begun.company)?;
    sorts
        .change(async |change| {
            if let Some(tag) = tag {
                let tag = TagName::parse(tag).map_err(|text| Error::field("tag", text))?;
                prospects::together(change, &[id], &Together::Tag(tag)).await?;
            }
            if beside {
                let (actor, now) = (change.actor().clone(), change.now());
                let pools = prospects::pools(change.db(), company, &actor, now).await?;
                let pool = pools.iter().find(|pool| pool.name == BESIDE);
                let pool = pool.ok_or(Error::NotFound)?.id;
                prospects::move_to(change, id, pool).await?;
            }
            Ok(())
        })
        .await
}

/// Somebody introduces themselves, and says yes when their address is asked.
async fn introduced(app: &App, begun: &Begun, person: &Person, n: usize) -> Result<ProspectId> {
    let (words, ..) = WORDS[n % WORDS.len()];
    let company = Arc::new(begun.company.clone());
    let permit: Permit<Introduce> =
        Permit::issue(&app.db, company, Arc::new(Actor::Visitor), None)?;
    let (id, now) = (begun.company.id, permit.now());
    let (months, areas) = {
        let mut db = permit.read().await?;
        let areas = prospects::areas(&mut db, id).await?;
        (prospects::months(&mut db, id).await?, areas)
    };
    let introduction = Introduction {
        once: Uuid::new_v4(),
        given_name: person.given.to_owned(),
        family_name: person.family.to_owned(),
        email: Email::parse(&person.email).ok_or(Error::NotFound)?,
        words: words.to_owned(),
        areas: areas
            .iter()
            .cycle()
            .skip(n)
            .take(1)
            .map(|area| area.id)
            .collect(),
        resume: Some(resume(app, person).await?),
        consent: prospects::consent(&begun.company.name, months),
        touch: Default::default(),
    };
    let signs = Signs {
        drawn_at: Some(now.minus(SignedDuration::from_mins(5))),
        trapped: false,
        network: String::new(),
        per_network: 0,
    };
    let once = introduction.once;
    permit
        .change(async |change| {
            prospects::introduce(change, introduction, &signs).await?;
            let sent = sqlx::query!(
                r#"select id as "id: ProspectId", nonce as "nonce!" from prospects where company_id = $1 and once = $2"#,
                id as _,
                once,
            )
            .fetch_one(change.db())
            .await?;
            let token = own_token(change.key(), &sent.nonce);
            prospects::confirm(change, &token).await?;
            Ok(sent.id)
        })
        .await
}
