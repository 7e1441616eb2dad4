//! Error pages and messages.

use crate::World;

#[tokio::test]
async fn a_defect_gives_a_page_with_a_number_and_others_are_still_served() {
    let world = World::sqlite().await;
    let mut browser = world.test.anonymous();
    for address in ["/casse/panique", "/casse/autrement"] {
        let answer = browser.get(address).await;
        assert_eq!(answer.status, 500);
        assert_eq!(answer.h1(), "Une erreur est survenue");
        assert!(!answer.all("code").is_empty(), "no support number");
        assert!(!answer.text().contains("on purpose"), "the cause leaks");
        answer.assert_sound();
    }
    assert_eq!(browser.get("/ouvert").await.status, 200);
}

#[tokio::test]
async fn a_conflict_says_what_was_kept() {
    let world = World::sqlite().await;
    let answer = world.test.anonymous().get("/casse/conflit").await;
    assert_eq!(answer.status, 409);
    assert!(answer.text().contains("Votre saisie est gardée"));
}

#[tokio::test]
async fn a_form_without_its_fields_is_refused_gently() {
    let world = World::sqlite().await;
    let mut teacher = world.test.signed_in(world.teacher, world.school).await;
    let answer = teacher.post("/mots", &[("autre", "x")]).await;
    assert_eq!(answer.status, 400);
    assert!(answer.text().contains("Rien n’a été modifié"));
}

#[tokio::test]
async fn a_form_too_large_is_refused_and_says_how_to_find_the_text_again() {
    let world = World::sqlite().await;
    let mut teacher = world.test.signed_in(world.teacher, world.school).await;
    let answer = teacher
        .post("/mots", &[("word", &"a".repeat(5 * 1024 * 1024))])
        .await;
    assert_eq!(answer.status, 413);
    assert!(answer.text().contains("revenez en arrière"));
}

#[tokio::test]
async fn a_message_is_shown_escaped_and_once() {
    let world = World::sqlite().await;
    let mut teacher = world.test.signed_in(world.teacher, world.school).await;
    let answer = teacher.post("/mots", &[("word", "<b>fait</b>")]).await;
    assert_eq!((answer.status.as_u16(), answer.location()), (303, "/tous"));
    let page = teacher.get("/chef").await;
    assert!(page.text().contains("&#60;b&#62;fait") || page.text().contains("&lt;b&gt;fait"));
    let again = teacher.get("/chef").await;
    assert!(!again.text().contains("fait&"), "shown twice");
}
