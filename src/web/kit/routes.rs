//! Routes that know their rule. A handler's first argument says who may come in; a handler without one does not compile.

use super::problem;
use crate::{
    access::{Actor, Permission, Permit, Role},
    app::App,
};
use axum::{Router, handler::Handler, http::Method, routing::MethodRouter};
use std::collections::BTreeMap;

/// Who may come in, for the test that knocks on every door.
#[derive(Clone, Copy, Debug)]
pub enum Rule {
    /// Members of the company in the path.
    Staff {
        permission: &'static str,
        roles: &'static [Role],
        by_row: bool,
    },
    /// Visitors of a careers site.
    Visitors { permission: &'static str },
    /// Whoever holds the link to an application.
    Candidates { permission: &'static str },
    /// Anybody who is signed in.
    SignedIn,
    /// Whoever runs the installation.
    Operator,
    /// Anybody.
    Anybody,
}

/// The first argument of a handler: it lets in, or answers itself.
pub trait Guard {
    fn rule() -> Rule;
}

impl<P: Permission> Guard for Permit<P> {
    fn rule() -> Rule {
        if P::CANDIDATES {
            Rule::Candidates {
                permission: P::NAME,
            }
        } else if P::admits(&Actor::Visitor) {
            Rule::Visitors {
                permission: P::NAME,
            }
        } else {
            Rule::Staff {
                permission: P::NAME,
                roles: P::ROLES,
                by_row: P::BY_ROW,
            }
        }
    }
}

/// The arguments of a handler whose first one is a [`Guard`]. (The leading type is axum's own marker.)
pub trait Guarded {
    fn rule() -> Rule;
}

macro_rules! guarded {
    ($($argument:ident)*) => {
        impl<M, G: Guard, $($argument),*> Guarded for (M, G, $($argument,)*) {
            fn rule() -> Rule {
                G::rule()
            }
        }
    };
}
guarded!();
guarded!(A);
guarded!(A B);
guarded!(A B C);
guarded!(A B C D);
guarded!(A B C D E);
guarded!(A B C D E F);

/// A route as the doors test sees it.
#[derive(Clone, Debug)]
pub struct Door {
    pub method: Method,
    pub path: &'static str,
    pub rule: Rule,
}

/// The routes of a concept.
#[derive(Default)]
pub struct Routes {
    doors: Vec<Door>,
    methods: BTreeMap<&'static str, MethodRouter<App>>,
}

impl Routes {
    /// Shows something; changes nothing. Answers HEAD too.
    pub fn get<H, T>(self, path: &'static str, handler: H) -> Self
    where
        H: Handler<T, App>,
        T: Guarded + 'static,
    {
        self.on(
            Method::GET,
            path,
            |router| match router {
                Some(router) => router.get(handler),
                None => axum::routing::get(handler),
            },
            T::rule(),
        )
    }

    /// Changes something.
    pub fn post<H, T>(self, path: &'static str, handler: H) -> Self
    where
        H: Handler<T, App>,
        T: Guarded + 'static,
    {
        self.on(
            Method::POST,
            path,
            |router| match router {
                Some(router) => router.post(handler),
                None => axum::routing::post(handler),
            },
            T::rule(),
        )
    }

    /// Puts a layer around every route so far: a larger body, a longer deadline.
    pub fn layer<L>(mut self, layer: L) -> Self
    where
        L: tower::Layer<axum::routing::Route> + Clone + Send + Sync + 'static,
        L::Service: tower::Service<axum::extract::Request> + Clone + Send + Sync + 'static,
        <L::Service as tower::Service<axum::extract::Request>>::Response:
            axum::response::IntoResponse + 'static,
        <L::Service as tower::Service<axum::extract::Request>>::Error:
            Into<std::convert::Infallible> + 'static,
        <L::Service as tower::Service<axum::extract::Request>>::Future: Send + 'static,
    {
        self.methods = self
            .methods
            .into_iter()
            .map(|(path, methods)| (path, methods.layer(layer.clone())))
            .collect();
        self
    }

    /// These routes and those.
    pub fn and(mut self, other: Self) -> Self {
        self.doors.extend(other.doors);
        for (path, methods) in other.methods {
            let methods = match self.methods.remove(path) {
                Some(mine) => mine.merge(methods),
                None => methods,
            };
            self.methods.insert(path, methods);
        }
        self
    }

    /// Every route with its rule.
    pub fn doors(&self) -> &[Door] {
        &self.doors
    }

    /// The router, and who else asks gets 405 with `Allow`.
    pub fn into_router(self) -> Router<App> {
        self.methods
            .into_iter()
            .fold(Router::new(), |router, (path, methods)| {
                router.route(path, methods)
            })
            .method_not_allowed_fallback(problem::method_not_allowed)
    }

    fn on(
        mut self,
        method: Method,
        path: &'static str,
        add: impl FnOnce(Option<MethodRouter<App>>) -> MethodRouter<App>,
        rule: Rule,
    ) -> Self {
        let methods = add(self.methods.remove(path));
        self.methods.insert(path, methods);
        self.doors.push(Door { method, path, rule });
        self
    }
}
