//! One’s own practice: read by nobody else.

use http::StatusCode;

use crate::school::Cast;

people::on_both_engines! {
    modules: vec![maturity::module()];

    async fn a_teacher_positions_their_practice_and_nobody_else_reads_it(house) {
        let cast = Cast::new(house).await;
        let mut teacher = cast.browser(cast.teachers[0]).await;
        let page = teacher.get("/numerique/ma-pratique").await;
        page.assert_sound();
        assert!(page.text().contains("échelle Jalon"));
        let begun = teacher.post("/numerique/ma-pratique", &[]).await;
        let address = begun.location().split('?').next().unwrap().to_owned();
        let page = teacher.get(begun.location()).await;
        page.assert_sound();
        assert_eq!(page.all(".j-says").len(), 9);
        let saved = teacher.post(begun.location(), &[("e-M1.1-1", "reached"), ("e-M1.1-2", "missed")]).await;
        assert!(saved.location().ends_with("champ=M2"));
        let page = teacher.get("/numerique/ma-pratique").await;
        page.assert_sound();
        assert!(page.text().contains("1\u{a0}sur\u{a0}9, 11\u{a0}%"));
        // Doing it again starts from the last time.
        let again = teacher.post("/numerique/ma-pratique", &[]).await;
        let page = teacher.get(again.location()).await;
        assert_eq!(page.attributes("[name='e-M1.1-1'][checked]", "value"), ["reached"]);

        let mut other = cast.browser(cast.teachers[1]).await;
        assert_eq!(other.get(&address).await.status, StatusCode::NOT_FOUND);
        assert_eq!(other.post(&address, &[("e-M1.1-1", "missed")]).await.status, StatusCode::NOT_FOUND);
        let mut head = cast.browser(cast.head).await;
        assert_eq!(head.get(&address).await.status, StatusCode::FORBIDDEN);
        assert_eq!(teacher.get("/numerique/ma-pratique/rien").await.status, StatusCode::NOT_FOUND);
        let odd = teacher.post(again.location(), &[("e-9.9-1", "reached")]).await;
        let page = teacher.get(odd.location()).await;
        assert!(page.text().contains("L’instrument a changé"));
    }
}
