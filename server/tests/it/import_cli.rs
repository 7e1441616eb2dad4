//! `jalon import` as the program itself: what it says in French, its exit
//! code, and that a run killed in the middle leaves all or nothing.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

use jalon::wiring;
use kernel::{Clock, SchoolYear, local_date};
use people::api::{NewSchool, create_school};

const UAI: &str = "0009017B";

/// A data folder with a school, as `jalon migrate` and the installation leave it.
struct Place {
    folder: tempfile::TempDir,
}

impl Place {
    async fn new() -> Self {
        let place = Self {
            folder: tempfile::tempdir().unwrap(),
        };
        let migrated = place.jalon(&["migrate"]);
        assert!(migrated.status.success(), "{}", said(&migrated));
        let settings = jalon::settings::Settings {
            data_dir: place.folder.path().to_path_buf(),
            ..jalon::settings::Settings::default()
        };
        let db = wiring::open_database(&settings.database()).await.unwrap();
        let clock = Clock::system();
        curriculum::api::install_shipped(&db, &clock).await.unwrap();
        let new = NewSchool {
            id: None,
            uai: UAI.parse().unwrap(),
            name: "Lycée Jeanne-Vialar".into(),
            city: "Valbrune".into(),
        };
        db.write(move |tx| {
            let (clock, new) = (clock.clone(), new.clone());
            async move { create_school(&tx, &clock, &new).await }
        })
        .await
        .unwrap();
        db.close().await.unwrap();
        place
    }

    fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_jalon"));
        command
            .args(args)
            .current_dir(self.folder.path())
            .env("JALON_DATA_DIR", self.folder.path())
            .env("JALON_DATABASE", "")
            .env("JALON_LOG", "error")
            .stdin(Stdio::null());
        command
    }

    fn jalon(&self, args: &[&str]) -> Output {
        self.command(args).output().unwrap()
    }

    fn file(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path
    }

    fn import(&self, file: &Path, more: &[&str]) -> Output {
        let mut args = vec!["import", "--school", UAI];
        args.extend(more);
        args.push(file.to_str().unwrap());
        self.jalon(&args)
    }

    /// What a run would do, or did: created, without change.
    fn counts(&self, file: &Path, more: &[&str]) -> (u64, u64) {
        let mut args = vec!["--json"];
        args.extend(more);
        let output = self.import(file, &args);
        assert!(output.status.success(), "{}", said(&output));
        let answer: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        let of = |name: &str| answer[name].as_u64().unwrap();
        (of("created"), of("same"))
    }
}

/// All that it wrote, spaces made ordinary.
fn said(output: &Output) -> String {
    let text = [&*output.stdout, &*output.stderr].concat();
    String::from_utf8(text)
        .unwrap()
        .replace(['\u{a0}', '\u{202f}'], " ")
}

/// A SIECLE export of so many learners.
fn siecle(uai: &str, learners: u32) -> Vec<u8> {
    let year = SchoolYear::of(local_date(Clock::system().now())).first();
    let mut text = format!(
        "<?xml version='1.0' encoding='UTF-8'?><BEE_ELEVES><PARAMETRES><UAJ>{uai}</UAJ><ANNEE_SCOLAIRE>{year}</ANNEE_SCOLAIRE></PARAMETRES><DONNEES><ELEVES>"
    );
    for n in 0..learners {
        let _ = write!(
            text,
            "<ELEVE ELEVE_ID='{n}'><ID_NATIONAL>{n:09}AA</ID_NATIONAL><NOM_DE_FAMILLE>Nom{n}</NOM_DE_FAMILLE><PRENOM>Éloïse</PRENOM><DATE_NAISS>02/11/2008</DATE_NAISS><CODE_MEF>2583260111</CODE_MEF></ELEVE>"
        );
    }
    text.push_str("</ELEVES><STRUCTURES>");
    for n in 0..learners {
        let _ = write!(
            text,
            "<STRUCTURES_ELEVE ELEVE_ID='{n}'><STRUCTURE><CODE_STRUCTURE>C{}</CODE_STRUCTURE><TYPE_STRUCTURE>D</TYPE_STRUCTURE></STRUCTURE></STRUCTURES_ELEVE>",
            n % 4
        );
    }
    text.push_str("</STRUCTURES></DONNEES></BEE_ELEVES>");
    text.into_bytes()
}

#[tokio::test]
async fn an_import_says_what_it_did_and_ends_with_zero() {
    let place = Place::new().await;
    let file = place.file("eleves.xml", &siecle(UAI, 40));
    let dry = place.import(&file, &["--dry-run"]);
    assert_eq!(dry.status.code(), Some(0), "{}", said(&dry));
    assert!(
        said(&dry).starts_with("Ce qui serait fait : 40 personnes créées, 0 modifiée, 0 problème"),
        "{}",
        said(&dry)
    );
    let done = place.import(&file, &[]);
    assert_eq!(done.status.code(), Some(0), "{}", said(&done));
    assert!(
        said(&done).starts_with("Importé : 40 personnes créées"),
        "{}",
        said(&done)
    );
    // Nothing else on the standard output: a script reads it.
    assert_eq!(done.stdout.iter().filter(|byte| **byte == b'\n').count(), 1);
    assert_eq!(place.counts(&file, &[]), (0, 40));
}

#[tokio::test]
async fn what_cannot_be_imported_is_said_in_french_and_ends_with_one() {
    let place = Place::new().await;
    let table = "Nom;Prénom\nDiallo;Fatou\n";
    let whole = siecle(UAI, 3);
    let cases: [(&str, &[u8], &str); 5] = [
        (
            "autre.xml",
            &siecle("0750001U", 3),
            "celui de l’établissement 0750001U, et non du vôtre",
        ),
        ("coupe.xml", &whole[..whole.len() / 2], "incomplet"),
        (
            "photo.xml",
            b"\xff\xd8\xff\xe0 une image",
            "ne reconnaît pas",
        ),
        ("vide.csv", b"", "ne contient aucune personne"),
        (
            "liste.csv",
            table.as_bytes(),
            "continuez sur la page Imports",
        ),
    ];
    for (name, bytes, words) in cases {
        let refused = place.import(&place.file(name, bytes), &[]);
        assert_eq!(refused.status.code(), Some(1), "{name}: {}", said(&refused));
        assert!(said(&refused).contains(words), "{name}: {}", said(&refused));
    }
    let file = place.file("eleves.xml", &whole);
    let of = |uai: &str| place.jalon(&["import", file.to_str().unwrap(), "--school", uai]);
    for (uai, words) in [
        ("0750001U", "Aucun établissement n’a l’UAI 0750001U"),
        ("lycée", "UAI"),
    ] {
        let refused = of(uai);
        assert_eq!(refused.status.code(), Some(1), "{}", said(&refused));
        assert!(said(&refused).contains(words), "{}", said(&refused));
    }
    let absent = place.import(Path::new("/nulle/part.xml"), &[]);
    assert_eq!(absent.status.code(), Some(1), "{}", said(&absent));
    // A command line that cannot be read.
    assert_eq!(place.jalon(&["import"]).status.code(), Some(2));
    // Nothing came of any of it.
    assert_eq!(place.counts(&file, &["--dry-run"]), (3, 0));
}

#[tokio::test]
async fn a_database_to_be_migrated_is_left_alone() {
    let place = Place {
        folder: tempfile::tempdir().unwrap(),
    };
    let file = place.file("eleves.xml", &siecle(UAI, 3));
    let refused = place.import(&file, &[]);
    assert_eq!(refused.status.code(), Some(1));
    assert!(
        said(&refused).contains("Lancez d’abord « jalon migrate »"),
        "{}",
        said(&refused)
    );
}

/// The drill `scripts/drills/import-tue.sh` does it at more moments, on both
/// engines.
#[tokio::test]
async fn an_import_killed_in_the_middle_leaves_all_or_nothing() {
    const LEARNERS: u64 = 600;
    let place = Place::new().await;
    let file = place.file("eleves.xml", &siecle(UAI, 600));
    for share in 1..=4_u32 {
        let args = ["import", "--school", UAI, file.to_str().unwrap()];
        let mut child = place
            .command(&args)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let begun = Instant::now();
        // A busy machine starts late: some of these end before anything is written.
        while begun.elapsed() < Duration::from_millis(u64::from(share) * 150) {
            std::thread::sleep(Duration::from_millis(5));
        }
        child.kill().unwrap();
        child.wait().unwrap();
        let found = place.counts(&file, &["--dry-run"]);
        assert!(
            found == (LEARNERS, 0) || found == (0, LEARNERS),
            "half imported: {found:?}"
        );
    }
    place.counts(&file, &[]);
    assert_eq!(place.counts(&file, &["--dry-run"]), (0, LEARNERS));
}
