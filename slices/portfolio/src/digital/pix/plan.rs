//! Whom each line of a file is about, without changing anything. Pure.

use std::collections::{BTreeMap, HashMap};
use std::hash::{DefaultHasher, Hash, Hasher};

use db::text::search_key;
use kernel::{AccountId, date_time, french_list};
use people::api::LearnerSummary;

use super::model::{PixLine, Sent};

/// What becomes of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// Somebody has to say whose it is.
    Choose,
    /// It will be kept.
    Keep,
    /// It cannot be read.
    Problem,
    /// It is about nobody of the class.
    Outside,
    /// The person has sent nothing yet.
    NotSent,
    /// It is kept already.
    Same,
}

impl Verdict {
    /// All of them, those that ask for something first.
    pub const ALL: [Self; 6] = [
        Self::Choose,
        Self::Keep,
        Self::Problem,
        Self::Outside,
        Self::NotSent,
        Self::Same,
    ];
}

/// A line with what becomes of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Planned {
    /// Its number in the file.
    pub line: u32,
    /// The name in the file.
    pub name: String,
    /// What becomes of it.
    pub verdict: Verdict,
    /// Who it can be about: one person where it is kept.
    pub candidates: Vec<AccountId>,
    /// By which columns it was matched, or why it is left out.
    pub reason: String,
    /// What to do.
    pub advice: String,
    /// What would be kept.
    pub sent: Option<Sent>,
}

/// A result that is kept already, of the same campaign.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    /// Whose.
    pub learner: AccountId,
    /// What was sent.
    pub sent: Sent,
}

/// Compares the lines of a file with a class.
#[must_use]
pub fn plan(
    class: &str,
    lines: &[PixLine],
    learners: &[LearnerSummary],
    known: &[Known],
) -> Vec<Planned> {
    let roster = Roster::new(learners);
    let mut planned: Vec<Planned> = lines
        .iter()
        .map(|line| roster.place(class, line, known))
        .collect();
    tell_doubles(&mut planned);
    planned
}

/// Whether somebody of the class is in a file.
#[must_use]
pub fn concerns(lines: &[PixLine], learners: &[LearnerSummary]) -> bool {
    let roster = Roster::new(learners);
    lines
        .iter()
        .any(|line| !roster.candidates(line).0.is_empty())
}

/// What two looks at the same plan have in common: the plan has changed when
/// it differs.
#[must_use]
pub fn stamp(planned: &[Planned]) -> String {
    let mut hasher = DefaultHasher::new();
    for line in planned {
        (line.line, line.verdict, &line.candidates).hash(&mut hasher);
    }
    format!("{:016x}", hasher.finish())
}

/// The learners of a class by their folded names.
struct Roster(HashMap<String, Vec<AccountId>>);

impl Roster {
    fn new(learners: &[LearnerSummary]) -> Self {
        let mut by_name: HashMap<String, Vec<AccountId>> = HashMap::new();
        for learner in learners {
            let key = search_key(&learner.name.listed());
            by_name.entry(key).or_default().push(learner.account);
        }
        Self(by_name)
    }

    /// Who a line can be about, and by which columns.
    fn candidates(&self, line: &PixLine) -> (Vec<AccountId>, &'static str) {
        let found = |text: String| self.0.get(&search_key(&text)).cloned();
        if let Some(same) = found(line.name()) {
            return (
                same,
                "Reconnu·e par «\u{202f}Nom du Participant\u{202f}» et «\u{202f}Prénom du Participant\u{202f}».",
            );
        }
        let reversed = found(format!("{} {}", line.first, line.last));
        (
            reversed.unwrap_or_default(),
            "Reconnu·e par ses deux noms, écrits dans l’autre sens.",
        )
    }

    fn place(&self, class: &str, line: &PixLine, known: &[Known]) -> Planned {
        let (candidates, how) = self.candidates(line);
        let mut planned = Planned {
            line: line.line,
            name: line.name(),
            verdict: Verdict::Keep,
            candidates,
            reason: how.to_owned(),
            advice: String::new(),
            sent: line.sent.clone(),
        };
        let (verdict, reason, advice) = match (&line.unreadable, &line.sent) {
            _ if planned.candidates.is_empty() => (
                Verdict::Outside,
                format!("N’est pas dans {class}."),
                "Rien n’est gardé sur cette personne. Si elle devrait y être, comparez l’orthographe de son nom.".to_owned(),
            ),
            (Some((reason, advice)), _) => (Verdict::Problem, reason.clone(), advice.clone()),
            (None, None) => (
                Verdict::NotSent,
                "N’a pas encore envoyé ses résultats à l’équipe.".to_owned(),
                "Demandez-lui de cliquer sur «\u{202f}J’envoie mes résultats\u{202f}» dans Pix.".to_owned(),
            ),
            (None, Some(sent)) if planned.is_known(sent, known) => (
                Verdict::Same,
                format!("Déjà importé\u{a0}: envoi du {}.", date_time(sent.at)),
                String::new(),
            ),
            (None, Some(_)) if planned.candidates.len() > 1 => (
                Verdict::Choose,
                format!("{} personnes de {class} s’appellent ainsi.", planned.candidates.len()),
                "Choisissez la bonne, ou laissez la ligne de côté.".to_owned(),
            ),
            (None, Some(_)) => return planned,
        };
        (planned.verdict, planned.reason, planned.advice) = (verdict, reason, advice);
        if planned.verdict == Verdict::Outside {
            planned.sent = None;
        }
        planned
    }
}

impl Planned {
    /// One of those whom it can be about has exactly this result already.
    fn is_known(&self, sent: &Sent, known: &[Known]) -> bool {
        known
            .iter()
            .any(|one| self.candidates.contains(&one.learner) && one.sent == *sent)
    }
}

/// Lines about one person only: twice the same is said once; two different
/// ones are somebody's to tell apart.
fn tell_doubles(planned: &mut [Planned]) {
    let mut places: BTreeMap<AccountId, Vec<usize>> = BTreeMap::new();
    for (place, line) in planned.iter().enumerate() {
        if let (Verdict::Keep, [learner]) = (line.verdict, &line.candidates[..]) {
            places.entry(*learner).or_default().push(place);
        }
    }
    for places in places.into_values().filter(|places| places.len() > 1) {
        let mut different: Vec<usize> = Vec::new();
        for place in places {
            let twin = different
                .iter()
                .find(|other| planned[**other].sent == planned[place].sent)
                .map(|other| planned[*other].line);
            match twin {
                Some(line) => {
                    planned[place].verdict = Verdict::Problem;
                    planned[place].reason =
                        format!("La ligne\u{a0}{line} dit exactement la même chose.");
                    planned[place].advice = "Elle n’est gardée qu’une fois.".to_owned();
                }
                None => different.push(place),
            }
        }
        if different.len() < 2 {
            continue;
        }
        let lines: Vec<String> = different
            .iter()
            .map(|place| planned[*place].line.to_string())
            .collect();
        for place in different {
            planned[place].verdict = Verdict::Choose;
            planned[place].reason = format!(
                "Le même nom est aux lignes {}\u{a0}: deux envois, ou deux personnes.",
                french_list(&lines)
            );
            planned[place].advice =
                "Gardez celles de la personne de votre classe, laissez l’autre de côté.".to_owned();
        }
    }
}

/// A line that somebody decided on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decided {
    /// Whose result it is.
    pub learner: AccountId,
    /// The result.
    pub sent: Sent,
    /// Its line.
    pub line: u32,
}

/// The answer of the page for a line that is left aside.
pub const ASIDE: &str = "laisser";

/// What is to be written, once somebody said whose the doubtful lines are.
/// `choice` gives what was chosen for a line.
///
/// # Errors
/// The lines that nobody decided on, or that two choices contradict, each with
/// its sentence.
pub fn decide<'a>(
    planned: &[Planned],
    choice: impl Fn(u32) -> Option<&'a str>,
) -> Result<Vec<Decided>, Vec<(u32, String)>> {
    let mut decided: Vec<Decided> = Vec::new();
    let mut wrong = Vec::new();
    for line in planned {
        let learner = match line.verdict {
            Verdict::Keep => line.candidates.first().copied(),
            Verdict::Choose => match choice(line.line) {
                Some(ASIDE) => None,
                Some(text) => {
                    let chosen = line.candidates.iter().find(|one| one.to_string() == text);
                    if chosen.is_none() {
                        wrong.push((line.line, undecided(line.line)));
                    }
                    chosen.copied()
                }
                None => {
                    wrong.push((line.line, undecided(line.line)));
                    None
                }
            },
            _ => None,
        };
        let (Some(learner), Some(sent)) = (learner, line.sent.clone()) else {
            continue;
        };
        let twin = decided
            .iter()
            .find(|other| other.learner == learner && other.sent.at == sent.at);
        if let Some(twin) = twin {
            wrong.push((
                line.line,
                format!(
                    "Lignes {} et {}\u{a0}: une personne n’envoie pas deux résultats à la même minute. Laissez l’une des deux de côté.",
                    twin.line, line.line
                ),
            ));
            continue;
        }
        decided.push(Decided {
            learner,
            sent,
            line: line.line,
        });
    }
    match wrong.is_empty() {
        true => Ok(decided),
        false => Err(wrong),
    }
}

fn undecided(line: u32) -> String {
    format!(
        "Ligne\u{a0}{line}\u{a0}: choisissez une personne, ou «\u{202f}Laisser de côté\u{202f}»."
    )
}

#[cfg(test)]
mod tests;
