//! Retouching a kept picture: a frame cut out of it, opaque zones laid over
//! names and faces. What is under a zone is in no byte of the result.
//!
//! [`Edit`] says what to do and [`Edit::check`] whether it fits; `pixels` does
//! it; `service` keeps the result in place of the original.

mod pixels;
mod service;

use std::fmt;
use std::str::FromStr;

pub(crate) use pixels::apply;

/// A rectangle in whole pixels of the upright picture, from its top left corner.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rect {
    /// From the left.
    pub x: u32,
    /// From the top.
    pub y: u32,
    /// At least 1.
    pub width: u32,
    /// At least 1.
    pub height: u32,
}

impl fmt::Display for Rect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            x,
            y,
            width,
            height,
        } = self;
        write!(f, "{x},{y},{width},{height}")
    }
}

/// The text is not four whole numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("expected x,y,width,height in whole pixels")]
pub struct ParseRectError;

impl FromStr for Rect {
    type Err = ParseRectError;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut numbers = text.split(',').map(|one| one.parse().ok());
        let mut next = || numbers.next().flatten().ok_or(ParseRectError);
        let rect = Self {
            x: next()?,
            y: next()?,
            width: next()?,
            height: next()?,
        };
        match numbers.next() {
            None => Ok(rect),
            Some(_) => Err(ParseRectError),
        }
    }
}

/// What to do with a picture.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Edit {
    /// The part that stays; the whole picture when there is none.
    pub crop: Option<Rect>,
    /// Zones that become opaque, in pixels of the whole picture even where a
    /// part of it stays.
    pub masks: Vec<Rect>,
}

/// What of an edit an error is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The frame.
    Crop,
    /// A zone, by its place in [`Edit::masks`].
    Mask(usize),
}

/// Which of the four numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// From the left.
    X,
    /// From the top.
    Y,
    /// How wide.
    Width,
    /// How high.
    Height,
}

/// Why an edit does not fit a picture; `Display` is the sentence for the field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum EditError {
    /// Neither a frame nor a zone.
    #[error("Rien n’est encore à retoucher\u{a0}: posez une zone ou un cadre sur l’image.")]
    Nothing,
    /// More than [`Edit::MOST_MASKS`].
    #[error(
        "Une image reçoit {most}\u{a0}zones au plus. Enregistrez celles-ci, puis retouchez l’image une nouvelle fois.",
        most = Edit::MOST_MASKS
    )]
    TooManyMasks,
    /// The picture is smaller than the smallest frame.
    #[error("Cette image est trop petite pour être recadrée.")]
    TooSmallToCrop,
    /// A number leaves the picture, or a side is too short.
    #[error("Indiquez un nombre entre {least} et {most}.")]
    Bounds {
        /// Of what.
        part: Part,
        /// Which number.
        side: Side,
        /// The least that fits.
        least: u32,
        /// The most that fits.
        most: u32,
    },
}

impl Edit {
    /// The shortest side of a frame, in pixels.
    pub const LEAST_CROP: u32 = 16;
    /// So many zones at most.
    pub const MOST_MASKS: usize = 30;

    /// Whether the edit fits a picture of that size.
    ///
    /// # Errors
    /// All that does not fit.
    pub fn check(&self, width: u32, height: u32) -> Result<(), Vec<EditError>> {
        let mut errors = Vec::new();
        if self.crop.is_none() && self.masks.is_empty() {
            errors.push(EditError::Nothing);
        }
        if self.masks.len() > Self::MOST_MASKS {
            errors.push(EditError::TooManyMasks);
        }
        if let Some(crop) = self.crop {
            if width.min(height) < Self::LEAST_CROP {
                errors.push(EditError::TooSmallToCrop);
            } else {
                fits(
                    crop,
                    Part::Crop,
                    Self::LEAST_CROP,
                    (width, height),
                    &mut errors,
                );
            }
        }
        for (index, mask) in self.masks.iter().enumerate().take(Self::MOST_MASKS) {
            fits(*mask, Part::Mask(index), 1, (width, height), &mut errors);
        }
        match errors.is_empty() {
            true => Ok(()),
            false => Err(errors),
        }
    }
}

/// Notes which numbers of `rect` leave a picture of that size or make it
/// shorter than `least`.
fn fits(
    rect: Rect,
    part: Part,
    least: u32,
    (width, height): (u32, u32),
    errors: &mut Vec<EditError>,
) {
    let axes = [
        (Side::X, rect.x, Side::Width, rect.width, width),
        (Side::Y, rect.y, Side::Height, rect.height, height),
    ];
    for (from, start, along, length, whole) in axes {
        let furthest = whole.saturating_sub(least);
        let mut bounds = |side, value: u32, least, most| {
            if !(least..=most).contains(&value) {
                errors.push(EditError::Bounds {
                    part,
                    side,
                    least,
                    most,
                });
            }
        };
        bounds(from, start, 0, furthest);
        // A place outside says nothing of the length that would fit.
        let room = whole - start.min(furthest);
        bounds(along, length, least, room);
    }
}

/// Why a picture was not retouched; `Display` is the sentence that its owner reads.
#[derive(Debug, thiserror::Error)]
pub enum Unretouched {
    /// The edit does not fit the picture.
    #[error("Des mesures ne vont pas avec cette image\u{a0}: rien n’a été enregistré.")]
    Edit(Vec<EditError>),
    /// It was retouched or removed meanwhile.
    #[error(
        "Cette image a changé ailleurs pendant que vous la retouchiez\u{a0}: rien n’a été enregistré de plus."
    )]
    Changed,
    /// The disk or the database is full.
    #[error(
        "Il n’y a plus de place sur le serveur de Jalon\u{202f}: l’image n’a pas été retouchée et l’originale est toujours là. \
         Prévenez l’administration de Jalon, puis recommencez."
    )]
    NoRoom(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// Disk, object store or decoder failed: nothing the person did.
    #[error(
        "Jalon n’a pas pu retoucher cette image à cause d’une panne de son côté\u{202f}: l’originale est toujours là. \
         Réessayez dans quelques minutes\u{202f}; si cela continue, prévenez l’administration de Jalon."
    )]
    Failed(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// The database.
    #[error(transparent)]
    Db(db::DbError),
}

impl From<crate::Refusal> for Unretouched {
    fn from(refusal: crate::Refusal) -> Self {
        match refusal {
            crate::Refusal::NoRoom(cause) => Self::NoRoom(cause),
            crate::Refusal::Storage(cause) => match cause.downcast() {
                Ok(error) => Self::Db(*error),
                Err(cause) => Self::Failed(cause),
            },
            other => Self::Failed(Box::new(other)),
        }
    }
}

impl From<db::DbError> for Unretouched {
    fn from(error: db::DbError) -> Self {
        match error {
            full @ db::DbError::Full(_) => Self::NoRoom(Box::new(full)),
            other => Self::Db(other),
        }
    }
}

impl From<sea_orm::DbErr> for Unretouched {
    fn from(error: sea_orm::DbErr) -> Self {
        db::DbError::from(error).into()
    }
}

impl From<crate::StoreError> for Unretouched {
    fn from(error: crate::StoreError) -> Self {
        crate::Refusal::from(error).into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn rect(x: u32, y: u32, width: u32, height: u32) -> Rect {
        Rect {
            x,
            y,
            width,
            height,
        }
    }

    #[test]
    fn an_edit_says_which_number_does_not_fit_and_what_would() {
        let edit = Edit {
            crop: Some(rect(90, 0, 15, 50)),
            masks: vec![rect(10, 10, 20, 20), rect(100, 10, 20, 0)],
        };
        let bounds = |part, side, least, most| EditError::Bounds {
            part,
            side,
            least,
            most,
        };
        assert_eq!(
            edit.check(100, 50).unwrap_err(),
            [
                bounds(Part::Crop, Side::X, 0, 84),
                bounds(Part::Crop, Side::Width, 16, 16),
                bounds(Part::Mask(1), Side::X, 0, 99),
                bounds(Part::Mask(1), Side::Width, 1, 1),
                bounds(Part::Mask(1), Side::Height, 1, 40),
            ]
        );
        assert_eq!(Edit::default().check(9, 9), Err(vec![EditError::Nothing]));
        let crop = Edit {
            crop: Some(rect(0, 0, 9, 9)),
            masks: Vec::new(),
        };
        assert_eq!(crop.check(9, 9), Err(vec![EditError::TooSmallToCrop]));
        let many = Edit {
            crop: None,
            masks: vec![rect(0, 0, 1, 1); 31],
        };
        assert_eq!(many.check(9, 9), Err(vec![EditError::TooManyMasks]));
    }

    proptest! {
        #[test]
        fn whatever_numbers_are_sent_only_what_lies_inside_passes(
            (x, y, w, h) in any::<(u32, u32, u32, u32)>(), (width, height) in (1_u32..3_000, 1_u32..3_000),
        ) {
            let one = rect(x, y, w, h);
            let inside = |least: u32| {
                w >= least && h >= least
                    && u64::from(x) + u64::from(w) <= u64::from(width)
                    && u64::from(y) + u64::from(h) <= u64::from(height)
            };
            let mask = Edit { crop: None, masks: vec![one] };
            prop_assert_eq!(mask.check(width, height).is_ok(), inside(1));
            let crop = Edit { crop: Some(one), masks: Vec::new() };
            prop_assert_eq!(crop.check(width, height).is_ok(), inside(Edit::LEAST_CROP));
        }

        #[test]
        fn a_rectangle_comes_back_from_its_text((x, y, w, h) in any::<(u32, u32, u32, u32)>(), noise: String) {
            let one = rect(x, y, w, h);
            prop_assert_eq!(one.to_string().parse(), Ok(one));
            // Never a panic, whatever the address says.
            let _ = noise.parse::<Rect>();
        }
    }
}
