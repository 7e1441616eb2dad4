//! To whom a mission is entrusted, from when, until when, with which word: the
//! same form for entrusting and for changing.

use askama::Template;
use kernel::{FieldErrors, count};
use web::forms::{SummaryLine, summary};
use web::{Field, Shell};

use crate::assignments::forms::{CHOSEN, CLASS, TermsForm};
use crate::assignments::roster::Roster;

/// A learner to tick.
pub struct Choice {
    id: String,
    value: String,
    label: String,
    checked: bool,
}

/// What the form is for.
pub struct Purpose {
    /// The title of the page.
    pub heading: &'static str,
    /// What stands above it: the mission.
    pub mission: String,
    /// Where one comes from: label and address.
    pub trail: Vec<(String, String)>,
    /// Where it is sent.
    pub action: String,
    /// Where one goes back to.
    pub back: String,
    /// What is written on its button.
    pub button: &'static str,
    /// Whether learners are told of a new mission, or of a change.
    pub is_new: bool,
    /// Why the situation is not ready to be entrusted; it is put to use by
    /// the same button.
    pub not_in_use: Option<String>,
}

/// The page.
#[derive(Template)]
#[template(path = "assignments/pages/terms.html")]
pub struct TermsPage {
    shell: Shell,
    purpose: Purpose,
    errors: Vec<SummaryLine>,
    in_use_error: Option<String>,
    id: String,
    version: String,
    class: String,
    class_name: String,
    whom: Field,
    whom_options: Vec<(String, String)>,
    people: Field,
    people_open: bool,
    choices: Vec<Choice>,
    begin: Field,
    due: Field,
    message: Field,
}

impl TermsPage {
    /// The form as it was shown or typed.
    #[must_use]
    pub fn new(
        shell: Shell,
        purpose: Purpose,
        roster: &Roster,
        form: &TermsForm,
        errors: &FieldErrors,
    ) -> Self {
        Self {
            shell,
            purpose,
            errors: summary(errors),
            in_use_error: errors.get("en_usage").map(str::to_owned),
            id: form.id.clone(),
            version: form.version.clone(),
            class: roster.class.id.to_string(),
            class_name: roster.class.name.clone(),
            whom: Field::with("a_qui", &*form.a_qui, errors),
            whom_options: options(roster),
            people: Field::with("personnes", "", errors),
            people_open: form.a_qui == CHOSEN || !form.personnes.is_empty(),
            choices: roster
                .learners
                .iter()
                .map(|learner| Choice {
                    id: format!("p-{}", learner.account),
                    value: learner.account.to_string(),
                    label: learner.name.listed(),
                    checked: form.ticks(learner.account),
                })
                .collect(),
            begin: Field::with("debut", &*form.debut, errors),
            due: Field::with("echeance", &*form.echeance, errors),
            message: Field::with("mot", &*form.mot, errors),
        }
    }
}

fn options(roster: &Roster) -> Vec<(String, String)> {
    let size = |n: usize| count(n as u64, "apprenant·e", "apprenant·es");
    let class = (
        CLASS.to_owned(),
        format!("Toute la classe, {}", size(roster.learners.len())),
    );
    let groups = roster.groups.iter().map(|group| {
        let label = format!("{}, {}", group.name, size(group.members.len()));
        (group.id.to_string(), label)
    });
    let chosen = (CHOSEN.to_owned(), "Des apprenant·es choisi·es".to_owned());
    std::iter::once(class)
        .chain(groups)
        .chain([chosen])
        .collect()
}
