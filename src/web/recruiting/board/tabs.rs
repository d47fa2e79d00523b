//! The views of a job above its board and its list.

use super::query::ListQuery;
use crate::domain::{
    applications::{Filter, Status},
    views::View,
};

/// Everybody, each view, and a way to keep what is shown.
pub struct Tabs {
    pub everybody: Tab,
    pub views: Vec<Tab>,
    /// What would be kept, if it is none of them.
    pub unsaved: Option<String>,
    /// The page on which they are kept.
    pub own: String,
}

/// A view, or everybody.
pub struct Tab {
    pub name: String,
    pub href: String,
    /// Whether it is what is shown.
    pub on: bool,
    pub shared: bool,
}

impl Tabs {
    /// The views of a job, where `here` is shown on its board or its list.
    pub fn new(views: &[View], here: &ListQuery, base: &str, list: bool) -> Self {
        let shown = here.kept();
        let everybody = ListQuery {
            status: Status::Active,
            filter: Filter::default(),
            all: here.all,
            after: None,
        };
        let views: Vec<Tab> = views
            .iter()
            .map(|view| {
                let kept = ListQuery::read(&view.query);
                Tab {
                    name: view.name.clone(),
                    href: address(&kept, base, list),
                    on: kept == shown,
                    shared: view.shared,
                }
            })
            .collect();
        let everybody = Tab {
            name: "Everybody".to_owned(),
            href: address(&everybody, base, list),
            on: shown == everybody.kept(),
            shared: false,
        };
        let known = everybody.on || views.iter().any(|view| view.on);
        Self {
            everybody,
            views,
            unsaved: (!known).then(|| text(&shown)),
            own: format!("{base}/views"),
        }
    }

    /// Whether there is anything to choose or to keep.
    pub fn any(&self) -> bool {
        self.unsaved.is_some() || !self.views.is_empty()
    }
}

/// Where a view is seen. Those who are decided about are on no board.
pub fn address(kept: &ListQuery, base: &str, list: bool) -> String {
    match list || kept.status != Status::Active {
        true => kept.path(base),
        false => kept.board(base),
    }
}

/// What a view keeps, as text.
pub fn text(kept: &ListQuery) -> String {
    let path = kept.kept().path("");
    let query = path.split_once('?').map_or("", |(_, query)| query);
    query.to_owned()
}

/// Where an address that says nothing leads: to the view with which the viewer begins.
pub fn first(views: &[View], typed: &str, base: &str, list: bool) -> Option<String> {
    let first = views.iter().find(|view| view.first && typed.is_empty())?;
    let to = address(&ListQuery::read(&first.query), base, list);
    // One that says nothing either would lead here again.
    to.contains('?').then_some(to)
}
