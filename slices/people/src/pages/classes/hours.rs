//! Hours of a class: who teaches how many in which bloc, against what the
//! guide of the diploma proposes.

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use curriculum::hours::{HourGuide, Judged, duration};
use kernel::{AccountId, FieldErrors};
use web::forms::{SummaryLine, summary};
use web::{Actor, App, AppResult, Authorised, Flash, Form, Page, Shell};

use crate::commands::{self, By, Taught};
use crate::forms::{HoursForm, field_name};
use crate::objects::{Class, Manages};
use crate::pages::form_errors;
use crate::store::hours;
use crate::store::teams::{self, TeamRow};

/// A field of the table; none where the person does not teach the bloc.
pub struct HourCell {
    name: String,
    value: String,
    label: String,
    /// The field of the English among them, where the guide asks for some.
    english: Option<(String, String, String)>,
}

/// A member of the team.
pub struct HourLine {
    name: String,
    cells: Vec<Option<HourCell>>,
    total: String,
}

/// The total of a bloc, or of all, with its verdict.
pub struct TotalLine {
    label: String,
    total: String,
    verdicts: Vec<(bool, String)>,
}

#[derive(Template)]
#[template(path = "pages/classes/hours.html")]
pub struct HoursPage {
    shell: Shell,
    errors: Vec<SummaryLine>,
    class_name: String,
    class_href: String,
    href: String,
    /// The weeks of the class, and what it plans for each bloc.
    plan_href: String,
    blocks: Vec<String>,
    lines: Vec<HourLine>,
    totals: Vec<TotalLine>,
    source: Option<&'static str>,
}

/// A class with its team and the blocs of its curriculum.
struct Taking {
    team: Vec<TeamRow>,
    blocks: Vec<(u8, String)>,
    guide: Option<&'static HourGuide>,
    stored: Vec<hours::Model>,
}

impl Taking {
    async fn load(app: &App, actor: &Actor, class: &Class) -> AppResult<Self> {
        let reader = app.db.reader();
        let id = class.row.id;
        let curriculum = curriculum::api::get(&app.db, class.row.curriculum_id).await?;
        let blocks = curriculum.iter().flat_map(|one| &one.blocks);
        Ok(Self {
            blocks: blocks.map(|one| (one.number, one.title.clone())).collect(),
            guide: curriculum
                .as_ref()
                .and_then(|one| curriculum::hours::guide(&one.code)),
            team: teams::of_classes(reader, actor.school, &[id]).await?,
            stored: hours::of_class(reader, actor.school, id).await?,
        })
    }

    /// Who teaches what: (person, bloc, name of the person).
    fn teaching(&self) -> Vec<(AccountId, u8, String)> {
        let of = |member: &TeamRow| {
            let (id, name) = (member.account_id, member.name().formal());
            let taught = self.blocks.iter().filter(|(n, _)| member.blocks.has(*n));
            taught
                .map(|(number, _)| (id, *number, name.clone()))
                .collect::<Vec<_>>()
        };
        self.team.iter().flat_map(of).collect()
    }

    /// (minutes, minutes of English) that somebody teaches in a bloc.
    fn taught(&self, teacher: AccountId, block: u8) -> (u32, u32) {
        let positive = |n: i32| u32::try_from(n).unwrap_or(0);
        self.stored
            .iter()
            .find(|row| row.account_id == teacher && row.block == i16::from(block))
            .map_or((0, 0), |row| {
                (positive(row.minutes), positive(row.english_minutes))
            })
    }

    fn asks_english(&self, block: u8) -> bool {
        self.guide
            .is_some_and(|guide| guide.judge_english(block, 0).is_some())
    }

    fn cell(&self, member: &TeamRow, block: u8, form: Option<&HoursForm>) -> Option<HourCell> {
        if !member.blocks.has(block) {
            return None;
        }
        let id = member.account_id;
        let (minutes, english) = self.taught(id, block);
        let value = |english: bool, stored: u32| {
            let typed = form.and_then(|form| form.typed(english, id, block));
            match (typed, stored) {
                (Some(text), _) => text.to_owned(),
                (None, 0) => String::new(),
                (None, minutes) => duration(minutes),
            }
        };
        let name = member.name().formal();
        Some(HourCell {
            name: field_name(false, id, block),
            value: value(false, minutes),
            label: format!("Heures de {name} dans le bloc\u{a0}{block}"),
            english: self.asks_english(block).then(|| {
                (
                    field_name(true, id, block),
                    value(true, english),
                    format!("dont anglais, {name}, bloc\u{a0}{block}"),
                )
            }),
        })
    }

    fn totals(&self) -> Vec<TotalLine> {
        let teaching = self.teaching();
        let sum = |block: u8| {
            let taught = teaching.iter().filter(|(_, number, _)| *number == block);
            taught.fold((0, 0), |(minutes, english), (id, number, _)| {
                let one = self.taught(*id, *number);
                (minutes + one.0, english + one.1)
            })
        };
        let mut all = 0;
        let mut lines: Vec<TotalLine> = self
            .blocks
            .iter()
            .map(|(number, title)| {
                let (minutes, english) = sum(*number);
                all += minutes;
                let judged = self.guide.into_iter().flat_map(|guide| {
                    let of_block = guide.judge_block(*number, minutes);
                    of_block
                        .into_iter()
                        .chain(guide.judge_english(*number, english))
                });
                TotalLine {
                    label: format!("Bloc\u{a0}{number}\u{a0}: {title}"),
                    total: duration(minutes),
                    verdicts: judged.map(|one| verdict(&one)).collect(),
                }
            })
            .collect();
        lines.push(TotalLine {
            label: "Toute la formation".to_owned(),
            total: duration(all),
            verdicts: self
                .guide
                .map(|guide| verdict(&guide.judge_total(all)))
                .into_iter()
                .collect(),
        });
        lines
    }
}

/// Whether it fits, and the reason.
fn verdict(judged: &Judged) -> (bool, String) {
    (judged.fits(), judged.sentence())
}

impl HoursPage {
    async fn load(
        app: &App,
        shell: Shell,
        actor: &Actor,
        class: &Class,
        form: Option<&HoursForm>,
        errors: &FieldErrors,
    ) -> AppResult<Self> {
        let taking = Taking::load(app, actor, class).await?;
        let class_href = format!("/admin/classes/{}", class.row.id);
        let line = |member: &TeamRow| HourLine {
            name: member.name().formal(),
            cells: taking
                .blocks
                .iter()
                .map(|(number, _)| taking.cell(member, *number, form))
                .collect(),
            total: duration(
                taking
                    .blocks
                    .iter()
                    .filter(|(number, _)| member.blocks.has(*number))
                    .map(|(number, _)| taking.taught(member.account_id, *number).0)
                    .sum(),
            ),
        };
        Ok(Self {
            shell,
            errors: summary(errors),
            class_name: class.row.name.clone(),
            href: format!("{class_href}/heures"),
            plan_href: format!("/classes/{}/heures", class.row.id),
            class_href,
            blocks: taking
                .blocks
                .iter()
                .map(|(number, _)| format!("Bloc\u{a0}{number}"))
                .collect(),
            lines: taking.team.iter().map(line).collect(),
            totals: taking.totals(),
            source: taking.guide.map(|guide| &*guide.source),
        })
    }
}

/// The page.
pub async fn show(
    State(app): State<App>,
    shell: Shell,
    actor: Actor,
    found: Authorised<Class, Manages>,
) -> AppResult<Page<HoursPage>> {
    let errors = FieldErrors::new();
    let page = HoursPage::load(&app, shell, &actor, &found.object, None, &errors).await?;
    Ok(Page::new(page))
}

/// Keeps the hours.
pub async fn submit(
    State(app): State<App>,
    shell: Shell,
    actor: Actor,
    found: Authorised<Class, Manages>,
    Form(fields): Form<Vec<(String, String)>>,
) -> AppResult<Response> {
    let class = found.object;
    let form = HoursForm::from(fields);
    let teaching = Taking::load(&app, &actor, &class).await?.teaching();
    let errors = match form.parse(&teaching) {
        Ok(taught) => keep(&app, &actor, &class, taught).await?,
        Err(errors) => errors,
    };
    if !errors.is_empty() {
        let page = HoursPage::load(&app, shell, &actor, &class, Some(&form), &errors).await?;
        return Ok(Page::invalid(page).into_response());
    }
    Ok(Flash::ok("Les heures sont enregistrées.")
        .to(format_args!("/admin/classes/{}/heures", class.row.id)))
}

async fn keep(
    app: &App,
    actor: &Actor,
    class: &Class,
    taught: Vec<Taught>,
) -> AppResult<FieldErrors> {
    let (id, work) = (class.row.id, (app.clock.clone(), By::from(actor), taught));
    let done = app
        .db
        .write(move |tx| {
            let (clock, by, taught) = work.clone();
            async move { commands::set_hours(&tx, &clock, &by, id, &taught).await }
        })
        .await;
    match done {
        Ok(()) => Ok(FieldErrors::new()),
        Err(refused) => form_errors(refused),
    }
}
