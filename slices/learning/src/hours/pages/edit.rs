//! The form of the plan of a year: over the plan as it is, over an earlier
//! version, over a model calendar of the guide, over a usual year.

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use curriculum::Curriculum;
use curriculum::hours::duration;
use db::DbError;
use http::StatusCode;
use kernel::{FieldErrors, date_long, date_short};
use people::api::By;
use web::forms::{Field, SummaryLine, summary};
use web::{Actor, App, AppResult, Authorised, Flash, Form, Page, Query, Shell};

use super::show::{ModelLink, models};
use super::{curriculum_of, numbers};
use crate::hours::commands;
use crate::hours::forms::{PlanForm, block_field, week_field};
use crate::hours::model::{WeekKind, YearPlan};
use crate::hours::object::{ClassYear, Plans};
use crate::hours::store;

/// What the form is filled with, when not with the plan as it is.
#[derive(Clone, Debug, Default, serde::Deserialize)]
pub struct StartQuery {
    /// A model calendar, or « vide ».
    #[serde(default)]
    modele: String,
    /// An earlier version.
    #[serde(default)]
    version: Option<i32>,
}

/// A week of the form.
pub struct WeekField {
    name: String,
    label: String,
    /// « Semaine du 7 septembre 2026 ».
    long: String,
    value: String,
}

/// The weeks of a month.
pub struct MonthFields {
    name: String,
    weeks: Vec<WeekField>,
}

/// The durations of a bloc by the week.
pub struct BlockFields {
    number: u8,
    title: String,
    /// At school, then shared: name and value.
    fields: [(String, String); 2],
}

#[derive(Template)]
#[template(path = "hours/pages/edit.html")]
pub struct EditPage {
    shell: Shell,
    errors: Vec<SummaryLine>,
    /// Somebody else saved meanwhile.
    conflict: bool,
    /// The form is filled with something that is not the plan.
    start: Option<String>,
    class_name: String,
    year: String,
    class_href: String,
    plan_href: String,
    href: String,
    version: i32,
    kinds: &'static [WeekKind],
    months: Vec<MonthFields>,
    blocks: Vec<BlockFields>,
    days: Field,
    autonomous: Field,
    speakers: Field,
    from: Field,
    to: Field,
    kind: Field,
    models: Vec<ModelLink>,
}

/// A class with what its form needs.
struct Editing {
    year: ClassYear,
    curriculum: std::sync::Arc<Curriculum>,
    /// The version of the plan as it is; 0 when there is none.
    version: i32,
    /// The plan as it is, on the weeks of the class; a usual year when there is none.
    plan: YearPlan,
}

impl Editing {
    async fn load(app: &App, actor: &Actor, year: ClassYear) -> AppResult<Self> {
        let curriculum = curriculum_of(app, &year).await?;
        let latest = store::latest(app.db.reader(), actor.school, year.class.id).await?;
        let version = latest.as_ref().map_or(0, |row| row.version);
        let (when, blocks) = (year.class.school_year, numbers(&curriculum));
        let plan = latest.and_then(|row| row.plan()).map_or_else(
            || YearPlan::blank(when, &blocks),
            |plan| plan.fitted(when, &blocks),
        );
        Ok(Self {
            year,
            curriculum,
            version,
            plan,
        })
    }

    /// What the query asks for, with its name; the plan as it is otherwise.
    async fn start(
        &self,
        app: &App,
        actor: &Actor,
        query: &StartQuery,
    ) -> AppResult<(YearPlan, Option<String>)> {
        let (when, blocks) = (self.year.class.school_year, numbers(&self.curriculum));
        if let Some(number) = query.version {
            let class = self.year.class.id;
            let row = store::version(app.db.reader(), actor.school, class, number).await?;
            if let Some((row, plan)) = row.and_then(|row| row.plan().map(|plan| (row, plan))) {
                let name = format!("Version du {}", kernel::date_time(row.saved_at));
                return Ok((plan.fitted(when, &blocks), Some(name)));
            }
        }
        if query.modele == "vide" {
            let name = "Une année ordinaire".to_owned();
            return Ok((YearPlan::blank(when, &blocks), Some(name)));
        }
        let guide = curriculum::hours::guide(&self.curriculum.code);
        let model = guide.and_then(|guide| {
            let model = guide.calendars.iter().find(|one| one.key == query.modele)?;
            let plan = YearPlan::from_model(when, &blocks, guide, model);
            Some((plan, Some(model.name.clone())))
        });
        Ok(model.unwrap_or_else(|| (self.plan.clone(), None)))
    }

    /// The page with `plan` in its fields, under what was typed.
    fn page(
        self,
        shell: Shell,
        plan: &YearPlan,
        form: &PlanForm,
        errors: &FieldErrors,
    ) -> EditPage {
        let class_href = format!("/classes/{}", self.year.class.id);
        let href = format!("{class_href}/heures/modifier");
        let typed = |name: &str, value: String| form.typed(name).map_or(value, str::to_owned);
        let field = |name, value| Field::with(name, typed(name, value), errors);
        let blocks = plan.blocks.iter().map(|block| {
            let of = |shared, minutes| {
                let name = block_field(shared, block.number);
                let value = typed(&name, spelled(minutes));
                (name, value)
            };
            let mut blocks = self.curriculum.blocks.iter();
            let title = blocks.find(|one| one.number == block.number);
            BlockFields {
                number: block.number,
                title: title.map_or_else(String::new, |one| one.title.clone()),
                fields: [of(false, block.school), of(true, block.mixed)],
            }
        });
        EditPage {
            shell,
            errors: summary(errors),
            conflict: false,
            start: None,
            year: self.year.class.school_year.to_string(),
            version: self.version,
            kinds: WeekKind::ALL,
            months: months(plan, form),
            blocks: blocks.collect(),
            days: field("jours", plan.placement_days.to_string()),
            autonomous: field("autonomie", spelled(plan.autonomous)),
            speakers: field("intervenants", spelled(plan.speakers)),
            from: field("du", String::new()),
            to: field("au", String::new()),
            kind: field("nature", String::new()),
            models: models(&self.curriculum, &href),
            class_name: self.year.class.name,
            plan_href: format!("{class_href}/heures"),
            class_href,
            href,
        }
    }
}

/// A duration in a field: nothing for none.
fn spelled(minutes: u32) -> String {
    match minutes {
        0 => String::new(),
        minutes => duration(minutes),
    }
}

fn months(plan: &YearPlan, form: &PlanForm) -> Vec<MonthFields> {
    let mut months: Vec<((i32, u32), MonthFields)> = Vec::new();
    for week in &plan.weeks {
        let month = week.month();
        if months.last().is_none_or(|(last, _)| *last != month) {
            let name = crate::hours::view::month_name(month.1);
            let name = format!("{name} {}", month.0);
            months.push((
                month,
                MonthFields {
                    name,
                    weeks: Vec::new(),
                },
            ));
        }
        if let Some((_, last)) = months.last_mut() {
            let name = week_field(week.monday);
            let value = form.typed(&name).unwrap_or(week.kind.code()).to_owned();
            last.weeks.push(WeekField {
                name,
                label: date_short(week.monday),
                long: format!("Semaine du {}", date_long(week.monday)),
                value,
            });
        }
    }
    months.into_iter().map(|(_, month)| month).collect()
}

/// The form.
pub async fn form(
    State(app): State<App>,
    shell: Shell,
    actor: Actor,
    Query(query): Query<StartQuery>,
    found: Authorised<ClassYear, Plans>,
) -> AppResult<Page<EditPage>> {
    let editing = Editing::load(&app, &actor, found.object).await?;
    let (plan, start) = editing.start(&app, &actor, &query).await?;
    let page = editing.page(shell, &plan, &PlanForm::default(), &FieldErrors::new());
    Ok(Page::new(EditPage { start, ..page }))
}

/// Saves it.
pub async fn submit(
    State(app): State<App>,
    shell: Shell,
    actor: Actor,
    found: Authorised<ClassYear, Plans>,
    Form(fields): Form<Vec<(String, String)>>,
) -> AppResult<Response> {
    let form = PlanForm::from(fields);
    let editing = Editing::load(&app, &actor, found.object).await?;
    let plan = match form.parse(editing.plan.clone()) {
        Ok(plan) => plan,
        Err(errors) => {
            let plan = editing.plan.clone();
            // The version stays the one that was read: errors do not hide a conflict.
            let page = editing.page(shell, &plan, &form, &errors);
            let version = form.version();
            return Ok(Page::invalid(EditPage { version, ..page }).into_response());
        }
    };
    match save(&app, &actor, &editing.year, form.version(), plan.clone()).await {
        Ok(()) => Ok(Flash::ok("Le plan de l’année est enregistré.")
            .to(format_args!("/classes/{}/heures", editing.year.class.id))),
        Err(DbError::Conflict) => {
            let page = editing.page(shell, &plan, &form, &FieldErrors::new());
            let page = EditPage {
                conflict: true,
                ..page
            };
            Ok(Page::new(page).status(StatusCode::CONFLICT).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

async fn save(
    app: &App,
    actor: &Actor,
    year: &ClassYear,
    seen: i32,
    plan: YearPlan,
) -> Result<(), DbError> {
    let (class, work) = (year.class.id, (app.clock.clone(), By::from(actor), plan));
    app.db
        .write(move |tx| {
            let (clock, by, plan) = work.clone();
            async move { commands::save_plan(&tx, &clock, &by, class, seen, &plan).await }
        })
        .await
}
