use std::io::{Cursor, Read as _, Seek as _, SeekFrom, Write as _};

use files::video::strip_location;
use files::{Kind, Refusal};
use proptest::prelude::*;

use crate::build::{contains, ftyp, mp4_box, track, video};

fn strip(mut bytes: Vec<u8>) -> Result<Vec<u8>, Refusal> {
    let mut cursor = Cursor::new(&mut bytes);
    strip_location(&mut cursor, Kind::Mp4)?;
    Ok(bytes)
}

const PLACE: &[u8] = b"+48.3833-004.4833/";

/// `©xyz` as an Android phone writes it.
fn xyz() -> Vec<u8> {
    mp4_box(b"\xA9xyz", &[&[0, 18, 0x15, 0xC7], PLACE].concat())
}

/// `meta` with keys and values, as an iPhone writes it.
fn apple_keys() -> Vec<u8> {
    let key = mp4_box(b"mdta", b"com.apple.quicktime.location.ISO6709");
    let keys = mp4_box(
        b"keys",
        &[[0, 0, 0, 0, 0, 0, 0, 1].as_slice(), &key].concat(),
    );
    let data = mp4_box(b"data", &[&[0, 0, 0, 1, 0, 0, 0, 0], PLACE].concat());
    let ilst = mp4_box(b"ilst", &mp4_box(&[0, 0, 0, 1], &data));
    mp4_box(b"meta", &[mp4_box(b"hdlr", &[0; 24]), keys, ilst].concat())
}

fn assert_clean(before: &[u8], after: &[u8]) {
    assert_eq!(before.len(), after.len(), "no byte moved");
    for trace in [PLACE, b"location", b"\xA9xyz", b"loci", b"GPSLatitude"] {
        assert!(
            !contains(after, trace),
            "{:?} is gone",
            String::from_utf8_lossy(trace)
        );
    }
    let pictures = b"the pictures themselves";
    let place = |bytes: &[u8]| {
        bytes
            .windows(pictures.len())
            .position(|window| window == pictures)
    };
    assert!(
        place(before).is_some() && place(before) == place(after),
        "pictures stay in place"
    );
    assert!(contains(after, b"stco"), "the tables stay");
}

#[test]
fn the_place_leaves_wherever_phones_write_it() {
    let loci = mp4_box(b"loci", &[&[0; 8], PLACE].concat());
    let xmp = mp4_box(
        b"uuid",
        &[
            b"\xBE\x7A\xCF\xCB\x97\xA9\x42\xE8\x9C\x71\x99\x94\x91\xE3\xAF\xAC".as_slice(),
            b"<exif:GPSLatitude>48</exif:GPSLatitude>",
        ]
        .concat(),
    );
    let in_track = track(b"soun", b"mp4a", &[2; 20], &mp4_box(b"udta", &xyz()));
    let cases = [
        (b"isom", mp4_box(b"udta", &xyz())),
        (b"qt  ", mp4_box(b"udta", &[xyz(), vec![0; 4]].concat())),
        (b"mp42", mp4_box(b"udta", &loci)),
        (b"qt  ", apple_keys()),
        (b"isom", in_track),
        (b"isom", xmp),
        (b"isom", mp4_box(b"free", PLACE)),
        (b"isom", mp4_box(b"gps ", PLACE)),
    ];
    for (brand, boxes) in cases {
        let before = video(brand, &boxes);
        assert!(contains(&before, PLACE) || contains(&before, b"GPSLatitude"));
        let after = strip(before.clone()).unwrap();
        assert_clean(&before, &after);
    }
    // At the top of the file, with a 64-bit size, and « to the end ».
    let mut large = 1_u32.to_be_bytes().to_vec();
    large.extend(b"meta");
    large.extend((16 + PLACE.len() as u64).to_be_bytes());
    large.extend(PLACE);
    let mut open_ended = mp4_box(b"uuid", PLACE);
    open_ended[..4].fill(0);
    for last in [large, open_ended] {
        let before = [video(b"isom", b""), last].concat();
        assert_clean(&before, &strip(before.clone()).unwrap());
    }
}

#[test]
fn a_video_without_a_place_is_left_as_it_is() {
    let mut bytes = video(b"isom", b"");
    let before = bytes.clone();
    assert_eq!(
        strip_location(&mut Cursor::new(&mut bytes), Kind::Mp4).unwrap(),
        0
    );
    assert_eq!(before, bytes);
}

#[test]
fn a_file_far_larger_than_memory_is_walked_box_by_box() {
    let mut file = tempfile::tempfile().unwrap();
    let pictures: u64 = 40_000_000_000;
    file.write_all(&ftyp(b"isom")).unwrap();
    file.write_all(&1_u32.to_be_bytes()).unwrap();
    file.write_all(b"mdat").unwrap();
    file.write_all(&(16 + pictures).to_be_bytes()).unwrap();
    // The pictures are a hole in the file.
    file.seek(SeekFrom::Current(40_000_000_000)).unwrap();
    let tail = video(b"isom", &mp4_box(b"udta", &xyz()));
    let moov = tail.windows(4).position(|name| name == b"moov").unwrap() - 4;
    file.write_all(&tail[moov..]).unwrap();

    assert_eq!(strip_location(&mut file, Kind::Mp4).unwrap(), 1);
    let mut end = vec![0; tail.len() - moov];
    file.seek(SeekFrom::End(-i64::try_from(end.len()).unwrap()))
        .unwrap();
    file.read_exact(&mut end).unwrap();
    assert!(contains(&end, b"stco") && !contains(&end, PLACE));
}

#[test]
fn an_iphone_metadata_track_passes_unless_it_names_a_place() {
    let orientation = track(
        b"meta",
        b"mebx",
        b"com.apple.quicktime.video-orientation",
        b"",
    );
    assert!(strip(video(b"qt  ", &orientation)).is_ok());

    let positions = [
        track(
            b"meta",
            b"mebx",
            b"com.apple.quicktime.location.ISO6709",
            b"",
        ),
        track(b"meta", b"gpmd", b"", b""),
        track(b"camm", b"camm", b"", b""),
        track(b"text", b"gpmd", b"", b""),
        track(b"meta", b"mett", b"application/gpx", b""),
    ];
    for positions in positions {
        let refusal = strip(video(b"qt  ", &positions)).unwrap_err();
        assert!(matches!(refusal, Refusal::PositionTrack));
        assert!(refusal.to_string().contains("GPS"));
    }
}

#[test]
fn what_cannot_be_walked_is_refused_untouched() {
    let whole = video(b"isom", &mp4_box(b"udta", &xyz()));
    let mut beyond = whole.clone();
    let at = beyond.windows(4).position(|name| name == b"udta").unwrap();
    beyond[at - 4..at].copy_from_slice(&0xFFFF_FFF0_u32.to_be_bytes());
    let mut tiny = whole.clone();
    tiny[at - 4..at].copy_from_slice(&5_u32.to_be_bytes());
    let mut endless = [
        ftyp(b"isom"),
        1_u32.to_be_bytes().to_vec(),
        b"moov".to_vec(),
    ]
    .concat();
    endless.extend(u64::MAX.to_be_bytes());
    let deep = (0..5_000).fold(Vec::new(), |inner, _| mp4_box(b"trak", &inner));
    let cases = [
        whole[..whole.len() - 3].to_vec(),
        beyond,
        tiny,
        endless,
        [ftyp(b"isom"), mp4_box(b"mdat", b"x")].concat(),
        ftyp(b"isom"),
        video(b"qt  ", &mp4_box(b"cmov", b"zlib")),
        [whole.clone(), b"tail!".to_vec()].concat(),
    ];
    for bytes in cases {
        let mut after = bytes.clone();
        let refusal = strip_location(&mut Cursor::new(&mut after), Kind::Mov).unwrap_err();
        assert!(matches!(refusal, Refusal::UnreadableVideo), "{refusal:?}");
        assert_eq!(bytes, after);
    }
    // `trak` in `trak` is nothing that playing needs: blanked, not followed.
    let after = strip(video(b"isom", &mp4_box(b"trak", &deep))).unwrap();
    assert!(contains(&after, b"free"));
}

proptest! {
    #[test]
    fn no_bytes_make_the_walk_panic(rest in prop::collection::vec(any::<u8>(), 0..3_000)) {
        let _ = strip([ftyp(b"isom"), rest].concat());
    }

    #[test]
    fn no_damage_makes_the_walk_panic_or_the_file_grow(
        edits in prop::collection::vec((0_usize..900, any::<u8>()), 1..8),
        cut in 0_usize..200,
    ) {
        let mut bytes = video(b"qt  ", &[mp4_box(b"udta", &xyz()), apple_keys()].concat());
        for (at, byte) in edits {
            if let Some(place) = bytes.get_mut(at) {
                *place = byte;
            }
        }
        bytes.truncate(bytes.len().saturating_sub(cut));
        let length = bytes.len();
        if let Ok(after) = strip(bytes) {
            prop_assert_eq!(after.len(), length);
        }
    }
}
