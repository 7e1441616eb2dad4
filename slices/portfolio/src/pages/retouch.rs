//! « Retoucher l’image »: a frame and opaque zones, by numbers or drawn; the
//! result shown before it is kept; then the original is gone.

mod view;

use axum::extract::State as Extract;
use axum::response::{IntoResponse, Redirect, Response};
use files::retouch::{Part, Side};
use files::{Edit, StoredFile, Unretouched};
use http::StatusCode;
use web::{Actor, App, AppError, AppResult, Authorised, Flash, Form, Page, Query, Shell, download};

use super::piece::{report_of, stored};
use crate::evidence::object::Writes;
use crate::evidence::retouch::forms::{EditQuery, Problem, RetouchForm, Typed};
use crate::evidence::retouch::{self as rule, NotRetouched, Retouchable, retouchable};
use crate::evidence::store::evidence;
use crate::evidence::{EvidenceId, Piece};
use crate::paths;
use view::{RetouchPage, Said};

/// A picture on the table.
struct Table {
    row: evidence::Model,
    file: StoredFile,
    allowed: Retouchable,
}

impl Table {
    /// Nothing to see for what is no picture, or was removed.
    async fn open(app: &App, row: evidence::Model) -> AppResult<Self> {
        let file = stored(app, &row).await?;
        if !file.kind.is_image() {
            return Err(AppError::NotFound);
        }
        let report = report_of(app, &row).await?;
        Ok(Self {
            row,
            file,
            allowed: retouchable(report.map(|report| report.state)),
        })
    }

    fn size(&self) -> (u32, u32) {
        let side = |side: Option<i32>| side.and_then(|side| side.try_into().ok()).unwrap_or(0);
        (side(self.file.width), side(self.file.height))
    }

    /// The edit that the form says, if it can be made.
    fn read(&self, form: &RetouchForm) -> Result<Edit, Vec<Problem>> {
        let (width, height) = self.size();
        let edit = form.read(width, height)?;
        if self.allowed == Retouchable::ByZones && edit.crop.is_some() {
            return Err(vec![Problem {
                at: None,
                message: NotRetouched::Handed.to_string(),
            }]);
        }
        Ok(edit)
    }
}

/// GET /dossier/pieces/{evidence}/retouche
pub async fn form(
    Extract(app): Extract<App>,
    shell: Shell,
    piece: Authorised<Piece, Writes>,
) -> AppResult<Page<RetouchPage>> {
    let table = Table::open(&app, piece.object.row).await?;
    let page = table.page(shell, &RetouchForm::default(), Said::default());
    Ok(Page::new(page))
}

/// GET /dossier/pieces/{evidence}/retouche/image: the picture as the edit in
/// the address would make it, for its owner alone; nothing is kept. Without an
/// edit, the picture is what it was.
pub async fn image(
    Extract(app): Extract<App>,
    piece: Authorised<Piece, Writes>,
    Query(query): Query<EditQuery>,
) -> AppResult<Response> {
    let table = Table::open(&app, piece.object.row).await?;
    let edit = query.read().ok_or(AppError::NotFound)?;
    if edit == Edit::default() {
        return Ok(Redirect::to(&paths::piece(table.row.id)).into_response());
    }
    match app.files.preview_retouch(&table.file, &edit).await {
        Ok((kind, bytes)) => Ok(download::send_once(kind, bytes)),
        Err(Unretouched::Edit(_)) => Err(AppError::NotFound),
        Err(error) => Err(AppError::internal(error)),
    }
}

/// POST /dossier/pieces/{evidence}/retouche: each button of the two pages.
pub async fn act(
    Extract(app): Extract<App>,
    actor: Actor,
    shell: Shell,
    piece: Authorised<Piece, Writes>,
    Form(mut form): Form<RetouchForm>,
) -> AppResult<Response> {
    let table = Table::open(&app, piece.object.row).await?;
    let (width, height) = table.size();
    if form.origine != table.file.hash.to_string() {
        return Ok(refused(&table, shell, &form, &Unretouched::Changed.into()));
    }
    let mut said = Said::default();
    let what = std::mem::take(&mut form.faire);
    match what.as_str() {
        "modifier" => {}
        "zone" => {
            form.add_zone(width, height);
            said.focus = Some((Part::Mask(form.zones().len() - 1), Side::X));
        }
        "cadre" => {
            form.add_crop(width, height);
            said.focus = Some((Part::Crop, Side::X));
        }
        "sans-cadre" => form.set_crop(Typed::default()),
        what => match (what.strip_prefix("retirer-"), table.read(&form)) {
            (Some(number), _) => form.remove_zone(number.parse().unwrap_or(0)),
            (None, Err(problems)) => {
                said.problems = problems;
                let page = table.page(shell, &form, said);
                return Ok(Page::invalid(page).into_response());
            }
            (None, Ok(edit)) if what == "enregistrer" => {
                return save(&app, &actor, shell, table, &form, edit).await;
            }
            (None, Ok(edit)) => {
                let page = table.preview(shell, &form, &edit);
                return Ok(Page::new(page).into_response());
            }
        },
    }
    Ok(Page::new(table.page(shell, &form, said)).into_response())
}

async fn save(
    app: &App,
    actor: &Actor,
    shell: Shell,
    table: Table,
    form: &RetouchForm,
    edit: Edit,
) -> AppResult<Response> {
    match keep(app, actor, &table, edit).await {
        Ok(()) => Ok(Flash::ok(
            "Image retouchée. L’image d’origine n’est plus montrée à personne et s’efface du serveur. Vérifiez que la description dit encore ce que l’image montre.",
        )
        .to(paths::own_piece(table.row.id))),
        Err(why) => {
            // Perhaps another picture by now, or in a report handed in.
            let table = Table::open(app, table.row).await?;
            Ok(refused(&table, shell, form, &why))
        }
    }
}

async fn keep(app: &App, actor: &Actor, table: &Table, edit: Edit) -> Result<(), NotRetouched> {
    let prepared = app.files.retouch(&table.file, &edit).await?;
    let author = actor.account;
    let (files, clock) = (app.files.clone(), app.clock.clone());
    let work = (table.row.clone(), table.file.clone(), edit, prepared);
    app.db
        .write(move |tx| {
            let (files, clock, (row, file, edit, prepared)) =
                (files.clone(), clock.clone(), work.clone());
            async move {
                let made = (&edit, &prepared);
                rule::retouch(&tx, &clock, &files, author, &row, &file, made).await
            }
        })
        .await
}

/// The form again with what was typed, over the picture as it is now.
fn refused(table: &Table, shell: Shell, form: &RetouchForm, why: &NotRetouched) -> Response {
    let status = match why {
        NotRetouched::Handed | NotRetouched::Picture(Unretouched::Changed) => StatusCode::CONFLICT,
        NotRetouched::Picture(Unretouched::Edit(_)) => StatusCode::UNPROCESSABLE_ENTITY,
        NotRetouched::Picture(Unretouched::NoRoom(_)) => StatusCode::INSUFFICIENT_STORAGE,
        NotRetouched::Picture(Unretouched::Db(db::DbError::Busy(_))) => {
            StatusCode::SERVICE_UNAVAILABLE
        }
        NotRetouched::Picture(Unretouched::Failed(_) | Unretouched::Db(_)) => {
            StatusCode::INTERNAL_SERVER_ERROR
        }
    };
    if status.is_server_error() {
        tracing::error!(
            status = status.as_u16(),
            error = kernel::causes(why),
            "a picture was not retouched"
        );
    }
    let said = Said {
        failure: Some(match status {
            StatusCode::CONFLICT => format!(
                "{why} Voici l’image telle qu’elle est maintenant, avec vos mesures\u{a0}: vérifiez-les."
            ),
            _ => format!("{why} Vos mesures sont encore dans cette page."),
        }),
        ..Said::default()
    };
    Page::new(table.page(shell, form, said))
        .status(status)
        .into_response()
}

/// The address of the page, where a picture can be retouched.
#[must_use]
pub fn address(id: EvidenceId, file: Option<&StoredFile>) -> Option<String> {
    file.filter(|file| file.kind.is_image())
        .map(|_| paths::retouch(id))
}
