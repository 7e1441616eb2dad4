//! Writing an objective, from an item and a step in one click, and changing it.

use askama::Template;
use axum::extract::State as Extract;
use axum::response::{IntoResponse, Response};
use kernel::{AccountId, FieldErrors, local_date};
use people::api::holders::{Holder, holders_of};
use serde::Deserialize;
use web::forms::{SummaryLine, summary};
use web::{Actor, App, AppResult, Authorised, Field, Flash, Form, Page, Query, Shell};

use super::CROSSED;
use crate::acting::{By, Refused, WRITERS};
use crate::instrument::Instrument;
use crate::objectives::commands::{self, NewGoal};
use crate::objectives::forms::GoalForm;
use crate::objectives::object::{Goal, Steers};
use crate::objectives::smart::{self, Criterion, advice};
use crate::objectives::{Content, GoalId, Target, paths, questionnaire};

/// A criterion to write under.
struct Line {
    criterion: &'static Criterion,
    field: Field,
}

/// The items of a field, to choose one.
struct ItemGroup {
    label: String,
    items: Vec<(String, String)>,
}

/// What the questionnaire says of the item and step chosen.
struct About {
    field: String,
    item: String,
    step: u8,
    statement: String,
}

/// The page.
#[derive(Template)]
#[template(path = "objectives/pages/write.html")]
pub struct WritePage {
    shell: Shell,
    trail: Vec<(String, String)>,
    heading: &'static str,
    action: String,
    back: String,
    id: String,
    version: String,
    errors: Vec<SummaryLine>,
    item: Field,
    groups: Vec<ItemGroup>,
    step: Field,
    steps: Vec<(String, String)>,
    about: Option<About>,
    title: Line,
    texts: Vec<Line>,
    due: Line,
    pilot: Field,
    pilots: Vec<(String, String)>,
    pilot_name: Field,
    advice: Vec<(&'static str, String)>,
    source: &'static str,
}

/// What the form is about.
struct Purpose {
    trail: Vec<(String, String)>,
    heading: &'static str,
    action: String,
    back: String,
    instrument: Instrument,
    /// The target that an objective has already, which stays possible.
    kept: Option<Target>,
    staff: Vec<Holder>,
}

impl Purpose {
    fn read(&self, form: &GoalForm) -> Result<Content, FieldErrors> {
        let staff: Vec<AccountId> = self.staff.iter().map(|one| one.account).collect();
        form.read(
            |item, step| {
                let kept = self.kept.clone();
                let kept = kept.filter(|kept| kept.item == item && kept.step == step);
                kept.or_else(|| questionnaire::target(&self.instrument, item, step))
            },
            &staff,
        )
    }

    fn groups(&self) -> Vec<ItemGroup> {
        let mut groups: Vec<ItemGroup> = self
            .instrument
            .fields()
            .map(|field| ItemGroup {
                label: format!("{} {}", field.code, field.title),
                items: field
                    .in_force()
                    .map(|item| (item.code.clone(), item.title.clone()))
                    .collect(),
            })
            .collect();
        let known = |code: &String| {
            groups
                .iter()
                .any(|group| group.items.iter().any(|item| item.0 == *code))
        };
        if let Some(kept) = self.kept.as_ref().filter(|kept| !known(&kept.item)) {
            groups.push(ItemGroup {
                label: "Retiré du questionnaire".to_owned(),
                items: vec![(kept.item.clone(), kept.title.clone())],
            });
        }
        groups
    }

    fn about(&self, form: &GoalForm) -> Option<About> {
        let step = form.etape.parse().ok()?;
        let target = questionnaire::target(&self.instrument, &form.item, step)
            .or_else(|| self.kept.clone())?;
        let said = questionnaire::said(&self.instrument, &target)?;
        Some(About {
            field: said.field.title.clone(),
            item: said.item.title.clone(),
            step,
            statement: said.statement.to_owned(),
        })
    }
}

impl WritePage {
    fn new(
        app: &App,
        shell: Shell,
        purpose: Purpose,
        form: &GoalForm,
        errors: &FieldErrors,
    ) -> Self {
        let smart = smart::shipped();
        let line = |number: usize, name: &'static str, value: &str| Line {
            criterion: &smart.criteria[number],
            field: Field::with(name, value, errors),
        };
        // A blank form is not reproached with being blank.
        let read = purpose.read(form).ok();
        let read = read.filter(|_| !form.version.is_empty());
        let today = local_date(app.clock.now());
        Self {
            shell,
            id: form.id.clone(),
            version: form.version.clone(),
            errors: summary(errors),
            item: Field::with("item", &*form.item, errors),
            groups: purpose.groups(),
            step: Field::with("etape", &*form.etape, errors),
            steps: (1..=purpose.instrument.steps())
                .map(|step| (step.to_string(), format!("Étape {step}")))
                .collect(),
            about: purpose.about(form),
            title: line(0, "descriptif", &form.descriptif),
            texts: vec![
                line(1, "mesure", &form.mesure),
                line(2, "ambition", &form.ambition),
                line(3, "moyens", &form.moyens),
            ],
            due: line(4, "echeance", &form.echeance),
            pilot: Field::with("pilote", &*form.pilote, errors),
            pilots: purpose
                .staff
                .iter()
                .map(|one| (one.account.to_string(), one.name.formal()))
                .collect(),
            pilot_name: Field::with("pilote_nom", &*form.pilote_nom, errors),
            advice: read.map_or_else(Vec::new, |content| advice(&content, today)),
            source: &smart.source,
            trail: purpose.trail,
            heading: purpose.heading,
            action: purpose.action,
            back: purpose.back,
        }
    }
}

/// The item and the step that one comes from.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct From {
    item: String,
    etape: String,
}

async fn writing(app: &App, actor: &Actor) -> AppResult<Purpose> {
    Ok(Purpose {
        trail: vec![("Objectifs SMART".to_owned(), paths::LIST.to_owned())],
        heading: "Nouvel objectif",
        action: paths::NEW.to_owned(),
        back: paths::LIST.to_owned(),
        instrument: questionnaire::of(app.db.reader(), actor.school).await?,
        kept: None,
        staff: holders_of(&app.db, actor.school, WRITERS).await?,
    })
}

/// GET /numerique/objectifs/nouveau
pub async fn form(
    Extract(app): Extract<App>,
    actor: Actor,
    shell: Shell,
    Query(from): Query<From>,
) -> AppResult<Page<WritePage>> {
    let form = GoalForm {
        id: GoalId::generate(&app.clock).to_string(),
        item: from.item,
        etape: from.etape,
        ..GoalForm::default()
    };
    let purpose = writing(&app, &actor).await?;
    let page = WritePage::new(&app, shell, purpose, &form, &FieldErrors::new());
    Ok(Page::new(page))
}

/// POST /numerique/objectifs/nouveau
pub async fn submit(
    Extract(app): Extract<App>,
    actor: Actor,
    shell: Shell,
    Form(form): Form<GoalForm>,
) -> AppResult<Response> {
    let purpose = writing(&app, &actor).await?;
    let content = match purpose.read(&form) {
        Ok(content) => content,
        Err(errors) => {
            let page = WritePage::new(&app, shell, purpose, &form, &errors);
            return Ok(Page::invalid(page).into_response());
        }
    };
    let drawn = form.id.parse();
    let new = NewGoal {
        id: drawn.unwrap_or_else(|_| GoalId::generate(&app.clock)),
        content,
    };
    let (clock, by, id) = (app.clock.clone(), By::from(&actor), new.id);
    app.db
        .write(move |tx| {
            let (clock, new) = (clock.clone(), new.clone());
            async move { commands::create(&tx, &clock, by, &new).await }
        })
        .await?;
    Ok(
        Flash::ok("Objectif enregistré. La personne qui le pilote est prévenue.")
            .to(paths::one(id)),
    )
}

/// What is changed: a pilot who left keeps their place.
async fn changing(app: &App, actor: &Actor, goal: &Goal) -> AppResult<Purpose> {
    let row = &goal.row;
    let mut purpose = writing(app, actor).await?;
    let gone: Vec<AccountId> = row
        .pilot_id
        .iter()
        .filter(|pilot| !purpose.staff.iter().any(|one| one.account == **pilot))
        .copied()
        .collect();
    let names = people::api::names_of(&app.db, actor.school, &gone).await?;
    let gone = names.into_iter();
    purpose
        .staff
        .extend(gone.map(|(account, name)| Holder { account, name }));
    let here = paths::one(row.id);
    purpose.trail.push((row.title.clone(), here.clone()));
    Ok(Purpose {
        heading: "Modifier l’objectif SMART",
        action: paths::below(row.id, "modifier"),
        back: here,
        kept: Some(row.target()),
        ..purpose
    })
}

/// GET /numerique/objectifs/{goal}/modifier
pub async fn change_form(
    Extract(app): Extract<App>,
    actor: Actor,
    shell: Shell,
    found: Authorised<Goal, Steers>,
) -> AppResult<Page<WritePage>> {
    let purpose = changing(&app, &actor, &found.object).await?;
    let row = &found.object.row;
    let form = GoalForm::of(&row.content(), row.version);
    let page = WritePage::new(&app, shell, purpose, &form, &FieldErrors::new());
    Ok(Page::new(page))
}

/// POST /numerique/objectifs/{goal}/modifier
pub async fn change(
    Extract(app): Extract<App>,
    actor: Actor,
    shell: Shell,
    found: Authorised<Goal, Steers>,
    Form(mut form): Form<GoalForm>,
) -> AppResult<Response> {
    let purpose = changing(&app, &actor, &found.object).await?;
    let errors = match purpose.read(&form) {
        Ok(content) => match write(&app, &actor, &found.object, &form, content).await {
            Ok(()) => return Ok(Flash::ok("Objectif modifié.").to(purpose.back)),
            Err(refused) if refused.is_conflict() => {
                // Sent again, it replaces what was written meanwhile, which stays in the history.
                form.version = found.object.row.version.to_string();
                FieldErrors::one("descriptif", CROSSED)
            }
            Err(refused) => return Err(refused.into()),
        },
        Err(errors) => errors,
    };
    let page = WritePage::new(&app, shell, purpose, &form, &errors);
    Ok(Page::invalid(page).into_response())
}

async fn write(
    app: &App,
    actor: &Actor,
    goal: &Goal,
    form: &GoalForm,
    content: Content,
) -> Result<(), Refused> {
    let (clock, by, id) = (app.clock.clone(), By::from(actor), goal.row.id);
    let version = form.version.parse().unwrap_or(0);
    app.db
        .write(move |tx| {
            let (clock, content) = (clock.clone(), content.clone());
            async move { commands::change(&tx, &clock, by, id, version, &content).await }
        })
        .await
}
