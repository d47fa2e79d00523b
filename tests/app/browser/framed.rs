//! The list in a page of somebody else's website.

use crate::kit::{browser::Look, cast::Cast, site::Site};
use axum::{Router, response::Html, routing::get};
use tokio::net::TcpListener;

#[tokio::test]
async fn another_website_shows_the_list_and_leads_to_a_role() {
    let site = Site::open().await;
    let cast = Cast::of(&site).await;
    let Some(hand) = site.hand(Look::default()).await else {
        return;
    };
    site.mill(&cast).await;
    let origin = &site.origin;
    let frame =
        format!("<iframe src='{origin}/careers/heron/embed' width=360 height=400></iframe>");
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let elsewhere = format!("http://{}/", listener.local_addr().expect("its address"));
    let page = Router::new().route("/", get(async move || Html(frame)));
    tokio::spawn(async move { axum::serve(listener, page).await });

    hand.browser.goto(&elsewhere).await.expect("a page");
    let window = hand.browser.window().await.expect("a window");
    hand.browser.enter_frame(0).await.expect("a frame");
    hand.sees("Miller").await;
    assert_eq!(
        hand.reads("document.documentElement.scrollWidth - innerWidth")
            .await,
        0
    );
    hand.clicks("Miller").await;
    hand.browser
        .switch_to_window(window)
        .await
        .expect("the window");
    hand.until(
        "window === top && location.pathname.startsWith('/careers/heron/jobs/')",
        "the link stayed in the frame",
    )
    .await;
}
