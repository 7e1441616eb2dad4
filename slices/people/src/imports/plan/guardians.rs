//! One guardian of the file: only those of learners whom Jalon knows and who
//! are under age, since their access ends at 18.

use chrono::Datelike;
use chrono::NaiveDate;
use kernel::{AccountId, Role};

use super::index::Index;
use super::known::{IdSource, KnownPerson};
use super::{Effect, Planned, Setting, values};
use crate::imports::formats::{Row, SaidGuardian};

/// What becomes of the row.
pub fn plan(
    row: &Row,
    said: &SaidGuardian,
    index: &mut Index<'_>,
    setting: &Setting<'_>,
) -> Planned {
    let mut planned = Planned::new(row);
    let name = match values::name(&said.last, &said.first, values::title(&said.title)) {
        Ok(name) => name,
        Err(reason) => {
            return planned.problem(
                reason,
                "Corrigez-le dans l’application d’origine, puis refaites l’export.",
            );
        }
    };
    if said.wards.is_empty() {
        return planned.aside("N’est responsable légal·e de personne dans ce fichier.");
    }
    let known: Vec<&KnownPerson> = said
        .wards
        .iter()
        .filter_map(|ward| index.numbered(IdSource::Siecle, ward))
        .filter(|ward| !ward.closed)
        .collect();
    if known.is_empty() {
        return planned.aside(
            "Jalon ne connaît pas ses enfants\u{a0}: importez d’abord le fichier des élèves.",
        );
    }
    let minors: Vec<AccountId> = known
        .iter()
        .filter(|ward| !ward.birth.is_some_and(|birth| of_age(birth, setting.today)))
        .map(|ward| ward.id)
        .collect();
    if minors.is_empty() {
        return planned
            .aside("Ses enfants sont majeurs\u{a0}: son accès n’aurait plus lieu d’être.");
    }
    let local = said.local.trim();
    let key = name.search_key();
    let person = index.numbered(IdSource::SiecleGuardian, local).or_else(|| {
        // Of the same name and already responsible for one of them.
        index.named(&key).find(|person| {
            person.roles.has(Role::Guardian)
                && person.wards.iter().any(|ward| minors.contains(ward))
        })
    });
    let Some(person) = person else {
        let id = planned.create(setting.clock, name, None, Role::Guardian);
        planned.number(id, IdSource::SiecleGuardian, local);
        link(&mut planned, id, &minors);
        return planned;
    };
    if person.closed {
        return planned.problem(
            "L’accès de cette personne est fermé dans Jalon.",
            "S’il le faut, rouvrez-le sur sa page, puis vérifiez à nouveau.",
        );
    }
    if let Some(earlier) = index.take(person.id, row.line) {
        return planned.problem(
            format!("La ligne\u{a0}{earlier} parle déjà de cette personne."),
            "Réunissez les deux fiches dans l’application d’origine, puis refaites l’export.",
        );
    }
    if person.name.search_key() != key {
        planned.change("Nom", person.name.listed(), name.listed());
        planned.effects.push(Effect::Rename {
            id: person.id,
            version: person.version,
            name,
            birth: person.birth,
        });
    }
    if !person.roles.has(Role::Guardian) {
        planned.change("Rôle", "", Role::Guardian.label());
        planned.effects.push(Effect::Role {
            id: person.id,
            role: Role::Guardian,
        });
    }
    if person.number(IdSource::SiecleGuardian) != Some(local) {
        planned.number(person.id, IdSource::SiecleGuardian, local);
    }
    let new: Vec<AccountId> = minors
        .into_iter()
        .filter(|ward| !person.wards.contains(ward))
        .collect();
    for ward in &new {
        let name = index.person(*ward).map(|ward| ward.name.display());
        planned.change("Responsable légal·e de", "", name.unwrap_or_default());
    }
    link(&mut planned, person.id, &new);
    planned.settled()
}

fn link(planned: &mut Planned, id: AccountId, wards: &[AccountId]) {
    for learner in wards {
        planned.effects.push(Effect::Ward {
            id,
            learner: *learner,
        });
    }
}

/// Whether somebody born that day is 18.
fn of_age(birth: NaiveDate, today: NaiveDate) -> bool {
    let years = today.year() - birth.year();
    years > 18 || (years == 18 && (today.month(), today.day()) >= (birth.month(), birth.day()))
}
