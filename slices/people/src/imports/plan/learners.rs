//! One learner of the file.

use chrono::NaiveDate;
use kernel::{Role, date_long};

use super::index::Index;
use super::known::{IdSource, KnownPerson};
use super::{Effect, Planned, Setting, values};
use crate::forms::fields::birth_date;
use crate::imports::formats::{Format, Row, SaidLearner};
use crate::model::{ClassId, LearnerStatus, PersonName};

/// A learner whose values could be read.
struct Sound {
    name: PersonName,
    key: String,
    birth: Option<NaiveDate>,
    ine: Option<String>,
    local: String,
}

/// What becomes of the row.
pub fn plan(
    row: &Row,
    said: &SaidLearner,
    index: &mut Index<'_>,
    setting: &Setting<'_>,
) -> Planned {
    let mut planned = Planned::new(row);
    let sound = match read(said, setting) {
        Ok(sound) => sound,
        Err(reason) => {
            return planned.problem(
                reason,
                "Corrigez-le dans l’application d’origine, puis refaites l’export.",
            );
        }
    };
    if let Some(refused) = doubled(&sound, row.line, index) {
        return planned.problem(refused.0, refused.1);
    }
    let class = index.known.choice(said.class.trim()).class();
    let person = match recognise(&sound, class, index) {
        Ok(person) => person,
        Err((reason, advice)) => return planned.problem(reason, advice),
    };
    if let Some(earlier) = person.and_then(|person| index.take(person.id, row.line)) {
        return planned.problem(
            format!("La ligne\u{a0}{earlier} parle déjà de cette personne."),
            "Gardez une seule des deux lignes, ou donnez à chacune son INE.",
        );
    }
    if let Some(day) = left_on(said, setting) {
        return leave(planned, person, day);
    }
    let Some(class) = class else {
        let code = said.class.trim();
        return planned.aside(match code.is_empty() {
            true => "Aucune classe n’est donnée pour cette personne.".to_owned(),
            false => format!("La classe «\u{202f}{code}\u{202f}» est laissée de côté."),
        });
    };
    let status = values::status(&said.status);
    match person {
        Some(person) => {
            compare(&mut planned, person, &sound);
            place(&mut planned, person, class, status, index, setting);
            planned.settled()
        }
        None => create(planned, &sound, class, status, setting),
    }
}

fn read(said: &SaidLearner, setting: &Setting<'_>) -> Result<Sound, String> {
    let name = values::name(&said.last, &said.first, None)?;
    if !said.uai.is_empty() && !said.uai.trim().eq_ignore_ascii_case(&setting.uai) {
        return Err(format!(
            "Cette personne est d’un autre établissement, {}.",
            kernel::truncate(said.uai.trim(), 20)
        ));
    }
    Ok(Sound {
        key: name.search_key(),
        birth: birth_date(&said.birth, setting.today)?,
        ine: values::ine(&said.ine)?,
        local: match setting.format {
            Format::SiecleLearners => said.local.trim().to_owned(),
            _ => String::new(),
        },
        name,
    })
}

fn left_on(said: &SaidLearner, setting: &Setting<'_>) -> Option<NaiveDate> {
    if said.left.trim().is_empty() {
        return None;
    }
    // A day that cannot be read still says that they left.
    let day = values::day(&said.left).unwrap_or(setting.today);
    (day <= setting.today).then_some(day)
}

/// Two lines that nothing tells apart.
fn doubled(sound: &Sound, line: u32, index: &Index<'_>) -> Option<(String, String)> {
    let lines = |lines: Vec<u32>| {
        let shown: Vec<String> = lines.iter().take(5).map(ToString::to_string).collect();
        kernel::french_list(&shown)
    };
    if let Some(ine) = &sound.ine {
        let others = index.others_with_ine(ine, line);
        if !others.is_empty() {
            return Some((
                format!("L’INE {ine} est aussi à la ligne\u{a0}{}.", lines(others)),
                "Un INE n’appartient qu’à une personne\u{a0}: corrigez-le dans l’application d’origine, puis refaites l’export.".to_owned(),
            ));
        }
    }
    let twins = index.twins(&sound.key, sound.birth, sound.ine.as_deref(), line);
    if twins.is_empty() {
        return None;
    }
    Some((
        format!(
            "Le même nom et la même date de naissance sont à la ligne\u{a0}{}.",
            lines(twins)
        ),
        "Si ce sont deux personnes, donnez à chacune son INE\u{a0}; si c’en est une seule, gardez une ligne.".to_owned(),
    ))
}

type Doubt = (String, String);

/// Who of the school it is; a doubt when it could be somebody else.
fn recognise<'a>(
    sound: &Sound,
    class: Option<ClassId>,
    index: &Index<'a>,
) -> Result<Option<&'a KnownPerson>, Doubt> {
    let found = match numbered(sound, index)? {
        Some(person) => Some(person),
        None => by_name(sound, class, index)?,
    };
    if found.is_some_and(|person| person.closed) {
        return Err((
            "L’accès de cette personne est fermé dans Jalon.".to_owned(),
            "Si elle revient, rouvrez son accès sur sa page, puis vérifiez à nouveau.".to_owned(),
        ));
    }
    Ok(found)
}

fn numbered<'a>(sound: &Sound, index: &Index<'a>) -> Result<Option<&'a KnownPerson>, Doubt> {
    if let Some(person) = sound
        .ine
        .as_deref()
        .and_then(|ine| index.numbered(IdSource::Ine, ine))
    {
        let same_birth =
            person.birth.is_none() || sound.birth.is_none() || person.birth == sound.birth;
        if person.name.search_key() != sound.key && !same_birth {
            return Err((
                format!(
                    "Cet INE est déjà celui de {}, née ou né un autre jour.",
                    person.name.display()
                ),
                "Vérifiez l’INE dans l’application d’origine, puis refaites l’export.".to_owned(),
            ));
        }
        return Ok(Some(person));
    }
    let person = index.numbered(IdSource::Siecle, &sound.local);
    // A number of the base that was given to somebody else since.
    Ok(person.filter(|person| {
        let other_ine =
            matches!((person.number(IdSource::Ine), &sound.ine), (Some(a), Some(b)) if a != b);
        !other_ine && (person.birth == sound.birth || person.name.search_key() == sound.key)
    }))
}

fn by_name<'a>(
    sound: &Sound,
    class: Option<ClassId>,
    index: &Index<'a>,
) -> Result<Option<&'a KnownPerson>, Doubt> {
    let told_apart = |person: &KnownPerson| matches!((person.number(IdSource::Ine), &sound.ine), (Some(a), Some(b)) if a != b);
    let namesakes: Vec<&KnownPerson> = index
        .named(&sound.key)
        .filter(|person| person.roles.has(Role::Learner) && !told_apart(person))
        .collect();
    let same_day: Vec<&KnownPerson> = namesakes
        .iter()
        .copied()
        .filter(|person| person.birth.is_some() && person.birth == sound.birth)
        .collect();
    match same_day[..] {
        [person] => return Ok(Some(person)),
        [] => {}
        _ => {
            return Err((
                "Plusieurs personnes de l’établissement portent ce nom et sont nées ce jour-là.".to_owned(),
                "Ajoutez l’INE dans le fichier, ou réunissez leurs fiches si c’est une seule personne.".to_owned(),
            ));
        }
    }
    let undated: Vec<&KnownPerson> = namesakes
        .into_iter()
        .filter(|person| person.birth.is_none() || sound.birth.is_none())
        .collect();
    match undated[..] {
        [] => Ok(None),
        // Alone with this name, and already in the class of the file.
        [person] if index.name_is_alone(&sound.key) && is_in(person, class) => Ok(Some(person)),
        _ => Err((
            "Une personne de ce nom est déjà dans l’établissement, mais une des deux dates de naissance manque.".to_owned(),
            "Complétez sa date de naissance sur sa page, puis vérifiez à nouveau.".to_owned(),
        )),
    }
}

fn is_in(person: &KnownPerson, class: Option<ClassId>) -> bool {
    class.is_some_and(|class| {
        person
            .enrolments
            .iter()
            .any(|enrolment| enrolment.class == class)
    })
}

/// A learner who left the school: their dossier stays.
fn leave(mut planned: Planned, person: Option<&KnownPerson>, day: NaiveDate) -> Planned {
    let gone = format!("A quitté l’établissement le {}.", date_long(day));
    let Some(person) = person else {
        return planned.aside(gone);
    };
    for enrolment in person.enrolments.iter().filter(|enrolment| !enrolment.left) {
        planned.effects.push(Effect::Leave {
            id: person.id,
            class: enrolment.class,
            on: day,
        });
    }
    if planned.effects.is_empty() {
        return planned.aside(gone);
    }
    planned.reason = format!("{gone} Son dossier reste en place.");
    planned.change("Sortie de la classe", "", date_long(day));
    planned.settled()
}

/// Name, birth date and numbers.
fn compare(planned: &mut Planned, person: &KnownPerson, sound: &Sound) {
    let id = person.id;
    let renamed = person.name.search_key() != sound.key;
    if renamed {
        planned.change("Nom", person.name.listed(), sound.name.listed());
    }
    let birth = sound.birth.or(person.birth);
    if birth != person.birth {
        let before = person.birth.map(date_long).unwrap_or_default();
        planned.change(
            "Date de naissance",
            before,
            birth.map(date_long).unwrap_or_default(),
        );
    }
    if renamed || birth != person.birth {
        let name = match renamed {
            true => PersonName {
                title: person.name.title,
                ..sound.name.clone()
            },
            false => person.name.clone(),
        };
        planned.effects.push(Effect::Rename {
            id,
            version: person.version,
            name,
            birth,
        });
    }
    if !person.roles.has(Role::Learner) {
        planned.change("Rôle", "", Role::Learner.label());
        planned.effects.push(Effect::Role {
            id,
            role: Role::Learner,
        });
    }
    if let Some(ine) = &sound.ine {
        let before = person.number(IdSource::Ine).unwrap_or_default();
        if before != ine {
            planned.change("INE", before, ine);
            planned.number(id, IdSource::Ine, ine);
        }
    }
    // The number of the base says nothing to people: it is kept without a word.
    if person.number(IdSource::Siecle) != Some(&sound.local) {
        planned.number(id, IdSource::Siecle, &sound.local);
    }
}

/// The class, and out of the other ones of the year.
fn place(
    planned: &mut Planned,
    person: &KnownPerson,
    class: ClassId,
    status: Option<LearnerStatus>,
    index: &Index<'_>,
    setting: &Setting<'_>,
) {
    let id = person.id;
    let name_of = |class: ClassId| {
        let known = index.known.classes.iter().find(|known| known.id == class);
        known.map_or_else(|| "nouvelle classe".to_owned(), |known| known.name.clone())
    };
    let current = person
        .enrolments
        .iter()
        .find(|enrolment| enrolment.class == class && !enrolment.left);
    if let Some(current) = current {
        if let Some(status) = status.filter(|status| *status != current.status) {
            planned.change("Statut", current.status.label(), status.label());
            planned.effects.push(Effect::Enrol { id, class, status });
        }
    } else {
        let others: Vec<String> = person
            .enrolments
            .iter()
            .filter(|enrolment| !enrolment.left)
            .map(|enrolment| name_of(enrolment.class))
            .collect();
        planned.change("Classe", kernel::french_list(&others), name_of(class));
        let status = status.unwrap_or_else(|| default_status(setting));
        planned.effects.push(Effect::Enrol { id, class, status });
        for other in person.enrolments.iter().filter(|other| !other.left) {
            planned.effects.push(Effect::Leave {
                id,
                class: other.class,
                on: setting.today,
            });
        }
    }
}

fn default_status(setting: &Setting<'_>) -> LearnerStatus {
    match setting.format {
        Format::Cfa => LearnerStatus::Apprentice,
        _ => LearnerStatus::School,
    }
}

fn create(
    mut planned: Planned,
    sound: &Sound,
    class: ClassId,
    status: Option<LearnerStatus>,
    setting: &Setting<'_>,
) -> Planned {
    if sound.ine.is_none() && sound.birth.is_none() && setting.format != Format::Table {
        return planned.problem(
            "L’INE et la date de naissance manquent\u{a0}: cette personne ne serait pas reconnue à l’import suivant.",
            "Complétez-les dans l’application d’origine, puis refaites l’export.",
        );
    }
    let id = planned.create(
        setting.clock,
        sound.name.clone(),
        sound.birth,
        Role::Learner,
    );
    if sound.ine.is_none() && setting.format != Format::Table {
        planned.reason = "Son INE manque\u{a0}: son nom et sa date de naissance la feront reconnaître la prochaine fois.".to_owned();
    }
    planned.number(id, IdSource::Ine, sound.ine.as_deref().unwrap_or_default());
    planned.number(id, IdSource::Siecle, &sound.local);
    planned.effects.push(Effect::Enrol {
        id,
        class,
        status: status.unwrap_or_else(|| default_status(setting)),
    });
    planned
}
