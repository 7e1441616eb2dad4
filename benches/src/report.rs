//! The table: each ratio with its limit.

use std::fmt::Write;
use std::time::Duration;

use crate::cold::Loaded;
use crate::instance::{Engine, Memory};
use crate::machine;
use crate::matrix::bulk_limit;

/// How a figure is judged.
#[derive(Clone, Copy)]
enum Limit {
    AtLeast {
        limit: f64,
        ambition: f64,
    },
    AtMost(f64),
    /// Shown for information.
    None,
}

/// A line of the table.
struct Line {
    what: String,
    value: f64,
    unit: &'static str,
    decimals: usize,
    limit: Limit,
    detail: String,
}

impl Line {
    fn holds(&self) -> bool {
        match self.limit {
            Limit::AtLeast { limit, .. } => self.value >= limit,
            Limit::AtMost(limit) => self.value <= limit,
            Limit::None => true,
        }
    }

    fn cells(&self) -> [String; 5] {
        let with_unit = |value: f64| {
            let number = format!("{value:.*}", self.decimals).replace('.', ",");
            match self.unit {
                "" => number,
                unit => format!("{number}\u{a0}{unit}"),
            }
        };
        let limit = match self.limit {
            Limit::AtLeast { limit, ambition } => {
                format!("≥ {} (visé {})", with_unit(limit), with_unit(ambition))
            }
            Limit::AtMost(limit) => format!("≤ {}", with_unit(limit)),
            Limit::None => "–".to_owned(),
        };
        let verdict = match (self.limit, self.holds()) {
            (Limit::None, _) => "",
            (_, false) => "✗",
            (Limit::AtLeast { ambition, .. }, true) if self.value >= ambition => "✓✓",
            (_, true) => "✓",
        };
        [
            self.what.clone(),
            with_unit(self.value),
            limit,
            verdict.to_owned(),
            self.detail.clone(),
        ]
    }
}

/// All that was measured.
pub struct Report {
    small: u32,
    large: u32,
    lines: Vec<Line>,
}

impl Report {
    /// Nothing yet, on instances of these sizes.
    #[must_use]
    pub fn new(small: u32, large: u32) -> Self {
        Self {
            small,
            large,
            lines: Vec::new(),
        }
    }

    fn add(&mut self, what: String, value: f64, limit: Limit, detail: String) {
        self.lines.push(Line {
            what,
            value,
            unit: "",
            decimals: 2,
            limit,
            detail,
        });
    }

    fn add_in(&mut self, what: String, value: f64, unit: &'static str, limit: f64, detail: String) {
        self.lines.push(Line {
            what,
            value,
            unit,
            decimals: 0,
            limit: Limit::AtMost(limit),
            detail,
        });
    }

    /// A page by a static file of its size.
    pub fn page(
        &mut self,
        engine: Engine,
        name: &str,
        bytes: usize,
        ratio: f64,
        rate: f64,
        fixed: f64,
    ) {
        self.add(
            format!("« {name} » sur fichier statique de même taille, {engine}"),
            ratio,
            Limit::AtLeast {
                limit: 0.1,
                ambition: 0.25,
            },
            format!(
                "{rate:.0} pages/s contre {fixed:.0} fichiers/s ; {} ko, 8 clients",
                bytes / 1_000
            ),
        );
    }

    /// The time of a page in the large instance by the one in the small one.
    pub fn scale(&mut self, engine: Engine, name: &str, ratio: f64, small: f64, large: f64) {
        let detail = format!(
            "{small:.0} pages/s avec {}, {large:.0} avec {}",
            thousands(self.small),
            thousands(self.large)
        );
        self.add(
            format!(
                "Temps de « {name} », {} sur {} personnes, {engine}",
                thousands(self.large),
                thousands(self.small)
            ),
            ratio,
            Limit::AtMost(1.3),
            detail,
        );
    }

    /// The time of the coverage of a class that was given many situations by
    /// that of one that was given few.
    pub fn coverage(&mut self, engine: Engine, sizes: [i64; 2], ratio: f64, few: f64, many: f64) {
        let [small, large] = sizes;
        self.add(
            format!(
                "Temps de « Ce que la classe travaille », {large} sur {small} situations, {engine}"
            ),
            ratio,
            Limit::AtMost(1.5),
            format!("{few:.0} pages/s avec {small}, {many:.0} avec {large} ; 30 personnes"),
        );
    }

    /// The time of the matrix of a class, all of it unfolded, by that of « Mon
    /// parcours ».
    pub fn matrix(&mut self, engine: Engine, ratio: f64, matrix: f64, path: f64) {
        self.add(
            format!("Temps de « Compétences de la classe » sur « Mon parcours », {engine}"),
            ratio,
            Limit::AtMost(4.0),
            format!("{matrix:.0} pages/s contre {path:.0} ; 33 colonnes dépliées"),
        );
    }

    /// Positionings per second of a class rated at once.
    pub fn bulk(&mut self, engine: Engine, rate: f64, inserts: f64) {
        let limit = match bulk_limit(engine, inserts) {
            Some(limit) => Limit::AtLeast {
                limit,
                ambition: limit,
            },
            None => Limit::None,
        };
        self.lines.push(Line {
            what: format!("Positionnements enregistrés par seconde, classe entière, {engine}"),
            value: rate,
            unit: "",
            decimals: 0,
            limit,
            detail: format!("une boucle nue insère {inserts:.0} lignes/s"),
        });
    }

    /// Statements of a page.
    pub fn statements(&mut self, engine: Engine, name: &str, count: u64) {
        self.add_in(
            format!("Instructions SQL de « {name} », {engine}"),
            f64::from(u32::try_from(count).unwrap_or(u32::MAX)),
            "",
            6.0,
            "session comprise".to_owned(),
        );
    }

    /// Autosaves by commits of the bare loop. The promise is about SQLite.
    pub fn autosave(&mut self, engine: Engine, ratio: f64, saves: f64, commits: f64) {
        let limit = match engine {
            Engine::Sqlite => Limit::AtLeast {
                limit: 0.25,
                ambition: 0.5,
            },
            Engine::Postgres => Limit::None,
        };
        self.add(
            format!("Enregistrements durables sur boucle SQLite nue, {engine}"),
            ratio,
            limit,
            format!(
                "{saves:.0} enregistrements/s (16 personnes) contre {commits:.0} validations/s"
            ),
        );
    }

    /// A first visit.
    pub fn cold(&mut self, page: &Loaded) {
        let bytes = u32::try_from(page.bytes).unwrap_or(u32::MAX);
        let requests = u32::try_from(page.requests).unwrap_or(u32::MAX);
        let detail = "cache vide, compression comprise".to_owned();
        self.add_in(
            format!("Premier chargement de « {} »", page.name),
            f64::from(bytes) / 1_000.0,
            "ko",
            150.0,
            detail.clone(),
        );
        self.add_in(
            format!("Requêtes du premier chargement de « {} »", page.name),
            f64::from(requests),
            "",
            8.0,
            detail,
        );
    }

    /// Memory after the load.
    pub fn memory(&mut self, engine: Engine, memory: Memory) {
        let mega =
            |bytes: u64| f64::from(u32::try_from(bytes / 1_000).unwrap_or(u32::MAX)) / 1_000.0;
        self.add_in(
            format!("Mémoire résidente sous cette charge, {engine}"),
            mega(memory.peak),
            "Mo",
            200.0,
            format!(
                "au plus ; à la fin, {:.0} Mo à lui et {:.0} Mo de pages de fichiers",
                mega(memory.anonymous),
                mega(memory.files)
            ),
        );
    }

    /// People imported per second by those of the bare loop.
    pub fn import(&mut self, learners: u32, ratio: f64, rate: f64, bare: f64) {
        self.add(
            format!(
                "Import SIECLE de {} personnes sur boucle d’insertion nue, SQLite",
                thousands(learners)
            ),
            ratio,
            Limit::AtLeast {
                limit: 0.3,
                ambition: 0.5,
            },
            format!("{rate:.0} personnes/s contre {bare:.0}"),
        );
    }

    /// The most memory of the imports.
    pub fn import_memory(&mut self, learners: u32, peak: u64) {
        self.add_in(
            format!(
                "Mémoire résidente pendant cet import de {} personnes",
                thousands(learners)
            ),
            f64::from(u32::try_from(peak / 1_000).unwrap_or(u32::MAX)) / 1_000.0,
            "Mo",
            300.0,
            "au plus, pages de fichiers comprises".to_owned(),
        );
    }

    /// The time of a start.
    pub fn start(&mut self, engine: Engine, times: &[Duration]) {
        let slowest = times.iter().max().copied().unwrap_or_default();
        let fastest = times.iter().min().copied().unwrap_or_default();
        self.add_in(
            format!(
                "Démarrage avec {} personnes, {engine}",
                thousands(self.large)
            ),
            slowest.as_secs_f64() * 1_000.0,
            "ms",
            1_000.0,
            format!(
                "du lancement à la réponse de /sante, le plus lent de {} (le plus rapide : {} ms)",
                times.len(),
                fastest.as_millis()
            ),
        );
    }

    /// Whether every limit holds.
    #[must_use]
    pub fn holds(&self) -> bool {
        self.lines.iter().all(Line::holds)
    }

    /// For a terminal.
    #[must_use]
    pub fn text(&self) -> String {
        let rows: Vec<[String; 5]> = self.lines.iter().map(Line::cells).collect();
        let width = |column: usize| {
            let widths = rows.iter().map(|row| row[column].chars().count());
            widths.max().unwrap_or(0)
        };
        let widths: Vec<usize> = (0..4).map(width).collect();
        let mut text = String::new();
        for row in &rows {
            // Writing to a String cannot fail.
            let _ = writeln!(
                text,
                "{:<2} {:<w0$}  {:>w1$}  {:<w2$}  {}",
                row[3],
                row[0],
                row[1],
                row[2],
                row[4],
                w0 = widths[0],
                w1 = widths[1],
                w2 = widths[2],
            );
        }
        let missed = self.lines.iter().filter(|line| !line.holds()).count();
        let _ = match missed {
            0 => writeln!(text, "› Toutes les limites sont tenues."),
            1 => writeln!(text, "✗ Une limite n’est pas tenue."),
            n => writeln!(text, "✗ {n} limites ne sont pas tenues."),
        };
        text
    }

    /// For the documentation.
    #[must_use]
    pub fn markdown(&self) -> String {
        let mut text = format!("Machine : {}.\n\n", machine::describe());
        text.push_str("| Mesure | Résultat | Limite | | Détail |\n|---|---:|---|---|---|\n");
        for line in &self.lines {
            let _ = writeln!(text, "| {} |", line.cells().join(" | "));
        }
        text
    }
}

/// « 100 000 ».
fn thousands(n: u32) -> String {
    match (n / 1_000, n % 1_000) {
        (0, n) => n.to_string(),
        (thousands, rest) => format!("{thousands}\u{202f}{rest:03}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missed_limit_is_said_and_fails() {
        let mut report = Report::new(1_000, 100_000);
        report.page(
            Engine::Sqlite,
            "Mon parcours",
            40_000,
            0.3,
            3_000.0,
            10_000.0,
        );
        assert!(report.holds() && report.text().contains("✓✓"));
        report.scale(Engine::Postgres, "Mon parcours", 1.31, 1_310.0, 1_000.0);
        assert!(!report.holds());
        assert!(report.text().contains("Une limite n’est pas tenue"));
        assert!(report.markdown().contains("| ≤ 1,30 | ✗ |"));
    }
}
