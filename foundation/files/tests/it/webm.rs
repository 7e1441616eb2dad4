use std::io::Cursor;

use files::video::strip_location;
use files::{Kind, Refusal};
use proptest::prelude::*;

use crate::build::contains;

const PLACE: &[u8] = b"LOCATION+48.3833-004.4833/";

/// An element with its size on four bytes; « unknown » without content.
fn element(id: &[u8], content: Option<&[u8]>) -> Vec<u8> {
    let size = content.map_or(0x0FFF_FFFF, |content| u32::try_from(content.len()).unwrap());
    let size = (0x1000_0000 | size).to_be_bytes();
    [id, &size, content.unwrap_or_default()].concat()
}

fn ebml() -> Vec<u8> {
    element(b"\x1A\x45\xDF\xA3", Some(b"\x42\x82\x84webm"))
}

fn cluster() -> Vec<u8> {
    [
        element(b"\xE7", Some(b"\0")),
        element(b"\xA3", Some(b"the pictures themselves")),
    ]
    .concat()
}

/// As a converter writes it: all sizes known, tags at the end.
fn converted() -> Vec<u8> {
    let segment = [
        element(b"\x15\x49\xA9\x66", Some(b"info")),
        element(b"\x1F\x43\xB6\x75", Some(&cluster())),
        element(b"\x12\x54\xC3\x67", Some(PLACE)),
    ]
    .concat();
    [ebml(), element(b"\x18\x53\x80\x67", Some(&segment))].concat()
}

/// As a browser records it: segment and clusters end where the next begins.
fn recorded() -> Vec<u8> {
    let one = [element(b"\x1F\x43\xB6\x75", None), cluster()].concat();
    let void = element(b"\xEC", Some(PLACE));
    [
        ebml(),
        element(b"\x18\x53\x80\x67", None),
        one.clone(),
        void,
        one,
    ]
    .concat()
}

fn strip(mut bytes: Vec<u8>) -> Result<Vec<u8>, Refusal> {
    strip_location(&mut Cursor::new(&mut bytes), Kind::WebM)?;
    Ok(bytes)
}

#[test]
fn the_place_leaves_the_tags_and_nothing_else_moves() {
    for before in [converted(), recorded()] {
        assert!(contains(&before, PLACE));
        let after = strip(before.clone()).unwrap();
        assert!(!contains(&after, PLACE) && !contains(&after, b"LOCATION"));
        assert_eq!(before.len(), after.len());
        assert!(contains(&after, b"the pictures themselves"));
        // Clean is clean: the second time there is nothing to do.
        assert_eq!(strip(after.clone()).unwrap(), after);
    }
}

#[test]
fn what_cannot_be_walked_is_refused_untouched() {
    let whole = converted();
    let open_tags = [ebml(), element(b"\x12\x54\xC3\x67", None)].concat();
    let cases = [
        whole[..whole.len() - 1].to_vec(),
        [whole, b"\x77tail".to_vec()].concat(),
        open_tags,
        ebml(),
    ];
    for bytes in cases {
        let mut after = bytes.clone();
        let refusal = strip_location(&mut Cursor::new(&mut after), Kind::WebM).unwrap_err();
        assert!(matches!(refusal, Refusal::UnreadableVideo));
        assert_eq!(bytes, after);
    }
}

proptest! {
    #[test]
    fn no_bytes_make_the_walk_panic(rest in prop::collection::vec(any::<u8>(), 0..2_000)) {
        let _ = strip([ebml(), rest].concat());
    }

    #[test]
    fn no_damage_makes_it_panic_or_the_file_grow(
        edits in prop::collection::vec((0_usize..200, any::<u8>()), 1..6),
        live: bool,
    ) {
        let mut bytes = if live { recorded() } else { converted() };
        for (at, byte) in edits {
            if let Some(place) = bytes.get_mut(at) {
                *place = byte;
            }
        }
        let length = bytes.len();
        if let Ok(after) = strip(bytes) {
            prop_assert_eq!(after.len(), length);
        }
    }
}
