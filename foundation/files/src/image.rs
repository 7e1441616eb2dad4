//! Images: decoded under limits, turned upright, reduced, encoded anew.
//!
//! Encoding anew is what drops EXIF (place, device, date), XMP, IPTC, comments
//! and whatever hides behind the last pixel. The ICC profile goes too, on
//! purpose: it can name a device, screens of schools are sRGB, and the colours
//! of a Display P3 photo read as sRGB only come out a little duller. Of an
//! animation the first picture is kept.

use std::io::Cursor;

use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::imageops::FilterType as Resampling;
use image::{
    DynamicImage, ExtendedColorType, ImageDecoder, ImageEncoder, ImageFormat, ImageReader,
};

use crate::retouch::{self, Edit, Unretouched};
use crate::{Kind, Limits, Refusal};

/// JPEG quality of kept images and of thumbnails.
const QUALITY: u8 = 85;
const THUMB_QUALITY: u8 = 78;
/// Memory that a decoder may claim besides what [`Limits::pixels`] implies.
const DECODER_MEMORY: u64 = 512 * 1024 * 1024;
/// Above this many pixels, reducing takes whole-number averages: the good
/// filter needs 16 bytes a pixel of working memory.
const FINE_RESAMPLING: u64 = 12_000_000;

/// A clean image with its thumbnail.
#[derive(Debug)]
pub struct CleanImage {
    /// The encoded image.
    pub bytes: Vec<u8>,
    /// [`Kind::Jpeg`] or [`Kind::Png`].
    pub kind: Kind,
    /// Width in pixels, upright.
    pub width: u32,
    /// Height in pixels, upright.
    pub height: u32,
    /// A JPEG that fits a square of [`Limits::thumb_side`], on white.
    pub thumbnail: Vec<u8>,
}

/// Decodes and encodes anew. Blocking and hungry: [`crate::Files`] runs it on
/// a blocking thread, one at a time.
///
/// # Errors
/// [`Refusal::TooManyPixels`] before a pixel is decoded,
/// [`Refusal::DamagedImage`].
pub fn clean(bytes: &[u8], kind: Kind, limits: &Limits) -> Result<CleanImage, Refusal> {
    let format = format_of(kind)?;
    if format == ImageFormat::Jpeg && !jpeg_is_complete(bytes) {
        return Err(Refusal::DamagedImage);
    }
    let (image, has_alpha) = decode(bytes, format, limits, limits.kept_side)?;
    // A photo stays a JPEG and a screenshot a PNG. WebP becomes one of them:
    // our encoder writes WebP without loss only, several times larger.
    let kind = match kind {
        Kind::WebP if has_alpha => Kind::Png,
        Kind::WebP => Kind::Jpeg,
        other => other,
    };
    encode(&image, kind, limits)
}

/// Decodes a kept image, applies `edit` and encodes anew, as [`clean`] does
/// and in the same kind. Blocking and hungry, like it.
///
/// # Errors
/// [`Unretouched::Edit`] when the edit does not fit the image,
/// [`Unretouched::Failed`] when it is no image of ours or is damaged.
pub fn retouch(
    bytes: &[u8],
    kind: Kind,
    edit: &Edit,
    limits: &Limits,
) -> Result<CleanImage, Unretouched> {
    // What was kept under other limits is still retouched, at the size that
    // its owner sees.
    let kept = Limits {
        pixels: u64::MAX,
        side: u32::MAX,
        ..limits.clone()
    };
    let (image, _) = decode(bytes, format_of(kind)?, &kept, u32::MAX)?;
    edit.check(image.width(), image.height())
        .map_err(Unretouched::Edit)?;
    let image = retouch::apply(image, edit, kind == Kind::Jpeg);
    Ok(encode(&image, kind, limits)?)
}

fn format_of(kind: Kind) -> Result<ImageFormat, Refusal> {
    match kind {
        Kind::Jpeg => Ok(ImageFormat::Jpeg),
        Kind::Png => Ok(ImageFormat::Png),
        Kind::WebP => Ok(ImageFormat::WebP),
        _ => Err(Refusal::Unknown),
    }
}

/// The image and its thumbnail; `kind` is [`Kind::Jpeg`] or [`Kind::Png`].
fn encode(image: &DynamicImage, kind: Kind, limits: &Limits) -> Result<CleanImage, Refusal> {
    let thumbnail = jpeg(&on_white(reduce(image, limits.thumb_side)), THUMB_QUALITY)?;
    let bytes = if kind == Kind::Png {
        png(image)?
    } else {
        jpeg(&image.to_rgb8(), QUALITY)?
    };
    Ok(CleanImage {
        bytes,
        kind,
        width: image.width(),
        height: image.height(),
        thumbnail,
    })
}

fn decode(
    bytes: &[u8],
    format: ImageFormat,
    limits: &Limits,
    kept_side: u32,
) -> Result<(DynamicImage, bool), Refusal> {
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    let mut memory = image::Limits::default();
    memory.max_alloc = Some(DECODER_MEMORY);
    reader.limits(memory);
    let mut decoder = reader.into_decoder().map_err(damaged)?;
    let (width, height) = decoder.dimensions();
    let pixels = u64::from(width) * u64::from(height);
    if pixels > limits.pixels || width > limits.side || height > limits.side {
        return Err(Refusal::TooManyPixels {
            width,
            height,
            max_pixels: limits.pixels,
            max_side: limits.side,
        });
    }
    let orientation = decoder.orientation().map_err(damaged)?;
    let image = DynamicImage::from_decoder(decoder).map_err(damaged)?;
    let has_alpha = image.color().has_alpha();
    // Reduced first: turning a small image takes less memory.
    let mut image = reduce(&image, kept_side);
    image.apply_orientation(orientation);
    Ok((image, has_alpha))
}

/// `image` with 8 bits a channel, no side longer than `side`.
fn reduce(image: &DynamicImage, side: u32) -> DynamicImage {
    let pixels = u64::from(image.width()) * u64::from(image.height());
    let reduced = if image.width() <= side && image.height() <= side {
        image.clone()
    } else if pixels > FINE_RESAMPLING {
        image.thumbnail(side, side)
    } else {
        image.resize(side, side, Resampling::CatmullRom)
    };
    match reduced {
        DynamicImage::ImageRgb8(_) | DynamicImage::ImageRgba8(_) | DynamicImage::ImageLuma8(_) => {
            reduced
        }
        other if other.color().has_alpha() => other.to_rgba8().into(),
        other if other.color().has_color() => other.to_rgb8().into(),
        other => other.to_luma8().into(),
    }
}

/// Transparent parts become white, as on the page; JPEG has no transparency.
fn on_white(image: DynamicImage) -> image::RgbImage {
    if !image.color().has_alpha() {
        return image.to_rgb8();
    }
    let mut flat = image::RgbImage::new(image.width(), image.height());
    for (target, source) in flat.pixels_mut().zip(image.to_rgba8().pixels()) {
        let alpha = u16::from(source[3]);
        for channel in 0..3 {
            let mixed = (u16::from(source[channel]) * alpha + 255 * (255 - alpha)) / 255;
            target[channel] = u8::try_from(mixed).unwrap_or(u8::MAX);
        }
    }
    flat
}

fn jpeg(image: &image::RgbImage, quality: u8) -> Result<Vec<u8>, Refusal> {
    let mut bytes = Vec::new();
    JpegEncoder::new_with_quality(&mut bytes, quality)
        .write_image(
            image.as_raw(),
            image.width(),
            image.height(),
            ExtendedColorType::Rgb8,
        )
        .map_err(Refusal::storage)?;
    Ok(bytes)
}

fn png(image: &DynamicImage) -> Result<Vec<u8>, Refusal> {
    let mut bytes = Vec::new();
    let encoder =
        PngEncoder::new_with_quality(&mut bytes, CompressionType::Default, FilterType::Adaptive);
    image
        .write_with_encoder(encoder)
        .map_err(Refusal::storage)?;
    Ok(bytes)
}

fn damaged(_: image::ImageError) -> Refusal {
    Refusal::DamagedImage
}

/// Whether the picture of a JPEG reaches its end marker. The decoder fills the
/// missing part of a broken transfer with grey and says nothing; a learner
/// would find out in front of the commission.
fn jpeg_is_complete(bytes: &[u8]) -> bool {
    // Segments are skipped by their length: a thumbnail inside EXIF has an end
    // marker of its own.
    let mut at = 2;
    while let Some(&[0xFF, marker]) = bytes.get(at..).and_then(|rest| rest.first_chunk::<2>()) {
        if marker == 0xFF {
            at += 1;
            continue;
        }
        let Some(length) = bytes.get(at + 2..).and_then(|rest| rest.first_chunk::<2>()) else {
            return false;
        };
        at += 2 + usize::from(u16::from_be_bytes(*length));
        if marker == 0xDA {
            // In compressed data a byte FF is followed by 00 or a restart
            // marker, so this pair is the end.
            return bytes
                .get(at..)
                .is_some_and(|scan| scan.windows(2).any(|pair| pair == [0xFF, 0xD9]));
        }
    }
    false
}
