//! Campaigns: invited, answered, steered, closed.

use http::StatusCode;
use kernel::Role;

use crate::school::{Cast, version};

people::on_both_engines! {
    modules: vec![maturity::module()];

    async fn a_campaign_goes_from_invitation_to_a_frozen_position(house) {
        let cast = Cast::new(house).await;
        let mut head = cast.browser(cast.head).await;
        let home = head.get("/numerique").await;
        home.assert_sound();
        assert!(home.text().contains("Ouvrir une campagne"));
        head.get("/numerique/campagnes/nouvelle").await.assert_sound();

        // A slip: what was typed stays.
        let refused = head.post("/numerique/campagnes/nouvelle", &[("titre", "Ma campagne"), ("debut", "2027-03-09"), ("fin", "hier"), ("seul", "")]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        refused.assert_sound();
        assert_eq!(refused.attributes("[name=titre]", "value"), ["Ma campagne"]);
        assert!(refused.text().contains("Cette date n’est pas lisible") && refused.text().contains("Invitez au moins une personne"));

        let campaign = cast.open(&[("cadre", "au conseil du 25 mars")]).await;
        let mut teacher = cast.browser(cast.teachers[0]).await;
        let told = teacher.get("/notifications").await.text();
        assert!(told.contains("répondez jusqu’au 20 mars 2027"), "{told}");
        let home = teacher.get("/numerique").await;
        home.assert_sound();
        assert!(home.text().contains("attend votre réponse"));

        // One answers field by field; the rest is not known.
        let page = teacher.get(format!("{campaign}/reponse")).await;
        page.assert_sound();
        assert_eq!(page.all("h2#champ"), ["1.1 Pilotage, impulsion et organisation"]);
        assert_eq!(page.all(".j-says").len(), 15);
        let fields = [("instrument", version(&page)), ("e-1.1.3-1", "reached".into()), ("e-1.1.3-2", "missed".into()), ("r-1.1.3", "À réécrire avec les élèves.".into())];
        let fields: Vec<(&str, &str)> = fields.iter().map(|(a, b)| (*a, b.as_str())).collect();
        let saved = teacher.post(format!("{campaign}/reponse?champ=1.1"), &fields).await;
        assert!(saved.location().ends_with("champ=1.2"));
        let page = teacher.get(format!("{campaign}/reponse?champ=1.1")).await;
        assert_eq!(page.attributes("[name='e-1.1.3-1'][checked]", "value"), ["reached"]);
        assert!(page.text().contains("61\u{a0}énoncés restent"));
        let sent = teacher.post(format!("{campaign}/reponse/envoyer"), &[]).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER);
        let page = teacher.get(format!("{campaign}/reponse?champ=1.1")).await;
        page.assert_sound();
        assert!(page.text().contains("C’est envoyé"));

        // Twice: nothing changes, and that is said.
        let again = teacher.post(format!("{campaign}/reponse?champ=1.1"), &fields).await;
        assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(again.text().contains("Vous avez déjà envoyé votre réponse"));

        // The group positions the school; each change keeps its author.
        let page = head.get(format!("{campaign}/position?champ=1.1")).await;
        page.assert_sound();
        assert!(page.text().contains("Les réponses individuelles ne sont pas encore montrées"));
        let saved = head.post(format!("{campaign}/position?champ=1.1"), &[("vu-1.1.3-1", "0"), ("c-1.1.3-1", "1"), ("vu-1.1.3-2", "0"), ("nv-1.1.3", ""), ("n-1.1.3", "Charte réécrite en décembre.")]).await;
        assert!(saved.location().ends_with("champ=1.2"));
        house.app.clock.advance(chrono::Duration::minutes(1));
        let mut lead = cast.browser(cast.lead).await;
        lead.post(format!("{campaign}/position?champ=1.1"), &[("vu-1.1.3-1", "1"), ("c-1.1.3-1", "1"), ("vu-1.1.3-2", "0"), ("c-1.1.3-2", "1")]).await;
        let history = lead.get(format!("{campaign}/historique")).await;
        history.assert_sound();
        let rows = history.all("tbody tr");
        assert_eq!(rows.len(), 3);
        assert!(rows[0].contains("Étape 2") && rows[0].contains("Haddad"), "{rows:?}");
        assert!(rows.iter().any(|row| row.contains("Charte réécrite") && row.contains("Quéméneur")));

        // Not before it is closed may the team read it.
        assert_eq!(teacher.get(&campaign).await.status, StatusCode::NOT_FOUND);
        let closed = head.post(format!("{campaign}/clore"), &[]).await;
        assert_eq!(closed.location(), campaign);
        let page = teacher.get(&campaign).await;
        page.assert_sound();
        assert_eq!(page.h1(), "Campagne 2026-2027");
        assert!(page.text().contains("2\u{a0}sur\u{a0}63, 3\u{a0}%"));

        // Frozen.
        let late = head.post(format!("{campaign}/position?champ=1.1"), &[("vu-1.1.1-1", "0"), ("c-1.1.1-1", "1")]).await;
        assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(late.text().contains("elle ne change plus"));
        let mut other = cast.browser(cast.teachers[1]).await;
        let late = other.post(format!("{campaign}/reponse?champ=1.1"), &fields).await;
        assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(late.text().contains("Cette campagne est close"));
        // What somebody said is gone, for them too.
        let page = teacher.get(format!("{campaign}/reponse?champ=1.1")).await;
        assert!(page.attributes("[name='e-1.1.3-1'][checked]", "value").is_empty());
        assert!(page.text().contains("les réponses individuelles sont effacées"));
    }

    async fn answers_are_taken_between_two_days(house) {
        let cast = Cast::new(house).await;
        let campaign = cast.open(&[]).await;
        let mut teacher = cast.browser(cast.teachers[0]).await;
        let page = teacher.get(format!("{campaign}/reponse")).await;
        let version = version(&page);
        let fields = [("instrument", version.as_str()), ("e-1.1.1-1", "reached")];
        teacher.post(format!("{campaign}/reponse?champ=1.1"), &fields).await;
        house.app.clock.advance(chrono::Duration::days(12));
        let mut teacher = cast.browser(cast.teachers[0]).await;
        let page = teacher.get(format!("{campaign}/reponse?champ=1.1")).await;
        page.assert_sound();
        assert!(page.text().contains("La date limite est passée"));
        let late = teacher.post(format!("{campaign}/reponse/envoyer"), &[]).await;
        let page = teacher.get(late.location()).await;
        assert!(page.text().contains("La date limite des réponses est passée"));

        // The head gives more time; what was written is still there.
        let mut head = cast.browser(cast.head).await;
        let page = head.get(format!("{campaign}/modifier")).await;
        page.assert_sound();
        let version = page.attributes("[name=version]", "value").remove(0);
        let fields = [("version", version.as_str()), ("titre", "Campagne 2026-2027"), ("debut", "2027-03-09"), ("fin", "2027-04-20")];
        let changed = head.post(format!("{campaign}/modifier"), &fields).await;
        assert_eq!(changed.location(), campaign);
        let crossed = head.post(format!("{campaign}/modifier"), &fields).await;
        assert_eq!(crossed.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(crossed.text().contains("Quelqu’un vient de changer cette campagne"));
        let sent = teacher.post(format!("{campaign}/reponse/envoyer"), &[]).await;
        let page = teacher.get(sent.location()).await;
        assert!(page.text().contains("C’est envoyé"));
    }

    async fn those_who_have_not_answered_are_reminded_once_a_day(house) {
        let cast = Cast::new(house).await;
        let campaign = cast.open(&[]).await;
        cast.respond_all(&cast.teachers[..2], &campaign).await;
        let mut head = cast.browser(cast.head).await;
        let done = head.post(format!("{campaign}/relancer"), &[]).await;
        let page = head.get(done.location()).await;
        assert!(page.text().contains("6\u{a0}personnes la recevront"));
        let again = head.post(format!("{campaign}/relancer"), &[]).await;
        assert!(head.get(again.location()).await.text().contains("Une relance est partie il y a moins d’un jour"));
        let told = async |account| {
            let mut browser = cast.browser(account).await;
            browser.get("/notifications").await.text().contains("attend encore votre réponse")
        };
        assert!(!told(cast.teachers[0]).await);
        assert!(told(cast.teachers[5]).await);
    }

    async fn a_head_positions_the_school_alone_and_starts_from_the_last_time(house) {
        let cast = Cast::new(house).await;
        let mut head = cast.browser(cast.head).await;
        let first = head.post("/numerique/campagnes/nouvelle", &[("titre", "Mon point"), ("seul", "oui")]).await;
        let position = first.location().to_owned();
        head.get(&position).await.assert_sound();
        head.post(format!("{position}?champ=1.1"), &[("vu-1.1.1-1", "0"), ("c-1.1.1-1", "1")]).await;
        let campaign = position.trim_end_matches("/position");
        head.post(format!("{campaign}/clore"), &[]).await;
        let next = head.post("/numerique/campagnes/nouvelle", &[("titre", "Un an après"), ("seul", "oui"), ("reprise", "oui")]).await;
        let page = head.get(next.location()).await;
        assert_eq!(page.attributes("[name='c-1.1.1-1'][checked]", "value"), ["1"]);
        let results = head.get(next.location().trim_end_matches("/position")).await;
        results.assert_sound();
        // Both campaigns are drawn and told.
        assert_eq!(results.all(".j-positions").len(), 2);
        assert!(results.text().contains("Mon point"));
    }

    async fn of_two_who_write_one_note_both_texts_stay(house) {
        let cast = Cast::new(house).await;
        let campaign = cast.open(&[]).await;
        let position = format!("{campaign}/position?champ=1.1");
        let (mut head, mut lead) = (cast.browser(cast.head).await, cast.browser(cast.lead).await);
        head.post(&position, &[("nv-1.1.3", ""), ("n-1.1.3", "La charte du lycée.")]).await;
        let crossed = lead.post(&position, &[("nv-1.1.3", ""), ("n-1.1.3", "Notre charte."), ("vu-1.1.1-1", "0"), ("c-1.1.1-1", "1")]).await;
        assert_eq!(crossed.status, StatusCode::UNPROCESSABLE_ENTITY);
        crossed.assert_sound();
        assert!(crossed.text().contains("Quelqu’un vient d’écrire dans la même note"));
        assert_eq!(crossed.all("#n-1\\.1\\.3"), ["Notre charte."]);
        assert!(crossed.text().contains("La charte du lycée."));
        // What was ticked is still ticked, and a second sending keeps all.
        assert_eq!(crossed.attributes("[name='c-1.1.1-1'][checked]", "value"), ["1"]);
        let seen = crossed.attributes("[name='nv-1.1.3']", "value").remove(0);
        let saved = lead.post(&position, &[("nv-1.1.3", seen.as_str()), ("n-1.1.3", "La charte du lycée, la nôtre."), ("vu-1.1.1-1", "0"), ("c-1.1.1-1", "1")]).await;
        assert_eq!(saved.status, StatusCode::SEE_OTHER);
    }

    async fn the_steering_group_steers_and_others_do_not(house) {
        let cast = Cast::new(house).await;
        let steering = cast.teachers[3].to_string();
        let campaign = cast.open(&[("pilotes", &steering)]).await;
        let mut member = cast.browser(cast.teachers[3]).await;
        assert_eq!(member.get(format!("{campaign}/position")).await.status, StatusCode::OK);
        assert_eq!(member.get(&campaign).await.status, StatusCode::OK);
        assert_eq!(member.post(format!("{campaign}/clore"), &[]).await.status, StatusCode::FORBIDDEN);
        let mut teacher = cast.browser(cast.teachers[0]).await;
        assert_eq!(teacher.get(format!("{campaign}/position")).await.status, StatusCode::NOT_FOUND);
        // Nobody answers for a group that is not invited.
        let mut ines = cast.browser(cast.ines).await;
        assert_eq!(ines.get(format!("{campaign}/reponse")).await.status, StatusCode::NOT_FOUND);
        let other = house.school("0009018C").await;
        let stranger = other.person("Eve", "Autre", &[Role::Head]).await;
        let mut stranger = other.browser(stranger).await;
        assert_eq!(stranger.get(&campaign).await.status, StatusCode::NOT_FOUND);
    }
}
