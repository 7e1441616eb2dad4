//! Files as schools export them, whole and broken. The people are invented.

mod broken;
mod fuzz;
mod whole;

use std::io::Write as _;

use tempfile::NamedTempFile;

use super::*;

pub const SIECLE: &str = include_str!("../../../../tests/data/ElevesSansAdresses.xml");
pub const GUARDIANS: &str = include_str!("../../../../tests/data/ResponsablesAvecAdresses.xml");
pub const STS: &str = include_str!("../../../../tests/data/sts_emp_0009017B_2026.xml");
pub const FREGATA: &str = include_str!("../../../../tests/data/fregata.csv");

pub fn file(bytes: &[u8]) -> NamedTempFile {
    let mut file = NamedTempFile::new().unwrap();
    file.write_all(bytes).unwrap();
    file
}

pub fn read_bytes(bytes: &[u8]) -> Result<Reading, Unreadable> {
    read(file(bytes).path())
}

pub fn latin(text: &str) -> Vec<u8> {
    encoding_rs::ISO_8859_15.encode(text).0.into_owned()
}

pub fn zip_of(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in files {
        writer
            .start_file(*name, zip::write::SimpleFileOptions::default())
            .unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

pub fn learners(reading: &Reading) -> Vec<&SaidLearner> {
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

/// A workbook as small as it can be.
pub fn workbook(rows: &str) -> Vec<u8> {
    zip_of(&[
        ("[Content_Types].xml", br#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>"#),
        ("_rels/.rels", br#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#),
        ("xl/workbook.xml", br#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Classe" sheetId="1" r:id="rId1"/></sheets></workbook>"#),
        ("xl/_rels/workbook.xml.rels", br#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#),
        ("xl/worksheets/sheet1.xml", format!(r#"<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{rows}</sheetData></worksheet>"#).as_bytes()),
    ])
}

pub fn text_cell(at: &str, text: &str) -> String {
    format!(r#"<c r="{at}" t="inlineStr"><is><t>{text}</t></is></c>"#)
}
