//! Blocs, competences and paths as pages show them.

use curriculum::{Block, Competence, Curriculum, ScaleLevel};
use kernel::{Level, Timestamp, date_long, local_date};
use web::chart::{GaugeArc, GaugePart, gauge};

use super::Work;
use super::map::{WorkMap, latest, proven};
use super::work::Counts;
use crate::positioning::Viewpoint;
use crate::positioning::store::CurrentLevel;

/// A path for `ui::path`.
#[derive(Clone, Debug)]
pub struct PathView {
    /// Level set by the team, 0 when none.
    pub team: u8,
    /// The milestones.
    pub steps: Vec<StepView>,
}

/// A milestone of a path.
#[derive(Clone, Debug)]
pub struct StepView {
    /// From 1.
    pub number: u8,
    /// « Réalise avec aide ».
    pub name: &'static str,
    /// The points of view planted there.
    pub markers: Vec<MarkerView>,
}

/// A point of view on a milestone.
#[derive(Clone, Debug)]
pub struct MarkerView {
    /// `team`, `self`, `tutor`, `peer`.
    pub kind: &'static str,
    /// É, A, T, P.
    pub letter: &'static str,
    /// « Équipe pédagogique ».
    pub name: &'static str,
    /// « 12 janvier 2027 ».
    pub date: String,
    /// The positioning it stands for.
    pub href: String,
}

/// A block with its competences.
#[derive(Clone, Debug)]
pub struct BlockView {
    /// 1, 2, 3…
    pub number: u8,
    /// Its title.
    pub title: String,
    /// Its competences.
    pub rows: Vec<RowView>,
}

/// A competence on the page.
#[derive(Clone, Debug)]
pub struct RowView {
    /// `C1.1`.
    pub code: String,
    /// The `id` of its row: `c1-1`.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its positionings; none where the reader sees levels only.
    pub href: Option<String>,
    /// « 2 comptes rendus et 1 pièce »; none when nothing is linked.
    pub works: Option<String>,
    /// Whether the learner placed themself on it.
    pub self_placed: bool,
    /// The path.
    pub path: PathView,
    /// « 3 compétences détaillées ».
    pub detailed_label: String,
    /// Its detailed competences.
    pub detailed: Vec<DetailedView>,
}

/// A detailed competence on the page.
#[derive(Clone, Debug)]
pub struct DetailedView {
    /// Its title.
    pub title: String,
    /// Its positionings; none where the reader sees levels only.
    pub href: Option<String>,
    /// Level set by the team, 0 when none.
    pub team: u8,
    /// Level that the learner gave themself, 0 when none.
    pub own: u8,
}

/// Draws the blocks of a curriculum. `href` gives the address of a target's
/// positionings, if the reader may follow it.
pub fn blocks(
    curriculum: &Curriculum,
    works: &WorkMap<'_>,
    levels: &[CurrentLevel],
    href: impl Fn(&str) -> Option<String>,
) -> Vec<BlockView> {
    curriculum
        .blocks
        .iter()
        .map(|block| BlockView {
            number: block.number,
            title: block.title.clone(),
            rows: block
                .competences
                .iter()
                .map(|competence| row(competence, works.counts(competence), levels, &href))
                .collect(),
        })
        .collect()
}

fn row(
    competence: &Competence,
    counts: Counts,
    levels: &[CurrentLevel],
    href: &impl Fn(&str) -> Option<String>,
) -> RowView {
    let number = |code: &str, viewpoint| {
        latest(levels, code, viewpoint).map_or(0, |row| level_number(row.level))
    };
    RowView {
        code: competence.code.clone(),
        id: row_id(&competence.code),
        title: competence.title.clone(),
        href: href(&competence.code),
        works: counts.label(),
        self_placed: number(&competence.code, Viewpoint::SelfView) > 0,
        path: path(&competence.code, levels, href(&competence.code)),
        detailed_label: kernel::count(
            competence.detailed.len() as u64,
            "compétence détaillée",
            "compétences détaillées",
        ),
        detailed: competence
            .detailed
            .iter()
            .map(|detailed| DetailedView {
                title: detailed.title.clone(),
                href: href(&detailed.code),
                team: number(&detailed.code, Viewpoint::Team),
                own: number(&detailed.code, Viewpoint::SelfView),
            })
            .collect(),
    }
}

/// The path of a target. Without an address its markers lead to their own row.
#[must_use]
pub fn path(code: &str, levels: &[CurrentLevel], href: Option<String>) -> PathView {
    let href = href.unwrap_or_else(|| format!("#{}", row_id(code)));
    let seen: Vec<(Viewpoint, &CurrentLevel)> = Viewpoint::ALL
        .into_iter()
        .filter_map(|viewpoint| Some((viewpoint, latest(levels, code, viewpoint)?)))
        .collect();
    let team = seen
        .iter()
        .find(|(viewpoint, _)| *viewpoint == Viewpoint::Team);
    PathView {
        team: team.map_or(0, |(_, row)| level_number(row.level)),
        steps: scale_levels()
            .iter()
            .map(|level| StepView {
                number: level.number,
                name: &level.name,
                markers: seen
                    .iter()
                    .filter(|(_, row)| level_number(row.level) == level.number)
                    .map(|(viewpoint, row)| MarkerView {
                        kind: viewpoint.code(),
                        letter: viewpoint.letter(),
                        name: viewpoint.label(),
                        date: day(row.created_at),
                        href: href.clone(),
                    })
                    .collect(),
            })
            .collect(),
    }
}

/// The `id` of the row of a competence.
#[must_use]
pub fn row_id(code: &str) -> String {
    code.to_lowercase().replace('.', "-")
}

/// The levels of the professional scale.
#[must_use]
pub fn scale_levels() -> &'static [ScaleLevel] {
    curriculum::scale(curriculum::api::PROFESSIONAL_SCALE).map_or(&[], |scale| &scale.levels)
}

/// The word of a level of the professional scale.
#[must_use]
pub fn level_name(level: Level) -> &'static str {
    let number = level_number(level);
    let mut levels = scale_levels().iter();
    levels
        .find(|known| known.number == number)
        .map_or("", |known| known.name.as_str())
}

/// A level as the macros take it.
#[must_use]
pub fn level_number(level: Level) -> u8 {
    u8::try_from(level.number()).unwrap_or(0)
}

/// « 12 janvier 2027 », in Paris.
#[must_use]
pub fn day(at: Timestamp) -> String {
    date_long(local_date(at))
}

/// « Mes preuves »: how many detailed competences something proves.
#[derive(Clone, Debug)]
pub struct ProofsView {
    /// Proven ones.
    pub done: u32,
    /// All of them.
    pub total: u32,
    /// The whole in one sentence, for those who do not see the gauge.
    pub sentence: String,
    /// By block.
    pub parts: Vec<ProofPart>,
}

/// A block on the gauge.
#[derive(Clone, Debug)]
pub struct ProofPart {
    /// Number of the block.
    pub number: u8,
    /// Its title.
    pub title: String,
    /// « 8 sur 10 ».
    pub figure: String,
    /// Its arcs.
    pub arc: GaugeArc,
}

impl ProofsView {
    /// Counts and draws.
    #[must_use]
    pub fn new(curriculum: &Curriculum, works: &[Work]) -> Self {
        let counts = proven(curriculum, &WorkMap::new(works));
        let parts: Vec<GaugePart> = counts
            .iter()
            .map(|(done, total)| GaugePart {
                done: *done,
                total: *total,
            })
            .collect();
        let done: u32 = counts.iter().map(|(done, _)| done).sum();
        let total: u32 = counts.iter().map(|(_, total)| total).sum();
        let by_block: Vec<String> = curriculum
            .blocks
            .iter()
            .zip(&counts)
            .map(|(block, (done, total))| {
                format!("{done} sur {total} dans le bloc\u{a0}{}", block.number)
            })
            .collect();
        Self {
            done,
            total,
            sentence: format!(
                "{done} sur {total} compétences détaillées ont au moins une preuve\u{a0}: {}.",
                by_block.join(", ")
            ),
            parts: curriculum
                .blocks
                .iter()
                .zip(gauge(&parts))
                .zip(&counts)
                .map(
                    |((block, arc), (done, total)): ((&Block, _), _)| ProofPart {
                        number: block.number,
                        title: block.title.clone(),
                        figure: format!("{done} sur {total}"),
                        arc,
                    },
                )
                .collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::progress::work::samples::report;
    use crate::report::State;
    use kernel::AccountId;
    use kernel::uuid::Uuid;

    fn level(target: &str, viewpoint: Viewpoint, number: i16, at: i64) -> CurrentLevel {
        CurrentLevel {
            target: target.into(),
            viewpoint,
            author_id: AccountId(Uuid::from_u128(at.unsigned_abs().into())),
            level: Level::new(number).unwrap(),
            created_at: Timestamp::from_timestamp(at, 0).unwrap(),
        }
    }

    #[test]
    fn points_of_view_stand_side_by_side_and_only_the_team_colours_the_track() {
        let levels = [
            level("C1.1", Viewpoint::SelfView, 3, 1),
            level("C1.1", Viewpoint::Team, 2, 2),
            level("C1.1", Viewpoint::Peer, 4, 3),
            level("C1.1", Viewpoint::Peer, 1, 4),
            level("C1.1.1", Viewpoint::Team, 4, 5),
        ];
        let path = path("C1.1", &levels, None);
        assert_eq!(path.team, 2);
        let kinds: Vec<Vec<&str>> = path
            .steps
            .iter()
            .map(|step| step.markers.iter().map(|m| m.kind).collect())
            .collect();
        assert_eq!(kinds, [vec!["peer"], vec!["team"], vec!["self"], vec![]]);
    }

    #[test]
    fn a_competence_takes_no_level_from_its_detailed_ones() {
        let curriculum = &curriculum::shipped()[0];
        let levels = [level("C1.1.1", Viewpoint::Team, 4, 5)];
        let views = blocks(curriculum, &WorkMap::new(&[]), &levels, |_| None);
        let row = &views[0].rows[0];
        assert_eq!((row.path.team, row.detailed[0].team), (0, 4));
    }

    #[test]
    fn the_gauge_says_in_words_what_it_draws() {
        let works = [report(1, State::Submitted, &["C1.1.1"])];
        let view = ProofsView::new(&curriculum::shipped()[0], &works);
        assert_eq!((view.done, view.total), (1, 24));
        assert!(view.sentence.contains("1 sur 10 dans le bloc\u{a0}1"));
        assert!(view.parts[0].arc.fill.is_some() && view.parts[1].arc.fill.is_none());
    }
}
