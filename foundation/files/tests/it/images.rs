use files::image::clean;
use files::{Kind, Limits, Refusal};
use image::{DynamicImage, ImageFormat, Rgba, RgbaImage};

use crate::build::{contains, encode, jpeg_from_a_phone, picture, png_bomb};

fn limits() -> Limits {
    Limits::default()
}

#[test]
fn a_photo_loses_its_place_and_device_and_stands_upright() {
    let photo = jpeg_from_a_phone(64, 32);
    assert!(contains(&photo, b"Exif") && contains(&photo, b"JalonFone"));

    let clean = clean(&photo, Kind::Jpeg, &limits()).unwrap();

    for bytes in [&clean.bytes, &clean.thumbnail] {
        assert!(!contains(bytes, b"Exif"), "EXIF is gone");
        assert!(!contains(bytes, b"JalonFone"), "the device is gone");
    }
    assert_eq!((clean.width, clean.height), (32, 64), "turned a quarter");
    let shown = image::load_from_memory(&clean.bytes).unwrap().to_rgb8();
    assert_eq!(shown.dimensions(), (32, 64));
    // Turned clockwise, the left (red) half is now on top.
    assert!(shown.get_pixel(16, 8)[0] > 150, "red on top");
    assert!(shown.get_pixel(16, 56)[2] > 150, "blue below");
}

#[test]
fn what_hides_behind_a_png_is_gone() {
    let mut bytes = encode(&picture(40, 40), ImageFormat::Png);
    bytes.extend(b"<html><script>alert(1)</script></html>");
    let clean = clean(&bytes, Kind::Png, &limits()).unwrap();
    assert_eq!(clean.kind, Kind::Png);
    assert!(!contains(&clean.bytes, b"<script>"));
}

#[test]
fn large_images_are_reduced_and_get_a_thumbnail() {
    let clean = clean(
        &encode(&picture(3_000, 1_500), ImageFormat::Jpeg),
        Kind::Jpeg,
        &limits(),
    )
    .unwrap();
    assert_eq!((clean.width, clean.height), (2_560, 1_280));
    let thumb = image::load_from_memory(&clean.thumbnail).unwrap();
    assert_eq!((thumb.width(), thumb.height()), (480, 240));
}

#[test]
fn a_small_image_keeps_its_dimensions() {
    let clean = clean(
        &encode(&picture(20, 10), ImageFormat::Png),
        Kind::Png,
        &limits(),
    )
    .unwrap();
    assert_eq!((clean.width, clean.height), (20, 10));
}

#[test]
fn webp_becomes_a_format_that_every_reader_opens() {
    let opaque = encode(&picture(30, 30), ImageFormat::WebP);
    assert_eq!(
        clean(&opaque, Kind::WebP, &limits()).unwrap().kind,
        Kind::Jpeg
    );

    let glass: DynamicImage = RgbaImage::from_pixel(30, 30, Rgba([0, 0, 0, 0])).into();
    let clean = clean(&encode(&glass, ImageFormat::WebP), Kind::WebP, &limits()).unwrap();
    assert_eq!(clean.kind, Kind::Png);
    let thumb = image::load_from_memory(&clean.thumbnail).unwrap().to_rgb8();
    assert!(thumb.get_pixel(5, 5)[0] > 250, "transparent shows as white");
}

#[test]
fn twenty_thousand_pixels_square_are_refused_before_decoding() {
    let refusal = clean(&png_bomb(20_000, 20_000), Kind::Png, &limits()).unwrap_err();
    assert!(matches!(
        refusal,
        Refusal::TooManyPixels {
            width: 20_000,
            height: 20_000,
            ..
        }
    ));
    let sentence = refusal.to_string();
    assert!(
        sentence.contains("20\u{202f}000\u{a0}×\u{a0}20\u{202f}000\u{a0}pixels"),
        "{sentence}"
    );
    assert!(
        sentence.contains("40\u{a0}millions de pixels"),
        "{sentence}"
    );

    // Thin but long: few pixels, a side beyond measure.
    let refusal = clean(&png_bomb(30_000, 10), Kind::Png, &limits()).unwrap_err();
    assert!(matches!(refusal, Refusal::TooManyPixels { .. }));
}

#[test]
fn an_announced_size_without_its_pixels_is_damaged() {
    let refusal = clean(&png_bomb(3_000, 3_000), Kind::Png, &limits()).unwrap_err();
    assert!(matches!(refusal, Refusal::DamagedImage));
}

#[test]
fn a_truncated_image_is_refused_wherever_it_was_cut() {
    // With EXIF, whose own bytes must not pass for the end of the picture.
    let photo = jpeg_from_a_phone(400, 300);
    for cut in [3, 30, 200, photo.len() / 2, photo.len() - 2] {
        let refusal = clean(&photo[..cut], Kind::Jpeg, &limits()).unwrap_err();
        assert!(
            matches!(refusal, Refusal::DamagedImage),
            "cut at {cut}: {refusal:?}"
        );
    }
    let png = encode(&picture(400, 300), ImageFormat::Png);
    assert!(clean(&png[..png.len() / 2], Kind::Png, &limits()).is_err());
}
