//! What a candidate does on a phone: applies, follows the link of their mail, withdraws and takes that back, gives another
//! address, looks at what is held, and erases it. Once with scripts, once without.

use super::Mill;
use crate::kit::{
    browser::{Look, Screen},
    documents,
    hand::Hand,
    site::Site,
};
use candor::base::ids::ApplicationId;

#[tokio::test]
async fn a_candidate_knows_where_they_stand_with_scripts() {
    journey(true).await;
}

#[tokio::test]
async fn a_candidate_knows_where_they_stand_without_scripts() {
    journey(false).await;
}

async fn journey(scripts: bool) {
    let Some(mut mill) = Mill::open().await else {
        return;
    };
    let look = Look {
        screen: Screen::Phone,
        dark: false,
        scripts,
    };
    mill.hand.browser.look(look).await;
    let hand = &mill.hand;
    hand.browser.delete_all_cookies().await.expect("no cookies");
    applies(hand, &mill.site).await;

    let id = mill.site.number("select max(id) from applications").await;
    let id = ApplicationId(id);
    mill.site.run_tasks().await;
    let mail = mill.site.mail_of(id).await;
    assert_eq!(mail[0].to, "leida@example.org");
    hand.goes_to(&mill.site.link_of(id).await).await;
    hand.sees("You have an answer by").await;
    hand.sees("We have your application").await;
    hand.sees("leida.pdf").await;
    stays_narrow(hand).await;

    hand.clicks("Withdraw…").await;
    hand.sees("Withdraw your application?").await;
    stays_narrow(hand).await;
    hand.types("#reason", "The bakery next door was faster.")
        .await;
    hand.clicks("Withdraw").await;
    hand.sees("This application is withdrawn.").await;
    assert_eq!(
        mill.site.happened(id, "application.withdrawn").await,
        1,
        "the people who hire know"
    );

    hand.clicks("Take it back").await;
    hand.sees("You have an answer by").await;
    hand.sees("Withdraw…").await;

    hand.clicks("Correct it").await;
    hand.clicks("Use another address").await;
    hand.types("#email", "leida@elsewhere.example.org").await;
    hand.clicks("Send a code there").await;
    hand.sees("Code from our mail to").await;
    stays_narrow(hand).await;
    hand.types("#code", &mill.site.code().await).await;
    hand.clicks("Use this address").await;
    hand.sees("we write to you at the new address").await;

    hand.clicks("See it").await;
    hand.sees("leida@elsewhere.example.org").await;
    stays_narrow(hand).await;
    hand.goes_to(&mill.site.link_of(id).await).await;
    hand.clicks("Delete…").await;
    hand.clicks("Send me the code").await;
    hand.sees("Code from our mail").await;
    stays_narrow(hand).await;
    hand.types("#code", &mill.site.code().await).await;
    hand.clicks("Erase everything").await;
    hand.sees("Your data is erased").await;
}

async fn applies(hand: &Hand, site: &Site) {
    let folder = tempfile::tempdir().expect("a folder");
    let resume = folder.path().join("leida.pdf");
    std::fs::write(&resume, documents::pdf(&["Leida Rand", "Flour and time"])).expect("a file");
    hand.goes_to("/careers/heron").await;
    hand.clicks("Miller").await;
    hand.clicks("Apply for this role").await;
    hand.attaches("#resume", &resume).await;
    hand.types("#given_name", "Leida").await;
    hand.types("#family_name", "Rand").await;
    hand.types("#email", "leida@example.org").await;
    hand.types("#place", "Tartu, Estonia").await;
    hand.clicks("I agree").await;
    site.time_for_a_form();
    stays_narrow(hand).await;
    hand.clicks("Send application").await;
    hand.sees("Thank you. Your application is in.").await;
}

/// Nothing is scrolled sideways on a phone.
async fn stays_narrow(hand: &Hand) {
    let beyond = "document.documentElement.scrollWidth - innerWidth";
    assert_eq!(hand.reads(beyond).await, 0, "{}", hand.path().await);
}
