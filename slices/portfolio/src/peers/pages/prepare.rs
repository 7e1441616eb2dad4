//! Preparing a round: which productions, on which criteria, until when.

use std::collections::HashMap;
use std::sync::Arc;

use askama::Template;
use axum::extract::State as Extract;
use axum::response::{IntoResponse, Response};
use curriculum::Curriculum;
use kernel::{FieldErrors, date_long, local_date};
use learning::api::AssignmentId;
use people::api::{ClassSummary, Group, LearnerSummary};
use serde::Deserialize;
use web::forms::{SummaryLine, summary};
use web::{Actor, App, AppError, AppResult, Authorised, Field, Flash, Form, Page, Query, Shell};

use crate::peers::commands::{By, NewRound, prepare};
use crate::peers::forms::PrepareForm;
use crate::peers::model::RoundId;
use crate::peers::object::{Manages, Taught};
use crate::peers::paths;
use crate::peers::store::{self, Readable};
use crate::report::ReportId;
use crate::report::store::{SubmittedSummary, submitted_summaries};

/// Every submitted report, whichever mission it is about.
const ALL: &str = "tous";

/// Which productions are offered; what cannot be read counts as absent.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Filter {
    mission: String,
    groupe: String,
}

/// A production to tick.
struct Offered {
    id: String,
    value: String,
    label: String,
    checked: bool,
}

/// A competence to choose, with its « critères d’évaluation ».
struct Competence {
    bloc: u8,
    code: String,
    title: String,
    checked: bool,
    open: bool,
    criteria: Vec<Offered>,
}

/// The page.
#[derive(Template)]
#[template(path = "peers/pages/prepare.html")]
pub struct PreparePage {
    shell: Shell,
    trail: Vec<(&'static str, &'static str)>,
    class: String,
    action: String,
    mission: Field,
    missions: Vec<(String, String)>,
    groupe: Field,
    groups: Vec<(String, String)>,
    id: String,
    today: String,
    titre: Field,
    consigne: Field,
    comptes: Field,
    offered: Vec<Offered>,
    criteres: Field,
    competences: Vec<Competence>,
    propres: Field,
    lecteurs: Field,
    counts: [(&'static str, &'static str); 3],
    anonymat: Field,
    anonymity: [(&'static str, &'static str); 2],
    cloture: Field,
    errors: Vec<SummaryLine>,
}

/// What the page is made of.
struct Loaded {
    class: ClassSummary,
    curriculum: Arc<Curriculum>,
    learners: Vec<LearnerSummary>,
    groups: Vec<Group>,
    missions: Vec<(AssignmentId, String)>,
    mission: Option<AssignmentId>,
    groupe: String,
    readable: Vec<Readable>,
    summaries: HashMap<ReportId, SubmittedSummary>,
}

impl Loaded {
    /// Eight statements, however many reports there are.
    async fn of(app: &App, actor: &Actor, class: ClassSummary, filter: &Filter) -> AppResult<Self> {
        let (reader, school) = (app.db.reader(), actor.school);
        let curriculum = curriculum::api::get(&app.db, class.curriculum)
            .await?
            .ok_or(AppError::NotFound)?;
        let learners = people::api::learners_of_class(&app.db, school, class.id).await?;
        let groups = people::api::groups_of_class(&app.db, school, class.id).await?;
        let group = groups
            .iter()
            .find(|group| group.id.to_string() == filter.groupe);
        let wanted: Vec<_> = learners
            .iter()
            .map(|learner| learner.account)
            .filter(|learner| group.is_none_or(|group| group.members.contains(learner)))
            .collect();
        let mut readable = store::readable(reader, school, &wanted, class.curriculum).await?;
        let missions = learning::api::given_to(&app.db, school, class.id).await?;
        let mission = mission_of(filter, &missions, &readable);
        if let Some(mission) = mission {
            readable.retain(|report| report.assignment_id == Some(mission));
        }
        let ids: Vec<ReportId> = readable.iter().map(|report| report.id).collect();
        let place = |report: &Readable| {
            let mut learners = learners.iter();
            learners.position(|learner| learner.account == report.learner_id)
        };
        // In the order of names; of one person, the latest first.
        readable.sort_by_key(place);
        Ok(Self {
            summaries: submitted_summaries(reader, school, &ids).await?,
            groupe: group.map_or_else(String::new, |group| group.id.to_string()),
            class,
            curriculum,
            learners,
            groups,
            missions,
            mission,
            readable,
        })
    }

    /// The form to begin with: the productions of a mission are all chosen.
    fn blank(&self, app: &App) -> PrepareForm {
        let mission = self
            .missions
            .iter()
            .find(|(id, _)| Some(*id) == self.mission);
        PrepareForm {
            id: RoundId::generate(&app.clock).to_string(),
            titre: mission.map_or_else(String::new, |(_, title)| title.clone()),
            comptes: match mission {
                Some(_) => self.readable.iter().map(|one| one.id.to_string()).collect(),
                None => Vec::new(),
            },
            lecteurs: "2".to_owned(),
            anonymat: "oui".to_owned(),
            ..PrepareForm::default()
        }
    }

    fn action(&self) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        let mission = self
            .mission
            .map_or_else(|| ALL.to_owned(), |id| id.to_string());
        query.append_pair("mission", &mission);
        query.append_pair("groupe", &self.groupe);
        format!("{}?{}", paths::prepare(self.class.id), query.finish())
    }
}

/// The mission asked for; without a question, the one that most have handed in.
fn mission_of(
    filter: &Filter,
    missions: &[(AssignmentId, String)],
    readable: &[Readable],
) -> Option<AssignmentId> {
    let many = |id: AssignmentId| {
        let of_mission = readable.iter().filter(|one| one.assignment_id == Some(id));
        of_mission.count()
    };
    match filter.mission.as_str() {
        ALL => None,
        "" => missions
            .iter()
            .map(|(id, _)| *id)
            .max_by_key(|id| many(*id))
            .filter(|id| many(*id) > 1),
        asked => missions
            .iter()
            .map(|(id, _)| *id)
            .find(|id| id.to_string() == asked),
    }
}

/// GET /classes/{class}/relectures/nouvelle
pub async fn form(
    Extract(app): Extract<App>,
    actor: Actor,
    shell: Shell,
    found: Authorised<Taught, Manages>,
    Query(filter): Query<Filter>,
) -> AppResult<Page<PreparePage>> {
    let loaded = Loaded::of(&app, &actor, found.object.class, &filter).await?;
    let blank = loaded.blank(&app);
    Ok(Page::new(page(
        &app,
        shell,
        &loaded,
        &blank,
        &FieldErrors::new(),
    )))
}

/// POST /classes/{class}/relectures/nouvelle
pub async fn submit(
    Extract(app): Extract<App>,
    actor: Actor,
    shell: Shell,
    found: Authorised<Taught, Manages>,
    Query(filter): Query<Filter>,
    Form(form): Form<PrepareForm>,
) -> AppResult<Response> {
    let loaded = Loaded::of(&app, &actor, found.object.class, &filter).await?;
    let today = local_date(app.clock.now());
    let terms = match form.read(&loaded.curriculum, &loaded.readable, today) {
        Ok(terms) => terms,
        Err(errors) => {
            return Ok(Page::invalid(page(&app, shell, &loaded, &form, &errors)).into_response());
        }
    };
    let id = form
        .id
        .parse()
        .unwrap_or_else(|_| RoundId::generate(&app.clock));
    let new = NewRound {
        id,
        class: loaded.class.id,
        curriculum: loaded.class.curriculum,
        title: terms.title,
        instructions: terms.instructions,
        anonymous: terms.anonymous,
        closes_on: terms.closes_on,
        criteria: terms.criteria,
        each: terms.each,
        reports: terms.reports,
    };
    let work = (app.clock.clone(), By::from(&actor), new);
    app.db
        .write(move |tx| {
            let (clock, by, new) = work.clone();
            async move { prepare(&tx, &clock, by, &new).await }
        })
        .await?;
    Ok(
        Flash::ok("Relecture préparée. Vérifiez qui relit qui, puis ouvrez-la.")
            .to(paths::round(id)),
    )
}

fn page(
    app: &App,
    shell: Shell,
    loaded: &Loaded,
    form: &PrepareForm,
    errors: &FieldErrors,
) -> PreparePage {
    let mission = loaded
        .mission
        .map_or_else(|| ALL.to_owned(), |id| id.to_string());
    let all = (ALL.to_owned(), "Tous les comptes rendus soumis".to_owned());
    let missions = loaded
        .missions
        .iter()
        .map(|(id, title)| (id.to_string(), title.clone()));
    let groups = loaded
        .groups
        .iter()
        .map(|group| (group.id.to_string(), group.name.clone()));
    PreparePage {
        shell,
        trail: vec![("Entre pairs", paths::ROUNDS)],
        class: loaded.class.name.clone(),
        action: loaded.action(),
        mission: Field::new("mission", mission),
        missions: std::iter::once(all).chain(missions).collect(),
        groupe: Field::new("groupe", loaded.groupe.clone()),
        groups: groups.collect(),
        id: form.id.clone(),
        today: local_date(app.clock.now()).to_string(),
        titre: Field::with("titre", &form.titre, errors),
        consigne: Field::with("consigne", &form.consigne, errors),
        comptes: Field::with("comptes", "", errors),
        offered: loaded
            .readable
            .iter()
            .map(|one| offered(loaded, form, one))
            .collect(),
        criteres: Field::with("criteres", "", errors),
        competences: competences(loaded, form),
        propres: Field::with("propres", &form.propres, errors),
        lecteurs: Field::with("lecteurs", &form.lecteurs, errors),
        counts: [("1", "1"), ("2", "2"), ("3", "3")],
        anonymat: Field::with("anonymat", &form.anonymat, errors),
        anonymity: [
            ("oui", "Noms cachés entre apprenant·es"),
            ("non", "Noms affichés"),
        ],
        cloture: Field::with("cloture", &form.cloture, errors),
        errors: summary(errors),
    }
}

fn offered(loaded: &Loaded, form: &PrepareForm, report: &Readable) -> Offered {
    let learner = loaded
        .learners
        .iter()
        .find(|one| one.account == report.learner_id);
    let name = learner.map_or_else(String::new, |one| one.name.listed());
    let title = loaded
        .summaries
        .get(&report.id)
        .map_or("", |one| one.title.as_str());
    let day = report.submitted_at.map_or_else(String::new, |at| {
        format!(", soumis le {}", date_long(local_date(at)))
    });
    Offered {
        id: format!("compte-{}", report.id),
        value: report.id.to_string(),
        label: format!("{name}\u{a0}: «\u{202f}{title}\u{202f}»{day}"),
        checked: form.ticks(report.id),
    }
}

/// The competences of the curriculum; those that the productions are linked
/// to are unfolded.
fn competences(loaded: &Loaded, form: &PrepareForm) -> Vec<Competence> {
    let linked = |code: &str| {
        let mut targets = loaded.summaries.values().flat_map(|one| &one.targets);
        targets.any(|target| {
            let known = loaded.curriculum.target(target);
            known.is_some_and(|known| known.competence().code == code)
        })
    };
    let ticked = |code: &str| form.criteres.iter().any(|one| one == code);
    let blocks = loaded.curriculum.blocks.iter();
    blocks
        .flat_map(|block| block.competences.iter().map(|one| (block.number, one)))
        .map(|(bloc, one)| {
            let criteria: Vec<Offered> = one
                .criteria
                .iter()
                .map(|criterion| Offered {
                    id: format!(
                        "critere-{}",
                        criterion.code.to_lowercase().replace('.', "-")
                    ),
                    value: criterion.code.clone(),
                    label: criterion.text.clone(),
                    checked: ticked(&criterion.code),
                })
                .collect();
            Competence {
                bloc,
                checked: ticked(&one.code),
                open: loaded.mission.is_some() && linked(&one.code)
                    || ticked(&one.code)
                    || criteria.iter().any(|criterion| criterion.checked),
                code: one.code.clone(),
                title: one.title.clone(),
                criteria,
            }
        })
        .collect()
}
