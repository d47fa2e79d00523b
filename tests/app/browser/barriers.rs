//! Nobody meets a barrier on any page, at a desk or on a phone, by day or at night; no page is wider than the screen, and
//! nothing on it lies over what can be clicked.

use super::pages::{self, Eyes, Page};
use crate::kit::{
    browser::{Look, Screen},
    cast::Cast,
    hand::Hand,
    site::Site,
};
use candor::domain::accounts::set_up;

/// What cannot be clicked, as something else lies over the middle of it. Where the middle of a wide table is beyond the
/// screen, nothing does.
const COVERED: &str = "(() => {
    const within = document.querySelector('dialog[open]') ?? document.querySelector('main');
    const controls = [...within.querySelectorAll('a[href], button, summary, select')];
    const covered = controls.filter(it => it.checkVisibility({visibilityProperty: true})).flatMap(it => {
        it.scrollIntoView({block: 'center', inline: 'center'});
        const {left, top, width, height} = it.getClientRects()[0] ?? {width: 0};
        if (width < 4) return [];
        const hit = document.elementFromPoint(left + width / 2, top + height / 2);
        return !hit || it.contains(hit) || hit.contains(it) ? [] : [`${it.outerHTML.slice(0, 120)} lies under ${hit.outerHTML.slice(0, 80)}`];
    });
    scrollTo(0, 0);
    return covered;
})()";

#[tokio::test]
async fn no_page_has_a_barrier() {
    no_barrier_in(0).await;
}

/// Beside the other, in a browser of its own: there are two halves because there are many pages.
#[tokio::test]
async fn no_page_of_the_other_half_has_a_barrier() {
    no_barrier_in(1).await;
}

async fn no_barrier_in(half: usize) {
    let site = Site::open().await;
    let mut cast = Cast::of(&site).await;
    let Some(mut hand) = site.hand(Look::default()).await else {
        return;
    };
    let pages = pages::all(&site, &mut cast).await;
    let pages: Vec<_> = pages.iter().skip(half).step_by(2).enumerate().collect();
    site.know_their_password(&[&cast.ada, &cast.iris]).await;
    hand.browser.bring_axe().await;
    let mut found = Vec::new();
    for eyes in [Eyes::Nobodys, Eyes::Adas, Eyes::Iriss] {
        let seen = pages.iter().filter(|(_, page)| page.eyes == eyes);
        match eyes {
            Eyes::Nobodys => {}
            Eyes::Adas => hand.signs_in(&cast.ada).await,
            Eyes::Iriss if seen.clone().next().is_none() => continue,
            Eyes::Iriss => hand.signs_in(&cast.iris).await,
        }
        for (at, page) in seen {
            found.extend(on(&mut hand, page, at % 2 == 0).await);
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
    let mut found = on(&mut hand, &page, true).await;
    found.extend(on(&mut hand, &page, false).await);
    assert!(found.is_empty(), "\n  {}", found.join("\n  "));
}

/// What is wrong with a page. It is opened once, and looked at in two ways that differ in screen and in light; every
/// other page in the two ways that remain, as pages are made of the same pieces.
async fn on(hand: &mut Hand, page: &Page, desk_by_day: bool) -> Vec<String> {
    let mut found = Vec::new();
    let ways = [(Screen::Desk, !desk_by_day), (Screen::Phone, desk_by_day)];
    for (screen, dark) in ways {
        let scripts = true;
        hand.browser
            .look(Look {
                screen,
                dark,
                scripts,
            })
            .await;
        if let Screen::Desk = screen {
            found.extend(opens(hand, page).await);
        }
        let when = if dark { "at night" } else { "by day" };
        let barriers = hand.browser.barriers().await;
        found.extend(barriers.into_iter().map(|line| format!("{when}, {line}")));
        let covered = hand.reads(COVERED).await;
        found.extend(serde_json::from_value::<Vec<String>>(covered).expect("a list"));
        let width = hand
            .reads("document.documentElement.scrollWidth - innerWidth")
            .await;
        if width.as_i64().is_none_or(|beyond| beyond > 0) {
            found.push(format!("it is {width} px wider than the screen"));
        }
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
