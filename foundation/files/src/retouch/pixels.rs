//! The pixels of a retouched picture.

use image::{DynamicImage, GenericImage as _, Rgba};

use super::{Edit, Rect};

/// What a zone becomes.
const OPAQUE: Rgba<u8> = Rgba([0, 0, 0, u8::MAX]);
/// JPEG keeps squares of so many pixels as one: inside a square, every pixel
/// says a little of all the others.
const JPEG_SQUARE: u32 = 8;

/// Applies an edit that was checked against the size of `image`.
///
/// In a JPEG (`lossy`) a zone grows outwards to whole squares, twice: to those
/// of the picture before, whose pixels beside the zone still bear a trace of
/// what is under it; and to those of the result, so that the zone is of one
/// colour to its edge. It never shrinks.
pub(crate) fn apply(mut image: DynamicImage, edit: &Edit, lossy: bool) -> DynamicImage {
    let square = if lossy { JPEG_SQUARE } else { 1 };
    let whole = Area::of(Rect {
        x: 0,
        y: 0,
        width: image.width(),
        height: image.height(),
    });
    let grown = |mask: &Rect| Area::of(*mask).grown(square);
    for area in edit
        .masks
        .iter()
        .filter_map(|mask| grown(mask).within(whole))
    {
        blacken(&mut image, area);
    }
    let Some(crop) = edit.crop else {
        return image;
    };
    let mut part = image.crop_imm(crop.x, crop.y, crop.width, crop.height);
    let whole = Area::of(Rect { x: 0, y: 0, ..crop });
    for mask in &edit.masks {
        let area = grown(mask).within(Area::of(crop));
        if let Some(area) = area.and_then(|area| area.grown(square).within(whole)) {
            blacken(&mut part, area);
        }
    }
    part
}

/// From the first pixel to the one after the last.
#[derive(Clone, Copy)]
struct Area {
    left: u32,
    top: u32,
    right: u32,
    bottom: u32,
}

impl Area {
    fn of(rect: Rect) -> Self {
        Self {
            left: rect.x,
            top: rect.y,
            right: rect.x.saturating_add(rect.width),
            bottom: rect.y.saturating_add(rect.height),
        }
    }

    /// Outwards to whole squares of that side.
    fn grown(self, square: u32) -> Self {
        Self {
            left: self.left - self.left % square,
            top: self.top - self.top % square,
            right: self.right.next_multiple_of(square),
            bottom: self.bottom.next_multiple_of(square),
        }
    }

    /// What of it lies in `frame`, counted from the corner of `frame`.
    fn within(self, frame: Self) -> Option<Self> {
        let area = Self {
            left: self.left.max(frame.left),
            top: self.top.max(frame.top),
            right: self.right.min(frame.right),
            bottom: self.bottom.min(frame.bottom),
        };
        (area.left < area.right && area.top < area.bottom).then(|| Self {
            left: area.left - frame.left,
            top: area.top - frame.top,
            right: area.right - frame.left,
            bottom: area.bottom - frame.top,
        })
    }
}

fn blacken(image: &mut DynamicImage, area: Area) {
    for y in area.top..area.bottom {
        for x in area.left..area.right {
            image.put_pixel(x, y, OPAQUE);
        }
    }
}
