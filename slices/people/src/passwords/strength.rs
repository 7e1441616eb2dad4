//! Which passwords are good enough, and what to say of the others.

use zxcvbn::feedback::{Suggestion, Warning};
use zxcvbn::{Score, zxcvbn};

/// The length that the forms advise.
const ADVISED_LENGTH: usize = 12;
/// Below this no password is accepted.
const MIN_LENGTH: usize = 8;
/// Beyond this nobody types; a bound keeps the work small.
const MAX_LENGTH: usize = 128;

/// A password that is good enough. Never shown, never logged.
#[derive(Clone, PartialEq, Eq)]
pub struct NewPassword(String);

impl NewPassword {
    /// The password, to be hashed.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for NewPassword {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("NewPassword(…)")
    }
}

/// Accepts `password` if it is hard to guess for somebody who knows `known`
/// (login, names, school).
///
/// # Errors
/// A French sentence that says what to change.
pub fn check(password: &str, known: &[&str]) -> Result<NewPassword, String> {
    let length = password.chars().count();
    if length == 0 {
        return Err("Le mot de passe est à remplir.".into());
    }
    if length < MIN_LENGTH {
        return Err(format!(
            "Le mot de passe compte {length}\u{a0}caractères\u{a0}: il en faut au moins {MIN_LENGTH}, et {ADVISED_LENGTH} de préférence. Une courte phrase convient bien."
        ));
    }
    if length > MAX_LENGTH {
        return Err(format!(
            "Le mot de passe compte {length}\u{a0}caractères\u{a0}; le maximum est {MAX_LENGTH}."
        ));
    }
    let mut words: Vec<&str> = known.to_vec();
    words.push("jalon");
    let folded = db::text::search_key(password).replace(' ', "");
    let is_known = known.iter().any(|word| {
        let word = db::text::search_key(word).replace(' ', "");
        !word.is_empty() && folded == word
    });
    if is_known {
        return Err(
            "Ce mot de passe reprend votre nom ou votre identifiant\u{a0}: choisissez autre chose."
                .into(),
        );
    }
    let strength = zxcvbn(password, &words);
    if strength.score() >= Score::Three {
        return Ok(NewPassword(password.to_owned()));
    }
    let mut advice = vec!["Ce mot de passe est trop facile à deviner.".to_owned()];
    if let Some(feedback) = strength.feedback() {
        advice.extend(feedback.warning().map(|warning| warn(warning).to_owned()));
        advice.extend(
            feedback
                .suggestions()
                .iter()
                .take(1)
                .map(|suggestion| suggest(*suggestion).to_owned()),
        );
    }
    Err(advice.join(" "))
}

fn warn(warning: Warning) -> &'static str {
    match warning {
        Warning::StraightRowsOfKeysAreEasyToGuess => {
            "Les touches qui se suivent sur le clavier se devinent facilement."
        }
        Warning::ShortKeyboardPatternsAreEasyToGuess => {
            "Les petits dessins sur le clavier se devinent facilement."
        }
        Warning::RepeatsLikeAaaAreEasyToGuess => {
            "Une lettre répétée, comme «\u{202f}aaa\u{202f}», se devine facilement."
        }
        Warning::RepeatsLikeAbcAbcAreOnlySlightlyHarderToGuess => {
            "Une suite répétée, comme «\u{202f}abcabc\u{202f}», n’est guère plus sûre qu’une fois «\u{202f}abc\u{202f}»."
        }
        Warning::ThisIsATop10Password
        | Warning::ThisIsATop100Password
        | Warning::ThisIsACommonPassword => "Il fait partie des plus utilisés au monde.",
        Warning::ThisIsSimilarToACommonlyUsedPassword => {
            "Il ressemble à un mot de passe très utilisé."
        }
        Warning::SequencesLikeAbcAreEasyToGuess => {
            "Les suites comme «\u{202f}abc\u{202f}» ou «\u{202f}6543\u{202f}» se devinent facilement."
        }
        Warning::RecentYearsAreEasyToGuess => "Les années récentes se devinent facilement.",
        Warning::AWordByItselfIsEasyToGuess => "Un mot seul se devine facilement.",
        Warning::DatesAreOftenEasyToGuess => "Les dates se devinent souvent.",
        Warning::NamesAndSurnamesByThemselvesAreEasyToGuess
        | Warning::CommonNamesAndSurnamesAreEasyToGuess => {
            "Les prénoms et les noms se devinent facilement."
        }
    }
}

fn suggest(suggestion: Suggestion) -> &'static str {
    match suggestion {
        Suggestion::UseAFewWordsAvoidCommonPhrases => {
            "Assemblez plusieurs mots sans rapport entre eux."
        }
        Suggestion::NoNeedForSymbolsDigitsOrUppercaseLetters => {
            "Symboles, chiffres et majuscules ne sont pas nécessaires si la phrase est longue."
        }
        Suggestion::AddAnotherWordOrTwo => "Ajoutez un ou deux mots peu courants.",
        Suggestion::CapitalizationDoesntHelpVeryMuch => {
            "Une majuscule au début n’aide presque pas\u{a0}: ajoutez plutôt un mot."
        }
        Suggestion::AllUppercaseIsAlmostAsEasyToGuessAsAllLowercase => {
            "Tout en majuscules n’est guère plus sûr\u{a0}: ajoutez plutôt un mot."
        }
        Suggestion::ReversedWordsArentMuchHarderToGuess => {
            "Un mot à l’envers n’est guère plus sûr\u{a0}: ajoutez plutôt un mot."
        }
        Suggestion::PredictableSubstitutionsDontHelpVeryMuch => {
            "Écrire «\u{202f}@\u{202f}» pour «\u{202f}a\u{202f}» n’aide presque pas\u{a0}: ajoutez plutôt un mot."
        }
        Suggestion::UseALongerKeyboardPatternWithMoreTurns => {
            "Choisissez plutôt une suite de mots que des touches du clavier."
        }
        Suggestion::AvoidRepeatedWordsAndCharacters => "Évitez les répétitions.",
        Suggestion::AvoidSequences => "Évitez les suites.",
        Suggestion::AvoidRecentYears
        | Suggestion::AvoidYearsThatAreAssociatedWithYou
        | Suggestion::AvoidDatesAndYearsThatAreAssociatedWithYou => {
            "Évitez les années et les dates qui vous concernent."
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_phrase_is_accepted() {
        assert!(check("le héron mange tard", &["ines.ferrand.k7"]).is_ok());
    }

    #[test]
    fn each_weak_password_gets_its_advice() {
        let refused = |password: &str| {
            check(
                password,
                &["ines.ferrand.k7", "Inès", "Ferrand", "Inès Ferrand"],
            )
            .unwrap_err()
        };
        assert!(refused("").contains("à remplir"));
        assert!(refused("court").contains("au moins 8"));
        assert!(refused("azertyuiop").contains("facile à deviner"));
        assert!(refused("password1").contains("facile à deviner"));
        assert!(refused("InèsFerrand").contains("votre nom"));
        assert!(refused("ines ferrand").contains("votre nom"));
        assert!(refused(&"a".repeat(1_000_000)).contains("maximum"));
    }

    #[test]
    fn a_password_never_shows_in_a_log() {
        let password = check("le héron mange tard", &[]).unwrap();
        assert!(!format!("{password:?}").contains("héron"));
    }
}
