//! `/metriques`: how the service is doing, for those who watch over it, in the
//! format of Prometheus. Closed unless a setting opens it. Nothing here names
//! anybody: addresses are counted by their pattern, never as they were asked.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use axum::Router;
use axum::extract::{ConnectInfo, Extension, MatchedPath, Request, State};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use db::Db;
use db::jobs::JobState;
use http::header::{AUTHORIZATION, CONTENT_TYPE};
use http::{HeaderMap, Method};
use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::metrics::info::Info;
use prometheus_client::registry::{Registry, Unit};
use subtle::ConstantTimeEq;
use web::{Access, App, AppError, AppResult, Module, Route};

use crate::settings::Settings;

/// Seconds: from a page out of memory to one that somebody complains about.
const PAGE_BUCKETS: [f64; 11] = [
    0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0,
];
/// Seconds: a write waits for the disk, at worst for its patience.
const WRITE_BUCKETS: [f64; 9] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.1, 0.5, 1.0, 5.0];

/// The page. Without a setting that opens it, it does not exist.
pub fn module() -> Module {
    Module {
        routes: vec![Route::get("/metriques", show).access(Access::Token)],
        ..Module::new("metriques", Vec::new)
    }
}

/// What is counted, and who may read it. Cheap to clone.
#[derive(Clone)]
pub struct Metrics(Arc<Inner>);

struct Inner {
    registry: Registry,
    requests: Family<RequestLabels, Counter>,
    seconds: Family<RouteLabels, Histogram>,
    writes: Family<WriteLabels, Histogram>,
    jobs: Family<JobLabels, Gauge>,
    statements: Counter,
    token: String,
    loopback: bool,
}

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct RouteLabels {
    method: &'static str,
    route: String,
}

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct RequestLabels {
    method: &'static str,
    route: String,
    status: u16,
}

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct WriteLabels {
    result: &'static str,
}

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct JobLabels {
    state: &'static str,
}

impl Metrics {
    /// Counters at zero.
    #[must_use]
    pub fn new(settings: &Settings) -> Self {
        let mut registry = Registry::with_prefix("jalon");
        let requests = Family::<RequestLabels, Counter>::default();
        let seconds =
            Family::<RouteLabels, Histogram>::new_with_constructor(|| Histogram::new(PAGE_BUCKETS));
        let writes = Family::<WriteLabels, Histogram>::new_with_constructor(|| {
            Histogram::new(WRITE_BUCKETS)
        });
        let jobs = Family::<JobLabels, Gauge>::default();
        registry.register(
            "version",
            "The version that runs",
            Info::new([("version", env!("CARGO_PKG_VERSION"))]),
        );
        registry.register("http_requests", "Requests answered", requests.clone());
        registry.register_with_unit(
            "http_request_duration",
            "Time to the first byte of an answer",
            Unit::Seconds,
            seconds.clone(),
        );
        registry.register_with_unit(
            "db_write_duration",
            "Time of a write, waiting for its turn included",
            Unit::Seconds,
            writes.clone(),
        );
        let statements = Counter::default();
        registry.register(
            "db_read_statements",
            "Statements by which pages were read",
            statements.clone(),
        );
        registry.register("jobs", "Jobs in the queue of the instance", jobs.clone());
        Self(Arc::new(Inner {
            registry,
            requests,
            seconds,
            writes,
            jobs,
            statements,
            token: settings.metrics_token.trim().to_owned(),
            loopback: settings.metrics_loopback,
        }))
    }

    /// Counts what this database writes from now on.
    pub fn watch(&self, db: &Db) {
        let metrics = self.clone();
        db.observe_writes(move |elapsed, succeeded| metrics.wrote(elapsed, succeeded));
    }

    /// The routes, counted, and `/metriques` able to answer.
    pub fn around(&self, router: Router) -> Router {
        router
            .layer(Extension(self.clone()))
            .layer(from_fn_with_state(self.clone(), count))
    }

    fn wrote(&self, elapsed: Duration, succeeded: bool) {
        let result = match succeeded {
            true => "committed",
            false => "undone",
        };
        self.0
            .writes
            .get_or_create(&WriteLabels { result })
            .observe(elapsed.as_secs_f64());
    }

    fn is_closed(&self) -> bool {
        self.0.token.is_empty() && !self.0.loopback
    }

    fn lets_in(&self, peer: Option<SocketAddr>, headers: &HeaderMap) -> bool {
        // A proxy of this machine also comes from loopback, but for somebody else.
        let direct = !headers.contains_key("x-forwarded-for") && !headers.contains_key("forwarded");
        let here = direct && peer.is_some_and(|peer| peer.ip().is_loopback());
        // Bytes: a token may be a French phrase.
        let presented = headers
            .get(AUTHORIZATION)
            .and_then(|value| value.as_bytes().strip_prefix(b"Bearer "))
            .unwrap_or_default();
        let known =
            !self.0.token.is_empty() && bool::from(presented.ct_eq(self.0.token.as_bytes()));
        known || (self.0.loopback && here)
    }
}

/// `/metriques`
async fn show(
    State(app): State<App>,
    metrics: Option<Extension<Metrics>>,
    peer: Option<Extension<ConnectInfo<SocketAddr>>>,
    headers: HeaderMap,
) -> AppResult<Response> {
    let Some(Extension(metrics)) = metrics.filter(|metrics| !metrics.is_closed()) else {
        return Err(AppError::NotFound);
    };
    let peer = peer.map(|Extension(ConnectInfo(peer))| peer);
    if !metrics.lets_in(peer, &headers) {
        return Err(AppError::Forbidden);
    }
    metrics
        .0
        .statements
        .inner()
        .store(app.db.statements(), Ordering::Relaxed);
    for (state, count) in db::jobs::counts(app.db.reader()).await? {
        let state = match state {
            JobState::Waiting => "waiting",
            JobState::Running => "running",
            JobState::Failed => "failed",
            JobState::Done => continue,
        };
        let count = i64::try_from(count).unwrap_or(i64::MAX);
        metrics
            .0
            .jobs
            .get_or_create(&JobLabels { state })
            .set(count);
    }
    let mut text = String::new();
    encode(&mut text, &metrics.0.registry).map_err(AppError::internal)?;
    let kind = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    Ok(([(CONTENT_TYPE, kind)], text).into_response())
}

/// Counts one request.
async fn count(State(metrics): State<Metrics>, request: Request, next: Next) -> Response {
    let begun = Instant::now();
    let method = method(request.method());
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map_or("-", MatchedPath::as_str)
        .to_owned();
    let response = next.run(request).await;
    let labels = RouteLabels { method, route };
    metrics
        .0
        .seconds
        .get_or_create(&labels)
        .observe(begun.elapsed().as_secs_f64());
    let RouteLabels { method, route } = labels;
    let labels = RequestLabels {
        method,
        route,
        status: response.status().as_u16(),
    };
    metrics.0.requests.get_or_create(&labels).inc();
    response
}

/// One of a few names: whoever invents methods makes no new counters.
fn method(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        _ => "other",
    }
}
