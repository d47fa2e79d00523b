//! Interviews that somebody has set.

use super::{app::TestApp, cast::Person};
use candor::{
    access::{CompanyRef, permissions::ScheduleInterviews},
    base::ids::{ApplicationId, InterviewId, MemberId},
    domain::interviews::{self, Plan, Way},
};
use jiff::SignedDuration;
use uuid::Uuid;

impl TestApp {
    /// In three days, three quarters of an hour by video, with these people.
    pub fn plan(&self, interviewers: &[MemberId]) -> Plan {
        let now = self.app.db.clock.now();
        Plan {
            name: "First interview".to_owned(),
            starts_at: now.plus(SignedDuration::from_hours(72)),
            minutes: 45,
            time_zone: "Europe/Tallinn".to_owned(),
            way: Way::Video,
            place: "https://meet.example.com/mill-1".to_owned(),
            words: "Bring a handful of rye.".to_owned(),
            interviewers: interviewers.to_vec(),
        }
    }

    /// Sets it.
    pub async fn meets(
        &self,
        company: &CompanyRef,
        writer: &Person,
        application: ApplicationId,
        interviewers: &[MemberId],
    ) -> InterviewId {
        let plan = self.plan(interviewers);
        writer
            .permit::<ScheduleInterviews>(self, company)
            .change(async |change| {
                interviews::schedule(change, application, Uuid::new_v4(), &plan).await
            })
            .await
            .expect("an interview")
    }
}
