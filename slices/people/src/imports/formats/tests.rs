//! Files as schools export them, whole and broken. The people are invented.

use std::io::Write as _;

use proptest::prelude::*;
use tempfile::NamedTempFile;

use super::*;

fn file(bytes: &[u8]) -> NamedTempFile {
    let mut file = NamedTempFile::new().unwrap();
    file.write_all(bytes).unwrap();
    file
}

fn read_bytes(bytes: &[u8]) -> Result<Reading, Unreadable> {
    read(file(bytes).path())
}

fn latin(text: &str) -> Vec<u8> {
    encoding_rs::ISO_8859_15.encode(text).0.into_owned()
}

fn zip_of(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in files {
        writer
            .start_file(*name, zip::write::SimpleFileOptions::default())
            .unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn learners(reading: &Reading) -> Vec<&SaidLearner> {
    let Body::Rows(rows) = &reading.body else {
        panic!("a table")
    };
    rows.iter()
        .map(|row| match &row.said {
            Said::Learner(learner) => learner,
            other => panic!("{other:?}"),
        })
        .collect()
}

const SIECLE: &str = include_str!("../../../tests/data/ElevesSansAdresses.xml");
const GUARDIANS: &str = include_str!("../../../tests/data/ResponsablesAvecAdresses.xml");
const STS: &str = include_str!("../../../tests/data/sts_emp_0009017B_2026.xml");
const FREGATA: &str = include_str!("../../../tests/data/fregata.csv");

#[test]
fn a_siecle_export_is_read_plain_or_zipped_in_its_old_encoding() {
    let plain = read_bytes(&latin(SIECLE)).unwrap();
    assert_eq!(plain.format, Format::SiecleLearners);
    assert_eq!(
        (plain.uai.as_deref(), plain.year),
        (Some("0009017B"), Some(2026))
    );
    let people = learners(&plain);
    assert_eq!(people.len(), 4);
    assert_eq!(people[0].last, "FERRAND");
    assert_eq!(people[0].first, "Inès");
    assert_eq!(people[0].birth, "02/11/2008");
    assert_eq!(people[0].class, "CSSNO1");
    assert_eq!(people[0].ine, "080000001AA");
    // The name in use goes before the family name.
    assert_eq!(people[1].last, "L'ÉTOILE");
    assert_eq!(people[2].left, "15/10/2026");
    assert_eq!(people[3].ine, "");
    let Body::Rows(rows) = &plain.body else {
        panic!()
    };
    assert_eq!(rows[0].line, 9);
    let zipped = read_bytes(&zip_of(&[("ElevesSansAdresses.xml", &latin(SIECLE))])).unwrap();
    assert_eq!(zipped, plain);
    // As UTF-8, with the declaration that says so.
    let utf8 = SIECLE.replace("ISO-8859-15", "UTF-8");
    assert_eq!(read_bytes(utf8.as_bytes()).unwrap(), plain);
}

#[test]
fn guardians_keep_only_those_for_whom_they_are_legally_responsible() {
    let reading = read_bytes(&latin(GUARDIANS)).unwrap();
    assert_eq!(reading.format, Format::SiecleGuardians);
    let Body::Rows(rows) = reading.body else {
        panic!()
    };
    let wards: Vec<_> = rows
        .iter()
        .map(|row| match &row.said {
            Said::Guardian(guardian) => (guardian.last.clone(), guardian.wards.clone()),
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(
        wards,
        [
            (
                "FERRAND".to_owned(),
                vec!["1001".to_owned(), "1002".to_owned()]
            ),
            ("MOREL".to_owned(), vec![])
        ]
    );
}

#[test]
fn staff_come_with_the_classes_that_they_teach() {
    let reading = read_bytes(&latin(STS)).unwrap();
    assert_eq!(
        (reading.format, reading.uai.as_deref()),
        (Format::Sts, Some("0009017B"))
    );
    let Body::Rows(rows) = reading.body else {
        panic!()
    };
    let Said::Staff(teacher) = &rows[0].said else {
        panic!()
    };
    assert_eq!(
        (teacher.last.as_str(), teacher.first.as_str()),
        ("CARBONNEL", "Hélène")
    );
    assert_eq!(teacher.classes, ["CSSNO1"]);
    let Said::Staff(head) = &rows[1].said else {
        panic!()
    };
    assert_eq!((head.post.as_str(), head.classes.len()), ("DIR", 0));
}

#[test]
fn fregata_and_cfa_are_known_by_their_columns() {
    let reading = read_bytes(FREGATA.as_bytes()).unwrap();
    assert_eq!(reading.format, Format::Fregata);
    let people = learners(&reading);
    assert_eq!(
        (people[0].last.as_str(), people[0].class.as_str()),
        ("Nguyen", "CS4 SNO")
    );
    assert_eq!(people[1].last, "Bertin-Roy");
    let cfa = FREGATA
        .replace("Division*", "Division*;UAI*")
        .replace("CS4 SNO", "CS4 SNO;0009017B");
    let reading = read_bytes(&encoding_rs::WINDOWS_1252.encode(&cfa).0).unwrap();
    assert_eq!(reading.format, Format::Cfa);
    assert_eq!(learners(&reading)[0].uai, "0009017B");
}

#[test]
fn any_table_is_read_whatever_its_separator_and_encoding() {
    let expected = ["Léa", "Moussa"];
    let semicolons = "Nom;Prénom;Né(e) le\n\nDupont;Léa;02/11/2008\n\"N’Diaye\";Moussa;\n";
    let texts: [Vec<u8>; 4] = [
        semicolons.as_bytes().to_vec(),
        format!("\u{feff}{}", semicolons.replace(';', ",")).into_bytes(),
        encoding_rs::WINDOWS_1252
            .encode(&semicolons.replace(';', "\t"))
            .0
            .into_owned(),
        [0xFF, 0xFE]
            .into_iter()
            .chain(semicolons.encode_utf16().flat_map(u16::to_le_bytes))
            .collect(),
    ];
    for bytes in texts {
        let Body::Table(table) = read_bytes(&bytes).unwrap().body else {
            panic!()
        };
        let first: Vec<_> = table.rows.iter().map(|row| row.cells[1].as_str()).collect();
        assert_eq!(first, expected);
        assert_eq!(table.rows[0].line, 3);
    }
}

/// A workbook as small as it can be.
fn workbook(rows: &str) -> Vec<u8> {
    zip_of(&[
        ("[Content_Types].xml", br#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>"#),
        ("_rels/.rels", br#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#),
        ("xl/workbook.xml", br#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Classe" sheetId="1" r:id="rId1"/></sheets></workbook>"#),
        ("xl/_rels/workbook.xml.rels", br#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#),
        ("xl/worksheets/sheet1.xml", format!(r#"<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{rows}</sheetData></worksheet>"#).as_bytes()),
    ])
}

fn text_cell(at: &str, text: &str) -> String {
    format!(r#"<c r="{at}" t="inlineStr"><is><t>{text}</t></is></c>"#)
}

#[test]
fn a_workbook_is_read_and_a_cell_far_away_takes_no_memory() {
    let rows = format!(
        r#"<row r="1">{}{}</row><row r="900000">{}{}</row>"#,
        text_cell("A1", "Nom"),
        text_cell("B1", "Prénom"),
        text_cell("A900000", "Dupont"),
        text_cell("B900000", "Léa"),
    );
    let Body::Table(table) = read_bytes(&workbook(&rows)).unwrap().body else {
        panic!()
    };
    assert_eq!(table.headers, ["Nom", "Prénom"]);
    assert_eq!((table.rows.len(), table.rows[0].line), (1, 900_000));
    let wide = format!(r#"<row r="1">{}</row>"#, text_cell("XFD1", "loin"));
    assert!(matches!(
        read_bytes(&workbook(&wide)),
        Err(Unreadable::TooManyColumns { .. })
    ));
}

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

/// A generated export of so many learners.
fn generated(count: usize) -> Vec<u8> {
    let mut xml = String::from(
        "<?xml version='1.0' encoding='ISO-8859-15'?>\n<BEE_ELEVES VERSION='2.1'><PARAMETRES><UAJ>0009017B</UAJ></PARAMETRES><DONNEES><ELEVES>\n",
    );
    for n in 0..count {
        xml.push_str(&format!("<ELEVE ELEVE_ID='{n}' ELENOET='{n}'><ID_NATIONAL>{n:010}A</ID_NATIONAL><NOM_DE_FAMILLE>NOM{n}</NOM_DE_FAMILLE><PRENOM>Prénom</PRENOM><DATE_NAISS>02/11/2008</DATE_NAISS><CODE_MEF>2583260111</CODE_MEF><VILLE_NAISS>{}</VILLE_NAISS></ELEVE>\n", "x".repeat(200)));
    }
    xml.push_str("</ELEVES><STRUCTURES>");
    for n in 0..count {
        xml.push_str(&format!("<STRUCTURES_ELEVE ELEVE_ID='{n}'><STRUCTURE><CODE_STRUCTURE>C{}</CODE_STRUCTURE><TYPE_STRUCTURE>D</TYPE_STRUCTURE></STRUCTURE></STRUCTURES_ELEVE>\n", n % 30));
    }
    xml.push_str("</STRUCTURES></DONNEES></BEE_ELEVES>");
    latin(&xml)
}

#[test]
fn a_file_of_three_thousand_learners_is_read_with_their_classes() {
    let reading = read_bytes(&generated(3_000)).unwrap();
    let people = learners(&reading);
    assert_eq!((people.len(), people[2_999].class.as_str()), (3_000, "C29"));
}

/// Changes a few bytes, cuts, doubles: whatever a file may suffer.
fn mutated(bytes: &[u8], changes: &[(usize, u8)], cut: usize) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for (at, byte) in changes {
        let at = at % bytes.len();
        bytes[at] = *byte;
    }
    bytes.truncate(1 + cut % bytes.len());
    bytes
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]
    #[test]
    fn no_file_makes_the_readers_panic(
        which in 0_usize..6,
        changes in proptest::collection::vec((any::<usize>(), any::<u8>()), 0..12),
        cut in any::<usize>(),
        whole in any::<bool>(),
    ) {
        let rows = format!(r#"<row r="1">{}{}</row>"#, text_cell("A1", "Nom"), text_cell("B1", "Prénom"));
        let source = match which {
            0 => latin(SIECLE),
            1 => latin(GUARDIANS),
            2 => latin(STS),
            3 => FREGATA.as_bytes().to_vec(),
            4 => zip_of(&[("a.xml", &latin(SIECLE))]),
            _ => workbook(&rows),
        };
        let cut = if whole { source.len() - 1 } else { cut };
        let _ = read_bytes(&mutated(&source, &changes, cut));
    }

    #[test]
    fn no_text_makes_the_readers_panic(text in "(<?/?[A-Z_]{0,12}[ ='\">;,]?|.|\n){0,60}") {
        let _ = read_bytes(text.as_bytes());
    }
}
