//! The form of a frame and of zones: four numbers each, as text.

use files::retouch::{EditError, Part, Side};
use files::{Edit, Rect};
use serde::Deserialize;

/// The four numbers of a frame or of a zone, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Typed {
    /// From the left.
    pub x: String,
    /// From the top.
    pub y: String,
    /// How wide.
    pub width: String,
    /// How high.
    pub height: String,
}

impl Typed {
    /// What was typed for that side.
    #[must_use]
    pub fn get(&self, side: Side) -> &str {
        match side {
            Side::X => &self.x,
            Side::Y => &self.y,
            Side::Width => &self.width,
            Side::Height => &self.height,
        }
    }

    fn is_empty(&self) -> bool {
        SIDES.iter().all(|side| self.get(*side).trim().is_empty())
    }
}

impl From<Rect> for Typed {
    fn from(rect: Rect) -> Self {
        Self {
            x: rect.x.to_string(),
            y: rect.y.to_string(),
            width: rect.width.to_string(),
            height: rect.height.to_string(),
        }
    }
}

/// The sides in the order of their fields.
pub const SIDES: [Side; 4] = [Side::X, Side::Y, Side::Width, Side::Height];

/// Where something is wrong; no side when it is about the whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Of what, and which number.
    pub at: Option<(Part, Side)>,
    /// The sentence.
    pub message: String,
}

/// The form.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct RetouchForm {
    /// The hash of the picture that was looked at.
    pub origine: String,
    /// What to do: `apercu`, `enregistrer`, `modifier`, `cadre`, `sans-cadre`,
    /// `zone`, or `retirer-2` for the second zone.
    pub faire: String,
    cadre_x: String,
    cadre_y: String,
    cadre_largeur: String,
    cadre_hauteur: String,
    zone_x: Vec<String>,
    zone_y: Vec<String>,
    zone_largeur: Vec<String>,
    zone_hauteur: Vec<String>,
}

impl RetouchForm {
    /// The frame, as typed.
    #[must_use]
    pub fn crop(&self) -> Typed {
        Typed {
            x: self.cadre_x.clone(),
            y: self.cadre_y.clone(),
            width: self.cadre_largeur.clone(),
            height: self.cadre_hauteur.clone(),
        }
    }

    /// Replaces the frame.
    pub fn set_crop(&mut self, crop: Typed) {
        self.cadre_x = crop.x;
        self.cadre_y = crop.y;
        self.cadre_largeur = crop.width;
        self.cadre_hauteur = crop.height;
    }

    /// The zones, as typed. Fields that a form left out count as empty; more
    /// zones than an edit takes are not read.
    #[must_use]
    pub fn zones(&self) -> Vec<Typed> {
        let lists = [
            &self.zone_x,
            &self.zone_y,
            &self.zone_largeur,
            &self.zone_hauteur,
        ];
        let count = lists.iter().map(|list| list.len()).max().unwrap_or(0);
        let at = |list: &Vec<String>, index: usize| list.get(index).cloned().unwrap_or_default();
        (0..count.min(Edit::MOST_MASKS + 1))
            .map(|index| Typed {
                x: at(lists[0], index),
                y: at(lists[1], index),
                width: at(lists[2], index),
                height: at(lists[3], index),
            })
            .collect()
    }

    /// Adds a zone in the middle of a picture of that size.
    pub fn add_zone(&mut self, width: u32, height: u32) {
        let mut zones = self.zones();
        zones.push(middle(width, height, 4).into());
        self.set_zones(zones);
    }

    /// Takes a zone away; the first is 1.
    pub fn remove_zone(&mut self, number: usize) {
        let mut zones = self.zones();
        if (1..=zones.len()).contains(&number) {
            zones.remove(number - 1);
        }
        self.set_zones(zones);
    }

    /// Puts a frame around the middle of a picture of that size.
    pub fn add_crop(&mut self, width: u32, height: u32) {
        let mut frame = middle(width, height, 2);
        // Never less than what may stay.
        if frame.width.min(frame.height) < Edit::LEAST_CROP {
            frame = Rect {
                x: 0,
                y: 0,
                width,
                height,
            };
        }
        self.set_crop(frame.into());
    }

    fn set_zones(&mut self, zones: Vec<Typed>) {
        self.zone_x = zones.iter().map(|zone| zone.x.clone()).collect();
        self.zone_y = zones.iter().map(|zone| zone.y.clone()).collect();
        self.zone_largeur = zones.iter().map(|zone| zone.width.clone()).collect();
        self.zone_hauteur = zones.into_iter().map(|zone| zone.height).collect();
    }

    /// Reads the form for a picture of that size. Zones without any number are
    /// passed over, and so is a frame around the whole picture.
    ///
    /// # Errors
    /// All that is wrong, in the order of the fields.
    pub fn read(&self, width: u32, height: u32) -> Result<Edit, Vec<Problem>> {
        let mut problems = Vec::new();
        let crop = self.crop();
        let whole = Rect {
            x: 0,
            y: 0,
            width,
            height,
        };
        let crop = match crop.is_empty() {
            true => None,
            false => numbers(&crop, Part::Crop, &mut problems).filter(|rect| *rect != whole),
        };
        // Places of the zones that say something, in the form.
        let mut places = Vec::new();
        let mut masks = Vec::new();
        for (index, zone) in self.zones().iter().enumerate() {
            if zone.is_empty() {
                continue;
            }
            if let Some(mask) = numbers(zone, Part::Mask(index), &mut problems) {
                places.push(index);
                masks.push(mask);
            }
        }
        let edit = Edit { crop, masks };
        let unreadable = !problems.is_empty();
        for error in edit.check(width, height).err().unwrap_or_default() {
            let at = match error {
                EditError::Bounds { part, side, .. } => Some((
                    match part {
                        Part::Mask(index) => Part::Mask(places[index]),
                        Part::Crop => Part::Crop,
                    },
                    side,
                )),
                // What could not be read is something, all the same.
                EditError::Nothing if unreadable => continue,
                EditError::TooSmallToCrop => Some((Part::Crop, Side::Width)),
                EditError::Nothing | EditError::TooManyMasks => None,
            };
            problems.push(Problem {
                at,
                message: error.to_string(),
            });
        }
        match problems.is_empty() {
            true => Ok(edit),
            false => {
                problems.sort_by_key(|problem| problem.at.map_or((0, 0), place));
                Err(problems)
            }
        }
    }
}

/// Where a field stands in the form: the zones come first.
fn place((part, side): (Part, Side)) -> (usize, usize) {
    let part = match part {
        Part::Mask(index) => index + 1,
        Part::Crop => usize::MAX,
    };
    let side = SIDES.iter().position(|one| *one == side).unwrap_or(0);
    (part, side)
}

/// The middle of a picture, one `share`th of it each way.
fn middle(width: u32, height: u32, share: u32) -> Rect {
    let (w, h) = ((width / share).max(1), (height / share).max(1));
    Rect {
        x: (width.max(1) - w) / 2,
        y: (height.max(1) - h) / 2,
        width: w,
        height: h,
    }
}

fn numbers(typed: &Typed, part: Part, problems: &mut Vec<Problem>) -> Option<Rect> {
    let [x, y, width, height] = SIDES.map(|side| {
        let text = typed.get(side).trim();
        let number: Option<u32> = text.parse().ok();
        if number.is_none() {
            let message = match text.is_empty() {
                true => "Indiquez un nombre de pixels.",
                false => "Écrivez un nombre entier de pixels, en chiffres, par exemple 120.",
            };
            problems.push(Problem {
                at: Some((part, side)),
                message: message.to_owned(),
            });
        }
        number
    });
    Some(Rect {
        x: x?,
        y: y?,
        width: width?,
        height: height?,
    })
}

/// An edit in an address: `cadre=x,y,l,h` and `zone=x,y,l,h`, repeated.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct EditQuery {
    cadre: String,
    zone: Vec<String>,
}

impl EditQuery {
    /// The edit; nothing when a part of it cannot be read.
    #[must_use]
    pub fn read(&self) -> Option<Edit> {
        let crop = match self.cadre.is_empty() {
            true => None,
            false => Some(self.cadre.parse().ok()?),
        };
        let masks = self.zone.iter().map(|zone| zone.parse().ok());
        Some(Edit {
            crop,
            masks: masks.collect::<Option<_>>()?,
        })
    }

    /// What [`EditQuery::read`] reads.
    #[must_use]
    pub fn write(edit: &Edit) -> String {
        let crop = edit.crop.iter().map(|crop| format!("cadre={crop}"));
        let masks = edit.masks.iter().map(|mask| format!("zone={mask}"));
        crop.chain(masks).collect::<Vec<_>>().join("&")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(zones: &[[&str; 4]], crop: [&str; 4]) -> RetouchForm {
        let typed = |[x, y, width, height]: [&str; 4]| Typed {
            x: x.into(),
            y: y.into(),
            width: width.into(),
            height: height.into(),
        };
        let mut form = RetouchForm::default();
        form.set_zones(zones.iter().map(|zone| typed(*zone)).collect());
        form.set_crop(typed(crop));
        form
    }

    #[test]
    fn empty_zones_are_passed_over_and_errors_stay_at_their_place() {
        let empty = [""; 4];
        let read = form(&[empty, ["1", "2", "3", " 4 "]], empty).read(100, 50);
        let edit = read.unwrap();
        assert_eq!(edit.masks.len(), 1);
        assert_eq!(edit.crop, None);

        let zones = [empty, ["-1", "2", "3,5", ""], ["90", "0", "20", "10"]];
        let problems = form(&zones, ["0", "0", "8", "50"])
            .read(100, 50)
            .unwrap_err();
        let at: Vec<_> = problems.iter().map(|problem| problem.at.unwrap()).collect();
        assert_eq!(
            at,
            [
                (Part::Mask(1), Side::X),
                (Part::Mask(1), Side::Width),
                (Part::Mask(1), Side::Height),
                (Part::Mask(2), Side::Width),
                (Part::Crop, Side::Width),
            ]
        );
        assert_eq!(problems[3].message, "Indiquez un nombre entre 1 et 10.");
    }

    #[test]
    fn nothing_to_do_is_said_and_a_frame_around_everything_is_nothing() {
        for crop in [[""; 4], ["0", "0", "100", "50"]] {
            let problems = form(&[], crop).read(100, 50).unwrap_err();
            assert_eq!(problems.len(), 1);
            assert!(problems[0].at.is_none(), "{problems:?}");
        }
    }

    #[test]
    fn zones_are_added_in_the_middle_and_taken_away_by_their_number() {
        let mut form = form(&[["1", "1", "1", "1"]], [""; 4]);
        form.add_zone(400, 200);
        assert_eq!(
            form.zones()[1],
            Typed::from("150,75,100,50".parse::<Rect>().unwrap())
        );
        form.remove_zone(1);
        form.remove_zone(7);
        assert_eq!(form.zones().len(), 1);
        // Whatever the size, what is proposed fits.
        for (width, height) in [(1, 1), (20, 20), (33, 16), (2_560, 1_440)] {
            let mut form = RetouchForm::default();
            form.add_zone(width, height);
            if width.min(height) >= Edit::LEAST_CROP {
                form.add_crop(width, height);
            }
            assert!(form.read(width, height).is_ok(), "{width} × {height}");
        }
    }

    #[test]
    fn an_edit_comes_back_from_its_address() {
        let edit = form(
            &[["1", "2", "3", "4"], ["5", "6", "7", "8"]],
            ["0", "0", "50", "40"],
        )
        .read(100, 50)
        .unwrap();
        assert_eq!(
            EditQuery::write(&edit),
            "cadre=0,0,50,40&zone=1,2,3,4&zone=5,6,7,8"
        );
        let query = EditQuery {
            cadre: "0,0,50,40".into(),
            zone: vec!["1,2,3,4".into(), "5,6,7,8".into()],
        };
        assert_eq!(query.read(), Some(edit));
        let bad = EditQuery {
            cadre: String::new(),
            zone: vec!["1,2,3".into()],
        };
        assert_eq!(bad.read(), None);
    }
}
