//! What an import would do, or did: counts first, then its rows, page by page.

use askama::Template;
use kernel::{count, date_time};
use serde::Deserialize;
use web::forms::Field;
use web::{Actor, App, AppResult, Shell};

use crate::imports::plan::{Change, Choice, Verdict};
use crate::imports::stage::classes_of;
use crate::imports::store::{State as Step, imports, list, memory_of, rows};
use crate::store::classes::{self, Which};

/// Which rows, from where.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct RowsQuery {
    etat: String,
    apres: String,
}

/// How many rows of a kind, and the way to them.
pub struct CountView {
    label: String,
    number: u64,
    href: String,
    current: bool,
}

/// A class of the file.
pub struct ClassView {
    label: String,
    people: String,
    field: Field,
}

/// One row.
pub struct RowView {
    line: i32,
    name: String,
    chip: (&'static str, &'static str, &'static str),
    changes: Vec<Change>,
    reason: String,
    advice: String,
}

#[derive(Template)]
#[template(path = "imports/pages/preview.html")]
pub struct PreviewPage {
    shell: Shell,
    href: String,
    file: String,
    about: String,
    done: bool,
    message: Option<String>,
    counts: Vec<CountView>,
    classes: Vec<ClassView>,
    /// Options of each class: value, label.
    options: Vec<(String, String)>,
    undecided: String,
    button: String,
    nothing: bool,
    rows: Vec<RowView>,
    forgotten: bool,
    first: Option<String>,
    next: Option<String>,
}

impl PreviewPage {
    /// The page.
    pub async fn load(
        app: &App,
        shell: Shell,
        actor: &Actor,
        import: &imports::Model,
        query: &RowsQuery,
    ) -> AppResult<Self> {
        let done = import.state == Step::Done;
        let verdict: Option<Verdict> = query.etat.parse().ok();
        let after: i32 = query.apres.parse().unwrap_or(0);
        let (rows, next) = page_of(app, import, verdict, after).await?;
        let counts = list::counts(import);
        let of = |verdict: Verdict| counts.get(&verdict).copied().unwrap_or(0);
        let options = match done {
            true => Vec::new(),
            false => options(app, actor, import).await?,
        };
        let classes = class_views(import, done);
        let left = classes
            .iter()
            .filter(|class| class.field.value == "leave")
            .count();
        let written = of(Verdict::Create) + of(Verdict::Change);
        Ok(Self {
            shell,
            href: super::address(import),
            file: import.file_name.clone(),
            about: about(import),
            done,
            message: import.message.clone(),
            counts: count_views(import, verdict),
            undecided: match left {
                0 => String::new(),
                n => count(
                    n as u64,
                    "classe laissée de côté",
                    "classes laissées de côté",
                ),
            },
            classes,
            options,
            button: match written {
                0 => "Importer".to_owned(),
                n => format!("Importer ({})", count(n, "personne", "personnes")),
            },
            nothing: written == 0,
            rows,
            forgotten: done && import.lines == 0,
            first: (after > 0).then(|| address(import, verdict, 0)),
            next: next.map(|after| address(import, verdict, after)),
        })
    }
}

fn about(import: &imports::Model) -> String {
    let lines = count(u64::try_from(import.lines).unwrap_or(0), "ligne", "lignes");
    match import.finished_at {
        Some(at) => format!(
            "{}, année {}. Importé le {}.",
            import.format.label(),
            import.school_year,
            date_time(at)
        ),
        None => format!(
            "{}, {lines}, année {}.",
            import.format.label(),
            import.school_year
        ),
    }
}

fn address(import: &imports::Model, verdict: Option<Verdict>, after: i32) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    if let Some(verdict) = verdict {
        query.append_pair("etat", &verdict.to_string());
    }
    if after > 0 {
        query.append_pair("apres", &after.to_string());
    }
    match query.finish() {
        query if query.is_empty() => super::address(import),
        query => format!("{}?{query}", super::address(import)),
    }
}

async fn page_of(
    app: &App,
    import: &imports::Model,
    verdict: Option<Verdict>,
    after: i32,
) -> AppResult<(Vec<RowView>, Option<i32>)> {
    let mut rows = list::rows_after(
        app.db.reader(),
        import.school_id,
        import.id,
        verdict,
        after,
        list::PAGE + 1,
    )
    .await?;
    let size = usize::try_from(list::PAGE).unwrap_or(usize::MAX);
    let more = rows.len() > size;
    rows.truncate(size);
    let next = rows.last().map(|row| row.number).filter(|_| more);
    let done = import.state == Step::Done;
    Ok((rows.into_iter().map(|row| view(row, done)).collect(), next))
}

fn view(row: rows::Model, done: bool) -> RowView {
    RowView {
        line: row.line,
        name: row.name,
        chip: chip(row.verdict, done),
        changes: serde_json::from_value(row.changes).unwrap_or_default(),
        reason: row.reason,
        advice: row.advice,
    }
}

/// Kind of the chip, its icon, its words.
pub fn chip(verdict: Verdict, done: bool) -> (&'static str, &'static str, &'static str) {
    match (verdict, done) {
        (Verdict::Create, false) => ("ok", "plus", "À créer"),
        (Verdict::Create, true) => ("ok", "plus", "Créée"),
        (Verdict::Change, false) => ("now", "pencil", "À modifier"),
        (Verdict::Change, true) => ("now", "pencil", "Modifiée"),
        (Verdict::Problem, _) => ("danger", "circle-alert", "Problème"),
        (Verdict::Aside, _) => ("", "archive", "De côté"),
        (Verdict::Same, _) => ("", "check", "Sans changement"),
    }
}

fn count_views(import: &imports::Model, current: Option<Verdict>) -> Vec<CountView> {
    let counts = list::counts(import);
    let done = import.state == Step::Done;
    let mut views = vec![CountView {
        label: "Toutes les lignes".to_owned(),
        number: counts.values().sum(),
        href: address(import, None, 0),
        current: current.is_none(),
    }];
    for (verdict, _) in Verdict::ALL {
        let label = match (verdict, done) {
            (Verdict::Create, false) => "à créer",
            (Verdict::Create, true) => "créées",
            (Verdict::Change, false) => "à modifier",
            (Verdict::Change, true) => "modifiées",
            (Verdict::Problem, _) => "avec un problème",
            (Verdict::Aside, _) => "laissées de côté",
            (Verdict::Same, _) => "sans changement",
        };
        views.push(CountView {
            label: label.to_owned(),
            number: counts.get(&verdict).copied().unwrap_or(0),
            href: address(import, Some(verdict), 0),
            current: current == Some(verdict),
        });
    }
    views
}

fn class_views(import: &imports::Model, done: bool) -> Vec<ClassView> {
    if done {
        return Vec::new();
    }
    classes_of(import)
        .into_iter()
        .enumerate()
        .map(|(place, class)| ClassView {
            label: match class.code.is_empty() {
                true => "Sans classe dans le fichier".to_owned(),
                false => class.code,
            },
            people: count(u64::from(class.people), "personne", "personnes"),
            field: Field::new("classe", form_value(&class.choice)).id(format!("classe-{place}")),
        })
        .collect()
}

/// The identifier that a class to create will have is not for the form.
fn form_value(choice: &str) -> String {
    match memory_of::read_choice(choice, &[]) {
        Some(Choice::Create(_, curriculum)) => format!("create:{curriculum}"),
        _ => choice.to_owned(),
    }
}

async fn options(
    app: &App,
    actor: &Actor,
    import: &imports::Model,
) -> AppResult<Vec<(String, String)>> {
    let mut options = vec![("leave".to_owned(), "Laisser de côté".to_owned())];
    for class in classes::list(app.db.reader(), actor.school, Which::Current).await? {
        if class.school_year == import.school_year {
            options.push((format!("into:{}", class.id), class.name));
        }
    }
    for curriculum in curriculum::api::list(&app.db, actor.school).await? {
        options.push((
            format!("create:{}", curriculum.id),
            format!(
                "Créer cette classe, référentiel {} {}",
                curriculum.code, curriculum.version
            ),
        ));
    }
    Ok(options)
}
