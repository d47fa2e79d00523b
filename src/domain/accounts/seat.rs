//! Where somebody sits who asks for a page: their session, their place in the company, and what stands beside every page.

use super::sessions::{IDLE, Session};
use crate::{
    access::{CompanyRef, Member, Role},
    base::{
        clock::Time,
        error::Result,
        ids::{CompanyId, JobId, MemberId, SessionId, UserId},
        links::Slug,
        secret::Token,
    },
};
use jiff::SignedDuration;
use serde::Deserialize;
use sqlx::{PgConnection, types::Json};

/// How exactly it is known when somebody was last here.
const SEEN: SignedDuration = SignedDuration::from_mins(5);

/// A session's place in the company that the path names: all that a staff page asks first, in one statement.
#[derive(Clone, Debug)]
pub struct Seat {
    pub session: Session,
    /// The company and the member, if the user is one of it.
    pub place: Option<(CompanyRef, Member)>,
    /// The open jobs in whose teams the member is: at most eight, by name. None where nobody asked for them.
    pub followed: Vec<FollowedJob>,
}

/// An open job in whose team the member is.
#[derive(Clone, Debug, Deserialize)]
pub struct FollowedJob {
    pub id: JobId,
    pub name: String,
    /// Applications that wait for their first review; none where the member sees no candidates.
    pub new: i64,
}

/// Whose session a token is, their place in the company, and the jobs that they follow there, for pages that show them.
/// Marks session and member as seen.
pub async fn seat(
    db: &mut PgConnection,
    token: &Token,
    company: Option<&Slug>,
    follows: bool,
    now: Time,
) -> Result<Option<Seat>> {
    let row = sqlx::query!(
        r#"select s.id as "id: SessionId", s.user_id as "user: UserId", s.confirmed_at as "confirmed_at: Time", s.seen_at as "seen_at: Time",
                  u.given_name, u.family_name, u.email, u.operator, u.theme, u.single_keys, u.time_zone,
                  m.id as "member?: MemberId", m.role as "role?: Role", m.seen_at as "member_seen_at?: Time",
                  c.id as "company?: CompanyId", c.slug as "slug?: Slug", c.name as "company_name?", c.time_zone as "company_time_zone?", c.accent_hue as "accent_hue?",
                  (select jsonb_agg(jsonb_build_object('id', f.id, 'name', f.name, 'new', f.new) order by lower(f.name), f.id)
                   from (
                       select j.id, j.name,
                              (select coalesce(sum(n.people), 0)
                               from application_counts n
                               join stages g on (g.company_id, g.id) = (n.company_id, n.stage_id) and g.kind = 'application_review'
                               where n.company_id = c.id and n.job_id = j.id and n.status = 'active'
                                 and (t.works or m.role not in ('hiring_manager', 'interviewer'))) as new
                       from (select h.job_id, bool_or(h.role <> 'interviewer') as works from hiring_team h
                             where h.company_id = c.id and h.member_id = m.id group by h.job_id) t
                       join jobs j on (j.company_id, j.id) = (c.id, t.job_id) and j.status = 'open'
                       where $5
                       order by lower(j.name), j.id limit 8
                   ) f) as "followed?: Json<Vec<FollowedJob>>"
           from sessions s
           join users u on u.id = s.user_id and u.disabled_at is null
           left join companies c on c.slug = $2
           left join memberships m on m.company_id = c.id and m.user_id = u.id and m.ended_at is null
           where s.token_hash = $1 and s.ended_at is null and s.expires_at > $3 and s.seen_at > $4"#,
        &token.hash() as _,
        company.map(Slug::as_str),
        now as _,
        now.minus(IDLE) as _,
        follows,
    )
    .fetch_optional(&mut *db)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let long_ago = |seen: Time| now.since(seen) > SEEN;
    if long_ago(row.seen_at) {
        sqlx::query!(
            "update sessions set seen_at = $2 where id = $1",
            row.id as _,
            now as _
        )
        .execute(&mut *db)
        .await?;
    }
    if let (Some(company), Some(member)) = (row.company, row.member)
        && row.member_seen_at.is_none_or(long_ago)
    {
        sqlx::query!(
            "update memberships set seen_at = $3 where company_id = $1 and id = $2",
            company as _,
            member as _,
            now as _
        )
        .execute(db)
        .await?;
    }
    let name = format!("{} {}", row.given_name, row.family_name)
        .trim()
        .to_owned();
    let place = match (
        row.company,
        row.slug,
        row.company_name,
        row.company_time_zone,
        row.accent_hue,
        row.member,
        row.role,
    ) {
        (
            Some(id),
            Some(slug),
            Some(company_name),
            Some(time_zone),
            Some(accent_hue),
            Some(member),
            Some(role),
        ) => Some((
            CompanyRef {
                id,
                slug,
                name: company_name,
                time_zone,
                accent_hue,
            },
            Member {
                id: member,
                user: row.user,
                role,
                name: name.clone(),
            },
        )),
        _ => None,
    };
    let session = Session {
        id: row.id,
        user: row.user,
        name,
        email: row.email,
        operator: row.operator,
        theme: row.theme,
        single_keys: row.single_keys,
        time_zone: row.time_zone,
        confirmed_at: row.confirmed_at,
    };
    Ok(Some(Seat {
        session,
        place,
        followed: row.followed.map_or_else(Vec::new, |followed| followed.0),
    }))
}
