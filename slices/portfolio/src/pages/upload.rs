//! Receiving a file with the fields beside it, without holding it in memory.

use axum::extract::Multipart;
use axum::extract::multipart::Field;
use files::{Incoming, Refusal};
use web::App;

/// A field of text beside a file is never longer; the rest is not read.
const TEXT_MAX: usize = 8_000;

/// What the form sent.
#[derive(Default)]
pub struct Upload {
    /// The file, or why it was not taken; none when no file was chosen.
    pub file: Option<Result<Incoming, Refusal>>,
    /// The name that the browser gave it.
    pub name: String,
    /// What an image shows.
    pub description: String,
    /// Not empty when it brings no information.
    pub decorative: String,
}

/// Reads the form. A refused file ends the reading: what follows it may be
/// as long as the file was.
pub async fn receive(app: &App, mut form: Multipart) -> Upload {
    let mut upload = Upload::default();
    loop {
        let mut field = match form.next_field().await {
            Ok(Some(field)) => field,
            Ok(None) => break,
            Err(error) => {
                tracing::info!(%error, "a form with a file broke off");
                upload.file = Some(Err(Refusal::Interrupted));
                break;
            }
        };
        match field.name() {
            Some("description") => upload.description = text(&mut field).await,
            Some("decorative") => upload.decorative = text(&mut field).await,
            Some("fichier") if upload.file.is_none() => {
                upload.name = field.file_name().unwrap_or("").to_owned();
                // Browsers send an empty part when no file was chosen.
                if upload.name.is_empty() {
                    continue;
                }
                let received = app.files.receive(field, &upload.name).await;
                let refused = received.is_err();
                upload.file = Some(received);
                if refused {
                    break;
                }
            }
            _ => {}
        }
    }
    upload
}

async fn text(field: &mut Field<'_>) -> String {
    let mut bytes = Vec::new();
    while let Ok(Some(chunk)) = field.chunk().await {
        let room = TEXT_MAX.saturating_sub(bytes.len());
        bytes.extend_from_slice(&chunk[..chunk.len().min(room)]);
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
