//! Nobody meets a barrier on any page, at a desk or on a phone, by day or at night; and no page is wider than the screen.

use super::pages::{self, Eyes, Page};
use crate::kit::{
    browser::{Look, Screen},
    cast::Cast,
    hand::Hand,
    site::Site,
};
use candor::domain::accounts::set_up;

#[tokio::test]
async fn no_page_has_a_barrier() {
    let site = Site::open().await;
    let mut cast = Cast::of(&site).await;
    let Some(mut hand) = site.hand(Look::default()).await else {
        return;
    };
    let pages = pages::all(&site, &mut cast).await;
    site.know_their_password(&[&cast.ada, &cast.iris]).await;
    hand.browser.bring_axe().await;
    let mut found = Vec::new();
    for eyes in [Eyes::Nobodys, Eyes::Adas, Eyes::Iriss] {
        match eyes {
            Eyes::Nobodys => {}
            Eyes::Adas => hand.signs_in(&cast.ada).await,
            Eyes::Iriss => hand.signs_in(&cast.iris).await,
        }
        for page in pages.iter().filter(|page| page.eyes == eyes) {
            found.extend(on(&mut hand, page).await);
        }
    }
    assert!(found.is_empty(), "\n  {}", found.join("\n  "));
}

#[tokio::test]
async fn setting_an_installation_up_has_no_barrier() {
    let site = Site::open().await;
    let Some(mut hand) = site.hand(Look::default()).await else {
        return;
    };
    let token = set_up::link(&site.accounts()).await.expect("a look");
    let token = token.expect("nobody is here yet");
    let page = Page {
        eyes: Eyes::Nobodys,
        path: format!("/set-up/{}", token.reveal()),
        status: 200,
        then: None,
    };
    let found = on(&mut hand, &page).await;
    assert!(found.is_empty(), "\n  {}", found.join("\n  "));
}

/// What is wrong with a page, in all its looks.
async fn on(hand: &mut Hand, page: &Page) -> Vec<String> {
    let mut found = Vec::new();
    for screen in [Screen::Desk, Screen::Phone] {
        let look = |dark| Look {
            screen,
            dark,
            scripts: true,
        };
        hand.browser.look(look(false)).await;
        if let Screen::Desk = screen {
            found.extend(opens(hand, page).await);
        }
        found.extend(hand.browser.barriers().await);
        let width = hand
            .reads("document.documentElement.scrollWidth - innerWidth")
            .await;
        if width.as_i64().is_none_or(|beyond| beyond > 0) {
            found.push(format!("it is {width} px wider than the screen"));
        }
        // At night the colours are others, and nothing else.
        hand.browser.look(look(true)).await;
        let night = hand.browser.faint_text().await;
        found.extend(night.into_iter().map(|line| format!("at night, {line}")));
    }
    let path = &page.path;
    found
        .into_iter()
        .map(|line| format!("{path}: {line}"))
        .collect()
}

/// Goes there, and does what makes the page what it shall be.
async fn opens(hand: &Hand, page: &Page) -> Option<String> {
    hand.goes_to(&page.path).await;
    let answer =
        "[document.contentType, performance.getEntriesByType('navigation')[0].responseStatus]";
    let answer = hand.reads(answer).await;
    if answer != serde_json::json!(["text/html", page.status]) {
        return Some(format!("is {answer}; what is no page stands in NO_PAGES"));
    }
    if let Some((done, shown)) = page.then {
        hand.browser.execute(done, vec![]).await.expect("an act");
        hand.until(shown, &format!("{}: {done} led to nothing", page.path))
            .await;
    }
    None
}
