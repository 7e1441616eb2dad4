//! Why a file is not taken, as the sentence that the person reads.

use kernel::{file_size, truncate};

/// A file that is not taken; nothing was created.
#[derive(Debug, thiserror::Error)]
pub enum Unreadable {
    /// No archive, or an archive of something else.
    #[error(
        "Ce n’est pas un fichier de situation Jalon. Rien n’a été créé\u{a0}: choisissez un fichier qui se termine par .jalon-situation, tel que Jalon l’a donné."
    )]
    Foreign,
    /// Made by a newer Jalon.
    #[error(
        "Ce fichier vient d’une version plus récente de Jalon (format\u{a0}{0}). Rien n’a été créé\u{a0}: demandez à l’administration de mettre Jalon à jour."
    )]
    Newer(u64),
    /// Cut short or altered.
    #[error(
        "Ce fichier est abîmé ou incomplet. Rien n’a été créé\u{a0}: téléchargez-le ou copiez-le de nouveau, puis recommencez."
    )]
    Damaged,
    /// Locked by a password.
    #[error(
        "Ce fichier est protégé par un mot de passe. Rien n’a été créé\u{a0}: demandez le fichier tel que Jalon l’a donné."
    )]
    Locked,
    /// The content of an attachment is not what the file says.
    #[error(
        "La pièce «\u{202f}{}\u{202f}» n’est plus celle qui a été exportée. Rien n’a été créé\u{a0}: demandez le fichier de nouveau à la personne qui vous l’a donné.",
        truncate(.0, 80)
    )]
    Altered(String),
    /// An attachment is not there.
    #[error(
        "La pièce «\u{202f}{}\u{202f}» manque dans ce fichier. Rien n’a été créé\u{a0}: demandez-le de nouveau à la personne qui vous l’a donné.",
        truncate(.0, 80)
    )]
    Missing(String),
    /// A path that leads elsewhere.
    #[error(
        "Ce fichier contient un chemin interdit («\u{202f}{}\u{202f}»). Rien n’a été créé\u{a0}: n’utilisez pas ce fichier et prévenez la personne qui vous l’a donné.",
        truncate(.0, 80)
    )]
    Path(String),
    /// An entry that no situation has.
    #[error(
        "Ce fichier contient autre chose qu’une situation («\u{202f}{}\u{202f}»). Rien n’a été créé\u{a0}: demandez le fichier tel que Jalon l’a donné.",
        truncate(.0, 80)
    )]
    Unexpected(String),
    /// Too much to unfold.
    #[error(
        "Ce fichier dépasse {} une fois ouvert. Rien n’a été créé\u{a0}: retirez des pièces de la situation d’origine, puis exportez-la de nouveau.",
        file_size(*.0)
    )]
    TooBig(u64),
    /// Well formed, but not a situation.
    #[error(
        "Le contenu de ce fichier n’est pas celui d’une situation. Rien n’a été créé\u{a0}: demandez le fichier tel que Jalon l’a donné."
    )]
    Inconsistent,
    /// Its curriculum is not published here.
    #[error(
        "Cette situation suit le référentiel «\u{202f}{}\u{202f}», que votre établissement n’a pas. Rien n’a été créé\u{a0}: demandez à l’administration de publier ce référentiel, puis recommencez.",
        truncate(.0, 40)
    )]
    Curriculum(String),
    /// The machine failed.
    #[error(
        "Jalon n’a pas pu lire ce fichier à cause d’une panne de son côté. Rien n’a été créé\u{a0}; réessayez dans quelques minutes."
    )]
    Io(#[from] std::io::Error),
}
