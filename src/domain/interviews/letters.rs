//! What everybody is written about an interview.

use super::{Way, plan::Plan, when};
use crate::{
    access::{Change, Event},
    base::{
        clock::Time,
        error::Result,
        ids::{ApplicationId, CandidateId, InterviewId, JobId, MemberId},
    },
    domain::mail::{self, AboutInterview, Invitation, Kind, Language, Letter, Memo, Method},
};
use jiff::tz::TimeZone;
use serde_json::{Value, json};
use uuid::Uuid;

/// Whom an interview is about.
#[derive(Clone, Debug)]
pub(super) struct About {
    pub application: ApplicationId,
    pub job: JobId,
    pub candidate: CandidateId,
    pub candidate_name: String,
    /// The posting's title, as the candidate knows it.
    pub posting: String,
}

impl About {
    /// An event about the application.
    pub fn event(&self, kind: &'static str, detail: Value) -> Event {
        Event::new(kind)
            .job(self.job)
            .candidate(self.candidate)
            .application(self.application)
            .detail(detail)
    }
}

/// An interview as it is told.
#[derive(Clone, Debug)]
pub(super) struct Told {
    pub id: InterviewId,
    pub uid: Uuid,
    pub sequence: i32,
    pub name: String,
    pub starts_at: Time,
    pub minutes: i16,
    pub time_zone: String,
    pub way: Way,
    pub place: String,
    pub words: String,
    /// Whom the candidate meets, and whom their colleagues do.
    pub people: Vec<Invited>,
}

/// An interviewer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Invited {
    pub id: MemberId,
    pub given_name: String,
    pub name: String,
}

impl Told {
    pub fn of(
        id: InterviewId,
        uid: Uuid,
        sequence: i32,
        plan: &Plan,
        people: Vec<Invited>,
    ) -> Self {
        Self {
            id,
            uid,
            sequence,
            name: plan.name.clone(),
            starts_at: plan.starts_at,
            minutes: plan.minutes,
            time_zone: plan.time_zone.clone(),
            way: plan.way,
            place: plan.place.clone(),
            words: plan.words.clone(),
            people,
        }
    }

    /// Whether it says what another does.
    pub fn same(&self, other: &Self) -> bool {
        let said = |told: &Self| {
            let told = told.clone();
            (
                told.name,
                told.starts_at,
                told.minutes,
                told.time_zone,
                told.way,
                told.place,
                told.words,
                told.people,
            )
        };
        said(self) == said(other)
    }

    /// What the history keeps.
    pub fn detail(&self) -> Value {
        let who: Vec<_> = self.people.iter().map(|person| &person.name).collect();
        json!({ "interview": self.id, "name": self.name, "starts_at": self.starts_at, "minutes": self.minutes, "way": self.way,
                "who": who })
    }

    /// What would set it as it is.
    pub fn plan(&self) -> Plan {
        Plan {
            name: self.name.clone(),
            starts_at: self.starts_at,
            minutes: self.minutes,
            time_zone: self.time_zone.clone(),
            way: self.way,
            place: self.place.clone(),
            words: self.words.clone(),
            interviewers: self.people.iter().map(|person| person.id).collect(),
        }
    }

    fn when(&self, language: &Language) -> String {
        let zone = TimeZone::get(&self.time_zone).unwrap_or(TimeZone::UTC);
        when::said(self.starts_at, self.minutes, &zone, language)
    }

    fn how(&self, language: &Language) -> String {
        self.way.said(&self.place, language)
    }

    fn invitation(&self, method: Method, stamp: Time, company: &str, how: &str) -> Invitation {
        Invitation {
            method,
            uid: self.uid,
            sequence: self.sequence,
            stamp,
            starts_at: self.starts_at,
            minutes: self.minutes,
            summary: self.name.clone(),
            description: how.to_owned(),
            place: self.place.clone(),
            url: (self.way == Way::Video).then(|| self.place.clone()),
            organizer: company.to_owned(),
            attendee: None,
        }
    }
}

fn method(kind: AboutInterview) -> Method {
    match kind {
        AboutInterview::Set | AboutInterview::Changed | AboutInterview::Invited => Method::Request,
        AboutInterview::Cancelled | AboutInterview::Released => Method::Cancel,
    }
}

/// Writes to the candidate: interviewers by their given names.
pub(super) async fn to_candidate<P>(
    change: &mut Change<P>,
    about: &About,
    told: &Told,
    kind: AboutInterview,
) -> Result<()> {
    let (id, now) = (change.company(), change.now());
    let company = change.company_ref().name.clone();
    let given: Vec<_> = told
        .people
        .iter()
        .map(|one| one.given_name.as_str())
        .collect();
    let about_it = Some(about.application);
    let kind_of = Kind::Interview(kind);
    let (_, language) = mail::worded(change.db(), id, kind_of, about_it).await?;
    let (when, how) = (told.when(&language), told.how(&language));
    let who = language.listed(&given);
    let link = mail::newest_link(change, about.application).await?;
    let letter = Letter {
        kind: kind_of,
        candidate: about.candidate,
        application: Some(about.application),
        to: None,
        link: Some(link),
        code: None,
        values: &[
            ("posting", &about.posting),
            ("interview", &told.name),
            ("when", &when),
            ("how", &how),
            ("who", &who),
            ("words", &told.words),
        ],
        send_at: now,
        held: false,
    };
    if let Some(message) = mail::write(change, letter).await? {
        let mut invitation = told.invitation(method(kind), now, &company, &how);
        invitation.summary = format!("{}: {}, {company}", told.name, about.posting);
        invitation.description = format!("{how}\n{}", language.with(&who));
        mail::invite(change, message, invitation, &about.candidate_name).await?;
    }
    Ok(())
}

/// Writes to interviewers, each by themselves.
pub(super) async fn to_members<P>(
    change: &mut Change<P>,
    about: &About,
    told: &Told,
    kind: AboutInterview,
    members: &[MemberId],
) -> Result<()> {
    let (id, now) = (change.company(), change.now());
    let company = change.company_ref().name.clone();
    let names: Vec<_> = told.people.iter().map(|one| one.name.as_str()).collect();
    let (_, language) = mail::worded(change.db(), id, Kind::Interview(kind), None).await?;
    let (when, how) = (told.when(&language), told.how(&language));
    let who = language.listed(&names);
    let mut invitation = told.invitation(method(kind), now, &company, &how);
    invitation.summary = format!("{}: {}, {}", told.name, about.candidate_name, about.posting);
    for member in members {
        let memo = Memo {
            kind: Kind::Interview(kind),
            to: *member,
            application: about.application,
            values: &[
                ("candidate", &about.candidate_name),
                ("posting", &about.posting),
                ("interview", &told.name),
                ("when", &when),
                ("how", &how),
                ("who", &who),
            ],
            invitation: Some(invitation.clone()),
        };
        mail::write_to_member(change, memo).await?;
    }
    Ok(())
}
