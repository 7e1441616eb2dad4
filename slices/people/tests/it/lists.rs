use web::testing::{Answer, Browser};

use crate::{HERE, NASTY};

async fn preview(admin: &mut Browser, list: &str, class: &str) -> Answer {
    let fields = [
        ("liste", list),
        ("role", "learner"),
        ("statut", "school"),
        ("classe", class),
    ];
    admin.post("/admin/personnes/liste", &fields).await
}

async fn confirm(
    admin: &mut Browser,
    list: &str,
    class: &str,
    doubts: &str,
    create: &[&str],
) -> Answer {
    let mut fields = vec![
        ("liste", list),
        ("role", "learner"),
        ("statut", "school"),
        ("classe", class),
        ("doutes", doubts),
        ("confirmer", "oui"),
    ];
    fields.extend(create.iter().map(|line| ("creer", *line)));
    admin.post("/admin/personnes/liste", &fields).await
}

async fn people_in_the_list(admin: &mut Browser) -> usize {
    admin
        .get("/admin/personnes?role=learner")
        .await
        .all("tbody th")
        .len()
}

people::on_both_engines! {
    modules: vec![];

    async fn six_learners_are_pasted_checked_and_enrolled(house) {
        let school = house.school(HERE).await;
        let admin = school.admin().await;
        let class = school.class("CS SNO").await;
        let mut admin = school.browser(admin).await;
        admin.get("/admin/personnes/liste").await.assert_sound();
        let list = "Nom ; Prénom\nFERRAND ; Inès ; 02/11/2008\nN’Diaye;Moussa\nL’Hostis\tYann\nBen Yahia ; Salma\nÇelik;Deniz\nO’Dwyer;Niamh\n";
        let page = preview(&mut admin, list, &class.to_string()).await;
        assert_eq!(page.status, 200);
        page.assert_sound();
        assert_eq!(page.h1(), "Vérifier la liste");
        assert_eq!(page.all("tbody tr").len(), 6);
        assert!(page.text().contains("2 novembre 2008"));
        assert_eq!(people_in_the_list(&mut admin).await, 0, "nothing before the confirmation");

        let done = confirm(&mut admin, list, &class.to_string(), "", &[]).await;
        assert_eq!(done.location(), "/admin/personnes");
        let page = admin.get("/admin/personnes?role=learner").await;
        assert_eq!(page.all(".j-flash"), ["6 personnes créées."]);
        assert_eq!(page.all("tbody th").len(), 6);
        let sheet = admin.post(format!("/admin/classes/{class}/codes"), &[]).await;
        sheet.assert_sound();
        assert_eq!(sheet.all(".j-codes > li").len(), 6);
        assert_eq!(sheet.all(".j-secretcode").len(), 6);
    }

    async fn known_names_are_a_doubt_that_somebody_decides(house) {
        let school = house.school(HERE).await;
        let admin = school.admin().await;
        school.learner("Inès", "Ferrand").await;
        let mut admin = school.browser(admin).await;
        let list = "ferrand;INES\nMartin;Paul\nMartin;Paul";
        let page = preview(&mut admin, list, "").await;
        page.assert_sound();
        assert_eq!(page.attributes("[name=doutes]", "value"), ["1,3"]);
        assert!(page.text().contains("déjà dans l’établissement") && page.text().contains("déjà à la ligne 2"));
        confirm(&mut admin, list, "", "1,3", &["3"]).await;
        let page = admin.get("/admin/personnes?role=learner").await;
        assert_eq!(page.all(".j-flash"), ["2 personnes créées, 1 ligne laissée de côté."]);
        assert_eq!(page.all("tbody th"), ["Ferrand Inès", "Martin Paul", "Martin Paul"]);
    }

    async fn a_doubt_that_appeared_meanwhile_is_shown_before_anything_is_created(house) {
        let school = house.school(HERE).await;
        let admin = school.admin().await;
        let mut admin = school.browser(admin).await;
        let list = "Ferrand;Inès\nMartin;Paul";
        assert_eq!(preview(&mut admin, list, "").await.attributes("[name=doutes]", "value"), [""]);
        school.learner("Inès", "Ferrand").await;
        let page = confirm(&mut admin, list, "", "", &[]).await;
        assert_eq!(page.h1(), "Vérifier la liste");
        assert_eq!(people_in_the_list(&mut admin).await, 1);
    }

    async fn two_hundred_lines_with_mistakes_are_explained_and_create_nothing(house) {
        let school = house.school(HERE).await;
        let admin = school.admin().await;
        let mut admin = school.browser(admin).await;
        let mut lines: Vec<String> = (0..200).map(|n| format!("Nom{n};Prénom{n}")).collect();
        lines[9] = "sans séparateur".into();
        lines[49] = format!("{NASTY};");
        lines[149] = "Nom;Prénom;31/02/2008".into();
        let list = lines.join("\n");
        for page in [preview(&mut admin, &list, "").await, confirm(&mut admin, &list, "", "", &[]).await] {
            assert_eq!(page.status, 422);
            page.assert_sound();
            let rows = page.all("[aria-label='Tableau des lignes à corriger'] tbody tr");
            assert_eq!(rows.len(), 3);
            assert_eq!(page.all("[aria-label='Tableau des lignes à corriger'] tbody th"), ["Ligne 10", "Ligne 50", "Ligne 150"]);
            assert!(page.all("textarea")[0].contains("Nom199;Prénom199"), "what was pasted is kept");
            assert!(page.attributes("[name=confirmer]", "value").is_empty());
            assert!(!page.text().contains("<script>alert"));
        }
        assert_eq!(people_in_the_list(&mut admin).await, 0);
        lines[9] = "Corrigé;Un".into();
        lines[49] = "Corrigé;Deux".into();
        lines[149] = "Corrigé;Trois".into();
        confirm(&mut admin, &lines.join("\n"), "", "", &[]).await;
        let page = admin.get("/admin/personnes").await;
        assert_eq!(page.all(".j-flash"), ["200 personnes créées."]);
    }

    async fn what_is_no_list_is_refused_with_a_sentence(house) {
        let school = house.school(HERE).await;
        let admin = school.admin().await;
        let mut admin = school.browser(admin).await;
        let many = "Nom;Prénom x\n".repeat(501);
        let huge = "x".repeat(1_000_000);
        for (list, sentence) in [("", "au moins une ligne"), ("\n \n", "au moins une ligne"), (&*many, "le maximum est 500"), (&*huge, "1000000")] {
            let page = preview(&mut admin, list, "").await;
            assert_eq!(page.status, 422);
            let error = page.all("#liste-erreur").join("").replace('\u{a0}', " ");
            assert!(error.contains(sentence), "{error}");
        }
        let page = preview(&mut admin, "Ferrand;Inès", &kernel::SchoolId::generate(&house.app.clock).to_string()).await;
        assert_eq!(page.status, 422);
        assert!(page.all("#classe-erreur").join("").contains("dans la liste"));
    }

    async fn a_list_of_teachers_joins_the_team(house) {
        let school = house.school(HERE).await;
        let admin = school.admin().await;
        let class = school.class("CS SNO").await;
        let mut admin = school.browser(admin).await;
        let class_text = class.to_string();
        let fields = [("liste", "Carbonnel;Hélène"), ("role", "teacher"), ("statut", "school"), ("classe", &class_text), ("doutes", ""), ("confirmer", "oui")];
        assert_eq!(admin.post("/admin/personnes/liste", &fields).await.status, 303);
        let page = admin.get(format!("/admin/classes/{class}")).await;
        assert!(page.all(".j-todo li").join(" ").contains("Hélène Carbonnel"));
    }
}
