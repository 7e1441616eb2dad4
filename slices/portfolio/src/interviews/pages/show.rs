//! The page of an interview: the same for the learner and for the team, but
//! for what each can do. Nothing on it is for one of them alone.

use std::collections::HashMap;

use askama::Template;
use axum::extract::State as Extract;
use kernel::{AccountId, FieldErrors, date_time};
use people::api::PersonName;
use web::forms::{SummaryLine, summary};
use web::prose::{Block, parse};
use web::{Actor, App, AppResult, Authorised, Field, Page, Protected, Shell};

use crate::interviews::object::{Interview, Reads};
use crate::interviews::policy::Action;
use crate::interviews::store::{self, interviews};
use crate::interviews::view::{self, SectionView, Signature, called};
use crate::interviews::{State, paths, questions};
use crate::objectives::view::LineView as ObjectiveLine;
use crate::objectives::{paths as objective_paths, store as objectives};
use crate::pages::parts::curriculum_of;
use crate::pages::parts::steps::Step;
use crate::progress::cards::Chip;
use crate::report::view::{LinkedView, linked};

/// What to do next, in the dark panel.
struct Next {
    title: &'static str,
    why: &'static str,
    action: &'static str,
    href: String,
}

/// What was added below the report.
struct Addendum {
    author: String,
    at: String,
    blocks: Vec<Block>,
}

/// The page.
#[derive(Template)]
#[template(path = "interviews/pages/show.html")]
pub struct ShowPage {
    shell: Shell,
    trail: Vec<(String, String)>,
    base: String,
    version: i32,
    own: bool,
    leads: bool,
    learner: String,
    heading: String,
    when: String,
    chip: Chip,
    steps: Vec<Step>,
    next: Option<Next>,
    facts: Vec<(&'static str, String)>,
    cancel_reason: String,
    is_cancelled: bool,
    is_planned: bool,
    is_preparable: bool,
    is_writable: bool,
    is_deletable: bool,
    may_sign: bool,
    may_reopen: bool,
    links: Vec<LinkedView>,
    asked: Vec<&'static str>,
    sections: Vec<SectionView>,
    signatures: Option<[Signature; 2]>,
    addable: bool,
    addenda: Vec<Addendum>,
    errors: Vec<SummaryLine>,
    complement: Field,
    objectives: Vec<ObjectiveLine>,
    new_objective: Option<String>,
}

/// GET /entretiens/{interview}
pub async fn show(
    Extract(app): Extract<App>,
    actor: Actor,
    shell: Shell,
    found: Authorised<Interview, Reads>,
) -> AppResult<Page<ShowPage>> {
    let page = page(&app, &actor, shell, found.object, "", &FieldErrors::new()).await?;
    Ok(Page::new(page))
}

/// The page of an interview, with the complement that was typed and refused.
///
/// # Errors
/// When the database does not answer.
pub async fn page(
    app: &App,
    actor: &Actor,
    shell: Shell,
    interview: Interview,
    typed: &str,
    errors: &FieldErrors,
) -> AppResult<ShowPage> {
    let (reader, row) = (app.db.reader(), &interview.row);
    let curriculum = curriculum_of(app, row.curriculum_id).await?;
    let addenda = store::addenda_of(reader, actor.school, row.id).await?;
    let lines = objectives::of_interview(reader, actor.school, row.learner_id, row.id).await?;
    let people: Vec<AccountId> = [row.learner_id, row.teacher_id]
        .into_iter()
        .chain(row.team_signer_id)
        .chain(addenda.iter().map(|one| one.author_id))
        .collect();
    let names = people::api::names_of(&app.db, actor.school, &people).await?;
    let today = kernel::local_date(app.clock.now());
    let leads = interview.allows(actor, Action::Lead);
    let content = row.content();
    Ok(ShowPage {
        shell,
        trail: trail(row, &names, interview.facts.own),
        base: paths::interview(row.id),
        version: row.version,
        own: interview.facts.own,
        leads,
        learner: called(&names, row.learner_id),
        heading: heading(row),
        when: view::when(row.slot()),
        chip: view::state_chip(row.state),
        steps: view::steps(row),
        next: next(&interview, actor),
        facts: facts(row, &names),
        cancel_reason: row.cancel_reason.clone(),
        is_cancelled: row.state == State::Cancelled,
        is_planned: row.state == State::Planned,
        is_preparable: leads && row.state.is_preparable(),
        is_writable: row.state.is_writable(),
        is_deletable: leads && row.state.is_deletable(),
        may_sign: row.state == State::ToSign && interview.allows(actor, Action::SignAsLearner),
        may_reopen: leads && row.state == State::ToSign,
        links: linked(&row.target_codes(), &curriculum),
        asked: questions::shipped().texts(&row.question_codes()),
        sections: view::sections(&content),
        signatures: (row.held_at.is_some()).then(|| view::signatures(row, &names)),
        addable: row.state.is_addable(),
        addenda: addenda
            .into_iter()
            .map(|one| Addendum {
                author: called(&names, one.author_id),
                at: date_time(one.created_at),
                blocks: parse(&one.text, &[]),
            })
            .collect(),
        errors: summary(errors),
        complement: Field::with("texte", typed, errors),
        objectives: lines
            .iter()
            .map(|line| ObjectiveLine::new(line, today))
            .collect(),
        new_objective: (leads && row.held_at.is_some())
            .then(|| objective_paths::new_from(row.learner_id, row.id)),
    })
}

/// What an interview is called on its pages.
#[must_use]
pub fn heading(row: &interviews::Model) -> String {
    match row.subject.as_str() {
        "" => "Entretien formatif".to_owned(),
        subject => subject.to_owned(),
    }
}

/// Where an interview is.
#[must_use]
pub fn trail(
    row: &interviews::Model,
    names: &HashMap<AccountId, PersonName>,
    own: bool,
) -> Vec<(String, String)> {
    match own {
        true => vec![("Mes entretiens".to_owned(), paths::MINE.to_owned())],
        false => vec![(
            format!(
                "Entretiens {}",
                kernel::elide("de", &called(names, row.learner_id))
            ),
            paths::of_learner(row.learner_id),
        )],
    }
}

fn facts(
    row: &interviews::Model,
    names: &HashMap<AccountId, PersonName>,
) -> Vec<(&'static str, String)> {
    let mut facts = vec![("Quand", view::when(row.slot()))];
    if let Some(before) = row.moved_from {
        facts.push(("Prévu avant le", date_time(before)));
    }
    if !row.place.is_empty() {
        facts.push(("Où", row.place.clone()));
    }
    facts.push(("Avec", called(names, row.teacher_id)));
    facts
}

/// What the person has to do now, if anything.
fn next(interview: &Interview, actor: &Actor) -> Option<Next> {
    let row = &interview.row;
    let leads = interview.allows(actor, Action::Lead);
    match row.state {
        State::Planned if leads => Some(Next {
            title: "Préparer l’entretien",
            why: "Regardez ce que montre le dossier, choisissez de quoi parler et quelles questions poser.",
            action: "Préparer l’entretien",
            href: paths::below(row.id, "preparer"),
        }),
        State::Held if leads => Some(Next {
            title: "Écrire le compte rendu",
            why: "Il s’enregistre au fur et à mesure. La personne le lit dès maintenant.",
            action: "Continuer le compte rendu",
            href: paths::write(row.id),
        }),
        State::ToSign if interview.allows(actor, Action::SignAsLearner) => Some(Next {
            title: "Lire, puis signer",
            why: "Signer veut dire\u{a0}: j’ai lu ce compte rendu. Si quelque chose manque ou ne va pas, ajoutez-le en complément.",
            action: "Aller à la signature",
            href: "#signatures".to_owned(),
        }),
        State::Cancelled if leads => Some(Next {
            title: "Prévoir à nouveau",
            why: "Choisissez un autre jour\u{a0}: la personne est prévenue.",
            action: "Choisir un autre jour",
            href: paths::below(row.id, "modifier"),
        }),
        _ => None,
    }
}
