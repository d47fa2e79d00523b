//! The people of the tests: Ada administers, Rosa recruits, Cora coordinates, Hugo hires, Iris interviews, Otto audits.
//! Olga administers another company, and has no business in ours.

use super::app::{Client, TestApp};
use candor::{
    access::{CompanyRef, Role},
    base::{
        ids::{MemberId, UserId},
        links::Slug,
    },
    domain::{
        accounts::{
            members, sessions,
            users::{self, Email, NewUser},
        },
        companies::{self, NewCompany},
    },
};
use std::ops::{Deref, DerefMut};

/// The password of whoever has one.
pub const PASSWORD: &str = "herons nest above the mill";

/// A signed-in person: also their browser.
pub struct Person {
    pub user: UserId,
    pub member: MemberId,
    pub name: String,
    pub role: Role,
    browser: Client,
}

impl Person {
    /// Gives them a password, and signs them in anew: a new password ends all sessions.
    pub async fn has_password(&mut self, app: &TestApp) {
        let hash = app.app.passwords.hash(PASSWORD.to_owned()).await;
        let (hash, user) = (hash.expect("a hash"), self.user);
        let token = app
            .accounts()
            .change(async |change| {
                users::set_password(change, user, &hash).await?;
                let now = change.now();
                sessions::begin(change.db(), user, now, "test", "127.0.0.1").await
            })
            .await
            .expect("a session");
        self.cookies
            .insert(sessions::COOKIE.to_owned(), token.reveal().to_owned());
    }
}

impl Deref for Person {
    type Target = Client;
    fn deref(&self) -> &Client {
        &self.browser
    }
}

impl DerefMut for Person {
    fn deref_mut(&mut self) -> &mut Client {
        &mut self.browser
    }
}

/// Two companies and everybody in them.
pub struct Cast {
    pub company: CompanyRef,
    pub ada: Person,
    pub rosa: Person,
    pub cora: Person,
    pub hugo: Person,
    pub iris: Person,
    pub otto: Person,
    pub other_company: CompanyRef,
    pub olga: Person,
}

impl Cast {
    pub async fn of(app: &TestApp) -> Self {
        let company = company(app, "heron", "Heron Mills").await;
        let other_company = company_named(app, "otter").await;
        Self {
            ada: person(app, &company, "Ada Marsh", Role::Administrator).await,
            rosa: person(app, &company, "Rosa Lindqvist", Role::Recruiter).await,
            cora: person(app, &company, "Cora Penn", Role::Coordinator).await,
            hugo: person(app, &company, "Hugo Brandt", Role::HiringManager).await,
            iris: person(app, &company, "Iris Vale", Role::Interviewer).await,
            otto: person(app, &company, "Otto Quill", Role::Auditor).await,
            olga: person(app, &other_company, "Olga Stern", Role::Administrator).await,
            company,
            other_company,
        }
    }
}

async fn company_named(app: &TestApp, slug: &str) -> CompanyRef {
    company(app, slug, "Otter Works").await
}

/// A company with its defaults.
pub async fn company(app: &TestApp, slug: &str, name: &str) -> CompanyRef {
    let slug = Slug::parse(slug).expect("a slug");
    let new = NewCompany {
        slug: slug.clone(),
        name: name.to_owned(),
        time_zone: "UTC".to_owned(),
    };
    app.accounts()
        .change(async |change| {
            let now = change.now();
            companies::create(change.db(), new, now).await
        })
        .await
        .expect("a company");
    companies::by_slug(&mut app.app.db.read().await.expect("a connection"), &slug)
        .await
        .expect("a look")
        .expect("the company")
}

/// A member of a company, signed in. Their password is nobody's: sign-in has tests of its own.
pub async fn person(app: &TestApp, company: &CompanyRef, name: &str, role: Role) -> Person {
    let (given, family) = name.split_once(' ').expect("two names");
    let email = format!("{}@{}.example.com", given.to_lowercase(), company.slug);
    let user = NewUser {
        email: Email::parse(&email).expect("an address"),
        given_name: given.to_owned(),
        family_name: family.to_owned(),
        password_hash: None,
        operator: false,
    };
    let (user, member, token) = app
        .accounts()
        .change(async |change| {
            let now = change.now();
            let user = users::create(change, user).await?;
            let member = members::put(change.db(), company.id, user, role, now).await?;
            let token = sessions::begin(change.db(), user, now, "test", "127.0.0.1").await?;
            Ok((user, member, token))
        })
        .await
        .expect("a person");
    let mut browser = app.visitor();
    browser
        .cookies
        .insert(sessions::COOKIE.to_owned(), token.reveal().to_owned());
    Person {
        user,
        member,
        name: name.to_owned(),
        role,
        browser,
    }
}
