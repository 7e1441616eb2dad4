//! A skill drawn: its levels in a row with the points of view planted there,
//! and the same in words.

use kernel::Timestamp;

use super::model::{Skill, latest};
use super::store::Row;
use crate::positioning::Viewpoint;
use crate::progress::view::{day, level_number};

/// The levels of a skill with the voices on them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Track {
    /// The levels, the lowest first.
    pub steps: Vec<TrackStep>,
    /// The voices, in words.
    pub voices: Vec<Voice>,
}

/// A level.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrackStep {
    /// From 1.
    pub number: u8,
    /// The voices planted there: class and letter of their marker.
    pub markers: Vec<(&'static str, &'static str)>,
}

/// What one voice says of a skill now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Voice {
    /// End of the class of its marker.
    pub kind: &'static str,
    /// The letter on it.
    pub letter: &'static str,
    /// « Auto-positionnement ».
    pub name: &'static str,
    /// 0 when it gives none: Pix counts from 0.
    pub level: u8,
    /// « niveau 3, Indépendant ».
    pub said: String,
    /// « 9 mars 2027 », « Pix rentrée, 9 mars 2027 ».
    pub when: String,
}

impl Voice {
    /// The latest positioning of a point of view.
    #[must_use]
    pub fn of(rows: &[Row], skill: &Skill, viewpoint: Viewpoint) -> Option<Self> {
        let row = latest(rows, skill, viewpoint)?;
        let level = level_number(row.level);
        Some(Self {
            kind: viewpoint.code(),
            letter: viewpoint.letter(),
            name: viewpoint.label(),
            level,
            said: skill.level_label(level),
            when: day(row.created_at),
        })
    }

    /// What Pix measured in a campaign.
    #[must_use]
    pub fn pix(skill: &Skill, level: u8, campaign: &str, at: Timestamp) -> Self {
        Self {
            kind: "pix",
            letter: "Px",
            name: "Pix",
            level,
            said: match level {
                0 => "pas encore de niveau".to_owned(),
                level => skill.level_label(level),
            },
            when: format!("{campaign}, {}", day(at)),
        }
    }
}

impl Track {
    /// The track of a skill: the two points of view, then `others`.
    #[must_use]
    pub fn new(rows: &[Row], skill: &Skill, others: Option<Voice>) -> Self {
        let seen = [Viewpoint::SelfView, Viewpoint::Team];
        let voices: Vec<Voice> = seen
            .into_iter()
            .filter_map(|viewpoint| Voice::of(rows, skill, viewpoint))
            .chain(others)
            .collect();
        Self {
            steps: skill
                .rungs
                .iter()
                .map(|rung| TrackStep {
                    number: rung.number,
                    markers: voices
                        .iter()
                        .filter(|voice| voice.level == rung.number)
                        .map(|voice| (voice.kind, voice.letter))
                        .collect(),
                })
                .collect(),
            voices,
        }
    }

    /// Whether the learner said where they stand.
    #[must_use]
    pub fn has_own(&self) -> bool {
        let own = Viewpoint::SelfView.code();
        self.voices.iter().any(|voice| voice.kind == own)
    }
}
