//! Who comes in where.

use crate::World;

#[tokio::test]
async fn whoever_is_not_signed_in_is_led_to_the_form_and_back() {
    let world = World::sqlite().await;
    let answer = world.test.anonymous().get("/tous?page=2").await;
    assert_eq!(answer.status, 303);
    assert_eq!(answer.location(), "/connexion?suite=%2Ftous%3Fpage%3D2");
}

#[tokio::test]
async fn a_script_that_is_not_signed_in_is_told_so_in_json() {
    let world = World::sqlite().await;
    let answer = world
        .test
        .anonymous()
        .post_by_script("/mots", &[("word", "x")])
        .await;
    assert_eq!(answer.status, 401);
    assert_eq!(answer.json()["message"], "Vous n’êtes pas connecté·e.");
}

#[tokio::test]
async fn an_area_closed_to_the_role_says_so_and_shows_the_way_out() {
    let world = World::sqlite().await;
    let mut teacher = world.test.signed_in(world.teacher, world.school).await;
    let answer = teacher.get("/chef").await;
    assert_eq!(answer.status, 403);
    assert_eq!(answer.h1(), "Accès fermé");
    assert!(
        answer
            .attributes("main a", "href")
            .contains(&"/accueil".into())
    );
    answer.assert_sound();
    let mut head = world.test.signed_in(world.head, world.school).await;
    assert_eq!(head.get("/chef").await.status, 200);
}

#[tokio::test]
async fn unknown_unreadable_and_forbidden_objects_look_alike() {
    let world = World::sqlite().await;
    let mut teacher = world.test.signed_in(world.teacher, world.school).await;
    let mine = teacher.get(format!("/choses/{}", world.teacher)).await;
    assert_eq!(mine.status, 200);
    let theirs = teacher.get(format!("/choses/{}", world.head)).await;
    let unreadable = teacher.get("/choses/..%2Fetc").await;
    let nowhere = teacher.get("/nulle-part").await;
    for answer in [&theirs, &unreadable, &nowhere] {
        assert_eq!(answer.status, 404);
        assert_eq!(answer.h1(), "Page introuvable");
    }
}

#[tokio::test]
async fn a_form_sent_from_another_site_is_refused() {
    let world = World::sqlite().await;
    let mut teacher = world.test.signed_in(world.teacher, world.school).await;
    let request = http::Request::post("/mots")
        .header("host", "127.0.0.1:8080")
        .header("origin", "https://ailleurs.example.org")
        .header("content-type", "application/x-www-form-urlencoded")
        .body("word=x".into())
        .unwrap();
    let answer = teacher.send_from(request, "cross-site").await;
    assert_eq!(answer.status, 403);
    assert!(answer.text().contains("autre site"), "{}", answer.text());
}
