//! Sixteen at once: one wins, and fifteen are told who did.

use super::Desk;
use crate::kit::app::{Answer, Client};
use candor::{
    access::permissions::EditJobs,
    base::ids::ApplicationId,
    domain::jobs::{self, Seat},
};
use tokio::task::JoinSet;

const ROUNDS: usize = 20;

/// An act: its address and its form.
type Act = (String, Vec<(&'static str, String)>);

impl Desk {
    /// Five moves to different stages, six rejections and five hires, from the same version.
    async fn sixteen(&self, id: ApplicationId) -> Vec<Act> {
        let own = format!("/heron/applications/{id}");
        let opening = self
            .app
            .system::<EditJobs>(&self.cast.company)
            .change(async |change| {
                let seat = Seat {
                    code: None,
                    track: None,
                    level: None,
                    place: None,
                    target_date: None,
                };
                jobs::add_opening(change, self.live.job, seat).await
            })
            .await
            .expect("an opening");
        let reason = self.reason().await;
        let seen = ("version", "1".to_owned());
        let mut acts: Vec<Act> = Vec::new();
        for stage in [
            "Recruiter screen",
            "Assessment",
            "Interviews",
            "Reference check",
            "Offer",
        ] {
            let Some(stage) = self.stage_of(stage).await else {
                continue;
            };
            acts.push((format!("{own}/move"), vec![seen.clone(), ("stage", stage)]));
        }
        while acts.len() < 11 {
            let form = vec![
                seen.clone(),
                ("reason", reason.clone()),
                ("telling", "held".to_owned()),
            ];
            acts.push((format!("{own}/rejection"), form));
        }
        while acts.len() < 16 {
            let form = vec![seen.clone(), ("opening", opening.to_string())];
            acts.push((format!("{own}/hire"), form));
        }
        acts
    }

    async fn stage_of(&self, name: &str) -> Option<String> {
        let id: Option<i64> =
            sqlx::query_scalar("select id from stages where job_id = $1 and name = $2")
                .bind(self.live.job)
                .bind(name)
                .fetch_optional(self.app.app.db.pages())
                .await
                .expect("a stage");
        id.map(|id| id.to_string())
    }

    async fn history(&self, id: ApplicationId) -> i64 {
        sqlx::query_scalar("select count(*) from events where application_id = $1")
            .bind(id)
            .fetch_one(self.app.app.db.pages())
            .await
            .expect("a history")
    }

    /// All at once, each by one of three colleagues.
    async fn race(&self, acts: Vec<Act>) -> Vec<Answer> {
        let colleagues = [&self.cast.rosa, &self.cast.hugo, &self.cast.ada];
        let mut running = JoinSet::new();
        for (n, (path, form)) in acts.into_iter().enumerate() {
            let mut person = Client::clone(colleagues[n % colleagues.len()]);
            running.spawn(async move {
                let form: Vec<(&str, &str)> = form
                    .iter()
                    .map(|(name, value)| (*name, value.as_str()))
                    .collect();
                person.post(&path, &form).await
            });
        }
        running.join_all().await
    }
}

fn won(answers: &[Answer]) -> usize {
    answers.iter().filter(|answer| answer.status == 303).count()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_sixteen_changes_at_once_one_wins_and_the_others_are_told_whose() {
    let desk = Desk::new().await;
    for round in 0..ROUNDS {
        let name = format!("Person {round:02}");
        let id = desk
            .app
            .applies(&desk.cast.company, desk.live.id, &name)
            .await;
        let (acts, before) = (desk.sixteen(id).await, desk.history(id).await);
        assert_eq!(acts.len(), 16);
        let answers = desk.race(acts).await;
        assert_eq!(won(&answers), 1, "round {round}");
        assert_eq!(desk.history(id).await, before + 1, "round {round}");
        let winner: String = sqlx::query_scalar(
            "select trim(u.given_name || ' ' || u.family_name) from events e join memberships m on (m.company_id, m.id) = (e.company_id, e.member_id)
             join users u on u.id = m.user_id where e.application_id = $1 order by e.id desc limit 1",
        )
        .bind(id)
        .fetch_one(desk.app.app.db.pages())
        .await
        .expect("a winner");
        for answer in answers.into_iter().filter(|answer| answer.status != 303) {
            let told = answer.expect(409).text();
            assert!(told.contains(&winner), "round {round}: {winner} in {told}");
        }
        let version: i64 = sqlx::query_scalar("select version from applications where id = $1")
            .bind(id)
            .fetch_one(desk.app.app.db.pages())
            .await
            .expect("a version");
        assert_eq!(version, 2, "round {round}");
    }
}

/// A candidate's word stands until they are told of a decision: it is nobody's stale form. So it always goes through, after
/// one change by a colleague at most, and nothing comes after it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_withdrawal_among_them_stands_and_ends_the_race() {
    let desk = Desk::new().await;
    for round in 0..5 {
        let name = format!("Person {round:02}");
        let id = desk
            .app
            .applies(&desk.cast.company, desk.live.id, &name)
            .await;
        let link = desk.app.link_of(id).await;
        let (mut acts, before) = (desk.sixteen(id).await, desk.history(id).await);
        acts.pop();
        let mut candidate = desk.app.visitor();
        let withdrawal = format!("{link}/withdrawal");
        let withdraws =
            tokio::spawn(async move { candidate.post(&withdrawal, &[]).await.status.as_u16() });
        let answers = desk.race(acts).await;
        assert_eq!(withdraws.await.expect("an answer"), 303);
        let won = won(&answers);
        assert!(won <= 1, "round {round}");
        for answer in answers.into_iter().filter(|answer| answer.status != 303) {
            answer.expect(409);
        }
        assert_eq!(
            desk.history(id).await,
            before + 1 + i64::try_from(won).unwrap(),
            "round {round}"
        );
        let status: String =
            sqlx::query_scalar("select status::text from applications where id = $1")
                .bind(id)
                .fetch_one(desk.app.app.db.pages())
                .await
                .expect("a status");
        assert_eq!(status, "withdrawn", "round {round}");
    }
}
