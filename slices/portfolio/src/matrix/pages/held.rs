//! A bulk that is held back: what a colleague rated meanwhile, who left the
//! class, what is wrong. Nothing that was typed is lost.

use askama::Template;
use curriculum::ScaleLevel;
use kernel::{AccountId, FieldErrors, date_time, french_list};
use web::forms::{SummaryLine, summary};
use web::{Actor, App, AppResult, Shell};

use super::parts::{ClassData, GroundsView};
use crate::feedback::view::called;
use crate::matrix::commands::Rating;
use crate::matrix::forms::{BulkForm, case, case_value};
use crate::matrix::model::seen;
use crate::matrix::paths;
use crate::matrix::view::View;
use crate::positioning::store::current;
use crate::progress::view::{level_number, scale_levels};

/// A cell that two people rated.
struct Crossing {
    /// Name of its radios, unique in the page.
    name: String,
    /// « Inès Ferrand ».
    learner: String,
    code: String,
    bloc: u8,
    title: String,
    /// « Mme Carbonnel », « vous ».
    author: String,
    /// « 9 mars 2027 à 17 h 42 ».
    at: String,
    /// The level that is there now.
    theirs: u8,
    theirs_name: &'static str,
    /// The level that was about to be written.
    mine: u8,
    mine_name: &'static str,
    /// What keeps mine.
    value: String,
}

/// The page.
#[derive(Template)]
#[template(path = "matrix/pages/held.html")]
pub struct HeldPage {
    shell: Shell,
    class: String,
    class_href: String,
    address: String,
    back: String,
    /// « Tom Lefèvre n’est plus dans la classe : … ».
    gone: Option<String>,
    crossings: Vec<Crossing>,
    /// The cells about which there is nothing to decide.
    cases: Vec<String>,
    /// « Les 24 autres cases sont gardées… ».
    others: String,
    grounds: GroundsView,
    errors: Vec<SummaryLine>,
    retour: String,
}

/// What holds a bulk back.
#[derive(Default)]
pub struct Why {
    /// Learners who are no longer in the class.
    pub gone: Vec<AccountId>,
    /// Cells that somebody rated meanwhile.
    pub crossed: Vec<(Rating, current::Model)>,
    /// What is wrong with the form.
    pub errors: FieldErrors,
}

/// The page that says why, with all that was typed. One statement.
///
/// # Errors
/// When the database does not answer.
pub async fn page(
    app: &App,
    actor: &Actor,
    shell: Shell,
    data: &ClassData,
    form: &BulkForm,
    why: &Why,
) -> AppResult<HeldPage> {
    let mut people = why.gone.clone();
    people.extend(why.crossed.iter().map(|(_, row)| row.author_id));
    let names = people::api::names_of(&app.db, actor.school, &people).await?;
    let gone: Vec<String> = why
        .gone
        .iter()
        .map(|learner| called(&names, *learner))
        .collect();
    let crossings: Vec<Crossing> = why
        .crossed
        .iter()
        .map(|(rating, row)| {
            let author = match row.author_id == actor.account {
                true => "vous, dans une autre fenêtre".to_owned(),
                false => called(&names, row.author_id),
            };
            crossing(data, rating, row, author)
        })
        .collect();
    let cases = kept(form, why);
    let view = View::parse(&form.retour);
    Ok(HeldPage {
        class: data.class.name.clone(),
        class_href: paths::class(data.class.id),
        address: paths::matrix(data.class.id),
        back: paths::narrowed(data.class.id, &view.query()),
        gone: gone_sentence(&gone),
        others: others_sentence(cases.len(), crossings.len()),
        crossings,
        cases,
        grounds: GroundsView::new(app, data, form, &why.errors),
        errors: summary(&why.errors),
        retour: view.query(),
        shell,
    })
}

/// The cells that were sent, those that are to be decided or that belong to
/// somebody who left taken out.
fn kept(form: &BulkForm, why: &Why) -> Vec<String> {
    let crossed: Vec<String> = why.crossed.iter().map(|(rating, _)| case(rating)).collect();
    let gone: Vec<String> = why.gone.iter().map(ToString::to_string).collect();
    form.cases
        .iter()
        .filter(|text| !crossed.contains(text))
        .filter(|text| {
            !gone
                .iter()
                .any(|learner| text.starts_with(learner.as_str()))
        })
        .cloned()
        .collect()
}

fn crossing(data: &ClassData, rating: &Rating, row: &current::Model, author: String) -> Crossing {
    let name_of = |level: u8| {
        scale_levels()
            .iter()
            .find(|known: &&ScaleLevel| known.number == level)
            .map_or("", |known| &known.name)
    };
    let learner = rating.learner.to_string();
    let (theirs, mine) = (level_number(row.level), level_number(rating.level));
    let target = data.curriculum.target(&rating.target);
    Crossing {
        name: format!("case-{learner}-{}", rating.target),
        learner: data
            .name_of(rating.learner)
            .map_or_else(String::new, |one| one.name.display()),
        code: rating.target.clone(),
        bloc: target.map_or(0, |target| target.block().number),
        title: target.map_or_else(String::new, |target| target.title().to_owned()),
        author,
        at: date_time(row.created_at),
        theirs,
        theirs_name: name_of(theirs),
        mine,
        mine_name: name_of(mine),
        value: case_value(
            &learner,
            &rating.target,
            rating.level.number(),
            Some(seen(row.created_at)),
        ),
    }
}

fn gone_sentence(names: &[String]) -> Option<String> {
    match names {
        [] => None,
        [one] => Some(format!(
            "{one} n’est plus dans la classe\u{a0}: les niveaux que vous alliez lui donner ne seront pas enregistrés. Le reste de votre saisie est gardé."
        )),
        many => Some(format!(
            "{} ne sont plus dans la classe\u{a0}: les niveaux que vous alliez leur donner ne seront pas enregistrés. Le reste de votre saisie est gardé.",
            french_list(many)
        )),
    }
}

fn others_sentence(kept: usize, crossed: usize) -> String {
    match (kept, crossed) {
        (0, _) => String::new(),
        (1, 0) => "1\u{a0}case est gardée et sera enregistrée.".to_owned(),
        (many, 0) => format!("{many}\u{a0}cases sont gardées et seront enregistrées."),
        (1, _) => {
            "L’autre case de votre saisie est gardée et sera enregistrée en même temps.".to_owned()
        }
        (many, _) => format!(
            "Les {many}\u{a0}autres cases de votre saisie sont gardées et seront enregistrées en même temps."
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn those_who_left_are_named() {
        assert_eq!(gone_sentence(&[]), None);
        let one = gone_sentence(&["Tom Lefèvre".into()]).unwrap();
        assert!(
            one.starts_with("Tom Lefèvre n’est plus dans la classe\u{a0}:"),
            "{one}"
        );
        let two = gone_sentence(&["Tom Lefèvre".into(), "Zoé Marchand".into()]).unwrap();
        assert!(
            two.starts_with("Tom Lefèvre et Zoé Marchand ne sont plus"),
            "{two}"
        );
    }

    #[test]
    fn what_is_kept_is_counted() {
        assert_eq!(others_sentence(0, 3), "");
        assert!(others_sentence(1, 1).starts_with("L’autre case"));
        assert!(others_sentence(24, 1).starts_with("Les 24\u{a0}autres cases"));
    }
}
