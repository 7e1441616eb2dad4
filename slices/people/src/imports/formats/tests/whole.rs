//! Files that are as they should be.

use super::super::*;
use super::{
    FREGATA, GUARDIANS, SIECLE, STS, latin, learners, read_bytes, text_cell, workbook, zip_of,
};

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

/// A generated export of so many learners, indented: the white space between
/// them is longer than any one text may be.
fn generated(count: usize) -> Vec<u8> {
    let mut xml = String::from(
        "<?xml version='1.0' encoding='ISO-8859-15'?>\n<BEE_ELEVES VERSION='2.1'><PARAMETRES><UAJ>0009017B</UAJ></PARAMETRES><DONNEES><ELEVES>\n",
    );
    for n in 0..count {
        xml.push_str(&format!("<ELEVE ELEVE_ID='{n}' ELENOET='{n}'><ID_NATIONAL>{n:010}A</ID_NATIONAL><NOM_DE_FAMILLE>NOM{n}</NOM_DE_FAMILLE><PRENOM>Prénom</PRENOM><DATE_NAISS>02/11/2008</DATE_NAISS><CODE_MEF>2583260111</CODE_MEF><VILLE_NAISS>{}</VILLE_NAISS></ELEVE>\n{}", "x".repeat(200), " ".repeat(40)));
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
