//! Files built by hand, byte by byte, as the wild makes them.

use std::io::Cursor;

use image::{DynamicImage, ImageFormat, Rgb, RgbImage};

/// Whether `needle` lies in `hay`.
pub fn contains(hay: &[u8], needle: &[u8]) -> bool {
    hay.windows(needle.len()).any(|window| window == needle)
}

/// A picture whose left half is red and right half blue.
pub fn picture(width: u32, height: u32) -> DynamicImage {
    RgbImage::from_fn(width, height, |x, _| {
        if x < width / 2 {
            Rgb([220, 20, 20])
        } else {
            Rgb([20, 20, 220])
        }
    })
    .into()
}

pub fn encode(image: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    image.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

/// A JPEG with an EXIF segment as a phone held upright writes it: orientation
/// 6 (turn a quarter clockwise), a device name, and the latitude 48° 23′ 00″.
pub fn jpeg_from_a_phone(width: u32, height: u32) -> Vec<u8> {
    let plain = encode(&picture(width, height), ImageFormat::Jpeg);
    let exif = exif();
    let mut bytes = plain[..2].to_vec();
    bytes.extend([0xFF, 0xE1]);
    bytes.extend(u16::try_from(exif.len() + 2).unwrap().to_be_bytes());
    bytes.extend(&exif);
    bytes.extend(&plain[2..]);
    bytes
}

/// `Exif\0\0`, then a big-endian TIFF: IFD0 with model, orientation and a
/// pointer to the GPS directory.
fn exif() -> Vec<u8> {
    fn entry(tag: u16, kind: u16, count: u32, value: [u8; 4]) -> Vec<u8> {
        let mut bytes = tag.to_be_bytes().to_vec();
        bytes.extend(kind.to_be_bytes());
        bytes.extend(count.to_be_bytes());
        bytes.extend(value);
        bytes
    }
    let mut tiff = b"MM\0\x2A\0\0\0\x08".to_vec();
    // IFD0 at 8: 3 entries, 2 + 36 + 4 bytes, so the data begin at 50.
    tiff.extend(3_u16.to_be_bytes());
    tiff.extend(entry(0x0110, 2, 10, 50_u32.to_be_bytes()));
    tiff.extend(entry(0x0112, 3, 1, [0, 6, 0, 0]));
    tiff.extend(entry(0x8825, 4, 1, 60_u32.to_be_bytes()));
    tiff.extend(0_u32.to_be_bytes());
    tiff.extend(b"JalonFone\0");
    // The GPS directory at 60: 2 entries, data at 60 + 2 + 24 + 4 = 90.
    tiff.extend(2_u16.to_be_bytes());
    tiff.extend(entry(1, 2, 2, *b"N\0\0\0"));
    tiff.extend(entry(2, 5, 3, 90_u32.to_be_bytes()));
    tiff.extend(0_u32.to_be_bytes());
    for number in [48_u32, 1, 23, 1, 0, 1] {
        tiff.extend(number.to_be_bytes());
    }
    [b"Exif\0\0".to_vec(), tiff].concat()
}

/// A PNG whose header announces these dimensions and whose data are a few bytes.
pub fn png_bomb(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = b"\x89PNG\r\n\x1A\n".to_vec();
    let mut header = b"IHDR".to_vec();
    header.extend(width.to_be_bytes());
    header.extend(height.to_be_bytes());
    header.extend([8, 2, 0, 0, 0]);
    // zlib: an empty stored block.
    let data = [
        b"IDAT".as_slice(),
        &[0x78, 0x01, 1, 0, 0, 0xFF, 0xFF, 0, 0, 0, 1],
    ]
    .concat();
    for chunk in [header, data, b"IEND".to_vec()] {
        bytes.extend(u32::try_from(chunk.len() - 4).unwrap().to_be_bytes());
        bytes.extend(&chunk);
        bytes.extend(crc32(&chunk).to_be_bytes());
    }
    bytes
}

fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0_u32, |crc, &byte| {
        (0..8).fold(crc ^ u32::from(byte), |crc, _| {
            if crc & 1 == 1 {
                crc >> 1 ^ 0xEDB8_8320
            } else {
                crc >> 1
            }
        })
    })
}

/// A zip of stored entries.
pub fn zip(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let (mut bytes, mut directory) = (Vec::new(), Vec::new());
    for (name, content) in entries {
        let offset = u32::try_from(bytes.len()).unwrap();
        let size = u32::try_from(content.len()).unwrap().to_le_bytes();
        let mut common = vec![20, 0, 0, 0, 0, 0, 0, 0, 0, 0];
        common.extend(crc32(content).to_le_bytes());
        common.extend(size);
        common.extend(size);
        common.extend(u16::try_from(name.len()).unwrap().to_le_bytes());
        common.extend([0, 0]);
        bytes.extend(b"PK\x03\x04");
        bytes.extend(&common);
        bytes.extend(name.as_bytes());
        bytes.extend(*content);
        directory.extend(b"PK\x01\x02\x14\0");
        directory.extend(&common);
        directory.extend([0; 10]);
        directory.extend(offset.to_le_bytes());
        directory.extend(name.as_bytes());
    }
    let offset = u32::try_from(bytes.len()).unwrap();
    let count = u16::try_from(entries.len()).unwrap().to_le_bytes();
    bytes.extend(&directory);
    bytes.extend(b"PK\x05\x06\0\0\0\0");
    bytes.extend(count);
    bytes.extend(count);
    bytes.extend(u32::try_from(directory.len()).unwrap().to_le_bytes());
    bytes.extend(offset.to_le_bytes());
    bytes.extend([0, 0]);
    bytes
}

/// A compound file with these directory entries.
pub fn compound(names: &[&str]) -> Vec<u8> {
    let mut bytes = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec();
    bytes.resize(512, 0);
    bytes[30] = 9;
    for name in [&["Root Entry"], names].concat() {
        let mut entry: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let length = u16::try_from(entry.len() + 2).unwrap();
        entry.resize(128, 0);
        entry[64..66].copy_from_slice(&length.to_le_bytes());
        bytes.extend(entry);
    }
    bytes
}

/// A box of an ISO media file.
pub fn mp4_box(name: &[u8; 4], content: &[u8]) -> Vec<u8> {
    let mut bytes = u32::try_from(content.len() + 8)
        .unwrap()
        .to_be_bytes()
        .to_vec();
    bytes.extend(name);
    bytes.extend(content);
    bytes
}

pub fn ftyp(brand: &[u8; 4]) -> Vec<u8> {
    mp4_box(b"ftyp", &[brand.as_slice(), &[0, 0, 2, 0], brand].concat())
}

/// A track: its handler type, the format of its samples, what follows the
/// format, and further boxes beside `mdia`.
pub fn track(handler: &[u8; 4], format: &[u8; 4], description: &[u8], beside: &[u8]) -> Vec<u8> {
    let hdlr = mp4_box(
        b"hdlr",
        &[[0; 8].as_slice(), handler, &[0; 12], b"\0"].concat(),
    );
    let sample = mp4_box(format, &[[0; 8].as_slice(), description].concat());
    let stsd = mp4_box(
        b"stsd",
        &[[0, 0, 0, 0, 0, 0, 0, 1].as_slice(), &sample].concat(),
    );
    let stbl = mp4_box(
        b"stbl",
        &[
            stsd,
            mp4_box(b"stco", &[0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 48]),
        ]
        .concat(),
    );
    let minf = mp4_box(b"minf", &[mp4_box(b"vmhd", &[0; 12]), stbl].concat());
    let mdia = mp4_box(b"mdia", &[mp4_box(b"mdhd", &[0; 24]), hdlr, minf].concat());
    mp4_box(
        b"trak",
        &[mp4_box(b"tkhd", &[0; 84]), mdia, beside.to_vec()].concat(),
    )
}

/// A video: brand, pictures, then `moov` with one picture track and `more`.
pub fn video(brand: &[u8; 4], more: &[u8]) -> Vec<u8> {
    let moov = mp4_box(
        b"moov",
        &[
            mp4_box(b"mvhd", &[0; 100]),
            track(b"vide", b"avc1", &[1; 70], b""),
            more.to_vec(),
        ]
        .concat(),
    );
    [
        ftyp(brand),
        mp4_box(b"mdat", b"the pictures themselves"),
        moov,
    ]
    .concat()
}
