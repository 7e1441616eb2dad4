//! The matrix itself.

use askama::Template;
use axum::extract::{RawQuery, State as Extract};
use curriculum::ScaleLevel;
use kernel::{FieldErrors, local_date};
use web::{Actor, App, AppResult, Authorised, Field, Page, Protected, Shell};

use super::parts::{ClassData, GroundsView};
use super::table::{Column, Head, Row, columns, heads, rows};
use crate::matrix::forms::BulkForm;
use crate::matrix::grid::shown;
use crate::matrix::model::Lens;
use crate::matrix::object::{Class, Sees};
use crate::matrix::policy::Action;
use crate::matrix::view::{ALL, Order, View};
use crate::matrix::words::summary;
use crate::matrix::{BatchId, paths};
use crate::positioning::Viewpoint;
use crate::progress::view::scale_levels;

/// The filters.
pub struct Filters {
    nom: Field,
    groupe: Field,
    groups: Vec<(String, String)>,
    bloc: Field,
    blocks: Vec<(String, String)>,
    montrer: Field,
    lenses: Vec<(&'static str, &'static str)>,
    du: Field,
    au: Field,
    tri: Field,
    orders: Vec<(String, String)>,
    competence: Field,
    competences: Vec<(String, String)>,
    /// Points of view to add: code, name, whether it is chosen.
    vues: Vec<(&'static str, &'static str, bool)>,
    detail: Vec<String>,
    more: bool,
}

/// The page.
#[derive(Template)]
#[template(path = "matrix/pages/matrix.html")]
pub struct MatrixPage {
    shell: Shell,
    class: String,
    class_href: String,
    address: String,
    diploma: String,
    rates: bool,
    /// How many are in the class.
    size: usize,
    /// « 12 apprenant·es sur 28 ».
    summary: String,
    filtered: bool,
    filters: Filters,
    query: String,
    levels: &'static [ScaleLevel],
    others: Vec<(&'static str, &'static str)>,
    unfold_href: String,
    sheet_href: String,
    workbook_href: String,
    unfolded: bool,
    heads: Vec<Head>,
    columns: Vec<Column>,
    rows: Vec<Row>,
    grounds: GroundsView,
    /// Where the bulk that was just written is taken back.
    undo: Option<String>,
}

/// GET /classes/{class}/competences
pub async fn matrix(
    Extract(app): Extract<App>,
    actor: Actor,
    shell: Shell,
    found: Authorised<Class, Sees>,
    RawQuery(query): RawQuery,
) -> AppResult<Page<MatrixPage>> {
    let query = query.unwrap_or_default();
    let rates = found.object.allows(&actor, Action::Rate);
    let data = ClassData::load(&app, &actor, found.object.0.class).await?;
    let page = page(&app, &actor, shell, &data, &View::parse(&query), rates).await?;
    Ok(Page::new(MatrixPage {
        undo: written(&query).map(|batch| paths::undo(data.class.id, batch)),
        ..page
    }))
}

/// The bulk that was just written: the page offers to take it back.
fn written(query: &str) -> Option<BatchId> {
    form_urlencoded::parse(query.as_bytes())
        .find(|(name, _)| name == "saisie")
        .and_then(|(_, id)| id.parse().ok())
}

async fn page(
    app: &App,
    actor: &Actor,
    shell: Shell,
    data: &ClassData,
    view: &View,
    rates: bool,
) -> AppResult<MatrixPage> {
    let viewpoints = view.viewpoints();
    let lines = data.lines(app, actor, view, &viewpoints).await?;
    let targets = shown(&data.curriculum, view);
    let narrow = targets
        .iter()
        .map(|target| target.competence().code.as_str())
        .find(|code| *code == view.competence)
        .or_else(|| {
            targets
                .first()
                .map(|first| first.competence().code.as_str())
        })
        .unwrap_or_default();
    let class = data.class.id;
    let columns = columns(
        &data.curriculum,
        &targets,
        &lines,
        view,
        narrow,
        class,
        rates,
    );
    let search = view.search(local_date(app.clock.now()));
    let size = data.roster.learners.len();
    Ok(MatrixPage {
        class: data.class.name.clone(),
        class_href: paths::class(class),
        address: paths::matrix(class),
        diploma: data.diploma.clone(),
        rates,
        size,
        summary: summary(lines.len(), size),
        filtered: view.is_filtered(),
        filters: filters(data, view, narrow),
        query: view.query(),
        levels: scale_levels(),
        others: others(&viewpoints),
        sheet_href: paths::export(class, "pdf", &view.query()),
        workbook_href: paths::export(class, "xlsx", &view.query()),
        unfold_href: paths::narrowed(class, &view.all_toggled(&data.curriculum).query()),
        unfolded: data.curriculum.competences().all(|one| view.unfolds(one)),
        heads: heads(&targets, narrow),
        rows: rows(&targets, &lines, &columns, &viewpoints, search),
        columns,
        grounds: GroundsView::new(app, data, &BulkForm::default(), &FieldErrors::new()),
        undo: None,
        shell,
    })
}

/// The points of view shown besides the two usual ones, for the legend.
fn others(viewpoints: &[Viewpoint]) -> Vec<(&'static str, &'static str)> {
    viewpoints
        .iter()
        .filter(|viewpoint| matches!(viewpoint, Viewpoint::Tutor | Viewpoint::Peer))
        .map(|viewpoint| (viewpoint.letter(), viewpoint.label()))
        .collect()
}

fn filters(data: &ClassData, view: &View, narrow: &str) -> Filters {
    let curriculum = &data.curriculum;
    let named = |code: &str, label: &str| (code.to_owned(), format!("{code} {label}"));
    let orders = Order::CHOICES
        .iter()
        .map(|(code, label)| ((*code).to_owned(), (*label).to_owned()))
        .chain(curriculum.competences().map(|one| {
            named(
                &one.code,
                &format!("{}, du plus bas au plus haut", one.label),
            )
        }));
    Filters {
        nom: Field::new("nom", view.nom.clone()),
        groupe: Field::new("groupe", view.groupe.clone()),
        groups: data
            .roster
            .groups
            .iter()
            .map(|group| (group.id.to_string(), group.name.clone()))
            .collect(),
        bloc: Field::new("bloc", view.bloc.clone()),
        blocks: curriculum
            .blocks
            .iter()
            .map(|block| {
                let number = block.number.to_string();
                (number.clone(), format!("{number}. {}", block.title))
            })
            .collect(),
        montrer: Field::new("montrer", view.montrer.clone()),
        lenses: Lens::CHOICES
            .iter()
            .map(|(_, code, label)| (*code, *label))
            .collect(),
        du: Field::new("du", view.du.clone()),
        au: Field::new("au", view.au.clone()),
        tri: Field::new("tri", view.tri.clone()),
        orders: orders.collect(),
        competence: Field::new("competence", narrow),
        competences: curriculum
            .competences()
            .map(|one| named(&one.code, &one.label))
            .collect(),
        vues: [Viewpoint::Tutor, Viewpoint::Peer]
            .map(|viewpoint| {
                let chosen = view.viewpoints().contains(&viewpoint);
                (viewpoint.code(), viewpoint.label(), chosen)
            })
            .to_vec(),
        detail: view.detail.clone(),
        more: view.has_more(),
    }
}

impl Filters {
    /// Whether everything is unfolded, for the hidden field that keeps it.
    fn kept_detail(&self) -> impl Iterator<Item = &String> {
        let all = self.detail.iter().any(|code| code == ALL);
        self.detail.iter().filter(move |code| !all || *code == ALL)
    }
}
