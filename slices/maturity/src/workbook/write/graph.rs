//! The data of the graph, and the graph itself as spreadsheets draw it.

use rust_xlsxwriter::{Chart, ChartType, Worksheet, XlsxError};

use super::{Styles, on_paper, put};
use crate::instrument::Instrument;
use crate::results::model::Share;
use crate::workbook::model::{Book, Cover, GRAPH};

/// Where the head of the table stands.
const HEAD: u32 = 3;

pub(super) fn write(
    sheet: &mut Worksheet,
    styles: &Styles,
    instrument: &Instrument,
    cover: &Cover,
    book: &Book,
) -> Result<(), XlsxError> {
    sheet.set_name(GRAPH)?;
    on_paper(sheet);
    sheet.set_column_width(0, 44)?;
    put(
        sheet,
        0,
        0,
        "Graphique de positionnement de la transition numérique",
        &styles.title,
    )?;
    put(
        sheet,
        1,
        0,
        &format!(
            "{}. Pourcentage d’items atteints, par champ d’action.",
            cover.school
        ),
        &styles.muted,
    )?;
    let whole = u16::from(instrument.steps()) + 1;
    put(sheet, HEAD, 0, "Champ d’action", &styles.head)?;
    for step in 1..=instrument.steps() {
        put(
            sheet,
            HEAD,
            u16::from(step),
            &format!("Etape {step}"),
            &styles.head,
        )?;
    }
    put(sheet, HEAD, whole, "Toutes les étapes", &styles.head)?;
    let standing = &book.standing;
    let mut last = HEAD;
    for field in instrument.fields() {
        last += 1;
        let name = format!("{} {}", field.code, field.title);
        put(sheet, last, 0, &name, &styles.strong)?;
        for step in 1..=instrument.steps() {
            let share = standing.of_field_step(&field.code, step.into());
            percent(sheet, last, u16::from(step), share, styles)?;
        }
        percent(sheet, last, whole, standing.of_field(&field.code), styles)?;
    }
    put(sheet, last + 1, 0, "Ensemble", &styles.strong)?;
    for step in 1..=instrument.steps() {
        percent(
            sheet,
            last + 1,
            u16::from(step),
            standing.of_step(step.into()),
            styles,
        )?;
    }
    percent(sheet, last + 1, whole, standing.overall(), styles)?;
    let mut radar = Chart::new(ChartType::RadarFilled);
    radar
        .add_series()
        .set_categories((GRAPH, HEAD + 1, 0, last, 0))
        .set_values((GRAPH, HEAD + 1, whole, last, whole))
        .set_name("Étapes atteintes");
    radar.title().set_name("Champs d’action");
    radar.set_width(620).set_height(420);
    radar.set_alt_text("Radar : part des étapes atteintes pour chaque champ d’action ; les valeurs sont dans le tableau.");
    sheet.insert_chart(last + 3, 0, &radar)?;
    let mut bars = Chart::new(ChartType::Column);
    for step in 1..=instrument.steps() {
        let column = u16::from(step);
        bars.add_series()
            .set_categories((GRAPH, HEAD + 1, 0, last + 1, 0))
            .set_values((GRAPH, HEAD + 1, column, last + 1, column))
            .set_name((GRAPH, HEAD, column));
    }
    bars.title()
        .set_name("Pourcentage d’items atteints pour chacune des trois étapes");
    bars.set_width(860).set_height(420);
    bars.set_alt_text("Histogramme : pourcentage d’items atteints par étape et par champ d’action ; les valeurs sont dans le tableau.");
    sheet.insert_chart(last + 26, 0, &bars)?;
    Ok(())
}

fn percent(
    sheet: &mut Worksheet,
    row: u32,
    column: u16,
    share: Share,
    styles: &Styles,
) -> Result<(), XlsxError> {
    let share = f64::from(share.percent()) / 100.0;
    sheet.write_number_with_format(row, column, share, &styles.percent)?;
    Ok(())
}
