//! From a file on the disk to an arrival that waits for its preview: read,
//! checked, its attachments judged by their content like any upload.

use std::fs::File;
use std::io::BufReader;
use std::path::{Path, PathBuf};

use bytes::Bytes;
use db::DbError;
use files::{Description, Files, Prepared, Refusal};
use tokio::sync::mpsc;
use web::App;

use super::format::{Attachment, Envelope};
use super::store::Staged;
use super::{ArrivalId, Unreadable, archive, collection, commands};
use crate::sheets::By;
use crate::shipped;

/// Pieces of an attachment that wait to be taken.
const IN_FLIGHT: usize = 4;

/// Why a file did not arrive.
#[derive(Debug, thiserror::Error)]
pub enum NotReceived {
    /// It cannot be taken.
    #[error(transparent)]
    Unreadable(#[from] Unreadable),
    /// The database.
    #[error(transparent)]
    Db(#[from] DbError),
    /// The house could not keep an attachment.
    #[error(transparent)]
    Files(Refusal),
}

/// Receives the file that lies at `path` for whoever sent it.
///
/// # Errors
/// [`NotReceived`]; nothing is kept then.
pub async fn receive(app: &App, by: By, path: &Path) -> Result<ArrivalId, NotReceived> {
    let file = path.to_owned();
    let envelope = blocking(move || Ok(archive::open(reader(&file)?)?.0)).await?;
    receive_envelope(app, by, envelope, Some(path)).await
}

/// The same for the situation of that number, from 1, among those that come
/// with Jalon; nothing when there is no such number.
///
/// # Errors
/// [`NotReceived`].
pub async fn receive_shipped(
    app: &App,
    by: By,
    number: &str,
) -> Result<Option<ArrivalId>, NotReceived> {
    match collection::envelope(shipped::vosreves(), number) {
        Some(envelope) => receive_envelope(app, by, envelope, None).await.map(Some),
        None => Ok(None),
    }
}

async fn receive_envelope(
    app: &App,
    by: By,
    envelope: Envelope,
    path: Option<&Path>,
) -> Result<ArrivalId, NotReceived> {
    let code = &envelope.curriculum;
    if curriculum::api::by_code(&app.db, by.school, code)
        .await?
        .is_none()
    {
        return Err(Unreadable::Curriculum(code.clone()).into());
    }
    let (mut taken, mut refused) = (Vec::new(), Vec::new());
    for (rank, attachment) in envelope.attachments.iter().enumerate() {
        let Some(path) = path else { break };
        match take(&app.files, by, path, attachment).await {
            Ok(file) => taken.push((rank, file)),
            Err(NotReceived::Files(refusal)) if !refusal.is_failure() => {
                refused.push(format!(
                    "«\u{202f}{}\u{202f}»\u{a0}: {refusal}",
                    attachment.name
                ));
            }
            Err(failure) => return Err(failure),
        }
    }
    let work = (
        app.clock.clone(),
        app.files.clone(),
        envelope,
        taken,
        refused,
    );
    app.db
        .write(move |tx| {
            let (clock, files, envelope, taken, refused) = work.clone();
            async move {
                let mut recorded = Vec::new();
                for (rank, file) in &taken {
                    let description = described(&envelope.attachments[*rank]);
                    let id = files.record(&tx, file, description).await;
                    recorded.push((*rank, id.map_err(NotReceived::Files)?));
                }
                let staged = Staged {
                    envelope,
                    files: recorded,
                    refused,
                };
                Ok(commands::stage(&tx, &clock, by, &staged).await?)
            }
        })
        .await
}

/// What a picture shows, as the file says it; to be said again otherwise.
fn described(attachment: &Attachment) -> Description {
    let text = attachment.description.as_deref().unwrap_or_default();
    Description::parse(text, attachment.decorative).unwrap_or(Description::Missing)
}

/// Hands an attachment to the house as if somebody had sent it alone.
async fn take(
    files: &Files,
    by: By,
    path: &Path,
    attachment: &Attachment,
) -> Result<Prepared, NotReceived> {
    let (send, mut pieces) = mpsc::channel::<std::io::Result<Bytes>>(IN_FLIGHT);
    let (file, wanted): (PathBuf, Attachment) = (path.to_owned(), attachment.clone());
    let unfolding = tokio::task::spawn_blocking(move || {
        let mut archive = zip::ZipArchive::new(reader(&file)?).map_err(|_| Unreadable::Damaged)?;
        archive::unfold(&mut archive, &wanted, |chunk| {
            // Nobody takes the rest of a file that was refused.
            let sent = send.blocking_send(Ok(Bytes::copy_from_slice(chunk)));
            sent.map_err(|_| std::io::ErrorKind::BrokenPipe.into())
        })
    });
    let stream = futures::stream::poll_fn(move |context| pieces.poll_recv(context));
    let incoming = files.receive(stream, &attachment.name).await;
    let incoming = incoming.map_err(NotReceived::Files)?;
    match unfolding.await {
        Ok(Ok(_)) => {}
        Ok(Err(unreadable)) => return Err(unreadable.into()),
        Err(_) => return Err(Unreadable::Damaged.into()),
    }
    let prepared = files.accept(by.school, by.account, incoming).await;
    prepared.map_err(NotReceived::Files)
}

fn reader(path: &Path) -> std::io::Result<BufReader<File>> {
    Ok(BufReader::new(File::open(path)?))
}

async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Unreadable> + Send + 'static,
) -> Result<T, Unreadable> {
    let done = tokio::task::spawn_blocking(work).await;
    done.unwrap_or(Err(Unreadable::Damaged))
}
