//! Receiving files with the fields beside them, without holding them in memory.

use std::collections::HashMap;

use axum::extract::Multipart;
use axum::extract::multipart::Field;
use files::{Files, Incoming, Prepared, Refusal};
use kernel::{AccountId, SchoolId, file_size};

/// A field of text beside a file is never longer; the rest is not kept.
const TEXT_MAX: usize = 8_000;
/// So many files are taken from one form.
const FILES_MAX: usize = 20;

/// Why a file of the form was not taken.
#[derive(Debug, thiserror::Error)]
pub enum NotTaken {
    /// What it is, or a failure of the house.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// There were too many in one form.
    #[error(
        "Un envoi prend {FILES_MAX} fichiers au plus\u{202f}: celui-ci n’a pas été ajouté. Envoyez-le à part."
    )]
    TooMany,
}

/// A file of the form.
pub struct Received {
    /// The name that the browser gave it.
    pub name: String,
    /// The file, judged and stored but not recorded; or why it was not taken.
    pub result: Result<Prepared, NotTaken>,
}

/// What the form sent.
#[derive(Default)]
pub struct Upload {
    /// The files, in their order; none when none was chosen.
    pub files: Vec<Received>,
    /// What was typed in the fields of text, by their names.
    texts: HashMap<&'static str, String>,
}

/// Reads a form whose files are in `fichier` and whose fields of text are
/// `texts`. Each file is judged and stored before the next one is
/// read, so that at most one waits on the disk. What follows a refused file is
/// read too: a browser shows the answer only once it has sent everything, and
/// the fields behind it are the person's.
pub async fn receive(
    files: &Files,
    school: SchoolId,
    owner: AccountId,
    mut form: Multipart,
    texts: &[&'static str],
) -> Upload {
    let mut upload = Upload::default();
    let mut spare = spare(files);
    loop {
        let mut field = match form.next_field().await {
            Ok(Some(field)) => field,
            Ok(None) => break,
            Err(error) => {
                tracing::info!(%error, "a form with files broke off");
                upload.broke_off();
                break;
            }
        };
        match field.name() {
            Some("fichier") => {
                let name = field.file_name().unwrap_or("").to_owned();
                // Browsers send an empty part when no file was chosen.
                if name.is_empty() {
                    continue;
                }
                let result = match upload.files.len() < FILES_MAX {
                    true => take(files, school, owner, &mut field, &name).await,
                    false => Err(NotTaken::TooMany),
                };
                let refused = result.is_err();
                upload.files.push(Received { name, result });
                if refused && !drain(&mut field, &mut spare).await {
                    break;
                }
            }
            name => {
                if let Some(name) = texts.iter().find(|text| name == Some(**text)) {
                    upload.texts.insert(name, text(&mut field).await);
                } else if !drain(&mut field, &mut spare).await {
                    break;
                }
            }
        }
    }
    upload
}

/// A file that is read at once and not kept, with the fields beside it. Its
/// temporary file goes away with this value.
pub struct ToRead {
    /// The name that the browser gave it.
    pub name: String,
    /// The file, not judged.
    pub file: Incoming,
    texts: HashMap<&'static str, String>,
}

impl ToRead {
    /// What was typed in a field; empty when it was not sent.
    #[must_use]
    pub fn text(&self, name: &str) -> &str {
        self.texts.get(name).map_or("", String::as_str)
    }
}

/// Reads a form with one file in `fichier` that is to be read and forgotten:
/// what another application exported.
///
/// # Errors
/// The French sentence for the field of the file.
pub async fn receive_to_read(
    files: &Files,
    mut form: Multipart,
    texts: &[&'static str],
) -> Result<ToRead, String> {
    let mut typed = HashMap::new();
    let mut file = None;
    loop {
        let mut field = match form.next_field().await {
            Ok(Some(field)) => field,
            Ok(None) => break,
            Err(_) => return Err(unread(&Refusal::Interrupted)),
        };
        let name = field.file_name().unwrap_or("").to_owned();
        if field.name() == Some("fichier") && !name.is_empty() && file.is_none() {
            match files.receive(field, &name).await {
                Ok(incoming) => file = Some((name, incoming)),
                Err(refusal) => return Err(unread(&refusal)),
            }
        } else if let Some(wanted) = texts.iter().find(|text| field.name() == Some(**text)) {
            typed.insert(*wanted, text(&mut field).await);
        }
    }
    let (name, file) =
        file.ok_or_else(|| "Choisissez un fichier sur votre appareil.".to_owned())?;
    Ok(ToRead {
        name,
        file,
        texts: typed,
    })
}

/// Why a file to read did not arrive.
fn unread(refusal: &Refusal) -> String {
    match refusal {
        Refusal::Empty => "Ce fichier est vide (0\u{a0}octet). Rien n’a été modifié\u{a0}: refaites l’export, puis recommencez.".to_owned(),
        Refusal::TooBig { limit, .. } => format!(
            "Ce fichier dépasse {}. Rien n’a été modifié\u{a0}: vérifiez que c’est le bon fichier.",
            file_size(*limit)
        ),
        Refusal::Interrupted => "L’envoi s’est interrompu. Rien n’a été modifié\u{a0}; recommencez.".to_owned(),
        _ => "Jalon n’a pas pu recevoir ce fichier à cause d’une panne de son côté. Rien n’a été modifié\u{a0}; réessayez dans quelques minutes.".to_owned(),
    }
}

/// Reads a form of which nothing will be taken, so that its answer is seen.
pub async fn pass_over(files: &Files, mut form: Multipart) {
    let mut spare = spare(files);
    while let Ok(Some(mut field)) = form.next_field().await {
        if !drain(&mut field, &mut spare).await {
            return;
        }
    }
}

/// How many bytes are read for nothing before the connection is cut.
fn spare(files: &Files) -> u64 {
    files.limits().largest_file().saturating_mul(2)
}

async fn take(
    files: &Files,
    school: SchoolId,
    owner: AccountId,
    field: &mut Field<'_>,
    name: &str,
) -> Result<Prepared, NotTaken> {
    let incoming = files.receive(field, name).await?;
    Ok(files.accept(school, owner, incoming).await?)
}

/// Reads the rest of a field for nothing. False when there was more of it than
/// `spare` allows, or when it broke off.
async fn drain(field: &mut Field<'_>, spare: &mut u64) -> bool {
    loop {
        match field.chunk().await {
            Ok(Some(chunk)) => match spare.checked_sub(chunk.len() as u64) {
                Some(left) => *spare = left,
                None => return false,
            },
            Ok(None) => return true,
            Err(_) => return false,
        }
    }
}

impl Upload {
    /// What was typed in a field; empty when it was not sent.
    #[must_use]
    pub fn text(&self, name: &str) -> &str {
        self.texts.get(name).map_or("", String::as_str)
    }

    /// Notes that the connection was cut, unless the last file says so already.
    fn broke_off(&mut self) {
        let said = self.files.last().is_some_and(|last| {
            matches!(last.result, Err(NotTaken::Refused(Refusal::Interrupted)))
        });
        if !said {
            self.files.push(Received {
                name: String::new(),
                result: Err(Refusal::Interrupted.into()),
            });
        }
    }
}

async fn text(field: &mut Field<'_>) -> String {
    let mut bytes = Vec::new();
    while let Ok(Some(chunk)) = field.chunk().await {
        let room = TEXT_MAX.saturating_sub(bytes.len());
        bytes.extend_from_slice(&chunk[..chunk.len().min(room)]);
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
