//! Counters of attempts.

use chrono::Duration;
use web::attempts::{Limit, count, forgive};

use crate::World;

const LIMIT: Limit = Limit {
    max: 3,
    window: Duration::minutes(15),
};

db::on_both_engines! {
    async fn the_fourth_attempt_waits_for_the_window_to_end(engine: Engine) {
        let Some(world) = World::new(engine).await else { return };
        let app = &world.test.app;
        let attempt = async || count(&app.db, &app.clock, "essai", "ines", LIMIT).await.unwrap();
        for _ in 0..3 {
            assert!(attempt().await.is_ok());
        }
        let refused = attempt().await.unwrap_err();
        assert_eq!(
            refused.sentence(app.clock.now()),
            "Trop d’essais. Par sécurité, réessayez dans 16\u{a0}minutes."
        );
        let other = count(&app.db, &app.clock, "essai", "paul", LIMIT).await.unwrap();
        assert!(other.is_ok(), "somebody else’s attempts");
        app.clock.advance(LIMIT.window);
        assert!(attempt().await.is_ok(), "after the window");
    }

    async fn a_success_forgives_the_attempts_before(engine: Engine) {
        let Some(world) = World::new(engine).await else { return };
        let app = &world.test.app;
        for _ in 0..3 {
            count(&app.db, &app.clock, "essai", "ines", LIMIT).await.unwrap().unwrap();
        }
        app.db
            .write(|tx| async move { forgive(&tx, "essai", "ines").await })
            .await
            .unwrap();
        assert!(count(&app.db, &app.clock, "essai", "ines", LIMIT).await.unwrap().is_ok());
    }

    async fn attempts_at_the_same_time_are_all_counted(engine: Engine) {
        let Some(world) = World::new(engine).await else { return };
        let app = &world.test.app;
        let attempts = (0..12).map(|_| count(&app.db, &app.clock, "essai", "ines", LIMIT));
        let allowed = futures::future::join_all(attempts)
            .await
            .into_iter()
            .filter(|outcome| outcome.as_ref().unwrap().is_ok())
            .count();
        assert_eq!(allowed, 3);
    }
}
