//! `/metriques`: closed unless opened, to whom, and that it names nobody.

use std::net::SocketAddr;

use axum::body::Body;
use axum::extract::ConnectInfo;
use db::Engine;
use http::{Request, StatusCode};
use jalon::metrics::Metrics;
use jalon::settings::Settings;
use kernel::Role;
use people::testing::House;
use web::testing::Answer;

use crate::world::house;

const TOKEN: &str = "un-jeton-de-trente-deux-caractères";

async fn watched(token: &str, loopback: bool) -> House {
    let settings = Settings {
        metrics_token: token.into(),
        metrics_loopback: loopback,
        ..Settings::default()
    };
    let house = house(Engine::Sqlite).await.unwrap();
    let metrics = Metrics::new(&settings);
    metrics.watch(&house.app.db);
    House(house.0.around(|router| metrics.around(router)))
}

/// Asks from an address, with headers.
async fn ask(house: &House, from: &str, headers: &[(&str, &str)]) -> Answer {
    let mut request = Request::get("/metriques").body(Body::empty()).unwrap();
    let peer: SocketAddr = from.parse().unwrap();
    request.extensions_mut().insert(ConnectInfo(peer));
    for (name, value) in headers {
        let name: http::HeaderName = name.parse().unwrap();
        let value = http::HeaderValue::from_bytes(value.as_bytes()).unwrap();
        request.headers_mut().insert(name, value);
    }
    house.anonymous().send(request).await
}

const HERE: &str = "127.0.0.1:40000";
const ELSEWHERE: &str = "192.0.2.7:40000";

#[tokio::test]
async fn the_measures_do_not_exist_until_a_setting_opens_them() {
    let house = watched("", false).await;
    for headers in [
        &[][..],
        &[("authorization", "Bearer ")],
        &[("authorization", "Bearer x")],
    ] {
        assert_eq!(
            ask(&house, HERE, headers).await.status,
            StatusCode::NOT_FOUND
        );
    }
}

#[tokio::test]
async fn the_measures_are_given_for_the_token_alone() {
    let house = watched(TOKEN, false).await;
    let right = format!("Bearer {TOKEN}");
    let given = ask(&house, ELSEWHERE, &[("authorization", &right)]).await;
    assert_eq!(given.status, StatusCode::OK);
    let kind = given.headers["content-type"].to_str().unwrap();
    assert!(kind.starts_with("application/openmetrics-text"), "{kind}");
    assert!(given.text().ends_with("# EOF\n"));
    for wrong in [
        "",
        "Bearer ",
        "Bearer un-jeton",
        TOKEN,
        &format!("Basic {TOKEN}"),
    ] {
        let refused = ask(&house, HERE, &[("authorization", wrong)]).await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN, "{wrong}");
        assert!(!refused.text().contains("jalon_http"));
    }
    // Being signed in opens nothing.
    let school = house.school("0009017B").await;
    let admin = school.admin().await;
    let refused = school.browser(admin).await.get("/metriques").await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn this_machine_is_not_whoever_comes_through_its_proxy() {
    let house = watched("", true).await;
    assert_eq!(ask(&house, HERE, &[]).await.status, StatusCode::OK);
    assert_eq!(ask(&house, "[::1]:40000", &[]).await.status, StatusCode::OK);
    assert_eq!(
        ask(&house, ELSEWHERE, &[]).await.status,
        StatusCode::FORBIDDEN
    );
    for proxied in [
        ("x-forwarded-for", "127.0.0.1"),
        ("forwarded", "for=127.0.0.1"),
    ] {
        let refused = ask(&house, HERE, &[proxied]).await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN, "{proxied:?}");
    }
    // An address that nobody knows is not taken for this machine.
    let unknown = house.anonymous().get("/metriques").await;
    assert_eq!(unknown.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn what_is_counted_names_nobody() {
    let house = watched(TOKEN, false).await;
    let school = house.school("0009017B").await;
    let learner = school.learner("Zéphyrine", "Quatrebarbes").await;
    let admin = school.person("Adèle", "Gestion", &[Role::Admin]).await;
    let mut admin = school.browser(admin).await;
    let page = admin
        .get(format!("/admin/personnes/{learner}?de=Quatrebarbes"))
        .await;
    assert_eq!(page.status, StatusCode::OK);
    admin.get("/admin/personnes?q=quatrebarbes").await;
    admin.get("/nulle-part/zephyrine.quatrebarbes").await;
    let fields = [
        ("identifiant", "zephyrine.quatrebarbes"),
        ("mot_de_passe", "faux"),
    ];
    house.anonymous().post("/connexion", &fields).await;
    let odd = Request::builder()
        .method("QUATREBARBES")
        .uri("/connexion")
        .body(Body::empty())
        .unwrap();
    house.anonymous().send(odd).await;
    admin.post("/notifications/lues", &[]).await;

    let right = format!("Bearer {TOKEN}");
    let text = ask(&house, HERE, &[("authorization", &right)]).await.text();
    for expected in [
        r#"jalon_http_requests_total{method="GET",route="/admin/personnes/{person}",status="200"} 1"#,
        r#"jalon_http_requests_total{method="GET",route="-",status="404"} 1"#,
        r#"jalon_http_requests_total{method="other",route="/connexion",status="404"} 1"#,
        r#"jalon_db_write_duration_seconds_count{result="committed"}"#,
        r#"jalon_jobs{state="failed"} 0"#,
        "jalon_version_info",
    ] {
        assert!(text.contains(expected), "{expected} is missing in\n{text}");
    }
    let low = text.to_lowercase();
    for personal in [
        "quatrebarbes",
        "phyrine",
        "adèle",
        "0009017b",
        &learner.to_string(),
        TOKEN,
    ] {
        assert!(!low.contains(personal), "{personal} is in\n{text}");
    }
}
