//! Images made fit for a PDF: read once, reduced to what paper can show, and
//! handed to Typst in a way that does not keep their pixels.
//!
//! Typst decodes every raster image and holds the pixels of all of them until
//! the end: 300 photographs would fill the memory of a school's PC. Inside an
//! SVG they stay encoded until they are written, so each is wrapped in one.

use std::io::Cursor;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use image::codecs::jpeg::JpegEncoder;
use image::{ColorType, DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits};

/// Longest side in pixels: 250 dpi on the width of the text.
const MAX_SIDE: u32 = 1_600;
const JPEG_QUALITY: u8 = 85;
/// A PNG above this many bytes is a photograph in disguise: two hundred of them
/// as they are would make a document of half a gigabyte.
const PNG_WORTH: usize = 400_000;
/// What one image may take in memory while it is read.
const DECODER_MEMORY: u64 = 512 * 1024 * 1024;
/// Pixels per millimetre when there is room: 110 dpi, so that a screenshot is
/// neither a stamp nor a blur.
const PIXELS_PER_MM: f64 = 4.33;

/// An image ready to draw.
pub struct Drawable {
    /// The SVG around it.
    pub svg: Vec<u8>,
    /// Width on paper, in millimetres.
    pub width: f64,
    /// Height on paper, in millimetres.
    pub height: f64,
}

/// Reads an image; none when it cannot be read.
pub fn prepare(bytes: &[u8], max_width: f64, max_height: f64) -> Option<Drawable> {
    let (encoded, mime, width, height) = encode(bytes)?;
    let (w, h) = (f64::from(width), f64::from(height));
    let scale = (1.0 / PIXELS_PER_MM).min(max_width / w).min(max_height / h);
    let svg = format!(
        r#"<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}"><image width="{width}" height="{height}" href="data:{mime};base64,{}"/></svg>"#,
        STANDARD.encode(encoded),
    );
    Some(Drawable {
        svg: svg.into_bytes(),
        width: w * scale,
        height: h * scale,
    })
}

/// The bytes to embed with their type and size in pixels: those given when
/// they are small and plain, otherwise a reduced copy.
fn encode(bytes: &[u8]) -> Option<(Vec<u8>, &'static str, u32, u32)> {
    let mut reader = ImageReader::new(Cursor::new(bytes))
        .with_guessed_format()
        .ok()?;
    let mut limits = Limits::default();
    limits.max_alloc = Some(DECODER_MEMORY);
    reader.limits(limits);
    let format = reader.format()?;
    let mut decoder = reader.into_decoder().ok()?;
    let orientation = decoder.orientation().ok()?;
    let mut image = DynamicImage::from_decoder(decoder).ok()?;
    let upright = orientation == image::metadata::Orientation::NoTransforms;
    let small = image.width() <= MAX_SIDE && image.height() <= MAX_SIDE;
    let plain = match image.color() {
        ColorType::L8 | ColorType::Rgb8 => true,
        ColorType::La8 | ColorType::Rgba8 => format == ImageFormat::Png,
        _ => false,
    };
    if upright && small && plain {
        let mime = match format {
            ImageFormat::Jpeg => Some("image/jpeg"),
            ImageFormat::Png if bytes.len() <= PNG_WORTH || image.color().has_alpha() => {
                Some("image/png")
            }
            _ => None,
        };
        if let Some(mime) = mime {
            return Some((bytes.to_vec(), mime, image.width(), image.height()));
        }
    }
    image.apply_orientation(orientation);
    if !small {
        image = image.thumbnail(MAX_SIDE, MAX_SIDE);
    }
    let (width, height) = (image.width(), image.height());
    if format != ImageFormat::Jpeg {
        let drawn = if image.color().has_alpha() {
            DynamicImage::ImageRgba8(image.to_rgba8())
        } else {
            DynamicImage::ImageRgb8(image.to_rgb8())
        };
        let mut png = Vec::new();
        drawn
            .write_to(&mut Cursor::new(&mut png), ImageFormat::Png)
            .ok()?;
        if png.len() <= PNG_WORTH || drawn.color().has_alpha() {
            return Some((png, "image/png", width, height));
        }
    }
    let mut jpeg = Vec::new();
    let encoder = JpegEncoder::new_with_quality(&mut jpeg, JPEG_QUALITY);
    image.to_rgb8().write_with_encoder(encoder).ok()?;
    Some((jpeg, "image/jpeg", width, height))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(width: u32, height: u32, format: ImageFormat) -> Vec<u8> {
        let mut bytes = Vec::new();
        DynamicImage::new_rgb8(width, height)
            .write_to(&mut Cursor::new(&mut bytes), format)
            .unwrap();
        bytes
    }

    #[test]
    fn a_small_plain_image_is_embedded_as_given() {
        for format in [ImageFormat::Jpeg, ImageFormat::Png] {
            let bytes = file(300, 200, format);
            assert_eq!(encode(&bytes).unwrap().0, bytes);
        }
    }

    #[test]
    fn a_large_one_is_reduced_and_keeps_its_proportions() {
        let (_, mime, width, height) = encode(&file(4_000, 1_000, ImageFormat::Jpeg)).unwrap();
        assert_eq!((mime, width, height), ("image/jpeg", 1_600, 400));
    }

    #[test]
    fn a_photograph_saved_as_png_does_not_weigh_as_one() {
        let mut state = 1_u32;
        let noise = image::RgbImage::from_fn(600, 400, |_, _| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            image::Rgb([(state >> 24) as u8, (state >> 16) as u8, (state >> 8) as u8])
        });
        let mut bytes = Vec::new();
        noise
            .write_to(&mut Cursor::new(&mut bytes), ImageFormat::Png)
            .unwrap();
        assert!(bytes.len() > PNG_WORTH);
        let (encoded, mime, ..) = encode(&bytes).unwrap();
        assert_eq!(mime, "image/jpeg");
        assert!(encoded.len() < bytes.len(), "{} bytes", encoded.len());
    }

    #[test]
    fn a_webp_becomes_something_that_a_pdf_can_hold() {
        assert_eq!(
            encode(&file(30, 20, ImageFormat::WebP)).unwrap().1,
            "image/png"
        );
    }

    #[test]
    fn the_drawing_fits_the_room_it_has() {
        let tall = prepare(&file(400, 1_600, ImageFormat::Png), 170.0, 90.0).unwrap();
        assert!((tall.height - 90.0).abs() < 0.01 && (tall.width - 22.5).abs() < 0.01);
        let icon = prepare(&file(43, 43, ImageFormat::Png), 170.0, 90.0).unwrap();
        assert!(
            icon.width < 10.0,
            "an icon is not blown up: {} mm",
            icon.width
        );
    }

    #[test]
    fn what_is_no_image_is_refused() {
        assert!(prepare(b"%PDF-1.7", 170.0, 90.0).is_none());
        let mut cut = file(300, 300, ImageFormat::Png);
        cut.truncate(60);
        assert!(prepare(&cut, 170.0, 90.0).is_none());
    }
}
