//! Retouched pictures: what is under a zone is nowhere in the result, and the
//! original is let go.

use db::DbError;
use db::sea_orm::ConnectionTrait as _;
use db::sea_orm::Statement;
use files::image::{CleanImage, clean, retouch};
use files::retouch::{Edit, EditError, Rect, Unretouched};
use files::{FileId, Kind, Limits, Prepared, StoredFile};
use image::{DynamicImage, ImageFormat, Rgba, RgbaImage};
use proptest::prelude::*;

use crate::build::{encode, picture};
use crate::recording::House;

/// Small thumbnails, so that they are made by reducing.
fn limits() -> Limits {
    Limits {
        thumb_side: 24,
        ..Limits::default()
    }
}

fn rect(x: u32, y: u32, width: u32, height: u32) -> Rect {
    Rect {
        x,
        y,
        width,
        height,
    }
}

/// Pixels without any order, half of them translucent.
fn noise(width: u32, height: u32, seed: u32) -> RgbaImage {
    let mut state = seed | 1;
    RgbaImage::from_fn(width, height, |_, _| {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        let [r, g, b, a] = state.to_le_bytes();
        Rgba([r, g, b, a | 0x80])
    })
}

/// As uploads are kept.
fn kept(image: &RgbaImage, kind: Kind) -> Vec<u8> {
    let (image, format): (DynamicImage, _) = match kind {
        Kind::Jpeg => (
            DynamicImage::from(image.clone()).to_rgb8().into(),
            ImageFormat::Png,
        ),
        _ => (image.clone().into(), ImageFormat::Png),
    };
    let sent = encode(&image, format);
    if kind == Kind::Png {
        return clean(&sent, kind, &limits()).unwrap().bytes;
    }
    // A photo that our own encoder wrote, at our quality.
    let mut bytes = Vec::new();
    image::codecs::jpeg::JpegEncoder::new_with_quality(&mut bytes, 95)
        .encode_image(&image)
        .unwrap();
    clean(&bytes, kind, &limits()).unwrap().bytes
}

fn kind() -> impl Strategy<Value = Kind> {
    prop_oneof![Just(Kind::Jpeg), Just(Kind::Png)]
}

/// A picture's size, and zones and perhaps a frame inside it.
fn plan() -> impl Strategy<Value = ((u32, u32), Edit)> {
    (20_u32..70, 20_u32..70).prop_flat_map(|(width, height)| {
        let inside = move |least: u32| {
            (0..=width - least, 0..=height - least)
                .prop_flat_map(move |(x, y)| (Just((x, y)), least..=width - x, least..=height - y))
                .prop_map(|((x, y), w, h)| rect(x, y, w, h))
        };
        let masks = prop::collection::vec(inside(1), 1..4);
        let crop = prop::option::of(inside(Edit::LEAST_CROP));
        (Just((width, height)), (crop, masks))
            .prop_map(|(size, (crop, masks))| (size, Edit { crop, masks }))
    })
}

fn covers(mask: &Rect, x: u32, y: u32) -> bool {
    (mask.x..mask.x + mask.width).contains(&x) && (mask.y..mask.y + mask.height).contains(&y)
}

fn done(bytes: &[u8], kind: Kind, edit: &Edit) -> CleanImage {
    retouch(bytes, kind, edit, &limits()).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(120))]

    /// Two pictures that differ only under the zones become the same bytes:
    /// nothing of what was there can be found again, not in the thumbnail
    /// either.
    #[test]
    fn what_is_under_a_zone_is_in_no_byte_of_the_result(
        ((width, height), edit) in plan(), kind in kind(), (one, two) in any::<(u32, u32)>(),
    ) {
        let first = noise(width, height, one);
        let other = noise(width, height, two);
        let mut second = first.clone();
        for (x, y, pixel) in second.enumerate_pixels_mut() {
            if edit.masks.iter().any(|mask| covers(mask, x, y)) {
                *pixel = *other.get_pixel(x, y);
            }
        }
        let first = done(&kept(&first, kind), kind, &edit);
        let second = done(&kept(&second, kind), kind, &edit);
        prop_assert!(first.bytes == second.bytes, "the picture tells them apart");
        prop_assert!(first.thumbnail == second.thumbnail, "the thumbnail tells them apart");
    }

    #[test]
    fn every_pixel_of_a_zone_has_one_colour_and_the_frame_its_size(
        ((width, height), edit) in plan(), kind in kind(), seed: u32,
    ) {
        let source = kept(&noise(width, height, seed), kind);
        let result = done(&source, kind, &edit);
        let frame = edit.crop.unwrap_or(rect(0, 0, width, height));
        prop_assert_eq!((result.width, result.height), (frame.width, frame.height));
        let shown = image::load_from_memory(&result.bytes).unwrap().to_rgba8();
        prop_assert_eq!(shown.dimensions(), (frame.width, frame.height));
        let before = image::load_from_memory(&source).unwrap().to_rgba8();
        for (x, y, pixel) in shown.enumerate_pixels() {
            let (from_x, from_y) = (x + frame.x, y + frame.y);
            if edit.masks.iter().any(|mask| covers(mask, from_x, from_y)) {
                prop_assert_eq!(pixel.0, [0, 0, 0, 255]);
            } else if kind == Kind::Png {
                prop_assert_eq!(pixel, before.get_pixel(from_x, from_y));
            }
        }
    }
}

#[test]
fn what_does_not_fit_is_refused_with_all_its_reasons() {
    let source = encode(&picture(64, 32), ImageFormat::Png);
    let edit = Edit {
        crop: Some(rect(60, 0, 16, 32)),
        masks: vec![rect(0, 0, 65, 1)],
    };
    let refusal = retouch(&source, Kind::Png, &edit, &limits()).unwrap_err();
    let Unretouched::Edit(errors) = refusal else {
        panic!("{refusal}");
    };
    assert_eq!(errors.len(), 2);
    assert!(
        errors
            .iter()
            .all(|error| matches!(error, EditError::Bounds { .. }))
    );
    let text = retouch(b"bonjour", Kind::Pdf, &Edit::default(), &limits());
    assert!(matches!(text, Err(Unretouched::Failed(_))));
}

impl House {
    async fn retouched(&self, file: &StoredFile) -> Prepared {
        let edit = Edit {
            crop: Some(rect(0, 0, 300, 200)),
            masks: vec![rect(20, 20, 100, 50)],
        };
        self.files.retouch(file, &edit).await.unwrap()
    }

    async fn replace(&self, file: &StoredFile, prepared: &Prepared) -> Result<(), Unretouched> {
        let work = (self.files.clone(), file.clone(), prepared.clone());
        self.db
            .write(move |tx| {
                let (files, file, prepared) = work.clone();
                async move { files.replace(&tx, &file, &prepared).await }
            })
            .await
    }

    async fn photo(&self, name: &str) -> FileId {
        let photo = encode(&picture(600, 300), ImageFormat::Jpeg);
        self.add(&photo, name).await.unwrap()
    }
}

db::on_both_engines! {
    migrations: [db::migrations::own, files::migrations];

    async fn a_retouched_picture_takes_the_place_of_the_original_which_is_erased(db: Db) {
        // No room is left: a face can be hidden all the same.
        let house = House::new(db, Limits { per_person: 10_000, ..Limits::default() });
        let id = house.photo("Mon poste.jpg").await;
        let before = house.find(house.school, id).await.unwrap();
        let prepared = house.retouched(&before).await;
        assert_eq!(house.find(house.school, id).await.unwrap(), before, "not yet");
        house.replace(&before, &prepared).await.unwrap();

        let after = house.find(house.school, id).await.unwrap();
        assert_eq!((after.width, after.height), (Some(300), Some(200)));
        assert_eq!((&after.name, after.created_at), (&before.name, before.created_at));
        assert_eq!(after.retouched_at, Some(house.clock.now()));
        let bytes = house.read(&after, None).await;
        assert_eq!(bytes.len() as u64, after.byte_size());
        assert_eq!(image::load_from_memory(&bytes).unwrap().width(), 300);
        assert_ne!(after.thumb_hash, before.thumb_hash);

        // Without waiting for the day that a form left open is given.
        assert_eq!(house.files.sweep().await.unwrap(), 2);
        assert!(house.files.open(&before, None).await.is_err(), "nobody reads the original");
        assert!(house.files.open_thumbnail(&before).await.is_err());
        assert_eq!(house.read(&after, None).await, bytes);
        assert_eq!(house.objects(), 2);
        let waiting = Statement::from_string(
            house.db.reader().get_database_backend(), "SELECT kind FROM jobs WHERE kind = 'files.sweep'");
        assert_eq!(house.db.reader().query_all_raw(waiting).await.unwrap().len(), 1, "asked for at once");
    }

    async fn another_file_that_is_the_same_keeps_its_content(db: Db) {
        let house = House::new(db, Limits::default());
        let (one, two) = (house.photo("a.jpg").await, house.photo("b.jpg").await);
        let file = house.find(house.school, one).await.unwrap();
        house.replace(&file, &house.retouched(&file).await).await.unwrap();
        assert_eq!(house.files.sweep().await.unwrap(), 0);
        let other = house.find(house.school, two).await.unwrap();
        assert_eq!(other.hash, file.hash);
        house.read(&other, None).await;
        house.purge(house.school, two).await;
        house.clock.advance(chrono::Duration::days(2));
        assert_eq!(house.files.sweep().await.unwrap(), 2, "the last one has gone");
    }

    async fn of_two_retouches_at_once_the_second_is_told(db: Db) {
        let house = House::new(db, Limits::default());
        let id = house.photo("a.jpg").await;
        let file = house.find(house.school, id).await.unwrap();
        let first = house.retouched(&file).await;
        let masks = vec![rect(200, 200, 50, 50)];
        let second = house.files.retouch(&file, &Edit { crop: None, masks }).await.unwrap();
        house.replace(&file, &first).await.unwrap();
        let told = house.replace(&file, &second).await.unwrap_err();
        assert!(matches!(told, Unretouched::Changed), "{told}");
        let after = house.find(house.school, id).await.unwrap();
        assert_eq!(after.width, Some(300), "the first one stands");
        // What the second had stored is nobody’s, and goes with its day of grace.
        assert_eq!(house.files.sweep().await.unwrap(), 2, "the original");
        house.clock.advance(chrono::Duration::days(2));
        assert_eq!(house.files.sweep().await.unwrap(), 2);
        house.read(&after, None).await;
    }

    async fn a_removed_or_foreign_picture_is_not_replaced(db: Db) {
        let house = House::new(db, Limits::default());
        let id = house.photo("a.jpg").await;
        let file = house.find(house.school, id).await.unwrap();
        let prepared = house.retouched(&file).await;
        let (clock, school) = (house.clock.clone(), house.school);
        house.db.write(move |tx| {
            let clock = clock.clone();
            async move { files::records::remove(&tx, &clock, school, id).await }
        }).await.unwrap();
        assert!(matches!(house.replace(&file, &prepared).await, Err(Unretouched::Changed)));
        let undone: Result<bool, DbError> = house.db.write(move |tx| async move {
            files::records::restore(&tx, school, id).await
        }).await;
        assert!(undone.unwrap());
        let still = house.find(house.school, id).await.unwrap();
        assert_eq!((still.hash, still.retouched_at), (file.hash, None));
    }
}
