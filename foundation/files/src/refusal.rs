//! Why a file was not taken, as the sentence its owner reads: what happened,
//! what was kept, what to do. The page puts the file's name in front.

use kernel::file_size;

/// A file was not added. `Display` is the French sentence.
#[derive(Debug, thiserror::Error)]
pub enum Refusal {
    /// No byte at all.
    #[error(
        "Ce fichier est vide (0\u{a0}octet)\u{202f}: il n’a pas été ajouté, le reste est gardé. \
         Ouvrez-le sur votre appareil pour vérifier son contenu, puis ajoutez-le de nouveau."
    )]
    Empty,
    /// Larger than what its kind (or any kind) may be.
    #[error(
        "Ce fichier dépasse {}, la taille permise{}\u{202f}: il n’a pas été ajouté, le reste est gardé. \
         Réduisez-le ou partagez-le en plusieurs fichiers, puis ajoutez-le de nouveau.",
        file_size(*.limit), .label.map(|label| format!(" pour ce type de fichier ({label})")).unwrap_or_default()
    )]
    TooBig {
        /// The limit in bytes.
        limit: u64,
        /// What kind it is, once that is known.
        label: Option<&'static str>,
    },
    /// The person's files would pass their quota.
    #[error(
        "Il vous reste {} sur {} et ce fichier fait {}\u{202f}: il n’a pas été ajouté, tous vos autres fichiers sont gardés. \
         Supprimez des fichiers devenus inutiles ou demandez plus de place à l’administration de Jalon.",
        file_size(*.left), file_size(*.quota), file_size(*.size)
    )]
    QuotaExceeded {
        /// Bytes that are left.
        left: u64,
        /// Bytes that the person may use.
        quota: u64,
        /// Bytes that this file needs.
        size: u64,
    },
    /// The connection broke.
    #[error(
        "L’envoi de ce fichier s’est interrompu avant la fin\u{202f}: il n’a pas été ajouté, le reste est gardé. \
         Vérifiez votre connexion, puis ajoutez-le de nouveau."
    )]
    Interrupted,
    /// HEIC, HEIF.
    #[error(
        "Cette photo est au format HEIC, que beaucoup d’appareils ne savent pas afficher\u{202f}: elle n’a pas été ajoutée, le reste est gardé. \
         Sur un iPhone, choisissez Réglages › Appareil photo › Formats › Le plus compatible avant de reprendre la photo, \
         ou partagez celle-ci au format JPEG (par exemple en l’envoyant par courriel), puis ajoutez-la de nouveau."
    )]
    Heic,
    /// GIF, TIFF, BMP, AVIF…
    #[error(
        "Cette image est au format {0}, que Jalon n’affiche pas\u{202f}: elle n’a pas été ajoutée, le reste est gardé. \
         Enregistrez-la au format JPEG ou PNG, puis ajoutez-la de nouveau."
    )]
    OtherImage(String),
    /// A sound or video that browsers do not play.
    #[error(
        "Ce son ou cette vidéo est dans un format que les navigateurs ne lisent pas\u{202f}: le fichier n’a pas été ajouté, le reste est gardé. \
         Enregistrez la vidéo au format MP4 ou le son au format MP3, puis ajoutez-le de nouveau."
    )]
    OtherMedia,
    /// zip, rar, 7z…
    #[error(
        "Ce fichier est une archive (zip, rar, 7z…), dont l’équipe ne peut pas lire le contenu en ligne\u{202f}: il n’a pas été ajouté, le reste est gardé. \
         Décompressez l’archive et ajoutez les fichiers utiles un par un."
    )]
    Archive,
    /// An executable.
    #[error(
        "Ce fichier est un programme, qui pourrait nuire à l’ordinateur de qui l’ouvre\u{202f}: il n’a pas été ajouté, le reste est gardé. \
         Montrez plutôt votre réalisation par une capture d’écran, une vidéo ou un document PDF."
    )]
    Program,
    /// HTML, SVG, XML, scripts.
    #[error(
        "Ce fichier est une page web, un dessin SVG ou un script, qui pourrait agir dans le navigateur de qui l’ouvre\u{202f}: il n’a pas été ajouté, le reste est gardé. \
         Ajoutez une capture d’écran ou un document PDF, ou collez le code dans un fichier texte (.txt) après une première ligne qui l’explique."
    )]
    WebPage,
    /// An office document that carries macros.
    #[error(
        "Ce document contient des macros, c’est-à-dire un programme\u{202f}: il n’a pas été ajouté, le reste est gardé. \
         Enregistrez-le sans macros (.docx, .xlsx, .pptx ou PDF), puis ajoutez-le de nouveau."
    )]
    Macros,
    /// An office document locked by a password.
    #[error(
        "Ce document est protégé par un mot de passe, l’équipe ne pourrait pas le lire\u{202f}: il n’a pas été ajouté, le reste est gardé. \
         Retirez le mot de passe, enregistrez le document, puis ajoutez-le de nouveau."
    )]
    Locked,
    /// Nothing that Jalon knows.
    #[error(
        "Jalon ne reconnaît pas le contenu de ce fichier, quel que soit son nom\u{202f}: il n’a pas été ajouté, le reste est gardé. \
         Ajoutez une image (JPEG, PNG, WebP), un PDF, un document bureautique, un texte, un son ou une vidéo (MP4, MOV, WebM)."
    )]
    Unknown,
    /// Too many pixels to decode safely.
    #[error(
        "Cette image mesure {}\u{a0}×\u{a0}{}\u{a0}pixels, plus que ce que Jalon peut traiter ({}\u{a0}millions de pixels et {}\u{a0}pixels de côté)\u{202f}: elle n’a pas été ajoutée, le reste est gardé. \
         Réduisez ses dimensions avec un logiciel de retouche, puis ajoutez-la de nouveau.",
        thousands(*.width), thousands(*.height), .max_pixels / 1_000_000, thousands(*.max_side)
    )]
    TooManyPixels {
        /// Width in pixels.
        width: u32,
        /// Height in pixels.
        height: u32,
        /// Pixels allowed.
        max_pixels: u64,
        /// Side allowed.
        max_side: u32,
    },
    /// Decoding failed: truncated or damaged.
    #[error(
        "Cette image est incomplète ou abîmée\u{202f}: elle n’a pas été ajoutée, le reste est gardé. \
         Ouvrez-la sur votre appareil pour vérifier qu’elle s’affiche en entier, enregistrez-la de nouveau, puis ajoutez-la."
    )]
    DamagedImage,
    /// The boxes of a video cannot be followed to its end.
    #[error(
        "Cette vidéo ou ce son est incomplet ou construit de façon inhabituelle, et Jalon ne peut pas en retirer le lieu d’enregistrement\u{202f}: le fichier n’a pas été ajouté, le reste est gardé. \
         Réexportez-le au format MP4 depuis votre téléphone ou un logiciel de montage, puis ajoutez-le de nouveau."
    )]
    UnreadableVideo,
    /// Positions are written along the pictures (action camera, drone).
    #[error(
        "Cette vidéo contient une piste de mesures (position GPS, mouvements) que Jalon ne peut pas retirer\u{202f}: elle n’a pas été ajoutée, le reste est gardé. \
         Réexportez-la sans données GPS depuis l’application de la caméra ou un logiciel de montage, puis ajoutez-la de nouveau."
    )]
    PositionTrack,
    /// The disk or the database is full: nothing the person did.
    #[error(
        "Il n’y a plus de place sur le serveur de Jalon\u{202f}: ce fichier n’a pas été ajouté, le reste est gardé. \
         Prévenez l’administration de Jalon, puis ajoutez-le de nouveau."
    )]
    NoRoom(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// Disk, object store or database failed: nothing the person did.
    #[error(
        "Jalon n’a pas pu enregistrer ce fichier à cause d’une panne de son côté\u{202f}: il n’a pas été ajouté, le reste est gardé. \
         Réessayez dans quelques minutes\u{202f}; si cela continue, prévenez l’administration de Jalon."
    )]
    Storage(#[source] Box<dyn std::error::Error + Send + Sync>),
}

impl From<db::DbError> for Refusal {
    fn from(error: db::DbError) -> Self {
        Self::storage(error)
    }
}

impl From<sea_orm::DbErr> for Refusal {
    fn from(error: sea_orm::DbErr) -> Self {
        db::DbError::from(error).into()
    }
}

impl From<crate::StoreError> for Refusal {
    fn from(error: crate::StoreError) -> Self {
        Self::storage(error)
    }
}

impl Refusal {
    /// A failure of the house, with its cause for the log.
    pub fn storage(cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        let cause = cause.into();
        match lacks_room(&*cause) {
            true => Self::NoRoom(cause),
            false => Self::Storage(cause),
        }
    }

    /// Whether the house failed (HTTP 507 without room, else 500) rather than
    /// the file (422).
    #[must_use]
    pub fn is_failure(&self) -> bool {
        matches!(self, Self::Storage(_) | Self::NoRoom(_))
    }
}

/// What an S3 server without room answers. `object_store` hands it on as text
/// only: the status of the standard, the codes of MinIO and of Ceph.
const FULL_BUCKET: [&str; 3] = [
    "507 Insufficient Storage",
    "<Code>XMinioStorageFull</Code>",
    "<Code>QuotaExceeded</Code>",
];

/// Whether somewhere below there is a full disk, bucket or database.
fn lacks_room(error: &(dyn std::error::Error + 'static)) -> bool {
    use std::io::ErrorKind::{QuotaExceeded, StorageFull};
    let here = if let Some(io) = error.downcast_ref::<std::io::Error>() {
        matches!(io.kind(), StorageFull | QuotaExceeded)
    } else if let Some(store) = error.downcast_ref::<object_store::Error>() {
        let answer = store.to_string();
        FULL_BUCKET.iter().any(|said| answer.contains(said))
    } else {
        matches!(error.downcast_ref(), Some(db::DbError::Full(_)))
    };
    here || error.source().is_some_and(lacks_room)
}

/// « 20 000 »: thousands apart, on one line.
fn thousands(number: u32) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push('\u{202f}');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_disk_is_said_wherever_it_was_met() {
        let full = || std::io::Error::from(std::io::ErrorKind::StorageFull);
        let in_store = crate::StoreError::Store(object_store::Error::Generic {
            store: "LocalFileSystem",
            source: Box::new(full()),
        });
        for refusal in [Refusal::storage(full()), Refusal::from(in_store)] {
            assert!(refusal.is_failure());
            assert!(refusal.to_string().contains("plus de place"), "{refusal}");
        }
        let broken = Refusal::storage(std::io::Error::other("broken"));
        assert!(broken.to_string().contains("panne"), "{broken}");
    }
}
