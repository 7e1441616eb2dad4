//! Files that are cut, booby-trapped or something else: each is refused with
//! its sentence.

use std::io::Write as _;

use super::super::*;
use super::{SIECLE, latin, read_bytes, zip_of};

#[test]
fn a_truncated_file_says_so() {
    let whole = latin(SIECLE);
    for end in [whole.len() / 2, whole.len() - 20] {
        let error = read_bytes(&whole[..end]).unwrap_err();
        assert!(matches!(error, Unreadable::Truncated { .. }), "{error:?}");
        assert!(error.to_string().contains("incomplet"));
    }
    let zipped = zip_of(&[("a.xml", &whole)]);
    assert!(matches!(
        read_bytes(&zipped[..zipped.len() / 2]),
        Err(Unreadable::DamagedZip)
    ));
}

#[test]
fn an_entity_bomb_is_refused_before_it_unfolds() {
    let bomb = r#"<?xml version="1.0"?><!DOCTYPE BEE_ELEVES [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;">]><BEE_ELEVES><PARAMETRES><UAJ>&b;</UAJ></PARAMETRES></BEE_ELEVES>"#;
    assert!(matches!(
        read_bytes(bomb.as_bytes()),
        Err(Unreadable::Entities)
    ));
    let unknown = "<BEE_ELEVES><PARAMETRES><UAJ>&b;</UAJ></PARAMETRES></BEE_ELEVES>";
    assert!(matches!(
        read_bytes(unknown.as_bytes()),
        Err(Unreadable::Entities)
    ));
    let attribute = "<BEE_ELEVES a='&b;'></BEE_ELEVES>";
    assert!(matches!(
        read_bytes(attribute.as_bytes()),
        Err(Unreadable::Entities)
    ));
}

#[test]
fn a_zip_bomb_of_200_megabytes_is_refused_without_being_unfolded() {
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    writer
        .start_file(
            "ElevesSansAdresses.xml",
            zip::write::SimpleFileOptions::default()
                .compression_method(zip::CompressionMethod::Deflated),
        )
        .unwrap();
    let spaces = vec![b' '; 1_000_000];
    writer.write_all(b"<BEE_ELEVES>").unwrap();
    for _ in 0..200 {
        writer.write_all(&spaces).unwrap();
    }
    let bomb = writer.finish().unwrap().into_inner();
    assert!(bomb.len() < 1_000_000, "{}", bomb.len());
    let error = read_bytes(&bomb).unwrap_err();
    assert!(matches!(error, Unreadable::TooBig { .. }), "{error:?}");
    assert!(error.to_string().contains("150\u{a0}Mo"), "{error}");
    // A directory that lies about the size is read no further than it says.
    let at = bomb.windows(4).position(|w| w == b"PK\x01\x02").unwrap();
    let mut liar = bomb.clone();
    liar[at + 24..at + 28].copy_from_slice(&1_000_u32.to_le_bytes());
    assert!(read_bytes(&liar).is_err());
}

#[test]
fn one_huge_text_is_refused() {
    let huge = format!(
        "<BEE_ELEVES><PARAMETRES><UAJ>{}</UAJ></PARAMETRES></BEE_ELEVES>",
        "a".repeat(5_000_000)
    );
    assert!(matches!(
        read_bytes(huge.as_bytes()),
        Err(Unreadable::TooLong { .. })
    ));
    let comment = format!("<BEE_ELEVES><!--{}--></BEE_ELEVES>", "a".repeat(5_000_000));
    assert!(matches!(
        read_bytes(comment.as_bytes()),
        Err(Unreadable::TooLong { .. })
    ));
    let deep = format!("<BEE_ELEVES>{}", "<a>".repeat(10_000));
    assert!(matches!(
        read_bytes(deep.as_bytes()),
        Err(Unreadable::Damaged { .. })
    ));
}

#[test]
fn a_wrong_encoding_is_seen() {
    // Latin letters announced as UTF-8.
    let wrong = latin(&SIECLE.replace("ISO-8859-15", "UTF-8"));
    assert!(matches!(
        read_bytes(&wrong),
        Err(Unreadable::Encoding { .. })
    ));
    // UTF-8 letters announced as Latin: they would read « InÃ¨s ».
    assert!(matches!(
        read_bytes(SIECLE.as_bytes()),
        Err(Unreadable::Mojibake { .. })
    ));
    assert!(matches!(
        read_bytes("Nom;PrÃ©nom\nA;B\n".as_bytes()),
        Err(Unreadable::Mojibake { .. })
    ));
    assert!(matches!(
        read_bytes(b"Nom;Prenom\nA;\x81\n"),
        Err(Unreadable::Encoding { .. })
    ));
    let unknown = "<?xml version='1.0' encoding='KLINGON'?><BEE_ELEVES/>";
    assert!(matches!(
        read_bytes(unknown.as_bytes()),
        Err(Unreadable::Encoding { .. })
    ));
}

#[test]
fn what_is_no_import_is_refused_with_a_sentence_of_its_own() {
    let cases: [(&[u8], &str); 8] = [
        (b"%PDF-1.7\n1 0 obj", "ne reconna\u{ee}t pas"),
        (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1....", "ancien format"),
        (
            b"<html><body></body></html>",
            "premier \u{e9}l\u{e9}ment est",
        ),
        (b"bonjour", "ne reconna\u{ee}t pas"),
        (b"   \n ", "aucune personne"),
        (b"Nom;Prenom\n", "aucune personne"),
        (b"<BEE_ELEVES></BEE_ELEVES>", "aucune personne"),
        (b"\0\x01\x02\x03", "ne reconna\u{ee}t pas"),
    ];
    for (bytes, words) in cases {
        let sentence = read_bytes(bytes).unwrap_err().to_string();
        assert!(sentence.contains(words), "{sentence}");
        assert!(sentence.contains("Rien n’a été modifié"), "{sentence}");
    }
    let two = zip_of(&[("a.xml", b"<a/>"), ("b.csv", b"a;b")]);
    assert!(matches!(
        read_bytes(&two),
        Err(Unreadable::NotOneInZip { count: 2 })
    ));
    assert!(matches!(
        read_bytes(&zip_of(&[("a.exe", b"MZ")])),
        Err(Unreadable::NotOneInZip { count: 0 })
    ));
}
