//! The digital profile: each competence of the CRCN with what works it and what
//! the voices say, and the five domains on a radar. Pure.

use curriculum::{Curriculum, DigitalDomain, DigitalFramework};
use kernel::{count, french_list};
use web::chart::{RadarAxis, RadarPoint, radar_axes, radar_points, radar_polygon};

use super::store::Handed;
use crate::progress::map::codes_of;
use crate::transversal::track::Track;

/// The voices of a radar, in the order in which they are drawn: end of the
/// class and name.
const VOICES: [(&str, &str); 3] = [
    ("self", "Auto-positionnement"),
    ("team", "Équipe pédagogique"),
    ("pix", "Pix"),
];

/// How many reports and pieces worked a competence.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Worked {
    /// The competences of the diploma that work it (teaching guide, § 3.5).
    pub through: Vec<String>,
    /// Reports that were handed in.
    pub reports: u64,
    /// Those of them that are about a mission.
    pub missions: u64,
    /// Pieces.
    pub pieces: u64,
}

impl Worked {
    /// What the works of a learner did for a competence of the CRCN, by the
    /// competences of their diploma.
    #[must_use]
    pub fn of(digital: &str, curriculum: &Curriculum, works: &[Handed]) -> Self {
        let mut worked = Self::default();
        let mut codes: Vec<&str> = Vec::new();
        for link in curriculum
            .crcn_links()
            .filter(|link| link.digital == digital)
        {
            worked.through.push(link.competence.code.clone());
            codes.extend(codes_of(link.competence));
        }
        let touched = |work: &&Handed| codes.iter().any(|code| work.codes.contains(*code));
        for work in works.iter().filter(touched) {
            match work.piece {
                true => worked.pieces += 1,
                false => worked.reports += 1,
            }
            worked.missions += u64::from(work.mission && !work.piece);
        }
        worked
    }

    /// Whether something worked it.
    #[must_use]
    pub fn any(&self) -> bool {
        self.reports + self.pieces > 0
    }

    /// « Travaillée avec C1.1 et C2.3 : 3 comptes rendus, dont 2 de missions, et 1 pièce. »
    #[must_use]
    pub fn sentence(&self) -> String {
        if self.through.is_empty() {
            return "Le diplôme ne la travaille pas directement.".to_owned();
        }
        let through = french_list(&self.through);
        if !self.any() {
            return format!("Pas encore travaillée\u{a0}: elle le sera avec {through}.");
        }
        let reports = (self.reports > 0).then(|| {
            let reports = count(self.reports, "compte rendu", "comptes rendus");
            match self.missions {
                0 => reports,
                n if n == self.reports => format!("{reports} de mission"),
                n => format!("{reports} (dont {n} de mission)"),
            }
        });
        let pieces = (self.pieces > 0).then(|| count(self.pieces, "pièce", "pièces"));
        let parts: Vec<String> = reports.into_iter().chain(pieces).collect();
        format!("Travaillée avec {through}\u{a0}: {}.", french_list(&parts))
    }
}

/// What one voice reached in one domain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reached {
    /// The levels of its competences, added up.
    pub levels: u32,
    /// The levels that there are.
    pub possible: u32,
    /// How many of its competences the voice speaks of.
    pub spoken: u32,
}

/// Adds up what a voice says of the competences of a domain.
#[must_use]
pub fn reached(tracks: &[&Track], kind: &str) -> Reached {
    let mut reached = Reached {
        levels: 0,
        possible: 0,
        spoken: 0,
    };
    for track in tracks {
        reached.possible += u32::try_from(track.steps.len()).unwrap_or(0);
        if let Some(voice) = track.voices.iter().find(|voice| voice.kind == kind) {
            reached.levels += u32::from(voice.level);
            reached.spoken += 1;
        }
    }
    reached
}

/// A voice on the radar.
#[derive(Clone, Debug)]
pub struct RadarVoice {
    /// End of its class.
    pub kind: &'static str,
    /// « Auto-positionnement ».
    pub name: &'static str,
    /// Its polygon.
    pub points: String,
    /// Its corners.
    pub corners: Vec<RadarPoint>,
}

/// An axis with its name.
#[derive(Clone, Debug)]
pub struct RadarDomain {
    /// 1 to 5.
    pub number: u8,
    /// « Information et données ».
    pub title: String,
    /// Where it is.
    pub axis: RadarAxis,
    /// What each voice of the radar reached: « 14 sur 24 », « – ».
    pub figures: Vec<String>,
}

/// The five domains on a radar, with the table that says the same.
#[derive(Clone, Debug)]
pub struct Radar {
    /// The rings: their polygon and their percentage.
    pub rings: Vec<(String, u8)>,
    /// The axes.
    pub domains: Vec<RadarDomain>,
    /// The voices that say something.
    pub voices: Vec<RadarVoice>,
    /// The whole in sentences.
    pub described: String,
}

impl Radar {
    /// Draws the tracks of the competences, domain by domain; none when no
    /// voice says anything.
    #[must_use]
    pub fn new(framework: &DigitalFramework, tracks: &[Vec<&Track>]) -> Option<Self> {
        let voices: Vec<(&'static str, &'static str)> = VOICES
            .into_iter()
            .filter(|(kind, _)| tracks.iter().any(|domain| reached(domain, kind).spoken > 0))
            .collect();
        if voices.is_empty() {
            return None;
        }
        let axes = radar_axes(framework.domains.len());
        let ring = |part: u8| {
            let values = vec![f64::from(part) / 100.0; axes.len()];
            (radar_polygon(&values), part)
        };
        Some(Self {
            rings: [25, 50, 75, 100].map(ring).to_vec(),
            described: described(framework, tracks, &voices),
            domains: framework
                .domains
                .iter()
                .zip(axes.iter().zip(tracks))
                .map(|(domain, (axis, tracks))| RadarDomain {
                    number: domain.number,
                    title: domain.title.clone(),
                    axis: axis.clone(),
                    figures: voices
                        .iter()
                        .map(|(kind, _)| figure(reached(tracks, kind)))
                        .collect(),
                })
                .collect(),
            voices: voices
                .iter()
                .map(|(kind, name)| {
                    let values: Vec<f64> = tracks
                        .iter()
                        .map(|domain| part(reached(domain, kind)))
                        .collect();
                    RadarVoice {
                        kind,
                        name,
                        points: radar_polygon(&values),
                        corners: radar_points(&values),
                    }
                })
                .collect(),
        })
    }
}

fn part(reached: Reached) -> f64 {
    match reached.possible {
        0 => 0.0,
        possible => f64::from(reached.levels) / f64::from(possible),
    }
}

fn figure(reached: Reached) -> String {
    match reached.spoken {
        0 => "–".to_owned(),
        _ => format!("{} sur {}", reached.levels, reached.possible),
    }
}

fn described(
    framework: &DigitalFramework,
    tracks: &[Vec<&Track>],
    voices: &[(&'static str, &'static str)],
) -> String {
    let sentences: Vec<String> = voices
        .iter()
        .map(|(kind, name)| {
            let domains: Vec<String> = framework
                .domains
                .iter()
                .zip(tracks)
                .map(|(domain, tracks)| said(domain, reached(tracks, kind)))
                .collect();
            format!("{name}\u{a0}: {}.", domains.join(", "))
        })
        .collect();
    sentences.join(" ")
}

fn said(domain: &DigitalDomain, reached: Reached) -> String {
    match reached.spoken {
        0 => format!("{}, rien", domain.title),
        _ => format!(
            "{}, {} niveaux sur {}",
            domain.title, reached.levels, reached.possible
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::transversal::track::{TrackStep, Voice};

    fn handed(codes: &[&str], piece: bool, mission: bool) -> Handed {
        Handed {
            codes: codes.iter().map(|code| (*code).to_owned()).collect(),
            piece,
            mission,
        }
    }

    fn track(said: &[(&'static str, u8)]) -> Track {
        Track {
            steps: (1..=8)
                .map(|number| TrackStep {
                    number,
                    markers: Vec::new(),
                })
                .collect(),
            voices: said
                .iter()
                .map(|(kind, level)| Voice {
                    kind,
                    letter: "",
                    name: "",
                    level: *level,
                    said: String::new(),
                    when: String::new(),
                })
                .collect(),
        }
    }

    #[test]
    fn a_work_counts_for_the_crcn_by_the_competences_of_the_diploma() {
        let sno = &curriculum::shipped()[0];
        let works = [
            handed(&["C2.3.1", "C3.2"], false, true),
            handed(&["C2.3"], false, false),
            handed(&["C2.3-S1"], true, false),
            handed(&["C1.3"], false, true),
        ];
        let worked = Worked::of("4.1", sno, &works);
        assert_eq!(worked.through, ["C2.3", "C3.2"]);
        assert_eq!((worked.reports, worked.missions, worked.pieces), (2, 1, 1));
        assert_eq!(
            worked.sentence(),
            "Travaillée avec C2.3 et C3.2\u{a0}: 2\u{a0}comptes rendus (dont 1 de mission) et 1\u{a0}pièce."
        );
        let none = Worked::of("3.4", sno, &works);
        assert!(
            none.sentence().contains("ne la travaille pas"),
            "Programmer"
        );
        assert!(
            Worked::of("1.3", sno, &works)
                .sentence()
                .contains("Pas encore")
        );
    }

    #[test]
    fn levels_of_a_voice_are_added_up_and_never_mixed_with_another() {
        let (first, second) = (track(&[("self", 3), ("pix", 5)]), track(&[("pix", 0)]));
        let domain = [&first, &second];
        let own = reached(&domain, "self");
        assert_eq!((own.levels, own.possible, own.spoken), (3, 16, 1));
        assert_eq!(reached(&domain, "pix").levels, 5);
        assert_eq!(figure(reached(&domain, "pix")), "5 sur 16");
        assert_eq!(figure(reached(&domain, "team")), "–");
    }

    #[test]
    fn a_radar_shows_only_voices_that_say_something() {
        let crcn = curriculum::digital_framework();
        let silent: Vec<Track> = (0..5).map(|_| track(&[])).collect();
        let of = |tracks: &[Track]| {
            let tracks: Vec<Vec<&Track>> = tracks.iter().map(|one| vec![one]).collect();
            Radar::new(crcn, &tracks)
        };
        assert!(of(&silent).is_none());
        let mut said = silent;
        said[2] = track(&[("pix", 4)]);
        let radar = of(&said).unwrap();
        assert_eq!(radar.voices.len(), 1);
        assert_eq!(radar.domains[2].figures, ["4 sur 8"]);
        assert!(
            radar
                .described
                .starts_with("Pix\u{a0}: Information et données, rien")
        );
    }
}
