//! Order, search, pages and time: the same on both engines.

use db::{Cursor, Db, Direction, Slice, on_both_engines, text};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ActiveModelTrait, EntityTrait, QueryFilter};
use uuid::Uuid;

use crate::schema::note;

async fn fill(db: &Db, names: &'static [&'static str]) {
    db.write(move |tx| async move {
        for (id, name) in (1_u128..).zip(names) {
            note(id, name).insert(&tx).await?;
        }
        Ok::<_, db::DbError>(())
    })
    .await
    .unwrap();
}

async fn search(db: &Db, typed: &str) -> Vec<String> {
    let found = note::Entity::find()
        .filter(Expr::col(note::Column::SearchKey).like(text::contains_pattern(typed)))
        .all(db.reader())
        .await
        .unwrap();
    found.into_iter().map(|note| note.name).collect()
}

async fn page(db: &Db, size: usize, cursor: Option<&Cursor>) -> Slice<note::Model> {
    Slice::fetch(
        db.reader(),
        note::Entity::find(),
        (note::Column::SortKey, note::Column::Id),
        size,
        cursor,
        |note| (note.sort_key.clone(), note.id),
    )
    .await
    .unwrap()
}

fn names(page: &Slice<note::Model>) -> Vec<&str> {
    page.items.iter().map(|note| note.name.as_str()).collect()
}

on_both_engines! {
    migrations: [crate::schema::list];

    async fn a_name_is_found_without_its_accents(db: Db) {
        fill(&db, &["Éloïse", "Paul", "Œdipe"]).await;
        assert_eq!(search(&db, "eloise").await, ["Éloïse"]);
        assert_eq!(search(&db, "ÉLOÏ").await, ["Éloïse"]);
        assert_eq!(search(&db, "oedi").await, ["Œdipe"]);
    }

    async fn the_jokers_of_a_search_are_ordinary_letters(db: Db) {
        fill(&db, &["100 % réussi", "100 euros", "mot_clé", "motXclé", r"C:\temp"]).await;
        assert_eq!(search(&db, "0 %").await, ["100 % réussi"]);
        assert_eq!(search(&db, "mot_").await, ["mot_clé"]);
        assert_eq!(search(&db, r":\t").await, [r"C:\temp"]);
    }

    async fn pages_follow_the_french_alphabet_in_both_directions(db: Db) {
        fill(&db, &["Eva", "Zoé", "Étienne", "Anaïs", "Estelle", "Eva", "Émile"]).await;
        let order = ["Anaïs", "Émile", "Estelle", "Étienne", "Eva", "Eva", "Zoé"];
        let mut forwards = Vec::new();
        let mut current = page(&db, 2, None).await;
        assert!(current.previous.is_none());
        loop {
            forwards.push(names(&current).join(" "));
            let Some(next) = &current.next else { break };
            // As it travels in an address.
            let next: Cursor = next.to_string().parse().unwrap();
            current = page(&db, 2, Some(&next)).await;
        }
        assert_eq!(forwards, ["Anaïs Émile", "Estelle Étienne", "Eva Eva", "Zoé"]);
        let mut backwards = names(&current).into_iter().map(str::to_owned).collect::<Vec<_>>();
        while let Some(previous) = current.previous.clone() {
            current = page(&db, 2, Some(&previous)).await;
            backwards.splice(0..0, names(&current).into_iter().map(str::to_owned));
        }
        assert_eq!(backwards, order);
    }

    async fn a_page_before_the_first_row_is_empty_and_harmless(db: Db) {
        fill(&db, &["Anaïs", "Zoé"]).await;
        let start = Cursor { direction: Direction::Before, key: Vec::new(), id: Uuid::nil() };
        let empty = page(&db, 2, Some(&start)).await;
        assert!(empty.items.is_empty() && empty.previous.is_none() && empty.next.is_none());
    }

    async fn a_time_comes_back_to_the_microsecond(db: Db) {
        fill(&db, &["datée"]).await;
        let found = note::Entity::find().one(db.reader()).await.unwrap().unwrap();
        assert_eq!(found.at, crate::schema::moment());
        let same = note::Entity::find()
            .filter(Expr::col(note::Column::At).eq(crate::schema::moment()))
            .one(db.reader())
            .await
            .unwrap();
        assert!(same.is_some(), "a time is found again by equality");
    }
}
