//! `jalon curriculum check FICHIER`: every mistake of a référentiel, with its line.

use std::path::PathBuf;

use anyhow::{Context, bail};
use clap::Subcommand;

#[derive(Subcommand)]
pub enum CurriculumCommand {
    /// Vérifie un fichier de référentiel et explique chaque erreur.
    Check {
        /// Le fichier TOML.
        file: PathBuf,
        /// Réponse en JSON.
        #[arg(long)]
        json: bool,
    },
}

/// Checks and explains.
///
/// # Errors
/// When the file cannot be read or is not right.
pub fn run(command: &CurriculumCommand) -> anyhow::Result<()> {
    let CurriculumCommand::Check { file, json } = command;
    let bytes =
        std::fs::read(file).with_context(|| format!("{} ne peut pas être lu", file.display()))?;
    let source = String::from_utf8(bytes).map_err(|_| {
        anyhow::anyhow!(
            "{} n’est pas un fichier texte en UTF-8. Enregistrez-le dans ce codage, puis recommencez.",
            file.display()
        )
    })?;
    let name = file
        .file_name()
        .map_or_else(|| "référentiel".into(), |name| name.to_string_lossy());
    match curriculum::check(&source, &name) {
        Ok(curriculum) => {
            if *json {
                println!("[]");
            } else {
                println!(
                    "{} {} est correct\u{a0}: {}, {}.",
                    curriculum.code,
                    curriculum.version,
                    kernel::count(curriculum.blocks.len() as u64, "bloc", "blocs"),
                    kernel::count(
                        curriculum.competences().count() as u64,
                        "compétence",
                        "compétences"
                    )
                );
            }
            Ok(())
        }
        Err(problems) => {
            if *json {
                println!("{}", serde_json::to_string_pretty(&problems)?);
            } else {
                for problem in &problems {
                    println!("{problem}");
                }
            }
            bail!(
                "{}\u{a0}: {} à corriger.",
                file.display(),
                kernel::count(problems.len() as u64, "erreur", "erreurs")
            )
        }
    }
}
