//! The program `jalon`: reads its command line, runs it, tells how it ended.

use std::process::ExitCode;

use clap::Parser;
use jalon::cli::{self, Cli};

/// Pages are made of many short-lived strings, from several threads: this one
/// serves them faster than the system's, and gives memory back (make bench).
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Everything is well.
const SUCCESS: u8 = 0;
/// The command failed; the sentence is on the error output. A command line
/// that cannot be read ends with 2 (clap).
const FAILURE: u8 = 1;

fn main() -> ExitCode {
    let cli = Cli::parse();
    let runtime = match tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
    {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("Jalon n’a pas pu démarrer\u{a0}: {error}");
            return ExitCode::from(FAILURE);
        }
    };
    let outcome = runtime.block_on(cli::run(cli));
    // A document being laid out is not waited for: its job is back in the queue.
    runtime.shutdown_background();
    match outcome {
        Ok(()) => ExitCode::from(SUCCESS),
        Err(error) => {
            // The chain reads as one sentence: what was tried, then why not.
            let chain: Vec<_> = error.chain().map(ToString::to_string).collect();
            eprintln!("{}", chain.join("\u{a0}: "));
            ExitCode::from(FAILURE)
        }
    }
}
