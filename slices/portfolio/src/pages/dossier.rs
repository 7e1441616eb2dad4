//! « Mon parcours »: one thing to do now, where I stand, what I have got.

use askama::Template;
use axum::extract::State as Extract;
use curriculum::ScaleLevel;
use kernel::truncate;
use web::{Actor, App, AppResult, Page, Shell};

use crate::feedback::store as feedback_store;
use crate::feedback::store::feedback::Model as Feedback;
use crate::feedback::view::called;
use crate::paths;
use crate::positioning::store as positionings;
use crate::progress::cards::{Reader, WorkCard};
use crate::progress::learner::Plan;
use crate::progress::map::WorkMap;
use crate::progress::next::{Step, steps};
use crate::progress::view::{BlockView, ProofsView, blocks, day, scale_levels};
use crate::progress::{Work, store};

/// So many reports and pieces without a competence are named.
const LOOSE_SHOWN: usize = 5;
/// So many feedbacks are quoted; more are read to find the one that asks for a revision.
const FEEDBACK_SHOWN: usize = 3;
const FEEDBACK_READ: u64 = 12;
/// So many steps follow the first one.
const TODO_SHOWN: usize = 3;

/// What to do now.
struct Now {
    title: String,
    why: String,
    action: &'static str,
    href: String,
}

/// What to do afterwards.
struct Todo {
    title: String,
    href: String,
}

/// A feedback that is quoted.
struct Quote {
    quote: String,
    author: String,
    date: String,
    title: String,
    href: String,
}

/// The page.
#[derive(Template)]
#[template(path = "pages/dossier.html")]
pub struct Dossier {
    shell: Shell,
    diploma: Option<String>,
    is_new: bool,
    new_report: &'static str,
    export: &'static str,
    now: Now,
    todo: Vec<Todo>,
    levels: &'static [ScaleLevel],
    blocks: Vec<BlockView>,
    proofs: Option<ProofsView>,
    feedback: Vec<Quote>,
    loose: Vec<WorkCard>,
    loose_title: String,
    loose_more: usize,
}

/// GET /dossier. Five statements and the session, however many reports there are.
pub async fn dossier(
    Extract(app): Extract<App>,
    actor: Actor,
    shell: Shell,
) -> AppResult<Page<Dossier>> {
    let plan = Plan::own(&app, &actor).await?;
    let reader = app.db.reader();
    let works = store::works(reader, actor.school, actor.account).await?;
    let current = match &plan {
        Some(plan) => positionings::current_of(reader, plan.course).await?,
        None => Vec::new(),
    };
    let feedback =
        feedback_store::latest_for(reader, actor.school, actor.account, FEEDBACK_READ).await?;
    let mut authors: Vec<_> = feedback.iter().map(|row| row.author_id).collect();
    authors.sort_unstable();
    authors.dedup();
    let names = people::api::names_of(&app.db, actor.school, &authors).await?;
    let quotes: Vec<(&Feedback, Quote)> = feedback
        .iter()
        .filter_map(|row| Some((row, quote(row, called(&names, row.author_id), &works)?)))
        .collect();

    let steps = match &plan {
        Some(plan) => steps(&works, &current, &plan.curriculum),
        None => vec![Step::Start {
            first: works.is_empty(),
        }],
    };
    let now = now(&steps[0], &quotes);
    let mut loose: Vec<&Work> = works.iter().filter(|work| work.is_loose()).collect();
    loose.sort_by_key(|work| std::cmp::Reverse(work.at));
    let map = WorkMap::new(&works);
    Ok(Page::new(Dossier {
        shell,
        diploma: plan.as_ref().map(|plan| plan.diploma.clone()),
        is_new: works.is_empty() && feedback.is_empty(),
        new_report: paths::NEW_REPORT,
        export: paths::EXPORT,
        now,
        todo: steps[1..].iter().take(TODO_SHOWN).map(todo).collect(),
        levels: scale_levels(),
        blocks: plan.as_ref().map_or_else(Vec::new, |plan| {
            blocks(&plan.curriculum, &map, &current, |code| {
                Some(paths::own_target(code))
            })
        }),
        proofs: plan
            .as_ref()
            .map(|plan| ProofsView::new(&plan.curriculum, &works)),
        loose_title: loose_title(&loose),
        loose_more: loose.len().saturating_sub(LOOSE_SHOWN),
        loose: loose
            .iter()
            .take(LOOSE_SHOWN)
            .map(|work| WorkCard::new(work, Reader::Learner))
            .collect(),
        feedback: quotes
            .into_iter()
            .map(|(_, quote)| quote)
            .take(FEEDBACK_SHOWN)
            .collect(),
    }))
}

/// A feedback on a report that is still there.
fn quote(row: &Feedback, author: String, works: &[Work]) -> Option<Quote> {
    let report = works
        .iter()
        .find(|work| work.report_id() == Some(row.report_id))?;
    Some(Quote {
        quote: truncate(row.said().headline(), 180),
        author,
        date: day(row.created_at),
        title: report.title.clone(),
        href: paths::report(row.report_id),
    })
}

fn quoted(title: &str) -> String {
    format!("«\u{202f}{title}\u{202f}»")
}

fn now(step: &Step, quotes: &[(&Feedback, Quote)]) -> Now {
    match step {
        Step::Revise { report, title } => Now {
            title: format!("Reprendre {}", quoted(title)),
            why: quotes
                .iter()
                .find(|(row, quote)| row.report_id == *report && !quote.quote.is_empty())
                .map_or_else(
                    || "L’équipe vous demande de compléter ce compte rendu.".to_owned(),
                    |(_, quote)| format!("{} vous écrit\u{a0}: {}", quote.author, quoted(&quote.quote)),
                ),
            action: "Reprendre le compte rendu",
            href: paths::report(*report),
        },
        Step::Finish {
            report,
            title,
            reopened,
        } => Now {
            title: format!("Finir {}", quoted(title)),
            why: if *reopened {
                "Vous avez repris ce compte rendu. L’équipe lit encore la version précédente\u{a0}: soumettez la nouvelle quand elle est prête."
            } else {
                "Votre brouillon est enregistré. Continuez quand vous voulez, puis soumettez-le à l’équipe."
            }
            .to_owned(),
            action: "Continuer mon brouillon",
            href: paths::report(*report),
        },
        Step::Position { target, title } => Now {
            title: format!("Vous positionner sur {target}"),
            why: format!("Vous avez au moins une preuve pour {}. À vous de dire où vous en êtes\u{a0}: deux minutes suffisent.", quoted(title)),
            action: "Me positionner",
            href: paths::own_target(target),
        },
        Step::Link { .. } => Now {
            title: todo(step).title,
            why: "Ce qui n’est relié à aucune compétence ne fait pas avancer vos jalons.".to_owned(),
            action: "Voir la liste",
            href: LOOSE.to_owned(),
        },
        Step::Start { first: true } => Now {
            title: "Bienvenue dans votre dossier".to_owned(),
            why: "Tout commence par une activité que vous avez faite, même petite\u{a0}: au centre, en entreprise ou chez vous. Racontez-la avec vos mots, vous pourrez la compléter plus tard.".to_owned(),
            action: "Écrire mon premier compte rendu",
            href: paths::NEW_REPORT.to_owned(),
        },
        Step::Start { first: false } => Now {
            title: "Raconter une nouvelle activité".to_owned(),
            why: "Vous êtes à jour. Qu’avez-vous fait récemment\u{202f}?".to_owned(),
            action: "Écrire un compte rendu",
            href: paths::NEW_REPORT.to_owned(),
        },
    }
}

/// Where the page lists what hangs on no competence.
const LOOSE: &str = "#sans-competence";

fn todo(step: &Step) -> Todo {
    match step {
        Step::Revise { report, title } => Todo {
            title: format!("Reprendre {}", quoted(title)),
            href: paths::report(*report),
        },
        Step::Finish { report, title, .. } => Todo {
            title: format!("Finir {}", quoted(title)),
            href: paths::report(*report),
        },
        Step::Position { target, .. } => Todo {
            title: format!("Vous positionner sur {target}"),
            href: paths::own_target(target),
        },
        Step::Link { count } => Todo {
            title: format!(
                "Relier {} à une compétence",
                kernel::count(*count, "élément", "éléments")
            ),
            href: LOOSE.to_owned(),
        },
        Step::Start { .. } => Todo {
            title: "Écrire un compte rendu".to_owned(),
            href: paths::NEW_REPORT.to_owned(),
        },
    }
}

/// « 1 compte rendu et 2 pièces sans compétence ».
fn loose_title(loose: &[&Work]) -> String {
    let counts = crate::progress::work::Counts::of(loose.iter().copied());
    format!("{} sans compétence", counts.label().unwrap_or_default())
}
