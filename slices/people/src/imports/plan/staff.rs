//! One member of the staff: those who teach in a class that is kept.

use kernel::Role;

use super::index::Index;
use super::known::{IdSource, KnownPerson};
use super::{Effect, Planned, Setting, values};
use crate::imports::formats::{Row, SaidStaff};
use crate::model::ClassId;
use crate::policy::TEAM;

/// What becomes of the row.
pub fn plan(row: &Row, said: &SaidStaff, index: &mut Index<'_>, setting: &Setting<'_>) -> Planned {
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
    let mut classes: Vec<ClassId> = Vec::new();
    for code in &said.classes {
        if let Some(class) = index.known.choice(code.trim()).class()
            && !classes.contains(&class)
        {
            classes.push(class);
        }
    }
    if classes.is_empty() {
        return planned.aside(match said.classes.is_empty() {
            true => "N’enseigne dans aucune classe de ce fichier.",
            false => "Ses classes sont laissées de côté.",
        });
    }
    let local = said.local.trim();
    let key = name.search_key();
    let person = match index.numbered(IdSource::Sts, local) {
        Some(person) => Some(person),
        None => {
            let namesakes: Vec<&KnownPerson> = index
                .named(&key)
                .filter(|person| {
                    !person.roles.has(Role::Learner) && !person.roles.has(Role::Guardian)
                })
                .collect();
            match namesakes[..] {
                [] => None,
                [person] => Some(person),
                _ => {
                    return planned.problem(
                        "Plusieurs personnes de l’établissement portent ce nom.",
                        "Ajoutez-la à l’équipe sur la page de la classe.",
                    );
                }
            }
        }
    };
    let Some(person) = person else {
        let id = planned.create(setting.clock, name, None, Role::Teacher);
        planned.number(id, IdSource::Sts, local);
        for class in classes {
            planned.effects.push(Effect::Teach { id, class });
        }
        return planned;
    };
    if person.closed {
        return planned.problem(
            "L’accès de cette personne est fermé dans Jalon.",
            "Si elle revient, rouvrez son accès sur sa page, puis vérifiez à nouveau.",
        );
    }
    if let Some(earlier) = index.take(person.id, row.line) {
        return planned.problem(
            format!("La ligne\u{a0}{earlier} parle déjà de cette personne."),
            "Ajoutez-la à l’équipe sur la page de la classe.",
        );
    }
    if !person.roles.has_any(TEAM) {
        planned.change("Rôle", "", Role::Teacher.label());
        planned.effects.push(Effect::Role {
            id: person.id,
            role: Role::Teacher,
        });
    }
    if person.number(IdSource::Sts) != Some(local) {
        planned.number(person.id, IdSource::Sts, local);
    }
    for class in classes {
        if person.teams.contains(&class) {
            continue;
        }
        let known = index.known.classes.iter().find(|known| known.id == class);
        let name = known.map_or("nouvelle classe", |known| known.name.as_str());
        planned.change("Équipe de", "", name);
        planned.effects.push(Effect::Teach {
            id: person.id,
            class,
        });
    }
    planned.settled()
}
