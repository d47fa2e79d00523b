//! The whole of the main job as three people do it, from an idea of a job to a decision: once with scripts, once without.

use crate::kit::{browser::Look, cast::Cast, documents, hand::Hand, site::Site};

#[tokio::test]
async fn the_main_job_is_done_with_scripts() {
    main_job(true).await;
}

#[tokio::test]
async fn the_main_job_is_done_without_scripts() {
    main_job(false).await;
}

async fn main_job(scripts: bool) {
    let site = Site::open().await;
    let cast = Cast::of(&site).await;
    let look = Look {
        scripts,
        ..Look::default()
    };
    let Some(hand) = site.hand(look).await else {
        return;
    };
    site.know_their_password(&[&cast.ada, &cast.rosa]).await;

    hand.signs_in(&cast.ada).await;
    publishes(&hand).await;

    hand.browser.delete_all_cookies().await.expect("no cookies");
    site.eventually("/careers/heron", |page| {
        page.text().contains("Bridge Keeper")
    })
    .await;
    applies(&hand, &site).await;
    // The résumé's text is read in the background.
    site.run_tasks().await;

    hand.signs_in(&cast.rosa).await;
    reads(&hand).await;
    decides(&hand).await;
}

/// A job, its posting, and both open.
async fn publishes(hand: &Hand) {
    hand.clicks("New job").await;
    hand.types("#name", "Bridge Keeper").await;
    hand.clicks("Make the job").await;
    hand.sees("The job is made").await;
    hand.clicks("Details").await;
    hand.clicks("Open this job").await;
    hand.sees("The job is open").await;

    hand.clicks("Postings").await;
    hand.clicks("Write the first one").await;
    hand.types("#summary", "Lift the bridge for whoever comes by water.")
        .await;
    hand.chooses("#workplace", "Remote").await;
    hand.chooses("#new_place", "Estonia").await;
    hand.clicks("Add place").await;
    hand.until(
        "document.querySelector('[name=place-0-what]')",
        "no place was added",
    )
    .await;
    hand.types("#pay_min", "31000").await;
    hand.types("#pay_max", "36000").await;
    hand.types(
        "#section-0-body",
        "The bridge is **old**, and so is its lift.",
    )
    .await;
    for section in [3, 2, 1] {
        let remove = format!("Remove section {}", section + 1);
        hand.clicks(&remove).await;
        let gone = format!("!document.querySelector('#section-{section}')");
        hand.until(&gone, "the section stayed").await;
    }
    hand.clicks("Publish").await;
    hand.sees("What candidates would see").await;
    hand.clicks("Publish").await;
    hand.sees("Public page").await;
}

/// First without an address and without consent; what was typed and the file stay.
async fn applies(hand: &Hand, site: &Site) {
    let folder = tempfile::tempdir().expect("a folder");
    let resume = folder.path().join("noor.pdf");
    std::fs::write(
        &resume,
        documents::pdf(&["Noor Castellane", "Eleven years of locks and weirs"]),
    )
    .expect("a file");

    hand.goes_to("/careers/heron").await;
    hand.clicks("Bridge Keeper").await;
    hand.sees("The bridge is old").await;
    hand.clicks("Apply for this role").await;
    hand.attaches("#resume", &resume).await;
    hand.types("#given_name", "Noor").await;
    hand.types("#family_name", "Castellane").await;
    hand.types("#place", "Tartu, Estonia").await;
    hand.clicks("Send application").await;

    hand.sees("There are 2 problems to fix").await;
    hand.sees("noor.pdf").await;
    hand.sees("You need not choose it again").await;
    for (field, typed) in [
        ("given_name", "Noor"),
        ("family_name", "Castellane"),
        ("place", "Tartu, Estonia"),
    ] {
        let value = hand
            .reads(&format!("document.getElementById('{field}').value"))
            .await;
        assert_eq!(value, typed);
    }
    hand.types("#email", "noor@example.org").await;
    hand.clicks("I agree").await;
    site.time_for_a_form();
    hand.clicks("Send application").await;
    hand.sees("Thank you. Your application is in.").await;
    hand.sees("Your reference is").await;
}

async fn reads(hand: &Hand) {
    hand.clicks("Jobs").await;
    hand.clicks("Bridge Keeper").await;
    hand.clicks("Noor Castellane").await;
    hand.clicks("Résumé").await;
    hand.sees("Eleven years of locks and weirs").await;
    hand.types("#body", "Knows water better than we do.").await;
    hand.clicks("Add note").await;
    hand.sees("The note is written.").await;
    hand.sees("Knows water better than we do.").await;
}

/// Moves on, rejects with a reason, and takes that back.
async fn decides(hand: &Hand) {
    hand.clicks("Move to Recruiter screen").await;
    hand.sees("Move Noor Castellane").await;
    hand.clicks("Move").await;
    hand.sees("Noor Castellane moved to Recruiter screen.")
        .await;

    hand.clicks("Reject…").await;
    hand.sees("Reject Noor Castellane?").await;
    hand.clicks("Place or time zone").await;
    hand.clicks("Reject").await;
    hand.sees("Noor Castellane is rejected.").await;
    hand.sees("Rejected by Rosa Lindqvist").await;
    hand.sees("Place or time zone").await;

    hand.clicks("Take the rejection back").await;
    hand.sees("Noor Castellane is back in Recruiter screen.")
        .await;
    hand.clicks("Activity").await;
    hand.sees("rejected").await;
}
