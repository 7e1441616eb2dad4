//! Sessions: alive, listed, ended.

use chrono::Duration;
use db::DbError;
use web::session;

use crate::World;

db::on_both_engines! {
    async fn a_session_ends_after_a_rest_and_is_noted_while_in_use(engine: Engine) {
        let Some(world) = World::new(engine).await else { return };
        let mut teacher = world.test.signed_in(world.teacher, world.school).await;
        let clock = &world.test.app.clock;
        for _ in 0..5 {
            clock.advance(Duration::hours(11));
            assert_eq!(teacher.get("/tous").await.status, 200, "in use");
        }
        clock.advance(session::IDLE);
        assert_eq!(teacher.get("/tous").await.status, 303, "after a rest");
    }

    async fn sessions_are_listed_and_ended_one_by_one_or_all(engine: Engine) {
        let Some(world) = World::new(engine).await else { return };
        let app = &world.test.app;
        let mut first = world.test.signed_in(world.teacher, world.school).await;
        let mut second = world.test.signed_in(world.teacher, world.school).await;
        let mut head = world.test.signed_in(world.head, world.school).await;
        let listed = session::list(app, world.teacher).await.unwrap();
        assert_eq!(listed.len(), 2);
        let (account, one) = (world.teacher, listed[0].id);
        app.db.write(move |tx| async move { session::close(&tx, account, one).await }).await.unwrap();
        let alive = [first.get("/tous").await.status, second.get("/tous").await.status];
        assert_eq!(alive.iter().filter(|status| **status == 200).count(), 1);
        app.db
            .write(move |tx| async move { session::close_all(&tx, account, None).await })
            .await
            .unwrap();
        assert_eq!(first.get("/tous").await.status, 303);
        assert_eq!(second.get("/tous").await.status, 303);
        assert_eq!(head.get("/tous").await.status, 200, "somebody else’s session");
    }

    async fn nobody_ends_the_session_of_somebody_else(engine: Engine) {
        let Some(world) = World::new(engine).await else { return };
        let app = &world.test.app;
        let mut head = world.test.signed_in(world.head, world.school).await;
        let theirs = session::list(app, world.head).await.unwrap()[0].id;
        let teacher = world.teacher;
        app.db
            .write(move |tx| async move {
                session::close(&tx, teacher, theirs).await?;
                Ok::<_, DbError>(())
            })
            .await
            .unwrap();
        assert_eq!(head.get("/tous").await.status, 200);
    }
}
