//! The binary `jalon`: command line, configuration, wiring of the slices,
//! home page, demo school. Whatever the field needs lives in a slice.

mod cli;
mod demo;
mod settings;
mod site;
mod tasks;
mod wiring;

use std::process::ExitCode;

use clap::Parser;

/// Everything is well.
const SUCCESS: u8 = 0;
/// The command failed; the sentence is on the error output.
const FAILURE: u8 = 1;

fn main() -> ExitCode {
    let command = cli::Cli::parse();
    let runtime = match tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
    {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("Jalon n’a pas pu démarrer : {error}");
            return ExitCode::from(FAILURE);
        }
    };
    match runtime.block_on(cli::run(command)) {
        Ok(()) => ExitCode::from(SUCCESS),
        Err(error) => {
            // The chain reads as one sentence: what was tried, then why not.
            eprintln!("{error:#}");
            ExitCode::from(FAILURE)
        }
    }
}
