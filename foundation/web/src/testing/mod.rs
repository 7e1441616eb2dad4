//! The application under test, asked through its router by named people.
//!
//! A slice's tests build a [`TestApp`] with the modules they need, open a
//! session for a person with [`TestApp::signed_in`], and read what that person
//! would see: status, address, HTML by CSS selector.

mod directory;

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use db::Engine;
use db::migrations::MigrationList;
use db::testing::TestDb;
use documents::{
    Conformity, DocumentError, Rendered, RoadmapDocument, SheetRenderer, SituationDocument,
};
use files::{BlobStore, Files, Limits};
use http::header::{CONTENT_TYPE, COOKIE, LOCATION, SET_COOKIE};
use http::{Request, StatusCode};
use http_body_util::BodyExt;
use kernel::{AccountId, Clock, SchoolId, Secret};
use mail::Mailer;
use scraper::{Html, Selector};
use tower::ServiceExt;

pub use directory::FakeDirectory;

use crate::client::Client;
use crate::session::{self, SessionId};
use crate::{App, Config, Directory, Module, Services, router};

/// The application on a database and a file store of its own.
pub struct TestApp {
    /// The state that handlers see.
    pub app: App,
    router: Router,
    // Kept so that they are removed with the application.
    _db: TestDb,
    folder: tempfile::TempDir,
}

impl TestApp {
    /// The modules on a fresh database, at noon on Tuesday 9 March 2027, with
    /// mail that goes into memory.
    ///
    /// # Panics
    /// When the database or the router cannot be made.
    pub async fn new(
        engine: Engine,
        directory: Arc<dyn Directory>,
        modules: Vec<Module>,
    ) -> Option<Self> {
        let mut lists: Vec<MigrationList> =
            vec![db::migrations::own, files::migrations, crate::migrations];
        lists.extend(modules.iter().map(|module| module.migrations));
        let test_db = TestDb::new(engine, &lists).await?;
        let start = chrono::DateTime::from_timestamp(1_804_590_000, 0).expect("a valid instant");
        let clock = Clock::manual(start);
        let folder = tempfile::tempdir().expect("a temporary folder");
        let app = App::new(Services {
            db: (*test_db).clone(),
            files: Files::new(
                (*test_db).clone(),
                clock.clone(),
                BlobStore::local(&folder.path().join("fichiers")).expect("a store"),
                folder.path().join("envois"),
                Limits::default(),
            )
            .expect("a folder for uploads"),
            clock,
            mailer: Mailer::memory(),
            sheets: Arc::new(Scribe),
            config: Arc::new(Config {
                public_url: "http://127.0.0.1:8080".into(),
                trusted_proxies: 0,
                installation_code: Some(Secret::presented(INSTALLATION_CODE).hash()),
            }),
            directory,
            modules: modules.into(),
        });
        let router = router::build(app.clone()).expect("a router");
        Some(Self {
            app,
            router,
            _db: test_db,
            folder,
        })
    }

    /// The same application over another store of files: one whose disk is full.
    ///
    /// # Panics
    /// When the application cannot be built again.
    #[must_use]
    pub fn over(mut self, store: BlobStore) -> Self {
        let mut services = (*self.app).clone();
        services.files = Files::new(
            self.app.db.clone(),
            self.app.clock.clone(),
            store,
            self.folder.path().join("envois"),
            Limits::default(),
        )
        .expect("a folder for uploads");
        self.app = App::new(services);
        self.router = router::build(self.app.clone()).expect("a router");
        self
    }

    /// The same application with more layers around its routes, as the server
    /// adds them.
    #[must_use]
    pub fn around(mut self, layers: impl FnOnce(Router) -> Router) -> Self {
        self.router = layers(self.router);
        self
    }

    /// How many uploads wait in the folder where they are received.
    ///
    /// # Panics
    /// When it cannot be read.
    #[must_use]
    pub fn uploads_waiting(&self) -> usize {
        std::fs::read_dir(self.folder.path().join("envois"))
            .expect("a folder for uploads")
            .count()
    }

    /// Somebody who is not signed in.
    #[must_use]
    pub fn anonymous(&self) -> Browser {
        Browser {
            router: self.router.clone(),
            cookies: Vec::new(),
        }
    }

    /// The browser of a person with an open session.
    ///
    /// # Panics
    /// When the session cannot be opened.
    pub async fn signed_in(&self, account: AccountId, school: SchoolId) -> Browser {
        let token = Secret::generate();
        let id = SessionId::generate(&self.app.clock);
        let now = self.app.clock.now();
        let opened = token.clone();
        self.app
            .db
            .write(move |tx| {
                let token = opened.clone();
                async move {
                    let client = Client {
                        ip: None,
                        device: "Navigateur d’essai".into(),
                    };
                    session::open(&tx, now, id, &token, account, school, &client).await
                }
            })
            .await
            .expect("a session");
        let mut browser = self.anonymous();
        browser
            .cookies
            .push(("jalon".into(), token.reveal().to_owned()));
        browser
    }

    /// Runs the jobs that are due, until none is left.
    ///
    /// # Panics
    /// When the queue cannot be read.
    pub async fn run_jobs(&self) {
        let mut worker = db::jobs::Worker::new(self.app.db.clone(), self.app.clock.clone());
        for module in self.app.modules.iter() {
            worker = (module.jobs)(&self.app, worker);
        }
        worker.run_until_idle().await.expect("the jobs run");
    }
}

/// Writes what a document says into something that calls itself a PDF.
struct Scribe;

impl Scribe {
    fn write(document: &dyn std::fmt::Debug) -> Rendered {
        Rendered {
            bytes: format!("%PDF-1.7\n{document:#?}").into_bytes(),
            pages: 1,
            conformity: Conformity::PdfAAndUa,
            notes: Vec::new(),
        }
    }
}

impl SheetRenderer for Scribe {
    fn situation(&self, document: &SituationDocument) -> Result<Rendered, DocumentError> {
        Ok(Self::write(document))
    }

    fn roadmap(&self, document: &RoadmapDocument) -> Result<Rendered, DocumentError> {
        Ok(Self::write(document))
    }
}

/// The installation code of a test application.
pub const INSTALLATION_CODE: &str = "TEST-CODE";

/// A browser: it keeps its cookies and follows no redirect by itself.
#[derive(Clone)]
pub struct Browser {
    router: Router,
    cookies: Vec<(String, String)>,
}

impl Browser {
    /// Asks for a page.
    pub async fn get(&mut self, address: impl std::fmt::Display) -> Answer {
        let request = Request::get(address.to_string()).body(Body::empty());
        self.send(request.expect("a request")).await
    }

    /// Asks for a page as our scripts do: the answer is JSON.
    pub async fn get_by_script(&mut self, address: impl std::fmt::Display) -> Answer {
        let request = Request::get(address.to_string())
            .header("x-requested-with", "jalon")
            .body(Body::empty());
        self.send(request.expect("a request")).await
    }

    /// Sends a form.
    pub async fn post(
        &mut self,
        address: impl std::fmt::Display,
        fields: &[(&str, &str)],
    ) -> Answer {
        self.send(form(address, fields)).await
    }

    /// Sends a form as our scripts do: the answer is JSON.
    pub async fn post_by_script(
        &mut self,
        address: impl std::fmt::Display,
        fields: &[(&str, &str)],
    ) -> Answer {
        let mut request = form(address, fields);
        request
            .headers_mut()
            .insert("x-requested-with", "jalon".parse().expect("a header"));
        self.send(request).await
    }

    /// Sends a form with a file in the field `fichier`.
    pub async fn upload(
        &mut self,
        address: impl std::fmt::Display,
        fields: &[(&str, &str)],
        file_name: &str,
        content: &[u8],
    ) -> Answer {
        let boundary = "----jalon-essai";
        let mut body = Vec::new();
        for (name, value) in fields {
            body.extend_from_slice(
                format!("--{boundary}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
                    .as_bytes(),
            );
        }
        body.extend_from_slice(
            format!("--{boundary}\r\nContent-Disposition: form-data; name=\"fichier\"; filename=\"{file_name}\"\r\nContent-Type: application/octet-stream\r\n\r\n")
                .as_bytes(),
        );
        body.extend_from_slice(content);
        body.extend_from_slice(format!("\r\n--{boundary}--\r\n").as_bytes());
        let request = Request::post(address.to_string())
            .header(
                CONTENT_TYPE,
                format!("multipart/form-data; boundary={boundary}"),
            )
            .body(Body::from(body));
        self.send(request.expect("a request")).await
    }

    /// Sends any request with this browser's cookies.
    pub async fn send(&mut self, request: Request<Body>) -> Answer {
        self.send_from(request, "same-origin").await
    }

    /// Sends a request that comes from a page of `site`: `same-origin`, `cross-site`…
    ///
    /// # Panics
    /// When the router does not answer.
    pub async fn send_from(&mut self, mut request: Request<Body>, site: &str) -> Answer {
        if !self.cookies.is_empty() {
            let cookies: Vec<String> = self
                .cookies
                .iter()
                .map(|(name, value)| format!("{name}={value}"))
                .collect();
            request
                .headers_mut()
                .insert(COOKIE, cookies.join("; ").parse().expect("cookies"));
        }
        request
            .headers_mut()
            .insert("sec-fetch-site", site.parse().expect("a header"));
        let response = self
            .router
            .clone()
            .oneshot(request)
            .await
            .expect("an answer");
        let (parts, body) = response.into_parts();
        for cookie in parts.headers.get_all(SET_COOKIE) {
            self.keep(cookie.to_str().expect("a cookie"));
        }
        let body = body.collect().await.expect("a body").to_bytes().to_vec();
        Answer {
            status: parts.status,
            headers: parts.headers,
            body,
        }
    }

    fn keep(&mut self, cookie: &str) {
        let (pair, attributes) = cookie.split_once(';').unwrap_or((cookie, ""));
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        self.cookies.retain(|(known, _)| known != name);
        if !attributes.contains("Max-Age=0") && !value.is_empty() {
            self.cookies.push((name.to_owned(), value.to_owned()));
        }
    }
}

fn form(address: impl std::fmt::Display, fields: &[(&str, &str)]) -> Request<Body> {
    let body = form_urlencoded::Serializer::new(String::new())
        .extend_pairs(fields)
        .finish();
    Request::post(address.to_string())
        .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(Body::from(body))
        .expect("a request")
}

/// What came back.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: http::HeaderMap,
    /// The body.
    pub body: Vec<u8>,
}

impl Answer {
    /// The body as text.
    #[must_use]
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// Where a redirect leads.
    #[must_use]
    pub fn location(&self) -> &str {
        self.headers
            .get(LOCATION)
            .and_then(|value| value.to_str().ok())
            .unwrap_or("")
    }

    /// The body as JSON.
    ///
    /// # Panics
    /// When it is none.
    #[must_use]
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).expect("JSON")
    }

    /// The text of the elements that `selector` finds, white space folded.
    ///
    /// # Panics
    /// When the selector is wrong.
    #[must_use]
    pub fn all(&self, selector: &str) -> Vec<String> {
        let page = Html::parse_document(&self.text());
        let selector = Selector::parse(selector).expect("a CSS selector");
        page.select(&selector)
            .map(|element| {
                let text: String = element.text().collect();
                text.split_whitespace().collect::<Vec<_>>().join(" ")
            })
            .collect()
    }

    /// The same without changing anything of their spaces: what a textarea holds.
    ///
    /// # Panics
    /// When the selector is wrong.
    #[must_use]
    pub fn raw(&self, selector: &str) -> Vec<String> {
        let page = Html::parse_document(&self.text());
        let selector = Selector::parse(selector).expect("a CSS selector");
        page.select(&selector)
            .map(|element| element.text().collect())
            .collect()
    }

    /// The values of an attribute of the elements that `selector` finds.
    ///
    /// # Panics
    /// When the selector is wrong.
    #[must_use]
    pub fn attributes(&self, selector: &str, attribute: &str) -> Vec<String> {
        let page = Html::parse_document(&self.text());
        let selector = Selector::parse(selector).expect("a CSS selector");
        page.select(&selector)
            .filter_map(|element| element.value().attr(attribute).map(str::to_owned))
            .collect()
    }

    /// The single `h1`.
    #[must_use]
    pub fn h1(&self) -> String {
        self.all("h1").join(" | ")
    }

    /// Asserts that this is a well-formed page: one `h1`, a title, unique ids,
    /// every label and ARIA reference leading to an element.
    ///
    /// # Panics
    /// With a list of what is wrong.
    pub fn assert_sound(&self) {
        let page = Html::parse_document(&self.text());
        let mut wrong = Vec::new();
        let attribute = |name: &str| -> Vec<String> {
            let selector = Selector::parse(&format!("[{name}]")).expect("a CSS selector");
            page.select(&selector)
                .filter_map(|element| element.value().attr(name).map(str::to_owned))
                .collect()
        };
        if self.all("h1").len() != 1 {
            wrong.push(format!("h1: {:?}", self.all("h1")));
        }
        if self
            .all("title")
            .iter()
            .any(|t| t.trim_start().starts_with('–'))
        {
            wrong.push("empty title".into());
        }
        let ids = attribute("id");
        let mut seen = std::collections::HashSet::new();
        wrong.extend(
            ids.iter()
                .filter(|id| !seen.insert(id.as_str()))
                .map(|id| format!("id twice: {id}")),
        );
        for name in [
            "for",
            "aria-describedby",
            "aria-labelledby",
            "aria-controls",
            "popovertarget",
        ] {
            for value in attribute(name) {
                for target in value.split_whitespace() {
                    if !ids.iter().any(|id| id == target) {
                        wrong.push(format!("{name} leads nowhere: {target}"));
                    }
                }
            }
        }
        if !attribute("style").is_empty() {
            wrong.push("inline style".into());
        }
        assert!(wrong.is_empty(), "{wrong:#?}\n{}", self.text());
    }
}
