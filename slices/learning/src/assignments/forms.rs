//! The forms of entrusted missions: raw strings into commands.

use chrono::NaiveDate;
use kernel::{AccountId, FieldErrors, parse_date};
use people::api::{ClassId, GroupId};
use serde::Deserialize;
use web::forms::long_text;

use super::commands::Terms;
use super::model::{Adaptation, Dates, Whom};
use super::roster::Roster;

/// The longest word to the learners, and the longest text of an adaptation.
pub const TEXT_MAX: usize = 5_000;
/// Everybody in the class, in the field `a_qui`; a group is named by itself.
pub const CLASS: &str = "classe";
/// Learners ticked one by one.
pub const CHOSEN: &str = "choix";

/// Which class a mission is entrusted to.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct ClassQuery {
    /// The class.
    pub classe: String,
}

impl ClassQuery {
    /// The class, if one is named.
    #[must_use]
    pub fn class(&self) -> Option<ClassId> {
        self.classe.parse().ok()
    }
}

/// A mission to entrust, or what changes of one that is.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct TermsForm {
    /// Drawn when the form was shown: sent twice, it entrusts once.
    pub id: String,
    /// The version that one started from.
    pub version: String,
    /// The class.
    pub classe: String,
    /// [`CLASS`], [`CHOSEN`] or a group.
    pub a_qui: String,
    /// Those who were ticked.
    pub personnes: Vec<String>,
    /// First day.
    pub debut: String,
    /// Day on which the work is expected.
    pub echeance: String,
    /// The word to the learners.
    pub mot: String,
    /// Not empty when the situation is to be put to use first.
    pub en_usage: String,
}

impl TermsForm {
    /// The form that shows what was decided.
    #[must_use]
    pub fn of(whom: &Whom, dates: Dates, message: &str, version: i32) -> Self {
        let day = |day: Option<NaiveDate>| day.map_or_else(String::new, |day| day.to_string());
        Self {
            version: version.to_string(),
            a_qui: match whom {
                Whom::Class => CLASS.to_owned(),
                Whom::Group(group) => group.to_string(),
                Whom::Learners(_) => CHOSEN.to_owned(),
            },
            personnes: whom.learners().iter().map(ToString::to_string).collect(),
            debut: day(dates.begin_on),
            echeance: day(dates.due_on),
            mot: message.to_owned(),
            ..Self::default()
        }
    }

    /// Whether somebody was ticked.
    #[must_use]
    pub fn ticks(&self, learner: AccountId) -> bool {
        self.personnes.contains(&learner.to_string())
    }

    /// Reads the form for a class.
    ///
    /// # Errors
    /// What is wrong, field by field.
    pub fn read(&self, roster: &Roster) -> Result<Terms, FieldErrors> {
        let mut errors = FieldErrors::new();
        let whom = self.whom(roster, &mut errors);
        let begin_on = errors.take("debut", day(&self.debut)).flatten();
        let due_on = errors.take("echeance", day(&self.echeance)).flatten();
        if let (Some(begin), Some(due)) = (begin_on, due_on)
            && due < begin
        {
            errors.add(
                "echeance",
                "L’échéance est avant le début. Corrigez l’une des deux dates.",
            );
        }
        let message = errors.take("mot", long_text(&self.mot, "Le mot", TEXT_MAX));
        match (whom, message) {
            (Some(whom), Some(message)) if errors.is_empty() => Ok(Terms {
                concerned: roster.accounts(&whom),
                whom,
                dates: Dates { begin_on, due_on },
                message,
            }),
            _ => Err(errors),
        }
    }

    fn whom(&self, roster: &Roster, errors: &mut FieldErrors) -> Option<Whom> {
        let ticked: Vec<AccountId> = roster
            .learners
            .iter()
            .map(|learner| learner.account)
            .filter(|learner| self.ticks(*learner))
            .collect();
        match self.a_qui.as_str() {
            CHOSEN if ticked.is_empty() => {
                errors.add("personnes", "Cochez au moins une personne de la classe.");
                None
            }
            CHOSEN => Some(Whom::Learners(ticked)),
            "" => {
                errors.add("a_qui", "Choisissez à qui la mission est confiée.");
                None
            }
            _ if !ticked.is_empty() => {
                errors.add(
                    "a_qui",
                    "Vous avez coché des personnes\u{a0}: choisissez «\u{202f}Des apprenant·es choisi·es\u{202f}», ou décochez-les.",
                );
                None
            }
            CLASS => Some(Whom::Class),
            group => self.group(group, roster, errors),
        }
    }

    fn group(&self, group: &str, roster: &Roster, errors: &mut FieldErrors) -> Option<Whom> {
        let group = group
            .parse::<GroupId>()
            .ok()
            .filter(|id| roster.groups.iter().any(|group| group.id == *id));
        if group.is_none() {
            errors.add(
                "a_qui",
                "Ce groupe n’est plus dans la classe. Choisissez-en un autre.",
            );
        }
        group.map(Whom::Group)
    }
}

fn day(text: &str) -> Result<Option<NaiveDate>, &'static str> {
    match text.trim() {
        "" => Ok(None),
        text => parse_date(text).map(Some).ok_or(
            "Cette date n’existe pas. Écrivez le jour, le mois et l’année\u{a0}: 09/03/2027.",
        ),
    }
}

/// What is asked of one learner alone.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct AdaptationForm {
    /// The version that one started from; 0 when there was none.
    pub version: String,
    /// Instead of the conditions.
    pub ressources: String,
    /// Instead of the productions expected.
    pub attendus: String,
}

impl AdaptationForm {
    /// The form that shows an adaptation.
    #[must_use]
    pub fn of(adaptation: &Adaptation, version: i32) -> Self {
        Self {
            version: version.to_string(),
            ressources: adaptation.resources.clone(),
            attendus: adaptation.expectations.clone(),
        }
    }

    /// Reads the form; one of the two texts is needed.
    ///
    /// # Errors
    /// What is wrong, field by field.
    pub fn read(&self) -> Result<Adaptation, FieldErrors> {
        let mut errors = FieldErrors::new();
        let resources = long_text(&self.ressources, "Ce texte", TEXT_MAX);
        let resources = errors.take("ressources", resources);
        let expectations = long_text(&self.attendus, "Ce texte", TEXT_MAX);
        let expectations = errors.take("attendus", expectations);
        match (resources, expectations) {
            (Some(resources), Some(expectations)) => {
                if resources.trim().is_empty() && expectations.trim().is_empty() {
                    return Err(FieldErrors::one(
                        "attendus",
                        "Écrivez ce qui change pour cette personne\u{a0}: les productions attendues, les ressources, ou les deux.",
                    ));
                }
                Ok(Adaptation {
                    resources,
                    expectations,
                })
            }
            _ => Err(errors),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::SchoolYear;
    use kernel::uuid::Uuid;
    use people::api::{ClassSummary, Group, LearnerStatus, LearnerSummary, PersonName};

    fn account(n: u128) -> AccountId {
        AccountId(Uuid::from_u128(n))
    }

    fn roster() -> Roster {
        let class = ClassId(Uuid::from_u128(1));
        let learner = |n| LearnerSummary {
            account: account(n),
            name: PersonName {
                title: None,
                first: "Inès".into(),
                last: "Ferrand".into(),
            },
            status: LearnerStatus::School,
            distance: false,
            entered_on: NaiveDate::MIN,
        };
        Roster {
            class: ClassSummary {
                id: class,
                name: "CS SNO".into(),
                school_year: "2026-2027".parse::<SchoolYear>().unwrap(),
                curriculum: curriculum::api::CurriculumId(Uuid::from_u128(2)),
                archived: false,
            },
            learners: vec![learner(11), learner(12), learner(13)],
            groups: vec![Group {
                id: GroupId(Uuid::from_u128(7)),
                class,
                name: "Groupe A".into(),
                members: vec![account(12)],
            }],
        }
    }

    fn asked(a_qui: &str, personnes: &[u128]) -> TermsForm {
        TermsForm {
            a_qui: a_qui.to_owned(),
            personnes: personnes.iter().map(|n| account(*n).to_string()).collect(),
            ..TermsForm::default()
        }
    }

    #[test]
    fn those_whom_it_concerns_follow_from_the_class_as_it_is() {
        let roster = roster();
        let concerned = |form: TermsForm| form.read(&roster).unwrap().concerned;
        assert_eq!(concerned(asked(CLASS, &[])).len(), 3);
        let group = Uuid::from_u128(7).to_string();
        assert_eq!(concerned(asked(&group, &[])), [account(12)]);
        // Somebody of another class is not in the list: ticking them does nothing.
        assert_eq!(concerned(asked(CHOSEN, &[13, 99])), [account(13)]);
    }

    #[test]
    fn what_was_decided_is_read_back() {
        let roster = roster();
        let dates = Dates {
            begin_on: NaiveDate::from_ymd_opt(2026, 11, 30),
            due_on: NaiveDate::from_ymd_opt(2026, 12, 4),
        };
        for whom in [
            Whom::Class,
            Whom::Group(GroupId(Uuid::from_u128(7))),
            Whom::Learners(vec![account(11)]),
        ] {
            let form = TermsForm::of(&whom, dates, "Bon courage\u{202f}!", 3);
            let terms = form.read(&roster).unwrap();
            assert_eq!((terms.whom, terms.dates), (whom, dates));
            assert_eq!(terms.message, "Bon courage\u{202f}!");
        }
    }

    #[test]
    fn each_mistake_is_said_at_its_field() {
        let roster = roster();
        let field = |form: TermsForm| {
            let errors = form.read(&roster).unwrap_err();
            errors.iter().map(|error| error.field).collect::<Vec<_>>()
        };
        assert_eq!(field(asked("", &[])), ["a_qui"]);
        assert_eq!(field(asked(CHOSEN, &[99])), ["personnes"]);
        assert_eq!(field(asked(CLASS, &[11])), ["a_qui"]);
        assert_eq!(
            field(asked(&Uuid::from_u128(8).to_string(), &[])),
            ["a_qui"]
        );
        let form = TermsForm {
            debut: "2026-12-04".into(),
            echeance: "2026-11-30".into(),
            mot: "é".repeat(TEXT_MAX + 1),
            ..asked(CLASS, &[])
        };
        assert_eq!(field(form), ["echeance", "mot"]);
    }

    #[test]
    fn an_adaptation_says_something() {
        let form = AdaptationForm::default();
        assert!(form.read().unwrap_err().get("attendus").is_some());
        let adaptation = Adaptation {
            resources: "Un modèle à compléter".into(),
            expectations: String::new(),
        };
        assert_eq!(AdaptationForm::of(&adaptation, 1).read(), Ok(adaptation));
    }
}
