//! The command line: `jalon serve | demo | migrate | import | backup | restore | doctor | user | curriculum | routes`.

mod backup;
mod curriculum;
mod demo;
mod doctor;
mod import;
mod mail;
mod migrate;
mod routes;
pub mod serve;
mod user;

use std::path::PathBuf;

use clap::{ArgAction, Parser, Subcommand};

use crate::settings::Settings;

/// The plan of the help, in French.
const HELP: &str = "{about-with-newline}\nUtilisation\u{a0}: {usage}\n\n{all-args}";

/// Jalon, la plateforme de suivi des compétences des lycées professionnels et des CFA.
#[derive(Parser)]
#[command(
    version,
    about,
    long_about = None,
    arg_required_else_help = true,
    help_template = HELP,
    subcommand_help_heading = "Commandes",
    next_help_heading = "Réglages",
    disable_help_flag = true,
    disable_version_flag = true,
    disable_help_subcommand = true
)]
pub struct Cli {
    /// Affiche cette aide.
    #[arg(short, long, global = true, action = ArgAction::Help)]
    help: Option<bool>,
    /// Affiche la version.
    #[arg(short = 'V', long, action = ArgAction::Version)]
    version: Option<bool>,
    /// Fichier de configuration (sinon jalon.toml, puis /etc/jalon/jalon.toml).
    #[arg(long, global = true, value_name = "FICHIER")]
    config: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Démarre Jalon.
    Serve,
    /// Démarre un établissement de démonstration, effacé à l’arrêt.
    Demo {
        /// Port d’écoute.
        #[arg(long, env = "PORT", default_value_t = 8080)]
        port: u16,
        /// À la place, une académie d’essai d’autant de personnes apprenantes.
        #[arg(long, value_name = "NOMBRE", value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
        learners: Option<u32>,
        /// Remplit la base des réglages (jalon.toml, JALON_…), qui doit être vide, puis s’arrête.
        #[arg(long, requires = "learners")]
        only_data: bool,
    },
    /// Met la base de données à jour, puis s’arrête.
    Migrate,
    /// Importe des personnes depuis un fichier de SIECLE, de STS-Web ou de FREGATA.
    Import {
        /// Le fichier, tel que l’application l’a produit (XML, zip, CSV).
        file: PathBuf,
        /// L’UAI de l’établissement.
        #[arg(long, value_name = "UAI")]
        school: String,
        /// Dit ce qui serait fait, sans rien modifier.
        #[arg(long)]
        dry_run: bool,
        /// Réponse en JSON.
        #[arg(long)]
        json: bool,
    },
    /// Écrit tout (base, fichiers) dans une archive, sans arrêter le service.
    Backup {
        /// L’archive à écrire (jalon-DATE.tar.gz dans le dossier courant).
        #[arg(long, value_name = "FICHIER")]
        output: Option<PathBuf>,
    },
    /// Remplit une installation neuve à partir d’une archive.
    Restore {
        /// L’archive.
        archive: PathBuf,
    },
    /// Dit ce qui ne va pas dans l’installation, et comment le réparer.
    Doctor {
        /// Vérifie aussi que le journal n’a pas été modifié.
        #[arg(long)]
        audit: bool,
        /// Envoie aussi un message d’essai à cette adresse.
        #[arg(long, value_name = "ADRESSE")]
        mail: Option<String>,
        /// Réponse en JSON.
        #[arg(long)]
        json: bool,
    },
    /// Aide une personne à entrer quand plus personne ne le peut.
    #[command(subcommand)]
    User(user::UserCommand),
    /// Travaille sur un référentiel.
    #[command(subcommand)]
    Curriculum(curriculum::CurriculumCommand),
    /// Affiche toutes les adresses et qui y a accès.
    Routes {
        /// Réponse en JSON.
        #[arg(long)]
        json: bool,
    },
}

/// Runs the command.
///
/// # Errors
/// Whatever stopped it, as a French sentence.
pub async fn run(cli: Cli) -> anyhow::Result<()> {
    let config = cli.config.as_deref();
    match cli.command {
        Command::Serve => serve::run(&Settings::load(config)?).await,
        Command::Demo {
            learners: Some(learners),
            only_data: true,
            ..
        } => demo::fill(&Settings::load(config)?, learners).await,
        Command::Demo { port, learners, .. } => demo::run(port, learners).await,
        Command::Migrate => migrate::run(&Settings::load(config)?).await,
        Command::Import {
            file,
            school,
            dry_run,
            json,
        } => import::run(&Settings::load(config)?, &file, &school, dry_run, json).await,
        Command::Backup { output } => backup::save(&Settings::load(config)?, output).await,
        Command::Restore { archive } => backup::restore(&Settings::load(config)?, &archive).await,
        Command::Doctor { audit, mail, json } => {
            doctor::run(Settings::load(config), audit, mail.as_deref(), json).await
        }
        Command::User(command) => user::run(&Settings::load(config)?, command).await,
        Command::Curriculum(command) => curriculum::run(&command),
        Command::Routes { json } => routes::run(json),
    }
}

/// The log, as the settings want it.
fn start_log(settings: &Settings) {
    use crate::settings::LogFormat;
    let filter = tracing_subscriber::EnvFilter::try_new(&settings.log)
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("info"));
    let log = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr);
    // A second start (tests) keeps the first log.
    let _ = match settings.log_format {
        LogFormat::Text => log.try_init(),
        LogFormat::Json => log.json().try_init(),
    };
}
