//! GET /classes/{class}/apercu: where a class is.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::State as Extract;
use chrono::{Days, NaiveDate};
use curriculum::{Curriculum, ScaleLevel};
use kernel::{AccountId, Timestamp, count, date_long, local_date, parse_date, to_local};
use people::api::LearnerSummary;
use serde::Deserialize;
use web::{Actor, App, AppError, AppResult, Authorised, Field, Page, Protected, Query, Shell};

use crate::overview::model::{
    Concern, GAP, Heading, Levels, Mark, Moved, REVISE_DAYS, Reason, SILENT_DAYS, Spread, concerns,
};
use crate::overview::object::{Class, SeesClass};
use crate::overview::store;
use crate::paths;
use crate::policy::ClassAction;
use crate::positioning::Viewpoint;
use crate::progress::view::scale_levels;

/// Between which days; what cannot be read counts as absent.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Between {
    du: String,
    au: String,
}

/// A level on a bar.
struct Slice {
    level: usize,
    x: u32,
    width: u32,
}

/// How the class is spread over the levels.
struct SpreadView {
    /// End of the class of its marker, its letter, its name.
    voice: (&'static str, &'static str, &'static str),
    /// How many are at 1, 2, 3, 4, and how many have no level.
    numbers: [u32; 5],
    /// The bar, out of a width of [`BAR`].
    slices: Vec<Slice>,
}

/// The width of a bar.
const BAR: u32 = 1000;

/// A competence.
struct Line {
    code: String,
    label: String,
    spreads: Vec<SpreadView>,
    before: SpreadView,
    after: SpreadView,
    moved: String,
}

/// A bloc.
struct Bloc {
    number: u8,
    title: String,
    lines: Vec<Line>,
}

/// Somebody to look at.
struct Person {
    name: String,
    href: String,
    reasons: Vec<String>,
}

/// The people under one heading.
struct Part {
    id: &'static str,
    title: &'static str,
    people: Vec<Person>,
}

/// The page.
#[derive(Template)]
#[template(path = "overview/pages/overview.html")]
pub struct OverviewPage {
    shell: Shell,
    class: String,
    class_href: String,
    address: String,
    pix: Option<String>,
    size: String,
    empty: bool,
    levels: &'static [ScaleLevel],
    rules: Vec<String>,
    parts: Vec<Part>,
    blocs: Vec<Bloc>,
    du: Field,
    au: Field,
    between: String,
}

/// Five statements and the session, however many learners and works there are.
pub async fn overview(
    Extract(app): Extract<App>,
    actor: Actor,
    shell: Shell,
    found: Authorised<Class, SeesClass>,
    Query(between): Query<Between>,
) -> AppResult<Page<OverviewPage>> {
    let class = &found.object.tied.class;
    let curriculum = curriculum::api::get(&app.db, class.curriculum)
        .await?
        .ok_or(AppError::NotFound)?;
    let learners = people::api::learners_of_class(&app.db, actor.school, class.id).await?;
    let ids: Vec<AccountId> = learners.iter().map(|learner| learner.account).collect();
    let entries: Vec<(AccountId, NaiveDate)> = learners
        .iter()
        .map(|learner| (learner.account, learner.entered_on))
        .collect();
    let codes: Vec<&str> = curriculum
        .competences()
        .map(|one| one.code.as_str())
        .collect();
    let (school, reader) = (actor.school, app.db.reader());
    let marks = store::marks(reader, school, class.curriculum, &ids, &codes).await?;
    let traces = store::traces(reader, school, &ids).await?;
    let now = app.clock.now();
    let (from, to) = days(&between, class.school_year.first(), local_date(now));
    let today = Levels::at(&marks, end_of(local_date(now)));
    let imports = found.object.allows(&actor, ClassAction::ImportResults);
    Ok(Page::new(OverviewPage {
        class: class.name.clone(),
        class_href: format!("/classes/{}", class.id),
        address: paths::class_overview(class.id),
        pix: imports.then(|| paths::class_pix(class.id)),
        size: count(learners.len() as u64, "apprenant·e", "apprenant·es"),
        empty: learners.is_empty(),
        levels: scale_levels(),
        rules: rules(),
        parts: parts(
            &concerns(&curriculum, &entries, &today, &traces, now),
            &learners,
        ),
        blocs: blocs(&curriculum, &ids, &marks, &today, (from, to)),
        between: format!("du {} au {}", date_long(from), date_long(to)),
        du: Field::new("du", from.to_string()),
        au: Field::new("au", to.to_string()),
        shell,
    }))
}

/// From the first day of the school year to today, unless other days are asked
/// for; turned round when they come the wrong way.
fn days(between: &Between, year: i16, today: NaiveDate) -> (NaiveDate, NaiveDate) {
    let autumn = NaiveDate::from_ymd_opt(i32::from(year), 9, 1).unwrap_or(today);
    let from = parse_date(&between.du).unwrap_or(autumn.min(today));
    let to = parse_date(&between.au).unwrap_or(today);
    (from.min(to), to.max(from))
}

/// The first instant after a day, in Paris.
fn end_of(day: NaiveDate) -> Timestamp {
    let next = day.checked_add_days(Days::new(1)).unwrap_or(day);
    let midnight = next.and_time(chrono::NaiveTime::MIN);
    let paris = to_local(Timestamp::UNIX_EPOCH).timezone();
    midnight
        .and_local_timezone(paris)
        .earliest()
        .map_or(Timestamp::MAX_UTC, |local| local.to_utc())
}

/// What sorts the people, as it is written on the page.
fn rules() -> Vec<String> {
    vec![
        format!(
            "rien de soumis depuis {} semaines ou plus, les plus anciennes d’abord",
            SILENT_DAYS / 7
        ),
        format!(
            "un compte rendu à reprendre, soumis il y a {} semaines ou plus",
            REVISE_DAYS / 7
        ),
        "aucune preuve dans un bloc où au moins la moitié de la classe en a une".to_owned(),
        format!("au moins {GAP} niveaux d’écart entre son avis et celui de l’équipe"),
    ]
}

fn parts(found: &BTreeMap<Heading, Vec<Concern>>, learners: &[LearnerSummary]) -> Vec<Part> {
    let person = |concern: &Concern| Person {
        name: learners
            .iter()
            .find(|learner| learner.account == concern.learner)
            .map_or_else(String::new, |learner| learner.name.listed()),
        href: paths::learner_path(concern.learner),
        reasons: concern.reasons.iter().map(Reason::sentence).collect(),
    };
    Heading::ALL
        .into_iter()
        .filter_map(|heading| {
            let (id, title) = match heading {
                Heading::Silent => ("silence", "Rien de soumis depuis longtemps"),
                Heading::Revise => ("reprendre", "Un compte rendu à reprendre"),
                Heading::NoProof => ("preuve", "Un bloc sans preuve"),
                Heading::Gap => ("ecart", "Des avis éloignés"),
            };
            let people = found.get(&heading)?.iter().map(person).collect();
            Some(Part { id, title, people })
        })
        .collect()
}

fn blocs(
    curriculum: &Curriculum,
    ids: &[AccountId],
    marks: &[Mark],
    today: &Levels<'_>,
    (from, to): (NaiveDate, NaiveDate),
) -> Vec<Bloc> {
    let (before, after) = (
        Levels::at(marks, end_of(from)),
        Levels::at(marks, end_of(to)),
    );
    let line = |code: &str, label: &str| Line {
        code: code.to_owned(),
        label: label.to_owned(),
        spreads: [Viewpoint::Team, Viewpoint::SelfView]
            .map(|voice| spread(voice, today.spread(ids, code, voice)))
            .into_iter()
            .collect(),
        before: spread(Viewpoint::Team, before.spread(ids, code, Viewpoint::Team)),
        after: spread(Viewpoint::Team, after.spread(ids, code, Viewpoint::Team)),
        moved: Moved::between(&before, &after, ids, code).sentence(),
    };
    curriculum
        .blocks
        .iter()
        .map(|block| Bloc {
            number: block.number,
            title: block.title.clone(),
            lines: block
                .competences
                .iter()
                .map(|competence| line(&competence.code, &competence.label))
                .collect(),
        })
        .collect()
}

/// A bar from level 1 to level 4, then those without a level.
fn spread(voice: Viewpoint, spread: Spread) -> SpreadView {
    let all: u32 = spread.0.iter().sum();
    let mut slices = Vec::new();
    let mut counted = 0;
    for level in [1, 2, 3, 4, 0] {
        let number = spread.0[level];
        if number > 0 {
            let x = BAR * counted / all;
            counted += number;
            slices.push(Slice {
                level,
                x,
                width: BAR * counted / all - x,
            });
        }
    }
    SpreadView {
        voice: (voice.code(), voice.letter(), voice.label()),
        numbers: [1, 2, 3, 4, 0].map(|level: usize| spread.0[level]),
        slices,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_is_as_long_as_the_class() {
        let view = spread(Viewpoint::Team, Spread([1, 2, 0, 4, 0]));
        let ends: Vec<(usize, u32, u32)> = view
            .slices
            .iter()
            .map(|slice| (slice.level, slice.x, slice.x + slice.width))
            .collect();
        assert_eq!(ends, [(1, 0, 285), (3, 285, 857), (0, 857, 1000)]);
        assert!(spread(Viewpoint::Team, Spread::default()).slices.is_empty());
    }

    #[test]
    fn days_that_cannot_be_read_or_come_the_wrong_way_do_no_harm() {
        let today = NaiveDate::from_ymd_opt(2027, 3, 9).unwrap();
        let of = |du: &str, au: &str| {
            let between = Between {
                du: du.into(),
                au: au.into(),
            };
            let (from, to) = days(&between, 2026, today);
            (from.to_string(), to.to_string())
        };
        assert_eq!(of("", "x"), ("2026-09-01".into(), "2027-03-09".into()));
        assert_eq!(
            of("2027-02-01", "2027-01-01"),
            ("2027-01-01".into(), "2027-02-01".into())
        );
    }
}
