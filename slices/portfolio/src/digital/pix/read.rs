//! What a file of Pix Orga holds. Columns are found by their headers: some are
//! optional, the school chooses others, and the order changes with the years.

use std::collections::HashMap;

use chrono::{NaiveDate, NaiveDateTime, NaiveTime, TimeZone};
use db::text::search_key;
use kernel::{Timestamp, french_list};
use people::api::{Table, TableRow};

use super::model::{Campaign, PixCompetence, PixKind, PixLine, Sent};
use super::refused::NotPix;

/// A campaign with all its skills in columns stays below.
pub const MAX_COLUMNS: usize = 2_000;
/// What a file holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PixFile {
    /// What was asked for.
    pub kind: PixKind,
    /// Which campaign.
    pub campaign: Campaign,
    /// Its lines.
    pub lines: Vec<PixLine>,
}

/// Where the columns are.
struct Columns {
    by_name: HashMap<String, usize>,
    /// What each column says of a competence.
    competences: Vec<(usize, String, Said)>,
    /// The column of the stage, and out of how many stages.
    stage: Option<(usize, String)>,
}

/// What a column says of a competence.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Said {
    Level,
    Pix,
    Mastered,
}

/// The words before the name of a competence, once folded.
const OF_COMPETENCE: [(&str, Said); 3] = [
    ("niveau pour la competence ", Said::Level),
    ("nombre de pix pour la competence ", Said::Pix),
    ("% de maitrise des acquis de la competence ", Said::Mastered),
];

/// Names that Pix gives to competences where they differ from the CRCN's.
const OTHER_NAMES: [(&str, &str); 2] = [
    ("construire un environnement numerique", "5.2"),
    ("traiter les donnees", "1.3"),
];

const LAST: &str = "nom du participant";
const FIRST: &str = "prenom du participant";
const ORGANISATION: &str = "nom de l organisation";
const CAMPAIGN_ID: &str = "id campagne";
const CAMPAIGN_NAME: &str = "nom de la campagne";
const WHOLE: &str = "% maitrise de l ensemble des acquis du profil";
const TOTAL: &str = "nombre de pix total";

/// Reads the table of a file.
///
/// # Errors
/// [`NotPix`].
pub fn read(table: &Table) -> Result<PixFile, NotPix> {
    let columns = Columns::of(&table.headers);
    let kind = columns.kind()?;
    columns.demand(kind)?;
    let first = table.rows.first().ok_or(NotPix::Nobody)?;
    if table.rows.len() > NotPix::MAX_LINES {
        return Err(NotPix::TooMany);
    }
    let campaign = columns.campaign(first);
    for row in &table.rows {
        let other = columns.campaign(row);
        if other.id != campaign.id {
            return Err(NotPix::TwoCampaigns {
                first: campaign.name,
                second: other.name,
                line: row.line,
            });
        }
    }
    Ok(PixFile {
        kind,
        campaign,
        lines: table
            .rows
            .iter()
            .map(|row| columns.line(kind, row))
            .collect(),
    })
}

impl Columns {
    fn of(headers: &[String]) -> Self {
        let folded: Vec<String> = headers.iter().map(|header| search_key(header)).collect();
        let mut competences = Vec::new();
        let mut stage = None;
        for (place, header) in folded.iter().enumerate() {
            for (words, said) in OF_COMPETENCE {
                if let Some(code) = header.strip_prefix(words).and_then(code_of) {
                    competences.push((place, code, said));
                }
            }
            if let Some(rest) = header.strip_prefix("palier obtenu (/") {
                stage = Some((place, rest.trim_end_matches(')').to_owned()));
            }
        }
        Self {
            // The first of two columns of the same name counts.
            by_name: folded
                .into_iter()
                .enumerate()
                .rev()
                .map(|(place, name)| (name, place))
                .collect(),
            competences,
            stage,
        }
    }

    fn has(&self, name: &str) -> bool {
        self.by_name.contains_key(name)
    }

    /// A profile counts pix, an assessment measures a course.
    fn kind(&self) -> Result<PixKind, NotPix> {
        if self.has(TOTAL) || self.has("envoi (o/n)") {
            Ok(PixKind::Profile)
        } else if self.has(WHOLE) || self.has("partage (o/n)") {
            Ok(PixKind::Assessment)
        } else {
            Err(NotPix::SomethingElse)
        }
    }

    fn demand(&self, kind: PixKind) -> Result<(), NotPix> {
        let mut wanted = vec![
            (ORGANISATION, "Nom de l’organisation"),
            (CAMPAIGN_ID, "ID Campagne"),
            (CAMPAIGN_NAME, "Nom de la campagne"),
            (LAST, "Nom du Participant"),
            (FIRST, "Prénom du Participant"),
        ];
        wanted.extend(match kind {
            PixKind::Profile => [
                ("envoi (o/n)", "Envoi (O/N)"),
                (TOTAL, "Nombre de pix total"),
            ],
            PixKind::Assessment => [
                ("partage (o/n)", "Partage (O/N)"),
                (WHOLE, "% maitrise de l’ensemble des acquis du profil"),
            ],
        });
        let mut missing: Vec<String> = wanted
            .into_iter()
            .filter(|(name, _)| !self.has(name))
            .map(|(_, shown)| format!("«\u{202f}{shown}\u{202f}»"))
            .collect();
        if self.sent_column().is_none() {
            missing.push(match kind {
                PixKind::Profile => "«\u{202f}Date et heure de l’envoi\u{202f}»".to_owned(),
                PixKind::Assessment => "«\u{202f}Date et heure du partage\u{202f}»".to_owned(),
            });
        }
        match missing.len() {
            0 if self.competences.is_empty() => Err(NotPix::NoCompetence),
            0 => Ok(()),
            1 => Err(NotPix::Columns(format!("la colonne {}", missing[0]))),
            _ => Err(NotPix::Columns(format!(
                "les colonnes {}",
                french_list(&missing)
            ))),
        }
    }

    /// The day or the moment at which a result was sent.
    fn sent_column(&self) -> Option<usize> {
        let names = [
            "date et heure de l envoi (europe/paris)",
            "date et heure du partage (europe/paris)",
            "date de l envoi",
            "date du partage",
        ];
        names
            .iter()
            .find_map(|name| self.by_name.get(*name).copied())
    }

    fn cell<'a>(&self, row: &'a TableRow, name: &str) -> &'a str {
        self.by_name.get(name).map_or("", |place| cell(row, *place))
    }

    fn campaign(&self, row: &TableRow) -> Campaign {
        let text = |name: &str| self.cell(row, name).to_owned();
        Campaign {
            organisation: text(ORGANISATION),
            id: text(CAMPAIGN_ID),
            code: text("code"),
            name: text(CAMPAIGN_NAME),
            course: match text("parcours") {
                course if course.is_empty() => text("nom du profil cible"),
                course => course,
            },
        }
    }

    fn line(&self, kind: PixKind, row: &TableRow) -> PixLine {
        let sent = match kind {
            PixKind::Profile => "envoi (o/n)",
            PixKind::Assessment => "partage (o/n)",
        };
        let (sent, unreadable) = match search_key(self.cell(row, sent)).as_str() {
            "oui" => match self.sent(kind, row) {
                Ok(sent) => (Some(sent), None),
                Err(why) => (None, Some(why)),
            },
            _ => (None, None),
        };
        PixLine {
            line: row.line,
            last: self.cell(row, LAST).to_owned(),
            first: self.cell(row, FIRST).to_owned(),
            sent,
            unreadable,
        }
    }

    fn sent(&self, kind: PixKind, row: &TableRow) -> Result<Sent, (String, String)> {
        let date = self.sent_column().map_or("", |place| cell(row, place));
        let at = moment(date).ok_or_else(|| {
            (
                format!("La date d’envoi «\u{202f}{date}\u{202f}» ne se lit pas."),
                "Refaites l’export sans ouvrir le fichier dans un tableur.".to_owned(),
            )
        })?;
        let stage = self.stage.as_ref().and_then(|(place, of)| {
            let reached = cell(row, *place);
            known(reached).map(|reached| format!("{reached} sur {of}"))
        });
        let mut competences: HashMap<&str, PixCompetence> = HashMap::new();
        for (place, code, said) in &self.competences {
            let Some(text) = known(cell(row, *place)) else {
                continue;
            };
            let one = competences.entry(code).or_insert_with(|| PixCompetence {
                code: code.clone(),
                ..PixCompetence::default()
            });
            match said {
                Said::Level => one.level = Some(number(text, 8, code)?),
                Said::Pix => one.pix = Some(number(text, 1_000, code)?),
                Said::Mastered => one.mastered = Some(percent(text, code)?),
            }
        }
        let mut competences: Vec<PixCompetence> = competences.into_values().collect();
        competences.sort_by(|a, b| a.code.cmp(&b.code));
        let whole = known(self.cell(row, WHOLE));
        Ok(Sent {
            at,
            total: match (kind, known(self.cell(row, TOTAL))) {
                (PixKind::Profile, Some(text)) => {
                    Some(i32::from(number::<i16>(text, 2_000, TOTAL)?))
                }
                _ => None,
            },
            certifiable: known(self.cell(row, "certifiable (o/n)"))
                .map(|text| search_key(text) == "oui"),
            mastered: match (kind, whole) {
                (PixKind::Assessment, Some(text)) => Some(i16::from(percent(text, WHOLE)?)),
                _ => None,
            },
            stage,
            competences,
        })
    }
}

/// The code of a competence by the name that Pix gives it.
fn code_of(name: &str) -> Option<String> {
    let framework = curriculum::digital_framework();
    framework
        .competences()
        .find(|competence| search_key(&competence.title) == name)
        .map(|competence| competence.code.clone())
        .or_else(|| {
            let known = OTHER_NAMES.iter().find(|(other, _)| *other == name);
            known.map(|(_, code)| (*code).to_owned())
        })
}

/// What a cell says, without the apostrophe that Pix puts before = @ + −.
fn cell(row: &TableRow, place: usize) -> &str {
    let text = row.cells.get(place).map_or("", |text| text.trim());
    match text.strip_prefix('\'') {
        Some(rest) if rest.starts_with(['=', '@', '+', '-']) => rest,
        _ => text,
    }
}

/// What is written, unless Pix says that there is nothing.
fn known(text: &str) -> Option<&str> {
    (!text.is_empty() && text != "NA").then_some(text)
}

/// A whole number of at most `max`.
fn number<T: TryFrom<u16>>(text: &str, max: u16, what: &str) -> Result<T, (String, String)> {
    text.parse::<u16>()
        .ok()
        .filter(|number| *number <= max)
        .and_then(|number| T::try_from(number).ok())
        .ok_or_else(|| strange(text, what))
}

/// A rate from 0 to 1, with a comma or a point, in percent.
fn percent(text: &str, what: &str) -> Result<u8, (String, String)> {
    let rate: Option<f64> = text.replace(',', ".").parse().ok();
    rate.filter(|rate| (0.0..=1.0).contains(rate))
        .and_then(|rate| format!("{:.0}", rate * 100.0).parse().ok())
        .ok_or_else(|| strange(text, what))
}

fn strange(text: &str, what: &str) -> (String, String) {
    let shown = kernel::truncate(text, 40);
    (
        format!("La valeur «\u{202f}{shown}\u{202f}» ({what}) n’est pas un résultat de Pix."),
        "Refaites l’export sans modifier le fichier.".to_owned(),
    )
}

/// « 09/03/2027 14:30 » in Paris, or a day alone.
fn moment(text: &str) -> Option<Timestamp> {
    let text = text.trim();
    let local = ["%d/%m/%Y %H:%M", "%d/%m/%Y %H:%M:%S", "%Y-%m-%d %H:%M"]
        .iter()
        .find_map(|shape| NaiveDateTime::parse_from_str(text, shape).ok())
        .or_else(|| {
            let day: NaiveDate = kernel::parse_date(text)?;
            Some(day.and_time(NaiveTime::MIN))
        })?;
    let paris = kernel::to_local(Timestamp::UNIX_EPOCH).timezone();
    paris
        .from_local_datetime(&local)
        .earliest()
        .map(|at| at.to_utc())
}

#[cfg(test)]
mod tests;
