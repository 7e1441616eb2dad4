//! A whole académie in one SIECLE file, through `jalon import`: rows per
//! second against a bare loop that leaves the same rows, and memory.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, ensure};
use db::{Db, DbConfig};
use kernel::{Clock, SchoolYear, local_date};
use sea_orm::{ConnectionTrait, Statement};
use serde::Deserialize;

use crate::bare_rows::BareRows;
use crate::instance::memory_of;
use crate::report::Report;

/// Learners of one class in the file.
const CLASS: u32 = 30;
/// The diploma of the file: that of SNO, so that its classes are created.
const MEF: &str = "2583260111";

/// What `jalon import --json` answers.
#[derive(Debug, Deserialize)]
struct Summary {
    done: bool,
    created: u32,
}

/// Imports `learners` into a school without any, `rounds` times, the bare loop
/// after each.
///
/// # Errors
/// When something cannot be built or run.
pub async fn measure(
    report: &mut Report,
    jalon: &Path,
    folder: &Path,
    learners: u32,
    rounds: usize,
) -> anyhow::Result<()> {
    eprintln!("› Import de {learners} personnes…");
    let place = Place::prepare(jalon, folder).await?;
    let file = folder.join("import.zip");
    write_file(&file, &place.uai, learners)?;
    let mut ratios = Vec::new();
    let mut peak = 0;
    for _ in 0..rounds.max(1) {
        let (import, memory) = place.import(jalon, &file, learners).await?;
        peak = peak.max(memory);
        let mut bare = BareRows::open(&place.copy("boucle-import")?).await?;
        let loop_time = bare.write(learners).await?;
        bare.close().await?;
        ratios.push((import, loop_time));
    }
    ratios.sort_by(|a, b| ratio(*a).total_cmp(&ratio(*b)));
    let (import, loop_time) = ratios[ratios.len() / 2];
    let rate = |time: Duration| f64::from(learners) / time.as_secs_f64();
    report.import(
        learners,
        ratio((import, loop_time)),
        rate(import),
        rate(loop_time),
    );
    report.import_memory(learners, peak);
    Ok(())
}

/// Rows per second of the import by those of the loop.
fn ratio((import, loop_time): (Duration, Duration)) -> f64 {
    loop_time.as_secs_f64() / import.as_secs_f64()
}

/// A migrated instance with an empty school, copied before each use.
struct Place {
    folder: PathBuf,
    uai: String,
}

impl Place {
    async fn prepare(jalon: &Path, folder: &Path) -> anyhow::Result<Self> {
        let data = folder.join("import-vide");
        if data.exists() {
            std::fs::remove_dir_all(&data)?;
        }
        std::fs::create_dir_all(&data)?;
        let status = command(jalon, &data)
            .args(["demo", "--only-data", "--learners", "1"])
            .stdout(Stdio::null())
            .status()?;
        ensure!(status.success(), "jalon demo --learners a échoué");
        let db = Db::open(&DbConfig::sqlite(&data.join("jalon.sqlite"))).await?;
        let asked = Statement::from_string(
            db.reader().get_database_backend(),
            "SELECT uai FROM schools LIMIT 1",
        );
        let row = db.reader().query_one_raw(asked).await?;
        let uai = row.context("Aucun établissement")?.try_get("", "uai")?;
        // A copy of the file alone must hold everything.
        db.close().await?;
        Ok(Self {
            folder: folder.to_owned(),
            uai,
        })
    }

    /// A fresh copy of the instance.
    fn copy(&self, name: &str) -> anyhow::Result<PathBuf> {
        let (from, to) = (self.folder.join("import-vide"), self.folder.join(name));
        if to.exists() {
            std::fs::remove_dir_all(&to)?;
        }
        std::fs::create_dir_all(&to)?;
        for entry in std::fs::read_dir(from)? {
            let entry = entry?;
            if entry.file_type()?.is_file() {
                std::fs::copy(entry.path(), to.join(entry.file_name()))?;
            }
        }
        Ok(to)
    }

    /// How long one import takes, and the most memory that it had, in bytes.
    async fn import(
        &self,
        jalon: &Path,
        file: &Path,
        learners: u32,
    ) -> anyhow::Result<(Duration, u64)> {
        let data = self.copy("import")?;
        let begun = Instant::now();
        let mut child = command(jalon, &data)
            .arg("import")
            .arg(file)
            .args(["--school", &self.uai, "--json"])
            .stdout(Stdio::piped())
            .spawn()?;
        let mut peak = 0;
        let time = loop {
            // What the system counted goes with the process: it is asked until then.
            if let Ok(memory) = memory_of(child.id()) {
                peak = peak.max(memory.peak);
            }
            if child.try_wait()?.is_some() {
                break begun.elapsed();
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        };
        let output = child.wait_with_output()?;
        ensure!(output.status.success(), "jalon import a échoué");
        let summary: Summary = serde_json::from_slice(&output.stdout)?;
        ensure!(
            summary.done && summary.created == learners,
            "L’import n’a pas tout écrit\u{a0}: {summary:?}"
        );
        Ok((time, peak))
    }
}

fn command(jalon: &Path, data: &Path) -> Command {
    let mut command = Command::new(jalon);
    command
        .env("JALON_DATA_DIR", data)
        .env("JALON_DATABASE", "")
        .env("JALON_BACKUP_BEFORE_UPGRADE", "false")
        .env("JALON_LOG", "warn");
    command
}

/// `ElevesSansAdresses.xml` in a zip, written as a stream.
fn write_file(path: &Path, uai: &str, learners: u32) -> anyhow::Result<()> {
    let mut zip = zip::ZipWriter::new(std::io::BufWriter::new(std::fs::File::create(path)?));
    zip.start_file(
        "ElevesSansAdresses.xml",
        zip::write::SimpleFileOptions::default()
            .compression_method(zip::CompressionMethod::Deflated),
    )?;
    let year = SchoolYear::of(local_date(Clock::system().now())).first();
    write!(
        zip,
        "<?xml version=\"1.0\" encoding=\"ISO-8859-15\"?>\n<BEE_ELEVES VERSION=\"2.1\"><PARAMETRES><UAJ>{uai}</UAJ><ANNEE_SCOLAIRE>{year}</ANNEE_SCOLAIRE></PARAMETRES><DONNEES><ELEVES>\n"
    )?;
    for n in 0..learners {
        writeln!(
            zip,
            "<ELEVE ELEVE_ID=\"{n}\" ELENOET=\"{n}\"><ID_NATIONAL>{n:09}AA</ID_NATIONAL><NOM_DE_FAMILLE>NOM-{}</NOM_DE_FAMILLE><PRENOM>Camille {}</PRENOM><DATE_NAISS>{:02}/{:02}/2008</DATE_NAISS><CODE_SEXE>2</CODE_SEXE><CODE_MEF>{MEF}</CODE_MEF><CODE_STATUT>ST</CODE_STATUT></ELEVE>",
            letters(n),
            letters(n / 7),
            1 + n % 28,
            1 + n / 28 % 12,
        )?;
    }
    zip.write_all(b"</ELEVES><STRUCTURES>\n")?;
    for n in 0..learners {
        writeln!(
            zip,
            "<STRUCTURES_ELEVE ELEVE_ID=\"{n}\"><STRUCTURE><CODE_STRUCTURE>C{}</CODE_STRUCTURE><TYPE_STRUCTURE>D</TYPE_STRUCTURE></STRUCTURE></STRUCTURES_ELEVE>",
            n / CLASS
        )?;
    }
    zip.write_all(b"</STRUCTURES></DONNEES></BEE_ELEVES>")?;
    zip.finish()?.flush()?;
    Ok(())
}

/// A name of letters for a number: « aab ».
fn letters(mut n: u32) -> String {
    let mut name = String::new();
    for _ in 0..5 {
        name.push(char::from(b'a' + u8::try_from(n % 26).unwrap_or(0)));
        n /= 26;
    }
    name
}
