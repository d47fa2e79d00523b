//! The people who work in the demonstration's companies.

use super::houses::Company;
use crate::{
    access::CompanyRef,
    access::{AccountPermit, Actor, Member, Permission, Permit, Role},
    app::App,
    base::{
        error::{Error, Result},
        ids::{MemberId, UserId},
    },
    domain::{
        accounts::{
            members,
            users::{self, Email, NewUser},
        },
        companies::{self, NewCompany},
    },
};
use std::sync::Arc;

/// Somebody who works there.
#[derive(Clone, Debug)]
pub(super) struct Colleague {
    pub member: MemberId,
    user: UserId,
    name: String,
    email: String,
    role: Role,
}

/// A company's people, by what they do in the story.
#[derive(Clone, Debug)]
pub(super) struct Staff {
    pub administrator: Colleague,
    pub recruiter: Colleague,
    pub manager: Colleague,
    pub interviewer: Colleague,
}

impl Colleague {
    /// Leave to act as them.
    pub fn permit<P: Permission>(&self, app: &App, company: &CompanyRef) -> Result<Permit<P>> {
        let member = Member {
            id: self.member,
            user: self.user,
            role: self.role,
            name: self.name.clone(),
        };
        Permit::issue(
            &app.db,
            Arc::new(company.clone()),
            Arc::new(Actor::Member(member)),
            None,
        )
    }
}

impl Staff {
    /// Who may sign in, for the one who shows it.
    pub fn shown(&self) -> impl Iterator<Item = (String, &'static str)> {
        [
            &self.administrator,
            &self.recruiter,
            &self.manager,
            &self.interviewer,
        ]
        .map(|person| (person.email.clone(), person.role.label()))
        .into_iter()
    }
}

/// Founds a company with its people. The first of all may also make companies.
pub(super) async fn found(
    accounts: &AccountPermit,
    company: &Company,
    hash: &str,
) -> Result<Staff> {
    let new = NewCompany {
        slug: company.slug.clone(),
        name: company.name.to_owned(),
        time_zone: company.time_zone.to_owned(),
    };
    accounts
        .change(async |change| {
            let now = change.now();
            let id = companies::create(change.db(), new, now).await?;
            let mut staff = Vec::new();
            for (name, role) in company.people {
                let (given_name, family_name) = name.split_once(' ').unwrap_or((name, ""));
                let email = format!("{}@{}.example", given_name.to_lowercase(), company.slug);
                let user = NewUser {
                    email: Email::parse(&email).ok_or(Error::NotFound)?,
                    given_name: given_name.to_owned(),
                    family_name: family_name.to_owned(),
                    password_hash: Some(hash.to_owned()),
                    operator: role == Role::Administrator,
                };
                let user = users::create(change, user).await?;
                let member = members::put(change.db(), id, user, role, now).await?;
                staff.push(Colleague {
                    member,
                    user,
                    name: name.to_owned(),
                    email,
                    role,
                });
            }
            let mut staff = staff.into_iter();
            let mut next = || staff.next().ok_or(Error::NotFound);
            Ok(Staff {
                administrator: next()?,
                recruiter: next()?,
                manager: next()?,
                interviewer: next()?,
            })
        })
        .await
}
