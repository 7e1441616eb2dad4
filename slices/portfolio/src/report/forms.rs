//! The form of a report: what was typed, read into a [`Content`].

use chrono::NaiveDate;
use curriculum::Curriculum;
use kernel::{FieldErrors, parse_date};
use serde::Deserialize;
use web::forms::{long_text, required_line};

use super::{Content, Context, Kind, Section, Texts};

/// The longest title, in characters.
pub const TITLE_MAX: usize = 200;
/// The longest section, in characters.
pub const SECTION_MAX: usize = 20_000;

/// The fields as they were sent. The sections are named by their code.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct ReportForm {
    /// The identifier of a report to begin, drawn when its form was shown.
    pub id: String,
    /// The mission that a report to begin is about, if any.
    pub mission: String,
    /// The version of the report that the writer started from.
    pub version: String,
    /// Its title.
    pub titre: String,
    /// Code of its kind.
    pub nature: String,
    /// Code of its context.
    pub contexte: String,
    /// First day.
    pub debut: String,
    /// Last day.
    pub fin: String,
    /// « Situer l’action ».
    pub situate: String,
    /// « Ce que j’ai produit ».
    pub produced: String,
    /// « Comment et pourquoi ».
    pub how_why: String,
    /// « Difficultés et aléas ».
    pub difficulties: String,
    /// « Ce que j’ai appris ».
    pub learned: String,
    /// « Lexique ».
    pub lexicon: String,
    /// Codes of what it is linked to.
    pub cible: Vec<String>,
    /// The number of a kept version that is shown beside the fields, if any.
    pub avec: String,
    /// What to do once it is saved: `relire`, or nothing.
    pub ensuite: String,
    /// Not empty when the saved text is submitted as it is, without fields.
    pub tel_quel: String,
}

impl ReportForm {
    /// The form that shows what a report says.
    #[must_use]
    pub fn of(content: &Content, version: i32) -> Self {
        let day = |day: Option<NaiveDate>| day.map_or_else(String::new, |day| day.to_string());
        let text = |section| content.texts.get(section).to_owned();
        Self {
            id: String::new(),
            mission: String::new(),
            version: version.to_string(),
            titre: content.title.clone(),
            nature: content.kind.code().to_owned(),
            contexte: content.context.code().to_owned(),
            debut: day(content.start_on),
            fin: day(content.end_on),
            situate: text(Section::Situate),
            produced: text(Section::Produced),
            how_why: text(Section::HowWhy),
            difficulties: text(Section::Difficulties),
            learned: text(Section::Learned),
            lexicon: text(Section::Lexicon),
            cible: content.targets.clone(),
            avec: String::new(),
            ensuite: String::new(),
            tel_quel: String::new(),
        }
    }

    /// What was typed in a section.
    #[must_use]
    pub fn section(&self, section: Section) -> &str {
        match section {
            Section::Situate => &self.situate,
            Section::Produced => &self.produced,
            Section::HowWhy => &self.how_why,
            Section::Difficulties => &self.difficulties,
            Section::Learned => &self.learned,
            Section::Lexicon => &self.lexicon,
        }
    }

    /// Reads the form; only the title is required.
    ///
    /// # Errors
    /// What is wrong, field by field.
    pub fn read(&self, curriculum: &Curriculum) -> Result<Content, FieldErrors> {
        let mut errors = FieldErrors::new();
        let title = errors.take("titre", required_line(&self.titre, "Le titre", TITLE_MAX));
        let kind = errors.take("nature", choice(&self.nature, Kind::Activity));
        let context = errors.take("contexte", choice(&self.contexte, Context::School));
        let start_on = errors.take("debut", day(&self.debut)).flatten();
        let end_on = errors.take("fin", day(&self.fin)).flatten();
        if let (Some(start), Some(end)) = (start_on, end_on)
            && end < start
        {
            errors.add(
                "fin",
                "La fin est avant le début. Corrigez l’une des deux dates.",
            );
        }
        let mut texts = Texts::default();
        for section in Section::ALL {
            let text = long_text(self.section(*section), "Ce texte", SECTION_MAX);
            if let Some(text) = errors.take(section.code(), text) {
                *texts.get_mut(*section) = text;
            }
        }
        let targets = errors.take("cible", known_codes(&self.cible, curriculum));
        match (title, kind, context, targets) {
            (Some(title), Some(kind), Some(context), Some(targets)) if errors.is_empty() => {
                Ok(Content {
                    title,
                    kind,
                    context,
                    start_on,
                    end_on,
                    texts,
                    targets,
                    evidence: Vec::new(),
                })
            }
            _ => Err(errors),
        }
    }
}

/// An absent choice is the first one of the list; a forged one is refused.
fn choice<T: std::str::FromStr>(code: &str, first: T) -> Result<T, &'static str> {
    match code {
        "" => Ok(first),
        code => code
            .parse()
            .map_err(|_| "Choisissez une réponse de la liste."),
    }
}

/// A day that may be absent.
///
/// # Errors
/// A sentence when it does not exist.
pub fn day(text: &str) -> Result<Option<NaiveDate>, &'static str> {
    match text.trim() {
        "" => Ok(None),
        text => parse_date(text).map(Some).ok_or(
            "Cette date n’existe pas. Écrivez le jour, le mois et l’année\u{a0}: 09/03/2027.",
        ),
    }
}

/// The codes, sorted, each once, all of the curriculum.
///
/// # Errors
/// A sentence when one of them is not of the curriculum.
pub fn known_codes(codes: &[String], curriculum: &Curriculum) -> Result<Vec<String>, &'static str> {
    let mut sorted = codes.to_vec();
    sorted.sort();
    sorted.dedup();
    let known =
        |code: &String| curriculum.target(code).is_some() || curriculum.knowledge(code).is_some();
    if sorted.iter().all(known) {
        Ok(sorted)
    } else {
        Err(
            "Une des compétences cochées n’est pas dans votre référentiel. Rechargez la page, puis choisissez à nouveau.",
        )
    }
}

/// What is worth telling before a submission; nothing of it is required.
#[must_use]
pub fn advice(content: &Content) -> Vec<&'static str> {
    let mut advice = Vec::new();
    for (section, sentence) in [
        (
            Section::Situate,
            "Situez l’action\u{a0}: où, quand, pour qui.",
        ),
        (Section::Produced, "Dites ce que vous avez produit."),
        (
            Section::HowWhy,
            "Expliquez comment vous avez fait, et pourquoi ainsi.",
        ),
        (Section::Learned, "Dites ce que vous avez appris."),
    ] {
        if content.texts.get(section).trim().is_empty() {
            advice.push(sentence);
        }
    }
    if content.start_on.is_none() {
        advice.push("Indiquez quand cela s’est passé.");
    }
    if content.targets.is_empty() {
        advice.push("Reliez au moins une compétence ou un savoir.");
    }
    if content.evidence.is_empty() {
        advice.push("Joignez une pièce qui montre ce que vous avez fait.");
    }
    advice
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sno() -> &'static Curriculum {
        curriculum::shipped()
            .iter()
            .find(|curriculum| curriculum.code == "SNO")
            .unwrap()
    }

    fn titled(titre: &str) -> ReportForm {
        ReportForm {
            titre: titre.into(),
            ..ReportForm::default()
        }
    }

    #[test]
    fn a_title_is_enough() {
        let content = titled(" Le site ").read(sno()).unwrap();
        assert_eq!(content.title, "Le site");
        assert_eq!(content.kind, Kind::Activity);
        assert!(!content.has_content());
        assert!(!advice(&content).is_empty());
    }

    #[test]
    fn what_is_shown_is_read_back() {
        let mut content = titled("Le site").read(sno()).unwrap();
        content.start_on = NaiveDate::from_ymd_opt(2027, 3, 2);
        content.texts.how_why = "Un\n\ndeux".into();
        content.targets = vec!["C1.1".into(), "C1.1-S1".into()];
        let again = ReportForm::of(&content, 4).read(sno()).unwrap();
        assert_eq!(again, content);
    }

    #[test]
    fn each_mistake_is_said_at_its_field() {
        let form = ReportForm {
            titre: "é".repeat(TITLE_MAX + 1),
            nature: "autre".into(),
            contexte: "<b>".into(),
            debut: "2027-03-05".into(),
            fin: "2027-03-02".into(),
            lexicon: "a".repeat(SECTION_MAX + 1),
            cible: vec!["C9.9".into()],
            ..ReportForm::default()
        };
        let errors = form.read(sno()).unwrap_err();
        for field in ["titre", "nature", "contexte", "fin", "lexicon", "cible"] {
            assert!(errors.get(field).is_some(), "{field}");
        }
        let form = ReportForm {
            debut: "31/02/2027".into(),
            ..titled("Le site")
        };
        assert!(form.read(sno()).unwrap_err().get("debut").is_some());
    }
}
