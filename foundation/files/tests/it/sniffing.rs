use std::io::Cursor;

use files::{Kind, Refusal, sniff};
use image::ImageFormat;
use proptest::prelude::*;

use crate::build::{compound, encode, ftyp, picture, video, zip};

fn kind(bytes: impl AsRef<[u8]>) -> Result<Kind, Refusal> {
    sniff(&mut Cursor::new(bytes.as_ref()))
}

fn office(main: &str, more: &[(&str, &[u8])]) -> Vec<u8> {
    let start: [(&str, &[u8]); 3] = [
        ("[Content_Types].xml", b"<Types/>"),
        ("_rels/.rels", b""),
        (main, b"<x/>"),
    ];
    zip(&[&start, more].concat())
}

fn open_document(family: &str) -> Vec<u8> {
    let mime = format!("application/vnd.oasis.opendocument.{family}");
    zip(&[("mimetype", mime.as_bytes()), ("content.xml", b"<x/>")])
}

#[test]
fn what_a_learner_shows_is_recognised() {
    let ogg = [b"OggS".as_slice(), &[0; 24], b"OpusHead"].concat();
    let webm = b"\x1A\x45\xDF\xA3\x9F\x42\x86\x81\x01\x42\x82\x84webm".to_vec();
    let cases = [
        (encode(&picture(8, 8), ImageFormat::Jpeg), Kind::Jpeg),
        (encode(&picture(8, 8), ImageFormat::Png), Kind::Png),
        (encode(&picture(8, 8), ImageFormat::WebP), Kind::WebP),
        (b"%PDF-1.7\n".to_vec(), Kind::Pdf),
        (office("word/document.xml", &[]), Kind::Docx),
        (office("xl/workbook.xml", &[]), Kind::Xlsx),
        (office("ppt/presentation.xml", &[]), Kind::Pptx),
        (open_document("text"), Kind::Odt),
        (open_document("spreadsheet"), Kind::Ods),
        (open_document("presentation"), Kind::Odp),
        (open_document("graphics"), Kind::Odg),
        (compound(&["WordDocument"]), Kind::Doc),
        (compound(&["Workbook"]), Kind::Xls),
        (compound(&["PowerPoint Document"]), Kind::Ppt),
        (b"ID3\x03\0\0\0\0\0\0".to_vec(), Kind::Mp3),
        (b"\xFF\xFB\x90\x64rest".to_vec(), Kind::Mp3),
        (ftyp(b"M4A "), Kind::M4a),
        (ogg, Kind::Ogg),
        (b"RIFF\x24\0\0\0WAVEfmt ".to_vec(), Kind::Wav),
        (b"fLaC\0\0\0\x22".to_vec(), Kind::Flac),
        (video(b"isom", b""), Kind::Mp4),
        (video(b"qt  ", b""), Kind::Mov),
        (b"\0\0\0\x08wide\0\0\0\x10mdat".to_vec(), Kind::Mov),
        (webm, Kind::WebM),
        (
            "Compte rendu d’activité\nJ’ai installé un poste.".into(),
            Kind::PlainText,
        ),
        ("\u{feff}nom;prénom\nDupont;Éloïse\n".into(), Kind::Csv),
        (b"nom;pr\xE9nom\r\nDupont;Zo\xE9\r\n".to_vec(), Kind::Csv),
        ("The free software".into(), Kind::PlainText),
        ("ID3 est un format d’étiquettes".into(), Kind::PlainText),
        ("MZ, initiales de M. Zbikowski".into(), Kind::PlainText),
        ("nom,ville\n\"Martin, Paul\",Brest\n".into(), Kind::Csv),
    ];
    for (bytes, expected) in cases {
        assert_eq!(kind(&bytes).ok(), Some(expected), "{expected:?}");
    }
}

#[test]
fn what_could_act_or_hide_is_refused_with_the_sentence_that_helps() {
    let mut exe = b"MZ\x90\0\x03\0\0\0\x04\0\0\0".to_vec();
    exe.resize(200, 0);
    let elf = b"\x7FELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x02\0\x3E\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0".to_vec();
    let cases: Vec<(Vec<u8>, &str)> = vec![
        (exe, "programme"),
        (elf, "programme"),
        (
            zip(&[("photo.jpg", b"x"), ("script.js", b"y")]),
            "Décompressez",
        ),
        (b"Rar!\x1A\x07\x01\0".to_vec(), "Décompressez"),
        (b"7z\xBC\xAF\x27\x1C\0\x04".to_vec(), "Décompressez"),
        (b"\x1F\x8B\x08\0\0\0\0\0".to_vec(), "Décompressez"),
        (
            b"<!DOCTYPE html><script>alert(1)</script>".to_vec(),
            "page web",
        ),
        (
            b"  \n<svg xmlns='http://www.w3.org/2000/svg'/>".to_vec(),
            "SVG",
        ),
        ("\u{feff}<?xml version='1.0'?><svg/>".into(), "SVG"),
        (b"#!/bin/sh\nrm -rf /".to_vec(), "script"),
        (
            office("word/document.xml", &[("word/vbaProject.bin", b"x")]),
            "macros",
        ),
        (compound(&["WordDocument", "_VBA_PROJECT"]), "macros"),
        (compound(&["EncryptedPackage"]), "mot de passe"),
        (
            ftyp(b"heic"),
            "Réglages › Appareil photo › Formats › Le plus compatible",
        ),
        (ftyp(b"mif1"), "Le plus compatible"),
        (ftyp(b"avif"), "AVIF"),
        (b"GIF89a\x01\0\x01\0".to_vec(), "GIF"),
        (b"{\\rtf1\\ansi bonjour}".to_vec(), "ne reconnaît pas"),
        (vec![0, 1, 2, 3, 4, 5, 6, 7, 8], "ne reconnaît pas"),
        (vec![], "vide"),
    ];
    for (bytes, expected) in cases {
        let refusal = kind(&bytes).unwrap_err().to_string();
        assert!(refusal.contains(expected), "{expected}: {refusal}");
        assert!(refusal.contains("gardé"), "{refusal}");
    }
}

#[test]
fn a_text_with_a_control_byte_far_inside_is_no_text() {
    let mut bytes = "a".repeat(100_000).into_bytes();
    bytes[90_000] = 0;
    assert!(matches!(kind(&bytes), Err(Refusal::Unknown)));
}

#[test]
fn every_kind_is_found_again_by_its_code() {
    for &kind in Kind::ALL {
        assert_eq!(Kind::from_code(kind.extension()), Some(kind));
    }
}

proptest! {
    #[test]
    fn no_bytes_make_the_recognition_panic(
        magic in prop::sample::select(vec![
            b"".as_slice(), b"PK\x03\x04", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", b"\0\0\0\x18ftyp",
            b"RIFF", b"OggS", b"\x1A\x45\xDF\xA3", b"\xFF\xD8\xFF", b"MZ",
        ]),
        rest in prop::collection::vec(any::<u8>(), 0..2_000),
    ) {
        let _ = kind([magic, &rest].concat());
    }

    #[test]
    fn no_damage_to_a_zip_makes_it_panic(at in 0_usize..400, byte: u8, cut in 0_usize..400) {
        let mut bytes = office("word/document.xml", &[]);
        if let Some(place) = bytes.get_mut(at) {
            *place = byte;
        }
        bytes.truncate(bytes.len().saturating_sub(cut));
        let _ = kind(&bytes);
    }
}
