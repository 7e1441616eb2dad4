//! The missions entrusted to a class, with where it is with each.

use std::collections::HashMap;

use askama::Template;
use axum::extract::State as Extract;
use chrono::NaiveDate;
use kernel::{AccountId, date_long, local_date};
use web::{Actor, App, AppResult, Authorised, Page, Protected, Shell};

use crate::assignments::model::Progress;
use crate::assignments::object::{Class, Follows};
use crate::assignments::paths;
use crate::assignments::policy::Action;
use crate::assignments::roster::Roster;
use crate::assignments::store::{self, ListRow, Work};
use crate::model::AssignmentId;

/// A mission in the list.
struct Row {
    href: String,
    mission: String,
    situation: String,
    whom: String,
    due: String,
    late: bool,
    done: usize,
    begun: usize,
    all: usize,
}

/// The page.
#[derive(Template)]
#[template(path = "assignments/pages/list.html")]
pub struct ListPage {
    shell: Shell,
    class: String,
    class_href: String,
    entrusts: bool,
    rows: Vec<Row>,
    withdrawn: Vec<Row>,
}

/// Who has come how far on which mission.
pub type Marks = HashMap<(AssignmentId, AccountId), Progress>;

/// The marks of a class.
#[must_use]
pub fn marks(work: Vec<Work>) -> Marks {
    work.into_iter()
        .flat_map(|work| {
            let Work {
                learner,
                progress,
                on,
            } = work;
            on.into_iter().map(move |id| ((id, learner), progress))
        })
        .collect()
}

/// GET /classes/{class}/missions
pub async fn list(
    Extract(app): Extract<App>,
    actor: Actor,
    shell: Shell,
    found: Authorised<Class, Follows>,
) -> AppResult<Page<ListPage>> {
    let entrusts = found.object.allows(&actor, Action::Entrust);
    let class = found.object.0.class;
    let (reader, school, id) = (app.db.reader(), actor.school, class.id);
    let roster = Roster::load(&app.db, school, class).await?;
    let given = store::of_class(reader, school, id).await?;
    let chosen = store::chosen_in_class(reader, school, id).await?;
    let marks = marks(store::work_of_class(reader, school, id).await?);
    let today = local_date(app.clock.now());
    let (rows, withdrawn): (Vec<_>, Vec<_>) = given
        .iter()
        .map(|row| {
            (
                row.withdrawn_at,
                self::row(row, &roster, &chosen, &marks, today),
            )
        })
        .partition(|(withdrawn, _)| withdrawn.is_none());
    let unmarked = |rows: Vec<(_, Row)>| rows.into_iter().map(|(_, row)| row).collect();
    Ok(Page::new(ListPage {
        shell,
        class: roster.class.name.clone(),
        class_href: paths::class(id),
        entrusts,
        rows: unmarked(rows),
        withdrawn: unmarked(withdrawn),
    }))
}

fn row(
    row: &ListRow,
    roster: &Roster,
    chosen: &HashMap<AssignmentId, Vec<AccountId>>,
    marks: &Marks,
    today: NaiveDate,
) -> Row {
    let whom = row.whom(chosen);
    let concerned = roster.accounts(&whom);
    let states: Vec<Progress> = concerned
        .iter()
        .filter_map(|learner| marks.get(&(row.id, *learner)).copied())
        .collect();
    let done = states.iter().filter(|state| state.is_done()).count();
    Row {
        href: paths::follow(row.id),
        mission: row.mission.clone(),
        situation: row.situation.clone(),
        whom: roster.name_of(&whom),
        due: match (row.due_on, row.begin_on.filter(|day| *day > today)) {
            (_, Some(begin)) => format!("à partir du {}", date_long(begin)),
            (Some(due), None) => format!("pour le {}", date_long(due)),
            (None, None) => "sans échéance".to_owned(),
        },
        late: row.due_on.is_some_and(|due| due < today) && done < concerned.len(),
        done,
        begun: states.len() - done,
        all: concerned.len(),
    }
}
