//! The matrix of a class, looked at as others see it.

use documents::*;

use crate::RENDERER;
use crate::pdf::Pdf;
use crate::sample::{day, dossier};

const NAMES: [&str; 28] = [
    "Abadie Yanis",
    "Baratte Lou-Ann",
    "Belkhiri Mehdi",
    "Bourdiol Camille",
    "Calvet Enzo",
    "Cissokho Aminata",
    "Darrigrand Théo",
    "Destrem Lina",
    "Diawara Moussa",
    "Esquirol Maëlys",
    "Fabregal Hugo",
    "Ferrand Inès",
    "Gaillac Jade",
    "Hamdani Rayan",
    "Izard Noé",
    "Jouglar Sarah",
    "Kerviel Kelyan",
    "Lacassin Ambre",
    "Lahlou Nour",
    "Malaret Bastien",
    "Navarre Louane",
    "N’Doye Ousmane",
    "Pélissou Eva",
    "Quentric Tom",
    "Rezgui Myriam",
    "Sicard Alexis",
    "Tran Thi Mai",
    "Vidalenc Zoé",
];

fn column(code: &str, label: &str) -> MatrixColumn {
    MatrixColumn {
        code: code.into(),
        label: label.into(),
        detailed: code.len() > 4,
    }
}

/// The columns of the three blocs, unfolded or not.
fn blocs(detailed: bool) -> Vec<MatrixBloc> {
    let bloc = |number, title: &str, columns: &[(&str, &str)]| MatrixBloc {
        number,
        title: title.into(),
        columns: columns
            .iter()
            .map(|(code, label)| column(code, label))
            .filter(|column| detailed || !column.detailed)
            .collect(),
    };
    vec![
        bloc(
            1,
            "Contribuer à la présence en ligne de l’organisation",
            &[
                ("C1.1", "Site Web"),
                ("C1.1.1", "Besoin recueilli"),
                ("C1.1.2", "Contenus"),
                ("C1.1.3", "Référencement"),
                ("C1.1.4", "Accessibilité"),
                ("C1.2", "Médias sociaux"),
                ("C1.2.1", "Veille"),
                ("C1.2.2", "Publication"),
                ("C1.2.3", "Indicateurs"),
                ("C1.3", "Mode projet"),
                ("C1.3.1", "Analyse"),
                ("C1.3.2", "Planification"),
                ("C1.3.3", "Suivi"),
            ],
        ),
        bloc(
            2,
            "Participer à la gestion des services logiciels",
            &[
                ("C2.1", "Applis métier"),
                ("C2.1.1", "Installation"),
                ("C2.1.2", "Paramétrage"),
                ("C2.2", "Bureau et nomade"),
                ("C2.2.1", "Synchronisation"),
                ("C2.2.2", "Collaboration"),
                ("C2.2.3", "Assistance"),
                ("C2.3", "Sécurité du SI"),
                ("C2.3.1", "Procédures de sécurité"),
                ("C2.3.2", "Profils et accès"),
            ],
        ),
        bloc(
            3,
            "Accompagner les utilisateurs aux usages du numérique",
            &[
                ("C3.1", "Support aux usages"),
                ("C3.1.1", "Diagnostic"),
                ("C3.1.2", "Formation"),
                ("C3.1.3", "Documentation"),
                ("C3.2", "Sécurité et RGPD"),
                ("C3.2.1", "Sensibilisation"),
                ("C3.2.2", "Données personnelles"),
                ("C3.3", "Anglais technique"),
                ("C3.3.1", "Adaptation"),
                ("C3.3.2", "Restitution"),
            ],
        ),
    ]
}

/// A case that is the same each time, and not the same everywhere.
fn cell(row: usize, column: usize, views: usize) -> MatrixCell {
    let seed = (row * 31 + column * 17 + row * column * 7) % 23;
    let levels: Vec<u8> = (0..views)
        .map(|view| u8::try_from((seed + view * (1 + seed % 3)) % 5).unwrap())
        .collect();
    let apart = levels[0].abs_diff(*levels.get(1).unwrap_or(&levels[0]));
    MatrixCell {
        note: match seed % 4 {
            0 => String::new(),
            1 => "12/10".into(),
            n => format!("{:02}/11 · {n}", 1 + seed),
        },
        gap: apart >= 2 && levels.iter().take(2).all(|level| *level > 0),
        said: format!("case {row} {column}, équipe niveau {}", levels[0]),
        levels,
    }
}

fn matrix(people: usize, detailed: bool, viewpoints: &[Viewpoint]) -> MatrixDocument {
    let blocs = blocs(detailed);
    let width: usize = blocs.iter().map(|bloc| bloc.columns.len()).sum();
    let sample = dossier(Vec::new());
    MatrixDocument {
        title: "Compétences de MC SNO 1".into(),
        school: sample.school,
        curriculum: "Certificat de spécialisation Services numériques aux organisations, 2026-2027"
            .into(),
        date: day(3, 9),
        people: format!("{people} apprenant·es"),
        narrowed: Vec::new(),
        levels: sample.levels,
        viewpoints: viewpoints.to_vec(),
        blocs,
        rows: (0..people)
            .map(|row| MatrixRow {
                name: NAMES[row % NAMES.len()].into(),
                cells: (0..width)
                    .map(|column| cell(row, column, viewpoints.len()))
                    .collect(),
            })
            .collect(),
    }
}

fn render(document: MatrixDocument) -> (Rendered, Pdf) {
    let rendered = RENDERER.sheet(&document.into()).unwrap();
    let pdf = Pdf::new(&rendered.bytes);
    pdf.assert_sound();
    (rendered, pdf)
}

const BOTH: [Viewpoint; 2] = [Viewpoint::Team, Viewpoint::Own];

#[test]
fn a_class_is_readable_on_one_sheet_of_a3_and_accessible() {
    let (rendered, pdf) = render(matrix(28, false, &BOTH));
    assert_eq!(rendered.notes, [""; 0]);
    assert_eq!(
        (rendered.pages, rendered.conformity),
        (1, Conformity::PdfAAndUa)
    );
    assert!(pdf.claims("pdfaid") && pdf.claims("pdfuaid"));
    let size = pdf.info("Page size").unwrap();
    assert!(size.starts_with("1190.55 x 841.89"), "{size}");
    pdf.assert_looks_like(1, "matrice");
    let structure = pdf.structure();
    for said in [
        "Ferrand Inès",
        "Bloc 2",
        "Site Web",
        "Répartition de l’équipe",
    ] {
        assert!(
            structure.contains(said),
            "not in the structure: {said}\n{structure}"
        );
    }
}

#[test]
fn thirty_three_columns_and_four_points_of_view_stay_readable() {
    let (rendered, pdf) = render(matrix(28, true, &BOTH));
    assert_eq!(
        (rendered.pages, rendered.conformity),
        (1, Conformity::PdfAAndUa)
    );
    pdf.assert_looks_like(1, "matrice-detaillee");
    let (rendered, pdf) = render(matrix(35, true, &Viewpoint::ALL));
    assert!(rendered.pages <= 3, "{}", rendered.pages);
    pdf.assert_looks_like(2, "matrice-quatre-points-de-vue");
    // The head is there on each sheet.
    assert_eq!(pdf.text().matches("C2.3.1").count(), rendered.pages);
}

#[test]
fn what_it_is_narrowed_to_is_said_and_nobody_is_a_sheet_too() {
    let document = MatrixDocument {
        narrowed: vec!["groupe A".into(), "sans preuve".into()],
        ..matrix(0, false, &BOTH)
    };
    let (rendered, pdf) = render(document);
    assert_eq!(rendered.conformity, Conformity::PdfAAndUa);
    assert!(
        pdf.text().contains("groupe A, sans preuve"),
        "{}",
        pdf.text()
    );
    assert!(pdf.text().contains("Personne ne correspond"));
}

#[test]
fn a_diploma_wider_than_a_sheet_goes_on_in_another_table() {
    let mut document = matrix(2, true, &BOTH);
    let mut more = document.blocs[0].clone();
    more.number = 4;
    document.blocs.push(more);
    for row in &mut document.rows {
        row.cells.extend((0..13).map(|column| cell(1, column, 2)));
    }
    let (rendered, pdf) = render(document);
    assert_eq!(rendered.pages, 2);
    assert_eq!(pdf.text().matches("Abadie Yanis").count(), 2);
}

#[test]
fn no_name_is_markup() {
    let mut document = matrix(1, false, &BOTH);
    document.rows[0].name = "#panic() *gras* $x$".into();
    let (_, pdf) = render(document);
    assert!(pdf.text().contains("#panic() *gras* $x$"));
}
