//! One competence for the whole class, as an ordinary form: for phones, and
//! where no script runs.

use askama::Template;
use axum::extract::{Path, State as Extract};
use curriculum::{ScaleLevel, Target};
use kernel::{FieldErrors, date_long, local_date};
use web::forms::{SummaryLine, summary};
use web::{Actor, App, AppError, AppResult, Authorised, Page, Shell};

use super::parts::{ClassData, GroundsView};
use crate::matrix::forms::{BulkForm, case_value};
use crate::matrix::model::{Cell, seen};
use crate::matrix::object::{Class, Rates};
use crate::matrix::paths;
use crate::matrix::view::View;
use crate::positioning::Viewpoint;
use crate::progress::view::scale_levels;

/// A learner to rate.
struct Line {
    id: String,
    name: String,
    href: String,
    team: u8,
    own: u8,
    note: String,
    /// What each level sends, and whether it was chosen.
    choices: Vec<Choice>,
}

/// A level to choose.
struct Choice {
    level: u8,
    name: &'static str,
    value: String,
    chosen: bool,
}

/// The page.
#[derive(Template)]
#[template(path = "matrix/pages/column.html")]
pub struct ColumnPage {
    shell: Shell,
    class: String,
    class_href: String,
    address: String,
    code: String,
    title: String,
    bloc: u8,
    /// The targets beside it: code, address.
    others: Vec<(String, String)>,
    levels: &'static [ScaleLevel],
    lines: Vec<Line>,
    grounds: GroundsView,
    errors: Vec<SummaryLine>,
    retour: String,
}

/// GET /classes/{class}/competences/{target}
pub async fn column(
    Extract(app): Extract<App>,
    actor: Actor,
    shell: Shell,
    found: Authorised<Class, Rates>,
    Path((_, code)): Path<(String, String)>,
) -> AppResult<Page<ColumnPage>> {
    let data = ClassData::load(&app, &actor, found.object.0.class).await?;
    let form = BulkForm {
        cible: code,
        ..BulkForm::default()
    };
    let page = page(&app, &actor, shell, &data, &form, &FieldErrors::new()).await?;
    Ok(Page::new(page))
}

/// The page with what was typed and what is wrong with it.
///
/// # Errors
/// 404 for what is no target of the curriculum.
pub async fn page(
    app: &App,
    actor: &Actor,
    shell: Shell,
    data: &ClassData,
    form: &BulkForm,
    errors: &FieldErrors,
) -> AppResult<ColumnPage> {
    let target = data
        .curriculum
        .target(&form.cible)
        .ok_or(AppError::NotFound)?;
    let view = View {
        bloc: target.block().number.to_string(),
        detail: vec![target.competence().code.clone()],
        ..View::default()
    };
    let viewpoints = [Viewpoint::Team, Viewpoint::SelfView];
    let lines = data.lines(app, actor, &view, &viewpoints).await?;
    let place = crate::matrix::grid::shown(&data.curriculum, &view)
        .iter()
        .position(|one| one.code() == target.code())
        .ok_or(AppError::NotFound)?;
    Ok(ColumnPage {
        class: data.class.name.clone(),
        class_href: paths::class(data.class.id),
        address: paths::matrix(data.class.id),
        code: target.code().to_owned(),
        title: target.title().to_owned(),
        bloc: target.block().number,
        others: others(data, target),
        levels: scale_levels(),
        lines: lines
            .iter()
            .map(|one| line(one.learner, target.code(), &one.cells[place], form))
            .collect(),
        grounds: GroundsView::new(app, data, form, errors),
        errors: summary(errors),
        retour: View::parse(&form.retour).query(),
        shell,
    })
}

/// The other targets of the same competence, and the other competences.
fn others(data: &ClassData, target: Target<'_>) -> Vec<(String, String)> {
    data.curriculum
        .targets()
        .filter(|other| match other {
            Target::Competence { .. } => true,
            Target::Detailed { competence, .. } => competence.code == target.competence().code,
        })
        .map(|other| {
            let href = paths::column(data.class.id, other.code());
            (other.code().to_owned(), href)
        })
        .collect()
}

fn line(learner: &people::api::LearnerSummary, code: &str, cell: &Cell, form: &BulkForm) -> Line {
    let id = learner.account.to_string();
    let mark = cell.mark(Viewpoint::Team);
    let choices = scale_levels().iter().map(|level| {
        let value = case_value(
            &id,
            code,
            level.number.into(),
            mark.map(|mark| seen(mark.at)),
        );
        Choice {
            level: level.number,
            name: &level.name,
            chosen: form.cases.contains(&value),
            value,
        }
    });
    let proofs = match cell.proofs {
        0 => "sans preuve".to_owned(),
        proofs => kernel::count(proofs.into(), "preuve", "preuves"),
    };
    Line {
        choices: choices.collect(),
        name: learner.name.listed(),
        href: paths::cell(learner.account, code),
        team: cell.level(Viewpoint::Team),
        own: cell.level(Viewpoint::SelfView),
        note: match mark {
            Some(mark) => format!("équipe le {}, {proofs}", date_long(local_date(mark.at))),
            None => proofs,
        },
        id,
    }
}
