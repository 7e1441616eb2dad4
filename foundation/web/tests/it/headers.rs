//! What every answer carries.

use crate::World;

#[tokio::test]
async fn every_page_carries_the_closed_policy_and_is_not_cached() {
    let world = World::sqlite().await;
    let mut browser = world.test.anonymous();
    for address in ["/ouvert", "/nulle-part", "/casse/panique"] {
        let answer = browser.get(address).await;
        let header = |name: &str| answer.headers[name].to_str().unwrap().to_owned();
        assert!(header("content-security-policy").starts_with("default-src 'none'"));
        assert!(!header("content-security-policy").contains("unsafe"));
        assert_eq!(header("x-content-type-options"), "nosniff");
        assert_eq!(header("cache-control"), "no-store");
        assert!(answer.headers.contains_key("x-request-id"));
        // Over plain http it would promise what nobody can keep.
        assert!(!answer.headers.contains_key("strict-transport-security"));
    }
}

#[tokio::test]
async fn assets_are_kept_for_ever_and_sent_compressed() {
    let world = World::sqlite().await;
    let request = http::Request::get(web::assets::url("jalon.css"))
        .header("accept-encoding", "gzip, br")
        .body(axum::body::Body::empty())
        .unwrap();
    let answer = world.test.anonymous().send(request).await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.headers["content-encoding"], "br");
    assert_eq!(answer.headers["content-type"], "text/css; charset=utf-8");
    assert!(
        answer.headers["cache-control"]
            .to_str()
            .unwrap()
            .contains("immutable")
    );
}
