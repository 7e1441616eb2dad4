//! What `make bench` runs (through `scripts/bench.sh`): starts `jalon serve` on
//! instances of a thousand and of a hundred thousand learners, on both
//! engines, loads it, and compares **ratios** taken in one run with the limits
//! that Jalon promises. Exit code 1 when a limit is missed.
//!
//! The client is ours, on hyper's bare connections: it shares the two cores
//! with what it measures, so it must cost little, and an autosave needs the
//! version that the answer before gave, which load generators cannot chain.

mod autosave;
mod bare;
mod bare_rows;
mod cold;
mod coverage;
mod import;
mod instance;
mod load;
mod machine;
mod matrix;
mod pages;
mod people;
mod report;

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use anyhow::Context;
use clap::Parser;

use instance::{Engine, Place, Size};
use report::Report;

/// The measures of Jalon.
#[derive(Parser)]
struct Options {
    /// The program `jalon`, built for release.
    #[arg(long)]
    jalon: PathBuf,
    /// Where the data sets are kept between runs.
    #[arg(long)]
    data: PathBuf,
    /// A superuser's address of a durable PostgreSQL; without one, SQLite alone.
    #[arg(long, env = "BENCH_POSTGRES")]
    postgres: Option<String>,
    /// The built assets: `frontend/dist`.
    #[arg(long)]
    dist: PathBuf,
    /// The script that loads pages in a browser; without it, no browser.
    #[arg(long)]
    browser: Option<PathBuf>,
    /// Learners of the small instance and of the large one.
    #[arg(long, num_args = 2, default_values_t = [1_000, 100_000])]
    sizes: Vec<u32>,
    /// Learners of the imported file.
    #[arg(long, default_value_t = 100_000)]
    imported: u32,
    /// Measures the import alone.
    #[arg(long)]
    only_import: bool,
    /// How often each measure is repeated; the median counts.
    #[arg(long, default_value_t = 7)]
    rounds: usize,
    /// How long one measure lasts, in seconds.
    #[arg(long, default_value_t = 1.5)]
    seconds: f64,
    /// Builds the data sets again.
    #[arg(long)]
    fresh: bool,
    /// Where the table is written, as Markdown.
    #[arg(long)]
    output: Option<PathBuf>,
    /// A page whose table, between its two marks, is replaced by this one.
    #[arg(long)]
    doc: Option<PathBuf>,
}

/// Keep-alive connections that ask for pages.
pub const READERS: usize = 8;
/// People who write at the same time.
pub const WRITERS: usize = 16;

/// How measures are repeated.
#[derive(Clone, Copy, Debug)]
pub struct Pace {
    /// How often.
    pub rounds: usize,
    /// How long each one lasts.
    pub slice: Duration,
}

fn main() -> ExitCode {
    // One thread: the client must leave the cores to the server.
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    let outcome = match runtime {
        Ok(runtime) => runtime.block_on(run(Options::parse())),
        Err(error) => Err(error.into()),
    };
    match outcome {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("✗ {error:#}");
            ExitCode::FAILURE
        }
    }
}

async fn run(options: Options) -> anyhow::Result<bool> {
    let pace = Pace {
        rounds: options.rounds.max(1),
        slice: Duration::from_secs_f64(options.seconds),
    };
    let [small, large] = options.sizes[..] else {
        anyhow::bail!("Il faut deux tailles");
    };
    let mut places = vec![Place {
        engine: Engine::Sqlite,
        folder: options.data.clone(),
        server: None,
    }];
    places.extend(options.postgres.clone().map(|server| Place {
        engine: Engine::Postgres,
        folder: options.data.clone(),
        server: Some(server),
    }));
    let mut report = Report::new(small, large);
    if options.only_import {
        places.clear();
    }
    for place in &places {
        for learners in [small, large] {
            instance::prepare(&options.jalon, place, Size(learners), options.fresh).await?;
        }
        let starts = instance::start_times(&options.jalon, place, Size(large), 5)?;
        report.start(place.engine, &starts);
        let small = instance::Served::start(&options.jalon, place, Size(small)).await?;
        let large = instance::Served::start(&options.jalon, place, Size(large)).await?;
        pages::measure(&mut report, &options.dist, pace, &small, &large).await?;
        coverage::measure(&mut report, pace, &large).await?;
        matrix::measure(&mut report, &options.data, pace, &small, &large).await?;
        autosave::measure(&mut report, &options.data, pace, &large).await?;
        report.memory(place.engine, large.memory()?);
        if place.engine == Engine::Sqlite
            && let Some(script) = &options.browser
        {
            cold::measure(&mut report, script, &large)?;
        }
    }
    // Half a minute each: fewer rounds than what takes a second.
    let rounds = options.rounds.div_ceil(2).min(3);
    import::measure(
        &mut report,
        &options.jalon,
        &options.data,
        options.imported,
        rounds,
    )
    .await?;
    print!("{}", report.text());
    if let Some(output) = &options.output {
        std::fs::write(output, report.markdown())
            .with_context(|| format!("{} ne peut pas être écrit", output.display()))?;
        eprintln!("› Tableau écrit dans {}", output.display());
    }
    if let Some(page) = &options.doc {
        replace_table(page, &report.markdown())?;
    }
    Ok(report.holds())
}

/// What stands before and after the table in a page.
const MARKS: [&str; 2] = ["<!-- mesures -->\n", "<!-- fin des mesures -->"];

fn replace_table(page: &std::path::Path, table: &str) -> anyhow::Result<()> {
    let text = std::fs::read_to_string(page)
        .with_context(|| format!("{} ne peut pas être lu", page.display()))?;
    let (before, rest) = text
        .split_once(MARKS[0])
        .context("La page n’a pas la marque des mesures")?;
    let (_, after) = rest
        .split_once(MARKS[1])
        .context("La page n’a pas la marque de la fin des mesures")?;
    let [begin, end] = MARKS;
    std::fs::write(page, format!("{before}{begin}{table}{end}{after}"))?;
    Ok(())
}
