//! « Pilotage NumEA »: what waits for whoever comes, and the campaigns.

use askama::Template;
use axum::extract::State as Extract;
use kernel::{count, date_long, local_date};
use web::{Actor, App, AppResult, Page, Shell};

use super::{Chip, NUMEA, chip, when};
use crate::acting::{READERS, STEERERS};
use crate::campaigns::model::{Progress, State, may_answer};
use crate::campaigns::policy::{Action, Facts, TEACHERS, decide};
use crate::campaigns::store::{self, Count, Mine, campaigns};
use crate::campaigns::{CampaignId, paths};

/// The page.
#[derive(Template)]
#[template(path = "campaigns/pages/home.html")]
pub struct HomePage {
    shell: Shell,
    leads: bool,
    /// Whether the school has results to read here.
    reads: bool,
    waiting: Vec<Waiting>,
    next: Option<Next>,
    campaigns: Vec<Line>,
    doors: Vec<Door>,
}

/// A campaign that waits for an answer.
struct Waiting {
    title: String,
    until: String,
    href: String,
    begun: bool,
}

/// What to do next, for those who lead.
struct Next {
    title: String,
    why: String,
    href: String,
    action: &'static str,
}

/// A campaign in the list.
struct Line {
    title: String,
    when: String,
    href: String,
    chip: Chip,
    answers: String,
    overall: String,
    steps: Vec<String>,
}

/// Where one can go from here.
struct Door {
    href: &'static str,
    icon: &'static str,
    title: &'static str,
    about: &'static str,
}

/// GET /numerique
pub async fn home(
    Extract(app): Extract<App>,
    actor: Actor,
    shell: Shell,
) -> AppResult<Page<HomePage>> {
    let reader = app.db.reader();
    let mine = store::of_account(reader, actor.school, actor.account).await?;
    let rows = store::list(reader, actor.school, NUMEA).await?;
    let ids: Vec<CampaignId> = rows.iter().map(|row| row.id).collect();
    let counts = store::counts(reader, actor.school, &ids).await?;
    let leads = actor.is_any(STEERERS);
    let shown: Vec<&campaigns::Model> = rows
        .iter()
        .filter(|row| reads(&actor, row, &mine))
        .collect();
    let lines: AppResult<Vec<Line>> = shown.iter().map(|row| line(row, &counts)).collect();
    Ok(Page::new(HomePage {
        shell,
        leads,
        reads: leads || actor.is_any(READERS),
        waiting: mine.iter().filter_map(|one| waiting(&app, one)).collect(),
        next: leads.then(|| next(&rows)),
        campaigns: lines?,
        doors: doors(&actor),
    }))
}

/// Whether somebody reads a campaign of the list.
fn reads(actor: &Actor, row: &campaigns::Model, mine: &[Mine]) -> bool {
    let own = mine.iter().find(|one| one.id == row.id);
    let facts = Facts {
        invited: own.is_some(),
        steers: own.is_some_and(|one| one.steers),
        closed: row.state == State::Closed,
    };
    decide(actor.roles, Action::Read, facts)
}

fn waiting(app: &App, one: &Mine) -> Option<Waiting> {
    let days = crate::campaigns::model::Days {
        from: one.opens_on,
        until: one.answers_until,
    };
    may_answer(one.state, days, local_date(app.clock.now()), one.progress).ok()?;
    Some(Waiting {
        title: one.title.clone(),
        until: one.answers_until.map_or_else(String::new, date_long),
        href: paths::below(one.id, "reponse"),
        begun: one.progress == Progress::Begun,
    })
}

fn next(rows: &[campaigns::Model]) -> Next {
    match rows.iter().find(|row| row.state == State::Open) {
        Some(row) => Next {
            title: format!("Remplir la position collective de «\u{202f}{}\u{202f}»", row.title),
            why: "Champ par champ, avec à côté ce que disent les réponses individuelles. Chaque changement garde son auteur·rice.".to_owned(),
            href: paths::below(row.id, "position"),
            action: "Continuer",
        },
        None => Next {
            title: "Ouvrir une campagne".to_owned(),
            why: "Vous invitez l’équipe à répondre, ou vous vous positionnez seul·e en dix minutes.".to_owned(),
            href: paths::NEW.to_owned(),
            action: "Ouvrir une campagne",
        },
    }
}

fn line(row: &campaigns::Model, counts: &[Count]) -> AppResult<Line> {
    let standing = row.standing()?;
    let people = |sent: bool| -> u64 {
        let of = counts.iter().filter(|count| count.campaign_id == row.id);
        let kept = of.filter(|count| !sent || count.progress == Progress::Sent);
        kept.map(|count| u64::try_from(count.people).unwrap_or(0))
            .sum()
    };
    let answers = match row.alone {
        true => "remplie par la direction".to_owned(),
        false => format!(
            "{} sur {}",
            count(people(true), "réponse", "réponses"),
            count(people(false), "invitation", "invitations")
        ),
    };
    let steps =
        (1..=standing.steps()).map(|step| format!("{}\u{a0}%", standing.of_step(step).percent()));
    Ok(Line {
        title: row.title.clone(),
        when: when(row),
        href: paths::campaign(row.id),
        chip: chip(row.state),
        answers,
        overall: format!("{}\u{a0}%", standing.overall().percent()),
        steps: steps.collect(),
    })
}

fn doors(actor: &Actor) -> Vec<Door> {
    let mut doors = Vec::new();
    if actor.is_any(TEACHERS) {
        doors.push(Door {
            href: paths::OWN,
            icon: "user-round-check",
            title: "Ma pratique numérique",
            about: "Vous positionner pour vous-même, sur les quinze points de MENTEP. Vous seul·e le lisez.",
        });
    }
    if actor.is_any(READERS) {
        doors.push(Door {
            href: paths::INSTRUMENT,
            icon: "list-checks",
            title: "L’instrument de l’établissement",
            about: "Lire les énoncés de NumEA, et ce que l’établissement y a adapté.",
        });
    }
    doors
}
