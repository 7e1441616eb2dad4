//! The data sets, and `jalon serve` on them.

use std::fmt;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, bail, ensure};
use db::{Db, DbConfig};
use sea_orm::ConnectionTrait;

/// Changes when `jalon demo --learners` builds something else.
const GENERATION: u32 = 2;

/// The engine behind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// In the process.
    Sqlite,
    /// A server beside it.
    Postgres,
}

impl fmt::Display for Engine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Sqlite => "SQLite",
            Self::Postgres => "PostgreSQL",
        })
    }
}

/// How many learners.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size(pub u32);

/// Where the instances of an engine are.
pub struct Place {
    /// The engine.
    pub engine: Engine,
    /// Where they are kept.
    pub folder: PathBuf,
    /// The address of the server.
    pub server: Option<String>,
}

impl Place {
    fn data_dir(&self, size: Size) -> PathBuf {
        self.folder
            .join(format!("{}-{}", self.engine, size.0).to_lowercase())
    }

    fn name(size: Size) -> String {
        format!("jalon_{}", size.0)
    }

    /// What the setting `database` names; empty for the usual file.
    fn database(&self, size: Size) -> anyhow::Result<String> {
        let Some(server) = &self.server else {
            return Ok(String::new());
        };
        let (address, _) = server
            .rsplit_once('/')
            .context("L’adresse de PostgreSQL ne nomme pas de base")?;
        Ok(format!("{address}/{}", Self::name(size)))
    }

    /// The database, to look for people in it.
    pub fn config(&self, size: Size) -> anyhow::Result<DbConfig> {
        Ok(match self.engine {
            Engine::Sqlite => DbConfig::sqlite(&self.data_dir(size).join("jalon.sqlite")),
            Engine::Postgres => DbConfig::postgres(self.database(size)?),
        })
    }

    fn command(&self, jalon: &Path, size: Size) -> anyhow::Result<Command> {
        let mut command = Command::new(jalon);
        command
            .env("JALON_DATA_DIR", self.data_dir(size))
            .env("JALON_DATABASE", self.database(size)?)
            .env("JALON_METRICS_LOOPBACK", "true")
            .env("JALON_BACKUP_BEFORE_UPGRADE", "false")
            .env("JALON_LOG", "warn");
        Ok(command)
    }
}

/// Builds a data set unless it is there already.
///
/// # Errors
/// When it cannot be built.
pub async fn prepare(jalon: &Path, place: &Place, size: Size, fresh: bool) -> anyhow::Result<()> {
    let folder = place.data_dir(size);
    let mark = folder.join("complet");
    let written = std::fs::read_to_string(&mark).unwrap_or_default();
    if !fresh && written.trim() == GENERATION.to_string() {
        return Ok(());
    }
    eprintln!("› Données : {}, {} personnes…", place.engine, size.0);
    if folder.exists() {
        std::fs::remove_dir_all(&folder)?;
    }
    std::fs::create_dir_all(&folder)?;
    if let Some(server) = &place.server {
        let db = Db::open(&DbConfig::postgres(server.clone())).await?;
        let name = Place::name(size);
        for statement in [
            format!("DROP DATABASE IF EXISTS {name}"),
            format!("CREATE DATABASE {name}"),
        ] {
            db.reader().execute_unprepared(&statement).await?;
        }
        db.close().await?;
    }
    let begun = Instant::now();
    let status = place
        .command(jalon, size)?
        .args(["demo", "--only-data", "--learners", &size.0.to_string()])
        .stdout(Stdio::null())
        .status()?;
    ensure!(status.success(), "jalon demo --learners a échoué");
    eprintln!("  faites en {} s", begun.elapsed().as_secs());
    // What autovacuum would have done by the next day.
    if place.server.is_some() {
        let db = Db::open(&place.config(size)?).await?;
        db.reader().execute_unprepared("VACUUM ANALYZE").await?;
        db.close().await?;
    }
    std::fs::write(&mark, GENERATION.to_string())?;
    Ok(())
}

/// A running `jalon serve`, stopped when it is dropped.
pub struct Served {
    child: Child,
    /// Where it listens.
    pub address: SocketAddr,
    /// The engine behind.
    pub engine: Engine,
    /// How many learners it holds.
    pub size: Size,
    /// Its database, to look for people in it.
    pub config: DbConfig,
}

impl Served {
    /// Starts it and waits for `/sante`.
    ///
    /// # Errors
    /// When it does not answer within a minute.
    pub async fn start(jalon: &Path, place: &Place, size: Size) -> anyhow::Result<Self> {
        Ok(spawn(jalon, place, size)?.0)
    }

    /// Resident memory: now, and the most there ever was, in bytes.
    ///
    /// # Errors
    /// When the process is gone.
    pub fn memory(&self) -> anyhow::Result<Memory> {
        memory_of(self.child.id())
    }
}

/// The resident memory of a process: now, and the most there ever was.
///
/// # Errors
/// When it is gone.
pub fn memory_of(process: u32) -> anyhow::Result<Memory> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status"))?;
    let of = |name: &str| -> anyhow::Result<u64> {
        let line = status.lines().find_map(|line| line.strip_prefix(name));
        let kilobytes =
            line.and_then(|rest| rest.trim_start_matches(':').split_whitespace().next());
        Ok(kilobytes
            .context("/proc/…/status a une autre forme")?
            .parse::<u64>()?
            * 1_024)
    };
    Ok(Memory {
        peak: of("VmHWM")?,
        anonymous: of("RssAnon")?,
        files: of("RssFile")?,
    })
}

impl Drop for Served {
    fn drop(&mut self) {
        stop(&mut self.child);
    }
}

/// Resident memory of a process, in bytes.
#[derive(Clone, Copy, Debug)]
pub struct Memory {
    /// The most there ever was, all kinds together.
    pub peak: u64,
    /// Its own.
    pub anonymous: u64,
    /// Pages of files that the system may take back (program, database).
    pub files: u64,
}

/// How long from the start of the program to the first answer of `/sante`.
///
/// # Errors
/// When it does not answer.
pub fn start_times(
    jalon: &Path,
    place: &Place,
    size: Size,
    times: usize,
) -> anyhow::Result<Vec<Duration>> {
    // The first one may have to finish what was interrupted.
    (0..=times)
        .map(|_| Ok(spawn(jalon, place, size)?.1))
        .skip(1)
        .collect()
}

fn spawn(jalon: &Path, place: &Place, size: Size) -> anyhow::Result<(Served, Duration)> {
    let address = TcpListener::bind(("127.0.0.1", 0))?.local_addr()?;
    let config = place.config(size)?;
    let mut command = place.command(jalon, size)?;
    command
        .arg("serve")
        .env("JALON_LISTEN", address.to_string())
        .stdout(Stdio::null());
    let begun = Instant::now();
    let mut child = command.spawn()?;
    loop {
        if let Ok(true) = healthy(address) {
            break;
        }
        if let Some(status) = child.try_wait()? {
            bail!("jalon serve s’est arrêté ({status})");
        }
        if begun.elapsed() > Duration::from_secs(60) {
            stop(&mut child);
            bail!("jalon serve ne répond pas après une minute");
        }
        std::thread::sleep(Duration::from_millis(2));
    }
    let served = Served {
        child,
        address,
        engine: place.engine,
        size,
        config,
    };
    Ok((served, begun.elapsed()))
}

fn healthy(address: SocketAddr) -> std::io::Result<bool> {
    let mut stream = TcpStream::connect(address)?;
    stream.set_read_timeout(Some(Duration::from_secs(10)))?;
    write!(
        stream,
        "GET /sante HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n\r\n"
    )?;
    let mut first = String::new();
    BufReader::new(stream.take(4_096)).read_line(&mut first)?;
    Ok(first.contains(" 200 "))
}

/// Asks it to stop, then insists.
fn stop(child: &mut Child) {
    let asked = Command::new("kill")
        .args(["-TERM", &child.id().to_string()])
        .status();
    let begun = Instant::now();
    while asked.as_ref().is_ok_and(|status| status.success())
        && begun.elapsed() < Duration::from_secs(15)
    {
        if let Ok(Some(_)) = child.try_wait() {
            return;
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    // Gone already, or it does not listen.
    drop(child.kill());
    drop(child.wait());
}
