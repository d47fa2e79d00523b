//! The site on a port of its own, for browsers.

use super::{
    app::TestApp,
    browser::{Browser, Look},
    cast::{PASSWORD, Person},
    hand::Hand,
};
use candor::{
    domain::accounts::users,
    web::kit::listen::{Listening, serve},
};
use std::ops::Deref;
use tokio::net::TcpListener;
use tokio_util::sync::{CancellationToken, DropGuard};

/// A served [`TestApp`]; ends with the test.
pub struct Site {
    app: TestApp,
    /// As `http://localhost:PORT`: browsers keep a secure cookie there without TLS.
    pub origin: String,
    _stop: DropGuard,
}

impl Deref for Site {
    type Target = TestApp;

    fn deref(&self) -> &TestApp {
        &self.app
    }
}

impl Site {
    pub async fn open() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let port = listener.local_addr().expect("its address").port();
        let host = format!("localhost:{port}");
        let app = TestApp::at(&host).await;
        let stop = CancellationToken::new();
        let router = app.router.clone();
        tokio::spawn(serve(listener, router, Listening::default(), stop.clone()));
        Self {
            app,
            origin: format!("http://{host}"),
            _stop: stop.drop_guard(),
        }
    }

    /// A browser on this site, or nothing where this machine has none.
    pub async fn hand(&self, look: Look) -> Option<Hand> {
        let browser = Browser::open(look).await?;
        Some(Hand::new(browser, self.origin.clone()))
    }

    /// Gives people the password that [`Hand::signs_in`] types.
    pub async fn know_their_password(&self, people: &[&Person]) {
        let hash = self.app.app.passwords.hash(PASSWORD.to_owned()).await;
        let hash = hash.expect("a hash");
        for person in people {
            let accounts = self.accounts();
            let set = accounts
                .change(async |change| users::set_password(change, person.user, &hash).await);
            set.await.expect("a password");
        }
    }
}
