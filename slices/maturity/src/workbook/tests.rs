//! What goes out comes back the same; what is wrong is said by its cell.

use chrono::NaiveDate;
use rust_xlsxwriter::{Formula, Workbook};

use super::model::{Book, BookGoal, BookPoint, Cover, QUESTIONNAIRE, SCHEDULE};
use super::read::{Filled, Refusal, read};
use super::write::{draft, write};
use crate::instrument::{Instrument, shipped_by_code};
use crate::objectives::State;
use crate::results::model::Standing;

fn numea() -> &'static Instrument {
    shipped_by_code("numea").unwrap()
}

fn day(month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2027, month, day).unwrap()
}

fn cover() -> Cover {
    Cover {
        school: "Lycée professionnel Jeanne-Vialar".into(),
        campaign: "NumEA 2026-2027".into(),
        updated_on: day(3, 9),
    }
}

fn goal(item: &str, step: u8, title: &str) -> BookGoal {
    BookGoal {
        item: item.into(),
        step,
        title: title.into(),
        measure: String::new(),
        ambition: String::new(),
        means: String::new(),
        pilot: String::new(),
        due_on: None,
        points: Vec::new(),
        reached: false,
        observations: String::new(),
    }
}

fn point(month: u32, on: u32, state: State, remark: &str) -> BookPoint {
    BookPoint {
        on: day(month, on),
        state,
        remark: remark.into(),
        author: "Mme Carbonnel".into(),
    }
}

/// A school with ticks and objectives of every kind.
fn book() -> Book {
    let mut standing = Standing::none_of(numea());
    for code in ["1.1.1-1", "1.1.1-2", "1.2.3-1", "2.3.2-3"] {
        assert!(standing.set(code, true));
    }
    let full = BookGoal {
        measure: "9 demandes sur 10\navant juin".into(),
        ambition: "Plus de papier : fini".into(),
        means: "6 heures".into(),
        pilot: "M. Haddad".into(),
        due_on: Some(day(6, 30)),
        points: vec![
            point(1, 4, State::NotStarted, ""),
            point(2, 1, State::InProgress, "À l’essai"),
            point(3, 8, State::InProgress, "31 demandes"),
        ],
        observations: "=SOMME(A1) n’est qu’un texte".into(),
        ..goal("1.1.5", 3, "Créer des formulaires")
    };
    let reached = BookGoal {
        reached: true,
        points: vec![point(3, 1, State::Done, "")],
        ..goal("1.1.5", 2, "-1 mail sur 2")
    };
    Book {
        standing,
        goals: vec![
            goal("2.3.2", 3, "@Rendre accessibles les ressources"),
            full,
            reached,
        ],
    }
}

/// Reads a draft after `edit`.
fn edited(edit: impl FnOnce(&mut Workbook)) -> Result<Filled, Refusal> {
    let mut workbook = draft(numea(), &cover(), &book()).unwrap();
    edit(&mut workbook);
    read(numea(), &workbook.save_to_buffer().unwrap())
}

fn cells(result: Result<Filled, Refusal>) -> Vec<String> {
    match result {
        Err(Refusal::Cells(problems)) => problems
            .iter()
            .map(|one| format!("{} {}", one.sheet, one.cell))
            .collect(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn what_goes_out_comes_back_the_same() {
    let bytes = write(numea(), &cover(), &book()).unwrap();
    let filled = read(numea(), &bytes).unwrap();
    assert!(filled.answered && filled.scheduled);
    assert_eq!(filled.book, book());
}

#[test]
fn a_workbook_has_a_native_chart_and_the_sheets_of_the_guide() {
    let bytes = write(numea(), &cover(), &book()).unwrap();
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let names: Vec<String> = (0..archive.len())
        .map(|place| {
            archive
                .by_index(place)
                .unwrap()
                .name()
                .unwrap()
                .into_owned()
        })
        .collect();
    assert_eq!(
        names
            .iter()
            .filter(|name| name.contains("charts/chart"))
            .count(),
        2
    );
}

#[test]
fn without_our_sheet_a_workbook_gives_what_it_has() {
    let filled = edited(|workbook| {
        let sheet = workbook.worksheet_from_name("Jalon – détail").unwrap();
        sheet.set_name("Autre chose").unwrap();
    });
    let goals = filled.unwrap().book.goals;
    let full = goals
        .iter()
        .find(|goal| goal.step == 3 && goal.item == "1.1.5")
        .unwrap();
    assert_eq!(full.means, "6 heures");
    assert_eq!(full.measure, "9 demandes sur 10\navant juin");
    // The échéancier has room for two checkpoints, and for no remark.
    assert_eq!(full.points.len(), 2);
    assert!(full.points.iter().all(|point| point.remark.is_empty()));
}

#[test]
fn a_tick_is_a_letter_and_no_formula_nor_anything_else() {
    let wrong = edited(|workbook| {
        let sheet = workbook.worksheet_from_name(QUESTIONNAIRE).unwrap();
        sheet
            .write_formula(6, 2, Formula::new("=1+0").set_result("1"))
            .unwrap();
        sheet.write_string(7, 6, "peut-être").unwrap();
        sheet.write_string(8, 2, "X").unwrap();
    });
    assert_eq!(cells(wrong), ["Questionnaire C7", "Questionnaire G8"]);
    let filled = edited(|workbook| {
        let sheet = workbook.worksheet_from_name(QUESTIONNAIRE).unwrap();
        sheet.write_string(8, 2, " X ").unwrap();
        sheet.write_number(8, 6, 1).unwrap();
        sheet.write_boolean(8, 10, true).unwrap();
    });
    let standing = filled.unwrap().book.standing;
    for step in 1..=3 {
        assert_eq!(standing.get(&format!("1.1.3-{step}")), Some(true));
    }
}

#[test]
fn moved_columns_and_rows_that_are_gone_are_said_where_they_are() {
    let moved = edited(|workbook| {
        let sheet = workbook.worksheet_from_name(QUESTIONNAIRE).unwrap();
        sheet.write_string(5, 1, "Etape 2").unwrap();
        sheet.write_string(5, 5, "Etape 1").unwrap();
    });
    let said = cells(moved);
    assert_eq!(said[..2], ["Questionnaire B6", "Questionnaire F6"]);
    let moved = edited(|workbook| {
        let sheet = workbook.worksheet_from_name(SCHEDULE).unwrap();
        sheet.write_string(3, 5, "OBSERVATIONS").unwrap();
    });
    assert_eq!(cells(moved), ["Échéancier F4"]);
    let gone = edited(|workbook| {
        let sheet = workbook.worksheet_from_name(QUESTIONNAIRE).unwrap();
        sheet.write_string(8, 0, "Une charte à nous").unwrap();
    });
    assert_eq!(cells(gone), ["Questionnaire A9", "Questionnaire A1"]);
}

#[test]
fn a_date_that_was_typed_is_read_and_what_is_none_is_said() {
    // On the row of « Créer des formulaires ».
    let row = |workbook: &mut Workbook, text: &str, column: u16| {
        let sheet = workbook.worksheet_from_name(SCHEDULE).unwrap();
        sheet.write_string(9, column, text).unwrap();
    };
    let filled = edited(|workbook| {
        row(workbook, "30/6/2027", 6);
    });
    let goals = filled.unwrap().book.goals;
    assert!(goals.iter().any(|goal| goal.due_on == Some(day(6, 30))));
    let wrong = edited(|workbook| {
        row(workbook, "fin juin", 6);
    });
    assert_eq!(cells(wrong), ["Échéancier G10"]);
    let wrong = edited(|workbook| {
        row(workbook, "bientôt", 8);
    });
    assert_eq!(cells(wrong), ["Échéancier I10"]);
}

#[test]
fn a_missing_sheet_a_damaged_or_an_enormous_file_has_its_sentence() {
    let sentence = |bytes: &[u8]| match read(numea(), bytes) {
        Err(Refusal::File(sentence)) => sentence,
        other => panic!("{other:?}"),
    };
    let mut other = Workbook::new();
    other.add_worksheet().set_name("Feuille 1").unwrap();
    assert!(sentence(&other.save_to_buffer().unwrap()).contains("Échéancier"));
    assert!(sentence(b"Nom;Prenom").contains("XLSX"));
    assert!(sentence(&vec![0; 50_000_000]).contains("trop gros"));
    // A small file that would open into a large one.
    let mut bomb = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    bomb.start_file("xl/workbook.xml", options).unwrap();
    std::io::Write::write_all(&mut bomb, &vec![b' '; 60_000_000]).unwrap();
    let bytes = bomb.finish().unwrap().into_inner();
    assert!(bytes.len() < 1_000_000);
    assert!(sentence(&bytes).contains("trop gros"));
    // The échéancier alone is enough.
    let alone = edited(|workbook| {
        let sheet = workbook.worksheet_from_name(QUESTIONNAIRE).unwrap();
        sheet.set_name("Brouillon").unwrap();
    });
    let alone = alone.unwrap();
    assert!(!alone.answered && alone.scheduled && alone.book.goals.len() == 3);
}
