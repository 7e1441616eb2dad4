//! Hours of a team, against what the guide proposes.

use kernel::{AccountId, Role};

use crate::{HERE, NASTY};

people::on_both_engines! {
    modules: vec![];

    async fn hours_are_shared_out_and_held_against_the_guide(house) {
        let school = house.school(HERE).await;
        let class = school.class("CS SNO").await;
        let carbonnel = school.teacher("Carbonnel").await;
        let sarr = school.teacher("Sarr").await;
        school.assign(class, carbonnel, &[1, 2], true).await;
        school.assign(class, sarr, &[3], false).await;
        let admin = school.admin().await;
        let mut admin = school.browser(admin).await;
        let address = format!("/admin/classes/{class}/heures");
        let page = admin.get(&address).await;
        page.assert_sound();
        assert!(page.text().replace('\u{a0}', " ").contains("Il manque 400 h : la formation dure au moins 400 h."));
        let name = |kind: char, who: AccountId, block: u8| format!("{kind}-{who}-{block}");
        let (one, two, three, english) = (name('h', carbonnel, 1), name('h', carbonnel, 2), name('h', sarr, 3), name('a', sarr, 3));
        assert!(page.attributes("input[type=text]", "name").contains(&english));
        assert!(!page.attributes("input[type=text]", "name").contains(&name('a', carbonnel, 1)));

        let fields = [(&*one, "130"), (&*two, "210"), (&*three, "99,5"), (&*english, "39 h 30")];
        assert_eq!(admin.post(&address, &fields).await.location(), address);
        let page = admin.get(&address).await;
        page.assert_sound();
        let facts: Vec<String> = page.all(".j-facts dd").iter().map(|dd| dd.replace('\u{a0}', " ")).collect();
        assert!(facts[0].contains("130 h") && facts[0].contains("Dans les bornes"), "{}", facts[0]);
        assert!(facts[1].contains("10 h de plus que prévu : le guide propose de 170 à 200 h."), "{}", facts[1]);
        assert!(facts[2].contains("Il manque 0 h 30 : le guide propose de 100 à 150 h."), "{}", facts[2]);
        assert!(facts[2].contains("au moins 40 h d’anglais"), "{}", facts[2]);
        assert!(facts[3].contains("439 h 30") && facts[3].contains("Dans les bornes"), "{}", facts[3]);
        assert_eq!(page.all("tbody tr td:last-child")[0].replace('\u{a0}', " "), "340 h");

        for (field, value, sentence) in [(&three, NASTY, "ne se lisent pas"), (&english, "100", "ne peuvent pas les dépasser")] {
            let typed: Vec<(&str, &str)> = fields.iter().map(|(n, v)| if n == field { (*n, value) } else { (*n, *v) }).collect();
            let page = admin.post(&address, &typed).await;
            assert_eq!(page.status, 422);
            page.assert_sound();
            let said = page.all(".j-summary li").join("");
            assert!(said.contains("Sarr") && said.contains(sentence), "{said}");
            assert!(page.attributes("input[type=text]", "value").contains(&"130".to_owned()), "what was typed is kept");
        }
        // The référent·e shares them out too; the rest of the team does not.
        assert_eq!(school.browser(carbonnel).await.get(&address).await.status, 200);
        assert_eq!(school.browser(sarr).await.get(&address).await.status, 404);
        let head = school.person("Bertrand", "Quéméneur", &[Role::Head]).await;
        assert_eq!(school.browser(head).await.get(&address).await.status, 403);
    }
}
