//! What the columns of a table mean, guessed from their names.

use super::{Format, Row, Said, SaidLearner, TableRow};

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Field {
    /// Nom.
    Last,
    /// Nom d’usage; goes before the other where it is filled.
    UsedLast,
    /// Prénom.
    First,
    /// « FERRAND Inès », both in one column.
    Name,
    /// Date de naissance.
    Birth,
    /// INE or INA.
    Ine,
    /// Classe.
    Class,
    /// Statut.
    Status,
    /// Date de sortie.
    Left,
    /// Code MEF.
    Mef,
    /// UAI of the learner.
    Uai,
}

/// Every field: code in forms, label, names of columns once folded.
const FIELDS: &[(Field, &str, &str, &[&str])] = &[
    (
        Field::Last,
        "nom",
        "Nom",
        &[
            "nom",
            "nom de famille",
            "nom eleve",
            "nom de l eleve",
            "nom apprenant",
            "nom de naissance",
        ],
    ),
    (
        Field::UsedLast,
        "nom_usage",
        "Nom d’usage",
        &["nom d usage", "nom usage"],
    ),
    (
        Field::First,
        "prenom",
        "Prénom",
        &[
            "prenom",
            "premier prenom",
            "prenom eleve",
            "prenom 1",
            "prenom1",
            "prenoms",
        ],
    ),
    (
        Field::Name,
        "nom_prenom",
        "Nom et prénom ensemble",
        &[
            "eleve",
            "nom prenom",
            "nom et prenom",
            "nom complet",
            "apprenant",
            "apprenti",
            "nom prenom eleve",
        ],
    ),
    (
        Field::Birth,
        "naissance",
        "Date de naissance",
        &[
            "date de naissance",
            "date naissance",
            "naissance",
            "ne(e) le",
            "ne le",
            "nee le",
            "date de naissance (jj/mm/aaaa)",
            "date naiss",
            "ddn",
        ],
    ),
    (
        Field::Ine,
        "ine",
        "INE ou INA",
        &[
            "ine",
            "ina",
            "identifiant unique",
            "identifiant national",
            "id national",
            "numero ine",
            "n ine",
            "ine rnie",
        ],
    ),
    (
        Field::Class,
        "classe",
        "Classe",
        &[
            "classe",
            "division",
            "classe division",
            "code classe",
            "libelle classe",
            "code structure",
            "groupe",
        ],
    ),
    (
        Field::Status,
        "statut",
        "Statut",
        &["statut", "code statut", "regime de formation"],
    ),
    (
        Field::Left,
        "sortie",
        "Date de sortie",
        &["date de sortie", "date sortie", "sortie"],
    ),
    (Field::Mef, "mef", "Code MEF", &["code mef", "mef"]),
    (
        Field::Uai,
        "uai",
        "UAI",
        &["uai", "rne", "uai etablissement"],
    ),
];

impl Field {
    /// All of them, in the order in which screens list them.
    pub fn all() -> impl Iterator<Item = Self> {
        FIELDS.iter().map(|(field, ..)| *field)
    }

    fn entry(self) -> &'static (Self, &'static str, &'static str, &'static [&'static str]) {
        &FIELDS[self as usize]
    }

    /// The name in forms and in the memory of a school.
    #[must_use]
    pub fn code(self) -> &'static str {
        self.entry().1
    }

    /// What screens call it.
    #[must_use]
    pub fn label(self) -> &'static str {
        self.entry().2
    }

    /// The field of this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::all().find(|field| field.code() == code)
    }

    /// What a column of this name probably holds.
    fn guess(header: &str) -> Option<Self> {
        let folded = fold(header);
        FIELDS
            .iter()
            .find(|(.., names)| names.contains(&folded.as_str()))
            .map(|(field, ..)| *field)
    }
}

/// « Prénom* » → « prenom »: how names of columns are compared.
#[must_use]
pub fn fold(header: &str) -> String {
    let plain: String = header
        .chars()
        .map(|c| match c {
            '*' | ':' | '_' | '"' | '°' => ' ',
            other => other,
        })
        .collect();
    db::text::search_key(&plain)
}

/// The export of FREGATA or of a CFA, by the columns that only they have.
pub fn recognised(headers: &[String]) -> Option<Format> {
    let folded: Vec<String> = headers.iter().map(|header| fold(header)).collect();
    let has = |name: &str| folded.iter().any(|header| header == name);
    if !(has("identifiant unique") && has("premier prenom") && has("nom de famille")) {
        return None;
    }
    Some(if has("uai") {
        Format::Cfa
    } else {
        Format::Fregata
    })
}

/// What each column of a table holds; none for those that are not read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mapping(pub Vec<Option<Field>>);

impl Mapping {
    /// What the names of the columns suggest, `remembered` first. A field is
    /// proposed for one column only.
    pub fn proposed(
        headers: &[String],
        remembered: impl Fn(&str) -> Option<Option<Field>>,
    ) -> Self {
        let mut taken = Vec::new();
        Self(
            headers
                .iter()
                .map(|header| {
                    let field = remembered(header).unwrap_or_else(|| Field::guess(header))?;
                    if taken.contains(&field) {
                        return None;
                    }
                    taken.push(field);
                    Some(field)
                })
                .collect(),
        )
    }

    /// Whether rows can be read with it.
    ///
    /// # Errors
    /// What is missing or doubled, as a sentence.
    pub fn check(&self) -> Result<(), String> {
        for field in Field::all() {
            if self
                .0
                .iter()
                .flatten()
                .filter(|known| **known == field)
                .count()
                > 1
            {
                return Err(format!(
                    "Deux colonnes sont indiquées comme «\u{202f}{}\u{202f}»\u{a0}: n’en gardez qu’une.",
                    field.label()
                ));
            }
        }
        let has = |field: Field| self.0.contains(&Some(field));
        if has(Field::Name) || (has(Field::Last) && has(Field::First)) {
            return Ok(());
        }
        Err(
            "Indiquez la colonne du nom et celle du prénom, ou la colonne qui contient les deux."
                .to_owned(),
        )
    }

    /// What a row says.
    #[must_use]
    pub fn row(&self, row: &TableRow) -> Row {
        let mut learner = SaidLearner::default();
        let mut used = "";
        for (field, cell) in self.0.iter().zip(&row.cells) {
            let Some(field) = field else { continue };
            let place = match field {
                Field::Last => &mut learner.last,
                Field::First => &mut learner.first,
                Field::Birth => &mut learner.birth,
                Field::Ine => &mut learner.ine,
                Field::Class => &mut learner.class,
                Field::Status => &mut learner.status,
                Field::Left => &mut learner.left,
                Field::Mef => &mut learner.mef,
                Field::Uai => &mut learner.uai,
                Field::UsedLast => {
                    used = cell;
                    continue;
                }
                Field::Name => {
                    (learner.last, learner.first) = split_name(cell);
                    continue;
                }
            };
            place.clone_from(cell);
        }
        if !used.is_empty() {
            learner.last = used.to_owned();
        }
        Row {
            line: row.line,
            said: Said::Learner(learner),
        }
    }
}

/// « FERRAND Inès » → nom, prénom: the words in capitals come first. Without
/// them, the first word is the name.
fn split_name(text: &str) -> (String, String) {
    let words: Vec<&str> = text.split_whitespace().collect();
    let is_capital = |word: &&&str| {
        word.chars().any(char::is_alphabetic) && !word.chars().any(char::is_lowercase)
    };
    let capitals = words.iter().take_while(is_capital).count();
    let names = match capitals {
        0 => 1.min(words.len()),
        n if n == words.len() => n.saturating_sub(1).max(1).min(n),
        n => n,
    };
    (words[..names].join(" "), words[names..].join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_in_one_column_is_cut_where_the_capitals_end() {
        let cut = |text| split_name(text);
        assert_eq!(
            cut("DE LA TOUR Anne Lise"),
            ("DE LA TOUR".into(), "Anne Lise".into())
        );
        assert_eq!(cut("Ferrand Inès"), ("Ferrand".into(), "Inès".into()));
        assert_eq!(cut("N’DIAYE MOUSSA"), ("N’DIAYE".into(), "MOUSSA".into()));
        assert_eq!(cut(""), (String::new(), String::new()));
        assert_eq!(cut("SEUL"), ("SEUL".into(), String::new()));
    }

    #[test]
    fn the_columns_of_everyday_exports_are_recognised() {
        let headers = [
            "Nom",
            "Prénom*",
            "Né(e) le",
            "Date de naissance (jj/mm/aaaa)*",
            "N° INE",
            "Division",
            "Remarque",
        ]
        .map(String::from);
        let mapping = Mapping::proposed(&headers, |_| None);
        assert_eq!(
            mapping.0,
            [
                Some(Field::Last),
                Some(Field::First),
                Some(Field::Birth),
                None,
                Some(Field::Ine),
                Some(Field::Class),
                None
            ]
        );
        assert!(mapping.check().is_ok());
        let remembered = Mapping::proposed(&headers, |header| {
            (header == "Remarque").then_some(Some(Field::Status))
        });
        assert_eq!(remembered.0[6], Some(Field::Status));
        assert!(Mapping(vec![Some(Field::Last), None]).check().is_err());
        assert!(
            Mapping(vec![Some(Field::Name), Some(Field::Name)])
                .check()
                .unwrap_err()
                .contains("Deux colonnes")
        );
    }

    #[test]
    fn every_field_is_at_its_place() {
        for field in Field::all() {
            assert_eq!(Field::from_code(field.code()), Some(field));
        }
    }
}
