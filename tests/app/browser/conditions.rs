//! Questions that are asked after certain answers: shown at once with scripts, all there with their condition without.

use crate::kit::cast::Cast;
use crate::kit::{
    browser::{Look, Screen},
    postings::{Live, miller, question},
    site::Site,
};
use candor::{
    base::ids::QuestionId,
    domain::postings::advert::{QuestionKind, ShownIf},
};

const WHERE: &str = "Where did you mill?";

async fn mill(site: &Site, cast: &Cast) -> Live {
    let mut ad = miller();
    ad.advert.questions = vec![
        question(QuestionKind::YesNo, "Ever milled?", true),
        question(QuestionKind::SingleChoice, "What?", true),
        question(QuestionKind::ShortText, WHERE, true),
    ];
    for (n, question) in (1..).zip(&mut ad.advert.questions) {
        question.id = QuestionId(-n);
    }
    for (n, on, value) in [(1, -1, ShownIf::YES), (2, -2, 2)] {
        ad.advert.questions[n].shown_if = Some(ShownIf {
            question: QuestionId(on),
            any_of: vec![value],
        });
    }
    site.publish(&cast.company, ad).await
}

#[tokio::test]
async fn a_question_shows_once_it_is_asked() {
    let site = Site::open().await;
    let cast = Cast::of(&site).await;
    let live = mill(&site, &cast).await;
    let look = Look {
        screen: Screen::Phone,
        ..Look::default()
    };
    let Some(mut hand) = site.hand(look).await else {
        return;
    };
    let form = format!("/careers/heron/jobs/{}-miller/apply", live.id);
    hand.goes_to(&form).await;
    hand.sees("Ever milled?").await;
    let hidden = |words: &str| format!("!document.body.innerText.includes('{words}')");
    hand.until(&hidden("What?"), "asked too early").await;
    hand.clicks("Yes").await;
    hand.sees("What?").await;
    hand.until(&hidden("Only if"), "the condition is plain to see")
        .await;
    hand.until(&hidden(WHERE), "asked too early").await;
    hand.clicks("Oats").await;
    hand.sees(WHERE).await;
    assert_eq!(hand.browser.barriers().await, Vec::<String>::new());
    // Whatever hangs on it goes with it, and nothing of it is sent.
    hand.reads("document.querySelector('[name^=question_][value=no]').click()")
        .await;
    hand.until(&hidden("What?"), "still asked").await;
    hand.until(&hidden(WHERE), "still asked").await;
    let sent = "[...new FormData(document.getElementById('apply')).keys()].filter(name => name.startsWith('question_')).length";
    assert_eq!(hand.reads(sent).await, 1);

    hand.browser
        .look(Look {
            scripts: false,
            ..look
        })
        .await;
    hand.goes_to(&form).await;
    hand.sees("Only if you answered “Yes” to “Ever milled?”")
        .await;
    hand.sees(WHERE).await;
    assert_eq!(hand.browser.barriers().await, Vec::<String>::new());
}
