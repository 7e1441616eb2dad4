//! The library of the school.

use std::collections::BTreeSet;
use std::sync::Arc;

use askama::Template;
use axum::extract::State as Extract;
use curriculum::Curriculum;
use db::Cursor;
use kernel::french_list;
use serde::Deserialize;
use web::forms::Field;
use web::{Actor, App, AppResult, Page, Query, Shell};

use crate::model::elements::of_bits;
use crate::model::{SituationId, State};
use crate::organisations;
use crate::pages::parts::{Chip, curricula, state_chip};
use crate::paths;
use crate::policy::{Action, decide};
use crate::rows::situations::Model;
use crate::rows::{missions, organisations as rows};
use crate::situations::list::{self, Filter};
use crate::situations::store;

/// What the library is narrowed to; what cannot be read counts as absent.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct LibraryQuery {
    q: String,
    etat: String,
    bloc: String,
    organisation: String,
    incompletes: String,
    page: String,
}

impl LibraryQuery {
    fn filter(&self) -> Filter {
        Filter {
            state: self.etat.parse().ok(),
            bloc: self.bloc.parse().ok(),
            organisation: self.organisation.parse().ok(),
            search: self.q.chars().take(100).collect(),
            incomplete: !self.incompletes.is_empty(),
            deleted: false,
        }
    }

    /// The address of a neighbouring page, under the same filter.
    fn neighbour(&self, cursor: Option<&Cursor>) -> Option<String> {
        let cursor = cursor?;
        let mut address = form_urlencoded::Serializer::new(String::new());
        for (name, value) in [
            ("q", &self.q),
            ("etat", &self.etat),
            ("bloc", &self.bloc),
            ("organisation", &self.organisation),
            ("incompletes", &self.incompletes),
        ] {
            if !value.is_empty() {
                address.append_pair(name, value);
            }
        }
        address.append_pair("page", &cursor.to_string());
        Some(format!("{}?{}", paths::LIBRARY, address.finish()))
    }
}

/// A situation in the library.
struct Card {
    title: String,
    href: String,
    chip: Chip,
    /// « SNO, VosRêves ».
    about: String,
    blocs: Vec<i16>,
    missions: Vec<String>,
    /// What it lacks, in words; empty when it is complete.
    lacking: String,
}

/// The library.
#[derive(Template)]
#[template(path = "pages/situations/library.html")]
pub struct LibraryPage {
    shell: Shell,
    q: Field,
    etat: Field,
    bloc: Field,
    organisation: Field,
    incompletes: Field,
    states: Vec<(&'static str, &'static str)>,
    blocs: Vec<(String, String)>,
    organisations: Vec<(String, String)>,
    filtered: bool,
    may_write: bool,
    cards: Vec<Card>,
    previous: Option<String>,
    next: Option<String>,
}

/// GET /situations
pub async fn library(
    Extract(app): Extract<App>,
    actor: Actor,
    shell: Shell,
    Query(query): Query<LibraryQuery>,
) -> AppResult<Page<LibraryPage>> {
    let (reader, school, filter) = (app.db.reader(), actor.school, query.filter());
    let cursor: Option<Cursor> = query.page.parse().ok();
    let page = list::page(reader, school, &filter, cursor.as_ref()).await?;
    let ids: Vec<SituationId> = page.items.iter().map(|row| row.id).collect();
    let missions = store::missions_of(reader, school, &ids).await?;
    let mut blocs = list::blocs_of(reader, school, &missions).await?;
    let organisations = organisations::store::list(reader, school).await?;
    let cards = page.items.iter().map(|row| {
        let blocs = blocs.remove(&row.id).unwrap_or_default();
        card(row, &missions, blocs.into_iter().collect(), &organisations)
    });
    Ok(Page::new(LibraryPage {
        shell,
        cards: cards.collect(),
        q: Field::new("q", &*filter.search),
        etat: Field::new("etat", filter.state.map_or("", State::code)),
        bloc: Field::new(
            "bloc",
            filter.bloc.map_or_else(String::new, |n| n.to_string()),
        ),
        organisation: Field::new("organisation", &*query.organisation),
        incompletes: Field::new("incompletes", &*query.incompletes),
        states: State::ALL
            .iter()
            .map(|one| (one.code(), one.label()))
            .collect(),
        blocs: bloc_options(&curricula(&app, school).await?),
        filtered: filter.state.is_some()
            || filter.bloc.is_some()
            || filter.organisation.is_some()
            || filter.incomplete
            || !filter.search.trim().is_empty()
            || cursor.is_some(),
        organisations: options(&organisations),
        may_write: decide(actor.roles, Action::Write),
        previous: query.neighbour(page.previous.as_ref()),
        next: query.neighbour(page.next.as_ref()),
    }))
}

/// The blocs of the curricula of the school, for a select.
fn bloc_options(curricula: &[Arc<Curriculum>]) -> Vec<(String, String)> {
    let blocks = curricula.iter().flat_map(|one| &one.blocks);
    let numbers: BTreeSet<u8> = blocks.map(|block| block.number).collect();
    let option = |number: u8| (number.to_string(), format!("Bloc {number}"));
    numbers.into_iter().map(option).collect()
}

/// The organisations that are still there, for a select.
pub fn options(organisations: &[rows::Model]) -> Vec<(String, String)> {
    let present = organisations.iter().filter(|one| one.deleted_at.is_none());
    present
        .map(|one| (one.id.to_string(), one.name.clone()))
        .collect()
}

fn card(
    row: &Model,
    missions: &[missions::Model],
    blocs: Vec<i16>,
    organisations: &[rows::Model],
) -> Card {
    let organisation = organisations
        .iter()
        .find(|one| Some(one.id) == row.organisation_id);
    let lacking: Vec<&str> = of_bits(row.lacking).iter().map(|one| one.short()).collect();
    Card {
        title: row.title.clone(),
        href: paths::situation(row.id),
        chip: state_chip(row.state),
        about: match organisation {
            Some(organisation) => format!("{}, {}", row.curriculum, organisation.name),
            None => row.curriculum.clone(),
        },
        blocs,
        missions: missions
            .iter()
            .filter(|mission| mission.situation_id == row.id)
            .map(|mission| mission.title.clone())
            .collect(),
        lacking: french_list(&lacking),
    }
}
