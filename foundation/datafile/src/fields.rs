//! Reading the fields of a TOML table one by one: each knows its place in the file, and what
//! is missing, empty, of the wrong kind or unknown is reported with a suggestion.

use std::ops::{Range, RangeInclusive};

use chrono::NaiveDate;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::problem::{Report, quoted, sentence_start};

/// One table of the file while it is read.
pub struct Fields<'a> {
    pub(crate) report: &'a Report<'a>,
    table: &'a DeTable<'a>,
    span: Range<usize>,
    /// The fields asked for so far: whatever else the table holds is unknown.
    known: Vec<&'static str>,
    /// What the table describes, with its article: « la compétence C1.1 ».
    pub part: String,
}

impl<'a> Fields<'a> {
    /// The fields of `table`, which begins at `span` and describes `part`.
    pub fn new(
        report: &'a Report<'a>,
        table: &'a DeTable<'a>,
        span: Range<usize>,
        part: impl Into<String>,
    ) -> Self {
        Self {
            report,
            table,
            span,
            known: Vec::new(),
            part: part.into(),
        }
    }

    /// Where the table begins.
    #[must_use]
    pub fn span(&self) -> Range<usize> {
        self.span.clone()
    }

    /// Reports something at `span`.
    pub fn problem(
        &self,
        span: &Range<usize>,
        message: impl Into<String>,
        hint: impl Into<String>,
    ) {
        self.report.add(span, message, hint);
    }

    fn find(&mut self, key: &'static str) -> Option<&'a Spanned<DeValue<'a>>> {
        self.known.push(key);
        let (_, value) = self.table.iter().find(|(name, _)| name.get_ref() == key)?;
        Some(value)
    }

    fn missing(&self, key: &str, example: &str) {
        self.report.add(
            &self.span,
            format!("Il manque le champ {} dans {}.", quoted(key), self.part),
            format!("Ajoutez une ligne, par exemple {key} = {example}."),
        );
    }

    fn wrong_kind(&self, key: &str, value: &Spanned<DeValue<'_>>, wanted: &str, example: &str) {
        let found = match value.get_ref() {
            DeValue::String(_) => "un texte",
            DeValue::Integer(_) | DeValue::Float(_) => "un nombre",
            DeValue::Boolean(_) => "une valeur true ou false",
            DeValue::Datetime(_) => "une date",
            DeValue::Array(_) => "une liste",
            DeValue::Table(_) => "une partie avec des champs",
        };
        self.report.add(
            &value.span(),
            format!(
                "Le champ {} doit être {wanted}, mais c’est {found}.",
                quoted(key)
            ),
            format!("Écrivez par exemple {key} = {example}."),
        );
    }

    /// A text that may be absent, but not empty.
    pub fn optional_text(&mut self, key: &'static str) -> Option<Spanned<String>> {
        let value = self.find(key)?;
        let DeValue::String(text) = value.get_ref() else {
            self.wrong_kind(key, value, "un texte", "\"…\"");
            return None;
        };
        self.filled(&format!("Le champ {}", quoted(key)), text, value.span())
    }

    fn filled(&self, what: &str, text: &str, span: Range<usize>) -> Option<Spanned<String>> {
        let text = text.trim().replace("\r\n", "\n");
        if text.is_empty() {
            self.report.add(
                &span,
                format!("{what} est vide dans {}.", self.part),
                "Écrivez le texte entre les guillemets, ou retirez la ligne si elle est facultative.",
            );
            return None;
        }
        Some(Spanned::new(span, text))
    }

    /// A text that must be there.
    pub fn text(&mut self, key: &'static str) -> Option<Spanned<String>> {
        if !self.has(key) {
            self.known.push(key);
            self.missing(key, "\"…\"");
            return None;
        }
        self.optional_text(key)
    }

    /// A whole number within `range` that must be there.
    pub fn number(&mut self, key: &'static str, range: RangeInclusive<u8>) -> Option<Spanned<u8>> {
        let example = range.start().to_string();
        let Some(value) = self.find(key) else {
            self.missing(key, &example);
            return None;
        };
        let DeValue::Integer(integer) = value.get_ref() else {
            self.wrong_kind(key, value, "un nombre entier", &example);
            return None;
        };
        let number = i64::from_str_radix(integer.as_str(), integer.radix()).ok();
        match number.and_then(|number| u8::try_from(number).ok()) {
            Some(number) if range.contains(&number) => Some(Spanned::new(value.span(), number)),
            _ => {
                self.report.add(
                    &value.span(),
                    format!(
                        "Le champ {} doit être un nombre entier de {} à {}.",
                        quoted(key),
                        range.start(),
                        range.end()
                    ),
                    format!("Écrivez par exemple {key} = {example}."),
                );
                None
            }
        }
    }

    /// A day that may be absent.
    pub fn date(&mut self, key: &'static str) -> Option<Spanned<NaiveDate>> {
        let value = self.find(key)?;
        let day = value.get_ref().as_datetime().and_then(|moment| {
            if moment.time.is_some() {
                return None;
            }
            let date = moment.date?;
            NaiveDate::from_ymd_opt(date.year.into(), date.month.into(), date.day.into())
        });
        if day.is_none() {
            self.report.add(
                &value.span(),
                format!("Le champ {} doit être une date.", quoted(key)),
                format!("Écrivez année-mois-jour, sans guillemets ni heure, par exemple {key} = 2024-09-01."),
            );
        }
        Some(Spanned::new(value.span(), day?))
    }

    fn array(&mut self, key: &'static str, example: &str) -> &'a [Spanned<DeValue<'a>>] {
        let Some(value) = self.find(key) else {
            return &[];
        };
        if let DeValue::Array(items) = value.get_ref() {
            return items;
        }
        if let DeValue::Table(_) = value.get_ref() {
            self.report.add(
                &value.span(),
                format!("La partie {} est une liste.", quoted(key)),
                format!("Doublez les crochets de son titre, par exemple [[{key}]], et répétez-le pour chaque élément."),
            );
        } else {
            self.wrong_kind(key, value, "une liste", example);
        }
        &[]
    }

    /// A list of texts, empty when the field is absent.
    pub fn texts(&mut self, key: &'static str) -> Vec<Spanned<String>> {
        let what = format!("Un élément de la liste {}", quoted(key));
        let mut texts = Vec::new();
        for item in self.array(key, "[\"…\", \"…\"]") {
            let DeValue::String(text) = item.get_ref() else {
                self.wrong_kind(key, item, "une liste de textes", "[\"…\", \"…\"]");
                continue;
            };
            texts.extend(self.filled(&what, text, item.span()));
        }
        texts
    }

    /// The items of a list of parts, empty when the field is absent. `part` names each by
    /// its rank, from 1.
    pub fn parts(&mut self, key: &'static str, part: impl Fn(usize) -> String) -> Vec<Fields<'a>> {
        let example = "[{ … }, { … }]";
        let mut parts = Vec::new();
        for (index, item) in self.array(key, example).iter().enumerate() {
            let DeValue::Table(table) = item.get_ref() else {
                self.wrong_kind(key, item, "une liste d’éléments entre accolades", example);
                continue;
            };
            parts.push(Fields::new(
                self.report,
                table,
                item.span(),
                part(index + 1),
            ));
        }
        parts
    }

    /// A part that may be absent.
    pub fn optional_part(
        &mut self,
        key: &'static str,
        part: impl Into<String>,
    ) -> Option<Fields<'a>> {
        let value = self.find(key)?;
        let DeValue::Table(table) = value.get_ref() else {
            self.wrong_kind(key, value, "une partie avec des champs", "{ … }");
            return None;
        };
        Some(Fields::new(self.report, table, value.span(), part))
    }

    /// Whether the field is written, whatever it holds.
    #[must_use]
    pub fn has(&self, key: &str) -> bool {
        self.table.keys().any(|name| name.get_ref() == key)
    }

    /// Reports that a part lacks `what` (« d’épreuve ») when the list or part `key` is absent
    /// or empty. A value of the wrong kind is reported by the reader itself.
    pub fn require(&self, key: &str, what: &str, hint: &str) {
        let value = self.table.iter().find(|(name, _)| name.get_ref() == key);
        let empty = match value.map(|(_, value)| value.get_ref()) {
            None => true,
            Some(DeValue::Array(items)) => items.is_empty(),
            Some(_) => false,
        };
        if empty {
            self.report.add(
                &self.span,
                format!("{} n’a pas {what}.", sentence_start(&self.part)),
                hint,
            );
        }
    }

    /// To call once all fields are read: reports those that nobody asked for.
    pub fn finish(self) {
        for name in self.table.keys() {
            if self.known.iter().any(|known| known == name.get_ref()) {
                continue;
            }
            let closest = self
                .known
                .iter()
                .map(|known| (strsim::damerau_levenshtein(known, name.get_ref()), known))
                .filter(|(distance, _)| *distance <= 2)
                .min();
            let hint = closest.map_or_else(
                || format!("Champs possibles\u{a0}: {}.", self.known.join(", ")),
                |(_, known)| format!("Vouliez-vous écrire {}\u{202f}?", quoted(known)),
            );
            self.report.add(
                &name.span(),
                format!(
                    "Le champ {} n’existe pas dans {}.",
                    quoted(name.get_ref()),
                    self.part
                ),
                hint,
            );
        }
    }
}
