//! A dossier like those of the school: SNO, four levels, VosRêves.

use std::io::Cursor;

use chrono::NaiveDate;
use documents::*;

pub fn day(month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2027, month, day).unwrap()
}

/// A screenshot of a kind: a bar, a menu, lines.
pub fn screenshot(width: u32, height: u32, seed: u32) -> Vec<u8> {
    let mut picture = image::RgbImage::from_pixel(width, height, image::Rgb([247, 245, 240]));
    for (x, y, pixel) in picture.enumerate_pixels_mut() {
        let line = (y / (height / 14).max(1)) % 2 == 1;
        if y < height / 10 {
            *pixel = image::Rgb([27, 35, 51]);
        } else if x < width / 5 {
            *pixel = image::Rgb([190, 199, 251]);
        } else if line
            && x > width / 4
            && x < width - width / 8 - (y * 37 + seed * 91) % (width / 3)
        {
            *pixel = image::Rgb([86, 93, 107]);
        }
    }
    let mut bytes = Vec::new();
    picture
        .write_to(&mut Cursor::new(&mut bytes), image::ImageFormat::Png)
        .unwrap();
    bytes
}

/// A photograph of a kind: it does not compress well.
pub fn photograph(width: u32, height: u32, seed: u32) -> Vec<u8> {
    let mut state = seed.wrapping_mul(2_654_435_761).max(1);
    let picture = image::RgbImage::from_fn(width, height, |x, y| {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        let noise = (state % 24) as u8;
        image::Rgb([
            (x * 200 / width) as u8 + noise,
            (y * 200 / height) as u8 + noise,
            120 + noise,
        ])
    });
    let mut bytes = Vec::new();
    picture
        .write_to(&mut Cursor::new(&mut bytes), image::ImageFormat::Jpeg)
        .unwrap();
    bytes
}

fn text(line: &str) -> Vec<Span> {
    vec![Span::Text(line.to_owned())]
}

fn position(viewpoint: Viewpoint, level: u8, date: NaiveDate, author: &str) -> Position {
    Position {
        viewpoint,
        level,
        date,
        author: author.to_owned(),
        before: None,
    }
}

fn competence(code: &str, title: &str, proofs: u32, positions: Vec<Position>) -> Competence {
    Competence {
        code: code.to_owned(),
        title: title.to_owned(),
        positions,
        proofs: Some(proofs),
    }
}

pub fn blocs() -> Vec<Bloc> {
    use Viewpoint::{Own, Peer, Team, Tutor};
    let team = |level, d| position(Team, level, d, "Mme Carbonnel");
    let own = |level, d| position(Own, level, d, "");
    let tutor = |level, d| position(Tutor, level, d, "M. Lemoine");
    let peer = |level, d, name| position(Peer, level, d, name);
    vec![
        Bloc {
            number: 1,
            title: "Contribuer à la présence en ligne de l’organisation".to_owned(),
            competences: vec![
                competence(
                    "C1.1",
                    "Participer à la mise en place et à l’actualisation d’un site Web",
                    5,
                    vec![team(3, day(3, 9)), own(3, day(3, 6)), tutor(2, day(3, 5))],
                ),
                competence(
                    "C1.2",
                    "Participer à la valorisation de la présence de l’organisation sur les médias sociaux",
                    3,
                    vec![
                        team(2, day(2, 12)),
                        own(3, day(2, 10)),
                        peer(3, day(2, 11), "Yanis Mercier"),
                    ],
                ),
                competence(
                    "C1.3",
                    "Collaborer en mode projet",
                    1,
                    vec![
                        team(3, day(3, 9)),
                        tutor(3, day(3, 5)),
                        peer(4, day(2, 11), "Yanis Mercier"),
                        peer(4, day(2, 11), "Lina Haddad"),
                    ],
                ),
            ],
        },
        Bloc {
            number: 2,
            title: "Participer à la gestion des services logiciels".to_owned(),
            competences: vec![
                competence(
                    "C2.1",
                    "Participer à la gestion des outils et applications numériques «\u{202f}métier\u{202f}»",
                    4,
                    vec![team(2, day(3, 9)), own(2, day(3, 6)), tutor(3, day(3, 5))],
                ),
                competence(
                    "C2.2",
                    "Participer à la gestion des outils bureautiques, collaboratifs et nomades",
                    7,
                    vec![team(4, day(3, 9)), own(3, day(3, 6)), tutor(4, day(3, 5))],
                ),
                competence(
                    "C2.3",
                    "Contribuer à la sécurité du système d’information de l’organisation",
                    1,
                    vec![team(1, day(3, 9)), own(2, day(3, 6))],
                ),
            ],
        },
        Bloc {
            number: 3,
            title: "Accompagner les utilisateurs aux usages du numérique".to_owned(),
            competences: vec![
                competence(
                    "C3.1",
                    "Soutenir les utilisateurs dans les usages d’applications et services numériques",
                    4,
                    vec![
                        team(3, day(3, 9)),
                        own(3, day(3, 6)),
                        tutor(3, day(3, 5)),
                        peer(3, day(2, 11), "Lina Haddad"),
                    ],
                ),
                competence(
                    "C3.2",
                    "Sensibiliser les utilisateurs à la sécurité informatique et à la protection des données à caractère personnel",
                    0,
                    vec![],
                ),
                competence(
                    "C3.3",
                    "Exploiter de la documentation technique en langue anglaise pour la rendre accessible aux utilisateurs",
                    2,
                    vec![own(1, day(3, 6)), team(2, day(3, 9))],
                ),
            ],
        },
    ]
}

/// One report with everything that a report can hold.
pub fn report() -> Report {
    Report {
        title: "Paramétrer les habilitations du module de gestion des congés".to_owned(),
        kind: "Compte rendu d’activité".to_owned(),
        context: Some("PFMP chez VosRêves".to_owned()),
        period: Some("du 2 au 5 mars 2027".to_owned()),
        state: "À reprendre".to_owned(),
        sections: vec![
            Section {
                label: "Situer l’action".to_owned(),
                blocks: vec![Block::plain("L’agence VosRêves remplace ses feuilles de calcul par le module de gestion des congés de son PGI. M. Lemoine, administrateur SI, m’a confié les habilitations\u{a0}: qui peut demander, approuver ou consulter un congé. Jusqu’ici, chaque responsable d’agence envoyait un tableau à M. Latour, qui ressaisissait tout.")],
            },
            Section {
                label: "Ce que j’ai produit".to_owned(),
                blocks: vec![
                    Block::plain("En quatre jours\u{a0}:"),
                    Block::List(vec![
                        vec![Span::Text("la matrice des habilitations mise à jour (".to_owned()), Span::File("matrice-habilitations-conges.xlsx".to_owned()), Span::Text(")\u{202f};".to_owned())],
                        text("les 4 profils créés et testés dans le PGI avec des comptes fictifs\u{202f};"),
                        vec![Span::Text("une fiche d’une page pour les responsables, d’après ".to_owned()), Span::Link("https://docs.example.org/conges/habilitations".to_owned()), Span::Text(".".to_owned())],
                    ]),
                ],
            },
            Section {
                label: "Comment et pourquoi".to_owned(),
                blocks: vec![Block::Paragraph(vec![
                    text("Je suis partie de l’organigramme pour lister les rôles. J’ai ensuite donné à chacun le minimum utile\u{a0}: un conseiller demande, un responsable approuve son équipe, M. Latour voit tout."),
                    text("J’ai retiré le droit de suppression aux responsables parce qu’une demande effacée disparaissait aussi de l’historique."),
                ])],
            },
        ],
        linked: vec![
            Linked { bloc: 2, code: "C2.1".to_owned(), title: "Participer à la gestion des outils et applications numériques «\u{202f}métier\u{202f}»".to_owned() },
            Linked { bloc: 3, code: "C3.3.1".to_owned(), title: "Adapter en langue française de la documentation technique rédigée en langue anglaise".to_owned() },
            Linked { bloc: 0, code: "Savoir".to_owned(), title: "Sécurité du système d’information\u{a0}: gestion des habilitations".to_owned() },
        ],
        images: vec![
            Image {
                name: "profil-responsable-agence.png".to_owned(),
                source: screenshot(900, 420, 1).into(),
                alternative: Alternative::Described("Écran du PGI\u{a0}: le profil «\u{202f}Responsable d’agence\u{202f}» avec quatre droits cochés sur six.".to_owned()),
                caption: Some("Le profil après le test".to_owned()),
            },
            Image {
                name: "bandeau.png".to_owned(),
                source: screenshot(600, 60, 2).into(),
                alternative: Alternative::Decorative,
                caption: None,
            },
        ],
        pieces: vec![
            Piece { name: "matrice-habilitations-conges.xlsx".to_owned(), about: "84\u{a0}Ko, tableur".to_owned(), link: None },
            Piece { name: "Documentation du module".to_owned(), about: "docs.example.org".to_owned(), link: Some("https://docs.example.org/conges".to_owned()) },
        ],
        feedback: vec![Feedback {
            author: "Mme Carbonnel".to_owned(),
            date: day(3, 8),
            parts: vec![
                FeedbackPart { label: "Points forts".to_owned(), blocks: vec![Block::plain("La matrice est claire et testée.")] },
                FeedbackPart { label: "Questions".to_owned(), blocks: vec![Block::plain("Qu’est-ce qui vous a fait retirer le droit de suppression, à ce moment-là\u{202f}?")] },
            ],
        }],
    }
}

/// A short report that says `words`, without image.
pub fn saying(title: &str, words: &str) -> Report {
    Report {
        title: title.to_owned(),
        sections: vec![Section {
            label: "Situer l’action".to_owned(),
            blocks: vec![Block::plain(words)],
        }],
        images: vec![],
        feedback: vec![],
        pieces: vec![],
        ..report()
    }
}

pub fn dossier(reports: Vec<Report>) -> DossierDocument {
    DossierDocument {
        learner: "Inès Ferrand".to_owned(),
        class: Some("MC SNO 1".to_owned()),
        school: "Lycée professionnel Jeanne-Vialar".to_owned(),
        curriculum: "Mention complémentaire Services numériques aux organisations".to_owned(),
        school_year: "2026-2027".to_owned(),
        date: day(3, 12),
        levels: [
            "Découvre",
            "Réalise avec aide",
            "Réalise en autonomie",
            "Maîtrise et transmet",
        ]
        .map(str::to_owned)
        .to_vec(),
        blocs: blocs(),
        reports,
    }
}
