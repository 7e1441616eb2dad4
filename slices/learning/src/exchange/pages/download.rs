//! A situation as a file.

use axum::body::{Body, Bytes};
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use futures::stream;
use http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use tokio::io::AsyncReadExt;
use web::{Actor, App, AppError, AppResult, Authorised};

use crate::exchange::archive::Writing;
use crate::exchange::events::Event;
use crate::exchange::{EXTENSION, MEDIA_TYPE, collection, send};
use crate::shipped;
use crate::situations::object::{Reads, Situation};
use crate::situations::whole;

/// Read at once.
const CHUNK: usize = 65_536;

/// A situation of the school.
pub async fn show(
    State(app): State<App>,
    actor: Actor,
    found: Authorised<Situation, Reads>,
) -> AppResult<Response> {
    let row = found.object.row;
    let whole = whole::read(app.db.reader(), &row).await?;
    let title = whole.content.title.clone();
    let file = send::write(&app, whole).await?;
    let clock = app.clock.clone();
    app.db
        .write(move |tx| {
            let clock = clock.clone();
            async move {
                let event = Event::Exported(row.id);
                db::audit::record(&tx, &clock, actor.school, Some(actor.account), &event).await
            }
        })
        .await?;
    let file = tokio::fs::File::from_std(file);
    let pieces = stream::try_unfold(file, async |mut file| {
        let mut piece = vec![0; CHUNK];
        let read = file.read(&mut piece).await?;
        piece.truncate(read);
        Ok::<_, std::io::Error>((read > 0).then(|| (Bytes::from(piece), file)))
    });
    Ok(answer(&title, Body::from_stream(pieces)))
}

/// A situation that comes with Jalon.
pub async fn shipped(Path(number): Path<String>) -> AppResult<Response> {
    let envelope = collection::envelope(shipped::vosreves(), &number).ok_or(AppError::NotFound)?;
    let archive = Writing::new(std::io::Cursor::new(Vec::new()));
    let bytes = archive.finish(&envelope).map_err(AppError::internal)?;
    Ok(answer(
        &envelope.situation.title,
        Body::from(bytes.into_inner()),
    ))
}

fn answer(title: &str, body: Body) -> Response {
    (
        [
            (CONTENT_TYPE, MEDIA_TYPE.to_owned()),
            (CONTENT_DISPOSITION, disposition(title)),
            (CACHE_CONTROL, "no-store".to_owned()),
        ],
        body,
    )
        .into_response()
}

/// « Titre.jalon-situation », saved whatever the browser could do with it.
fn disposition(title: &str) -> String {
    // Cleaned as the name of any file, under our own extension.
    let name = files::display_name(title, files::Kind::PlainText);
    let stem = name.trim_end_matches(".txt");
    let name = format!("{stem}.{EXTENSION}");
    files::content_disposition(&name, files::Disposition::Attachment)
}
