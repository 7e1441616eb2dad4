//! The job that makes the PDF.
//!
//! It collects, has the typesetter work on threads of its own, stores the PDF
//! and only then writes, once. Nothing is held open meanwhile, so that a job
//! of a minute keeps nobody waiting; run again, it makes the same or finds
//! that it is made.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use db::DbError;
use db::jobs::{JobContext, JobError, JobPayload, Worker};
use documents::{Conformity, DocumentError, DocumentRenderer, DossierDocument, Rendered};
use files::{Files, Kind, Refusal};
use kernel::{date_long, elide, local_date};
use serde::{Deserialize, Serialize};
use tokio::sync::watch;
use tokio::time::MissedTickBehavior;
use web::App;

use super::ExportId;
use super::collect::collect;
use super::commands::{Made, finish, give_up};
use super::store::{self, exports};

/// How often those who wait are told how far it is: each time is a write.
const TELL: Duration = Duration::from_secs(1);
/// Percent done when the typesetter begins and when it ends.
const TYPESETTING: (u8, u8) = (2, 95);

/// Makes the PDF of an export.
#[derive(Debug, Serialize, Deserialize)]
pub struct MakeExport {
    /// Which one.
    pub export: ExportId,
}

impl JobPayload for MakeExport {
    const KIND: &'static str = "portfolio.make_export";
    const MAX_ATTEMPTS: i16 = 3;
}

/// Why a PDF was not made.
#[derive(Debug, thiserror::Error)]
enum Failure {
    #[error(transparent)]
    Document(#[from] DocumentError),
    /// The typesetter broke down.
    #[error("la mise en page s’est interrompue")]
    Typesetter,
    #[error(transparent)]
    Db(#[from] DbError),
    #[error(transparent)]
    Files(#[from] Refusal),
}

impl Failure {
    /// Whether trying again may help.
    const fn may_pass(&self) -> bool {
        matches!(self, Self::Db(_) | Self::Files(_))
    }

    /// For the learner.
    const fn sentence(&self) -> &'static str {
        match self {
            Self::Document(DocumentError::Fonts) => {
                "Ce serveur ne peut pas composer de PDF\u{a0}: les polices des documents lui manquent. Vos textes et vos pièces sont intacts. Prévenez la personne qui administre Jalon, puis réessayez."
            }
            Self::Document(DocumentError::Layout(_)) | Self::Typesetter => {
                "La mise en page de votre dossier n’a pas abouti. Vos textes et vos pièces sont intacts. Réessayez\u{202f}; si cela se reproduit, prévenez la personne qui administre Jalon."
            }
            Self::Db(_) | Self::Files(_) => {
                "Votre dossier n’a pas pu être préparé\u{a0}: la base de données ou le stockage des fichiers ne répondait pas. Vos textes et vos pièces sont intacts. Réessayez dans quelques minutes."
            }
        }
    }
}

/// Has `worker` make exports with `renderer`, one at a time: the machine is
/// there for the pages first.
#[must_use]
pub fn register(app: &App, worker: Worker, renderer: Arc<dyn DocumentRenderer>) -> Worker {
    let maker = Maker {
        files: app.files.clone(),
        renderer,
    };
    worker
        .register::<MakeExport, _, _>(move |payload, context| {
            let maker = maker.clone();
            async move { maker.run(payload.export, &context).await }
        })
        .one_at_a_time::<MakeExport>()
}

#[derive(Clone)]
struct Maker {
    files: Files,
    renderer: Arc<dyn DocumentRenderer>,
}

impl Maker {
    async fn run(&self, id: ExportId, context: &JobContext) -> Result<(), JobError> {
        let Some(school) = context.school() else {
            return Err(JobError::Fail("Un dossier sans établissement.".into()));
        };
        let row = store::find(context.db().reader(), school, id).await?;
        let Some(row) = row.filter(|row| row.file_id.is_none()) else {
            return Ok(());
        };
        let Err(failure) = self.make(&row, context).await else {
            return Ok(());
        };
        let last = !failure.may_pass() || context.attempt() >= MakeExport::MAX_ATTEMPTS;
        if last {
            let (clock, sentence) = (context.clock().clone(), failure.sentence());
            context
                .db()
                .write(move |tx| {
                    let clock = clock.clone();
                    async move { give_up(&tx, &clock, school, id, sentence).await }
                })
                .await?;
        }
        Err(match failure.may_pass() {
            true => JobError::Retry(Box::new(failure)),
            false => JobError::Fail(failure.to_string()),
        })
    }

    async fn make(&self, row: &exports::Model, context: &JobContext) -> Result<(), Failure> {
        let (school, learner, id) = (row.school_id, row.learner_id, row.id);
        let today = local_date(context.clock().now());
        let choice = row.choice();
        let collected = collect(context.db(), &self.files, today, school, learner, &choice).await?;
        let name = format!(
            "Dossier numérique {}, {}.pdf",
            elide("de", &collected.document.learner),
            date_long(today)
        );
        let rendered = self.render(collected.document, context).await?;
        let file = self
            .files
            .keep(
                school,
                learner,
                &name,
                Kind::Pdf,
                Bytes::from(rendered.bytes),
            )
            .await?;
        let made = Made {
            file,
            pages: rendered.pages,
            reports: collected.reports,
            accessible: rendered.conformity == Conformity::PdfAAndUa,
            notes: rendered.notes,
            fingerprint: collected.fingerprint,
        };
        let work = (context.clock().clone(), self.files.clone(), made);
        context
            .db()
            .write(move |tx| {
                let (clock, files, made) = work.clone();
                async move { finish(&tx, &clock, &files, school, id, &made).await }
            })
            .await?;
        Ok(())
    }

    /// Has the document laid out off the asynchronous threads, and tells how
    /// far it is.
    async fn render(
        &self,
        document: DossierDocument,
        context: &JobContext,
    ) -> Result<Rendered, Failure> {
        let (percent, seen) = watch::channel(0_u8);
        let renderer = Arc::clone(&self.renderer);
        let mut rendering = tokio::task::spawn_blocking(move || {
            renderer.dossier(&document, &|step| {
                percent.send_replace(step.percent());
            })
        });
        let mut tick = tokio::time::interval(TELL);
        tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut told = None;
        loop {
            tokio::select! {
                done = &mut rendering => {
                    return Ok(done.map_err(|_| Failure::Typesetter)??);
                }
                _ = tick.tick() => {
                    let now = of_whole(*seen.borrow());
                    if told == Some(now) {
                        continue;
                    }
                    told = Some(now);
                    // Whoever waits does without: the document is what counts.
                    if let Err(error) = context.progress(now).await {
                        tracing::debug!(?error, "the progress of an export was not written");
                    }
                }
            }
        }
    }
}

/// The typesetter's percent among those of the whole job.
fn of_whole(percent: u8) -> u8 {
    let (begin, end) = TYPESETTING;
    let part = u16::from(percent.min(100)) * u16::from(end - begin) / 100;
    begin + u8::try_from(part).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_typesetter_is_most_but_not_all_of_the_work() {
        assert_eq!([0, 50, 100, 255].map(of_whole), [2, 48, 95, 95]);
    }
}
