//! Receiving files with the fields beside them, without holding them in memory.

use axum::extract::Multipart;
use axum::extract::multipart::Field;
use files::{Description, Files, Prepared, Refusal};
use kernel::{AccountId, SchoolId, count, truncate};

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
    /// What an image shows.
    pub description: String,
    /// Not empty when it brings no information.
    pub decorative: String,
}

/// Reads the form. Each file is judged and stored before the next one is
/// read, so that at most one waits on the disk. What follows a refused file is
/// read too: a browser shows the answer only once it has sent everything, and
/// the fields behind it are the person's.
pub async fn receive(
    files: &Files,
    school: SchoolId,
    owner: AccountId,
    mut form: Multipart,
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
            Some("description") => upload.description = text(&mut field).await,
            Some("decorative") => upload.decorative = text(&mut field).await,
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
            _ => {
                if !drain(&mut field, &mut spare).await {
                    break;
                }
            }
        }
    }
    upload
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
    /// « 3 pièces ajoutées. 2 images restent à décrire. »
    pub fn told(&self, taken: usize, images: usize, description: &Description) -> String {
        let mut sentences = vec![match taken {
            1 => "Pièce ajoutée.".to_owned(),
            n => format!("{}.", count(n as u64, "pièce ajoutée", "pièces ajoutées")),
        }];
        if *description == Description::Missing {
            match images {
                0 => {}
                1 => sentences.push("Une image reste à décrire.".to_owned()),
                n => sentences.push(format!("{n}\u{a0}images restent à décrire, une par une.")),
            }
            let typed = self.description.trim();
            if !typed.is_empty() {
                sentences.push(format!(
                    "Votre description n’a été mise nulle part, car elle ne va qu’à une image envoyée seule\u{a0}: «\u{202f}{}\u{202f}».",
                    truncate(typed, 500)
                ));
            }
        }
        sentences.join(" ")
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
