//! Pages ask as little of the database for much as for little.

use learning::api::SituationId;

use crate::cast::{Cast, first};

/// The statements of one page, the session included.
async fn statements(cast: &Cast<'_>, address: &str) -> u64 {
    let mut browser = cast.browser(cast.carbonnel).await;
    // Published curricula are read once per process.
    browser.get(address).await;
    let before = cast.house.app.db.statements();
    let page = browser.get(address).await;
    assert_eq!(page.status, 200);
    cast.house.app.db.statements() - before
}

async fn grow(cast: &Cast<'_>, situation: SituationId) {
    let mut carbonnel = cast.browser(cast.carbonnel).await;
    let address = format!("/situations/{situation}");
    for n in 0..12 {
        let title = format!("Encore une, {n}");
        carbonnel
            .post("/situations/nouvelle", &[("titre", &title)])
            .await;
        let mission = [
            ("titre", title.as_str()),
            ("cible", "C2.1"),
            ("productions", "Un texte"),
        ];
        carbonnel
            .post(format!("{address}/missions/nouvelle"), &mission)
            .await;
        carbonnel
            .post(
                format!("{address}/commentaires"),
                &[("commentaire", &title)],
            )
            .await;
        carbonnel
            .upload(
                format!("{address}/documents/nouveau"),
                &[],
                &format!("{n}.txt"),
                title.as_bytes(),
            )
            .await;
        carbonnel
            .post(format!("{address}/etat"), &[("vers", "proposee")])
            .await;
        carbonnel
            .post(format!("{address}/etat"), &[("vers", "brouillon")])
            .await;
    }
}

people::on_both_engines! {
    modules: vec![learning::module()];

    async fn much_costs_no_more_statements_than_little(house) {
        let cast = Cast::new(house).await;
        let ids = cast.vosreves().await;
        let (situation, missions, organisation) = first(&ids);
        let mut carbonnel = cast.browser(cast.carbonnel).await;
        let add = format!("/situations/{situation}/documents/nouveau");
        carbonnel.upload(&add, &[], "a.txt", b"Un document.").await;
        carbonnel.post(format!("/situations/{situation}/etat"), &[("vers", "proposee")]).await;
        carbonnel.post(format!("/situations/{situation}/etat"), &[("vers", "brouillon")]).await;
        let pages = [
            "/situations".to_owned(),
            format!("/situations/{situation}"),
            format!("/situations/{situation}/modifier"),
            format!("/situations/{situation}/missions/{}/modifier", missions[0]),
            "/situations/organisations".to_owned(),
            format!("/situations/organisations/{organisation}"),
            format!("/situations/fiches/{situation}/versions"),
            add,
        ];
        let mut few = Vec::new();
        for page in &pages {
            few.push(statements(&cast, page).await);
        }
        grow(&cast, situation).await;
        let mut many = Vec::new();
        for page in &pages {
            many.push(statements(&cast, page).await);
        }
        assert_eq!(few, many);
        assert!(many.iter().all(|count| *count <= 14), "{many:?}");
    }
}
