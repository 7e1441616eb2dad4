//! What may be seen of the answers, and what a page costs.

use kernel::AccountId;

use crate::school::Cast;

people::on_both_engines! {
    modules: vec![maturity::module()];

    async fn answers_are_shown_in_totals_from_five_people(house) {
        let cast = Cast::new(house).await;
        let campaign = cast.open(&[]).await;
        let mut head = cast.browser(cast.head).await;
        cast.respond_all(&cast.teachers[..4], &campaign).await;
        let position = format!("{campaign}/position?champ=1.1");
        let page = head.get(&position).await;
        assert!(page.all(".j-said").is_empty());
        let page = head.get(&campaign).await;
        page.assert_sound();
        assert!(page.text().contains("4\u{a0}réponses sur 8\u{a0}personnes invitées"));
        assert!(page.text().contains("Elles seront montrées à partir de 5 réponses"));

        cast.respond(cast.teachers[4], &campaign, &[("e-1.1.1-1", "unknown"), ("r-1.1.1", "Plutôt d’accord.")]).await;
        let page = head.get(&position).await;
        page.assert_sound();
        let spread = page.all(".j-said");
        assert_eq!(spread.len(), 15);
        assert!(spread[0].contains("4 atteint · 0 pas atteint · 1 ne sait pas"), "{spread:?}");
        assert!(spread[1].contains("0 atteint · 4 pas atteint · 1 ne sait pas"));
        // A remark is read without its author.
        assert!(page.text().contains("Plutôt d’accord.") && !page.text().contains("Prof4"));
    }

    async fn a_small_group_is_not_told_by_subtraction(house) {
        let cast = Cast::new(house).await;
        let (head, lead) = (cast.head.to_string(), cast.lead.to_string());
        let campaign = cast.open(&[("personnes", &head), ("personnes", &lead)]).await;
        cast.respond_all(&cast.teachers[..5], &campaign).await;
        let mut browser = cast.browser(cast.head).await;
        let page = browser.get(&campaign).await;
        assert_eq!(page.all("#reponses .j-tabs li"), ["Tout le monde", "Équipe pédagogique"]);
        // Six less five would be one: the team is shown apart no more.
        cast.respond_all(&[cast.lead], &campaign).await;
        let page = browser.get(format!("{campaign}?groupe=teaching")).await;
        page.assert_sound();
        assert!(page.all("#reponses .j-tabs li").is_empty());
        assert!(page.all(".j-said")[0].contains("6 atteint"));
    }

    async fn a_campaign_closed_with_few_answers_keeps_none_of_them(house) {
        let cast = Cast::new(house).await;
        let campaign = cast.open(&[]).await;
        cast.respond(cast.teachers[0], &campaign, &[("e-1.1.1-1", "reached"), ("r-1.1.1", "Secret.")]).await;
        let mut head = cast.browser(cast.head).await;
        head.post(format!("{campaign}/clore"), &[]).await;
        let rows = house.app.db.reader();
        use db::sea_orm::{ConnectionTrait, Statement};
        for table in ["campaign_tallies", "campaign_remarks"] {
            let statement = Statement::from_string(rows.get_database_backend(), format!("select 1 from {table}"));
            assert!(rows.query_all_raw(statement).await.unwrap().is_empty(), "{table}");
        }
    }

    async fn the_worked_example_is_on_the_page(house) {
        let cast = Cast::new(house).await;
        let campaign = cast.open(&[]).await;
        let mut head = cast.browser(cast.head).await;
        // 20, 13 and 7 of the 21 items.
        let fields = [("1.1", 5), ("1.2", 3), ("1.3", 6), ("2.1", 2), ("2.2", 3), ("2.3", 2)];
        let mut rank = 0;
        for (field, items) in fields {
            let mut names = Vec::new();
            for item in 1..=items {
                rank += 1;
                for (step, reached) in [(1, 20), (2, 13), (3, 7)] {
                    let code = format!("{field}.{item}-{step}");
                    names.push((format!("vu-{code}"), "0"));
                    if rank <= reached {
                        names.push((format!("c-{code}"), "1"));
                    }
                }
            }
            let names: Vec<(&str, &str)> = names.iter().map(|(a, b)| (a.as_str(), *b)).collect();
            head.post(format!("{campaign}/position?champ={field}"), &names).await;
        }
        let page = head.get(&campaign).await;
        page.assert_sound();
        let text = page.text();
        for figure in ["20\u{a0}sur\u{a0}21, 95\u{a0}%", "13\u{a0}sur\u{a0}21, 62\u{a0}%", "7\u{a0}sur\u{a0}21, 33\u{a0}%", "40\u{a0}sur\u{a0}63, 63\u{a0}%"] {
            assert!(text.contains(figure), "{figure}");
        }
        assert_eq!(page.all("#forts ~ ul li").len(), 7);
        assert_eq!(page.all("#axes ~ ul > li").len(), 8);

        // The roadmap says the same.
        let pdf = head.get(format!("{campaign}/feuille-de-route.pdf")).await;
        assert_eq!(pdf.headers["content-type"], "application/pdf");
        let told = pdf.text();
        assert!(told.starts_with("%PDF") && told.contains("Lycée 0009017B"));
        for figure in ["40\\u{a0}sur\\u{a0}63, 63\\u{a0}%", "15\\u{a0}sur\\u{a0}15, 100\\u{a0}%"] {
            assert!(told.contains(figure), "{figure}\n{told}");
        }
    }

    async fn pages_cost_no_more_statements_for_eight_answers_than_for_one(house) {
        let cast = Cast::new(house).await;
        let campaign = cast.open(&[]).await;
        let count = async |who: AccountId, address: &str| {
            let mut browser = cast.browser(who).await;
            browser.get(address).await;
            let before = house.app.db.statements();
            let page = browser.get(address).await;
            assert_eq!(page.status, 200, "{address}");
            house.app.db.statements() - before
        };
        let all = async || {
            [
                count(cast.head, "/numerique").await,
                count(cast.head, &campaign).await,
                count(cast.head, &format!("{campaign}/position")).await,
                count(cast.head, &format!("{campaign}/modifier")).await,
                count(cast.head, &format!("{campaign}/historique")).await,
                count(cast.teachers[7], &format!("{campaign}/reponse")).await,
            ]
        };
        cast.respond_all(&cast.teachers[..1], &campaign).await;
        let few = all().await;
        cast.respond_all(&cast.teachers[1..7], &campaign).await;
        for _ in 0..4 {
            cast.open(&[]).await;
        }
        let mut head = cast.browser(cast.head).await;
        head.post(format!("{campaign}/position?champ=1.1"), &[("vu-1.1.1-1", "0"), ("c-1.1.1-1", "1")]).await;
        let many = all().await;
        // From five answers on, the tallies and the remarks are read too: two more.
        assert_eq!([few[0], few[3], few[5]], [many[0], many[3], many[5]]);
        assert!(many.iter().all(|n| *n <= 9), "{many:?}");
    }
}
