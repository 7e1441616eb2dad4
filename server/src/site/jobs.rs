//! `/admin/travaux`: the work that Jalon gave up, to be run again or put
//! aside. An administrator sees what was for their school, and what was for
//! the whole instance: nobody else could look after it.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use db::DbError;
use db::audit::AuditEvent;
use db::jobs::{self, FailedJob, JobId};
use db::sea_orm::ConnectionTrait;
use kernel::{Role, SchoolId, date_time};
use uuid::Uuid;
use web::{Actor, App, AppResult, Authorised, Does, Flash, Page, Protected, Shell};

/// Where the page is.
pub const PAGE: &str = "/admin/travaux";
/// So many are listed of each kind; see [`jobs::failed`].
const SHOWN: usize = 200;

/// Those to whom the page is open.
pub const ADMIN: &[Role] = &[Role::Admin];

/// What the kinds of the house itself are called.
pub const NAMES: &[(&str, &str)] = &[
    ("audit.seal", "Sceller le journal des actions"),
    (
        "files.sweep",
        "Effacer les fichiers qui ne sont joints à rien",
    ),
    ("jobs.clean_up", "Oublier les anciens travaux"),
    ("server.sweep_sessions", "Effacer les sessions finies"),
];

/// A job that was given up, which the person may look after.
#[derive(Clone, Debug)]
pub struct GivenUp(FailedJob);

impl Protected for GivenUp {
    const PARAM: &'static str = "job";
    type Id = JobId;
    type Action = LooksAfter;

    async fn find(app: &App, actor: &Actor, id: JobId) -> Result<Option<Self>, DbError> {
        let job = jobs::failed_job(app.db.reader(), id).await?;
        let ours = |job: &FailedJob| job.school.is_none_or(|school| school == actor.school);
        Ok(job.filter(ours).map(Self))
    }

    fn allows(&self, actor: &Actor, _: LooksAfter) -> bool {
        actor.is_any(ADMIN)
    }
}

/// Runs it again or puts it aside.
#[derive(Clone, Copy, Debug)]
pub struct LooksAfter;

impl Does<GivenUp> for LooksAfter {
    const ACTION: Self = Self;
}

/// What was decided of a job.
#[derive(Clone, Copy, Debug)]
enum Decided {
    RunAgain(JobId),
    Dismissed(JobId),
}

impl AuditEvent for Decided {
    fn action(&self) -> &'static str {
        match self {
            Self::RunAgain(_) => "site.job_run_again",
            Self::Dismissed(_) => "site.job_dismissed",
        }
    }

    fn object(&self) -> Option<(&'static str, Uuid)> {
        let (Self::RunAgain(job) | Self::Dismissed(job)) = *self;
        Some(("job", job.into()))
    }
}

/// How many jobs wait for an administrator of this school.
///
/// # Errors
/// When the database does not answer.
pub async fn waiting(reader: &impl ConnectionTrait, school: SchoolId) -> Result<u64, DbError> {
    let ours = jobs::count_failed(reader, Some(school)).await?;
    Ok(ours + jobs::count_failed(reader, None).await?)
}

/// A job on the page.
struct JobView {
    id: String,
    what: String,
    when: String,
    attempts: String,
    message: String,
    /// Whether it was for the whole instance.
    shared: bool,
}

#[derive(Template)]
#[template(path = "site/jobs.html")]
pub struct JobsPage {
    shell: Shell,
    jobs: Vec<JobView>,
    /// Whether there are more than the page lists.
    full: bool,
}

/// `GET /admin/travaux`
pub async fn show(State(app): State<App>, shell: Shell, actor: Actor) -> AppResult<Page<JobsPage>> {
    let reader = app.db.reader();
    let ours = jobs::failed(reader, Some(actor.school)).await?;
    let shared = jobs::failed(reader, None).await?;
    let full = ours.len() >= SHOWN || shared.len() >= SHOWN;
    let mut all = [ours, shared].concat();
    all.sort_by_key(|job| std::cmp::Reverse(job.failed_at));
    Ok(Page::new(JobsPage {
        shell,
        full,
        jobs: all.into_iter().map(|job| view(&app, job)).collect(),
    }))
}

fn view(app: &App, job: FailedJob) -> JobView {
    JobView {
        id: job.id.to_string(),
        what: name(app, &job.kind),
        when: date_time(job.failed_at),
        attempts: kernel::count(u64::try_from(job.attempts).unwrap_or(0), "essai", "essais"),
        message: job.message,
        shared: job.school.is_none(),
    }
}

/// What a kind of work is called; its code when it comes from another version.
fn name(app: &App, kind: &str) -> String {
    app.modules
        .iter()
        .flat_map(|module| module.job_names)
        .find(|(known, _)| *known == kind)
        .map_or_else(
            || format!("Travail «\u{202f}{kind}\u{202f}»"),
            |(_, name)| (*name).to_owned(),
        )
}

/// `POST /admin/travaux/{job}/relancer`
pub async fn run_again(
    State(app): State<App>,
    actor: Actor,
    job: Authorised<GivenUp, LooksAfter>,
) -> AppResult<Response> {
    decide(&app, &actor, job, Decided::RunAgain).await?;
    Ok(Flash::ok(
        "Ce travail recommence dans quelques secondes. S’il échoue encore, il reviendra dans cette liste.",
    )
    .to(PAGE))
}

/// `POST /admin/travaux/{job}/ecarter`
pub async fn dismiss(
    State(app): State<App>,
    actor: Actor,
    job: Authorised<GivenUp, LooksAfter>,
) -> AppResult<Response> {
    decide(&app, &actor, job, Decided::Dismissed).await?;
    Ok(Flash::ok("Ce travail est écarté\u{a0}: il ne sera pas fait.").to(PAGE))
}

async fn decide(
    app: &App,
    actor: &Actor,
    job: Authorised<GivenUp, LooksAfter>,
    decision: fn(JobId) -> Decided,
) -> AppResult<()> {
    let FailedJob { id, school, .. } = job.object.0;
    let (clock, by, here) = (app.clock.clone(), actor.account, actor.school);
    app.db
        .write(move |tx| {
            let clock = clock.clone();
            async move {
                let decided = decision(id);
                match decided {
                    Decided::RunAgain(_) => jobs::run_again(&tx, &clock, school, id).await?,
                    Decided::Dismissed(_) => jobs::dismiss(&tx, school, id).await?,
                }
                db::audit::record(&tx, &clock, here, Some(by), &decided).await
            }
        })
        .await?;
    Ok(())
}
