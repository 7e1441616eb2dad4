//! Why a whole file is refused, as the sentence that the person reads: what
//! happened, that nothing changed, what to do.

use kernel::file_size;

/// A file from which nothing was taken. `Display` is the French sentence.
#[derive(Debug, thiserror::Error)]
pub enum Unreadable {
    /// No row at all.
    #[error(
        "Ce fichier ne contient aucune personne. Rien n’a été modifié\u{a0}: refaites l’export en vérifiant ce qui y est coché, puis recommencez."
    )]
    Empty,
    /// The end is missing.
    #[error(
        "Ce fichier est incomplet\u{a0}: il s’arrête à la ligne\u{a0}{line} avant sa fin. Rien n’a été modifié\u{a0}: téléchargez-le à nouveau en entier, puis recommencez."
    )]
    Truncated {
        /// Where it stops.
        line: u32,
    },
    /// The XML does not hold together.
    #[error(
        "Ce fichier est abîmé\u{a0}: la ligne\u{a0}{line} ne se lit pas. Rien n’a été modifié\u{a0}: refaites l’export sans ouvrir ni modifier le fichier, puis recommencez."
    )]
    Damaged {
        /// Where.
        line: u32,
    },
    /// The zip does not open.
    #[error(
        "Ce fichier zip est abîmé ou incomplet. Rien n’a été modifié\u{a0}: téléchargez-le à nouveau en entier, puis recommencez."
    )]
    DamagedZip,
    /// The zip asks for a password.
    #[error(
        "Ce fichier zip est protégé par un mot de passe. Rien n’a été modifié\u{a0}: décompressez-le sur votre poste, puis envoyez le fichier qu’il contient."
    )]
    LockedZip,
    /// Nothing or several files in the zip.
    #[error(
        "Ce fichier zip contient {count}\u{a0}fichiers que Jalon pourrait lire, il en faut un seul. Rien n’a été modifié\u{a0}: décompressez-le sur votre poste, puis envoyez le bon fichier."
    )]
    NotOneInZip {
        /// How many there are.
        count: usize,
    },
    /// It would be too large once opened (zip bombs too).
    #[error(
        "Ce fichier, une fois ouvert, dépasse {}, bien plus que l’export d’un établissement. Rien n’a été modifié\u{a0}: vérifiez que c’est le bon fichier.",
        file_size(*.limit)
    )]
    TooBig {
        /// The limit in bytes.
        limit: u64,
    },
    /// Too many rows.
    #[error(
        "Ce fichier compte plus de {limit}\u{a0}lignes. Rien n’a été modifié\u{a0}: partagez-le en plusieurs fichiers."
    )]
    TooManyRows {
        /// The limit.
        limit: usize,
    },
    /// Too many columns.
    #[error(
        "Ce tableau compte plus de {limit}\u{a0}colonnes. Rien n’a été modifié\u{a0}: ne gardez que celles qui servent."
    )]
    TooManyColumns {
        /// The limit.
        limit: usize,
    },
    /// One element or one cell is huge.
    #[error(
        "La ligne\u{a0}{line} de ce fichier contient un texte démesuré. Rien n’a été modifié\u{a0}: refaites l’export sans modifier le fichier."
    )]
    TooLong {
        /// Where.
        line: u32,
    },
    /// A DTD, or entities of its own (entity bombs).
    #[error(
        "Ce fichier définit des abréviations (entités XML), ce qu’un export de SIECLE ou de STS-Web ne fait jamais et qui peut bloquer un serveur. Rien n’a été modifié\u{a0}: refaites l’export depuis l’application d’origine."
    )]
    Entities,
    /// The bytes do not fit the announced encoding.
    #[error(
        "Les lettres accentuées de ce fichier ne se lisent pas (codage {encoding}). Rien n’a été modifié\u{a0}: refaites l’export sans ouvrir le fichier, ou enregistrez le tableau en «\u{202f}CSV UTF-8\u{202f}» ou en XLSX."
    )]
    Encoding {
        /// What it announced.
        encoding: String,
    },
    /// The letters were broken before: « Ã© ».
    #[error(
        "Les lettres accentuées de ce fichier sont déjà abîmées, par exemple «\u{202f}{sample}\u{202f}» à la ligne\u{a0}{line}. Rien n’a été modifié\u{a0}: refaites l’export sans ouvrir le fichier dans un tableur, ou enregistrez le tableau en XLSX."
    )]
    Mojibake {
        /// What shows it.
        sample: String,
        /// Where.
        line: u32,
    },
    /// XML of something else.
    #[error(
        "Ce fichier XML n’est pas un export que Jalon connaît (son premier élément est «\u{202f}{root}\u{202f}»). Rien n’a été modifié\u{a0}: il faut ElevesSansAdresses.xml, ResponsablesAvecAdresses.xml ou sts_emp_….xml."
    )]
    OtherXml {
        /// Its root element.
        root: String,
    },
    /// The spreadsheets of before 2007.
    #[error(
        "Ce classeur est à l’ancien format (.xls). Rien n’a été modifié\u{a0}: enregistrez-le au format XLSX ou CSV, puis recommencez."
    )]
    OldWorkbook,
    /// A workbook that does not open.
    #[error(
        "Ce classeur ne s’ouvre pas. Rien n’a été modifié\u{a0}: ouvrez-le dans votre tableur, enregistrez-le au format XLSX ou CSV, puis recommencez."
    )]
    DamagedWorkbook,
    /// Neither XML nor a table.
    #[error(
        "Jalon ne reconnaît pas ce fichier. Rien n’a été modifié\u{a0}: il faut un export de SIECLE ou de STS-Web (XML ou zip), un export de FREGATA, ou un tableau CSV ou XLSX dont la première ligne donne le nom des colonnes."
    )]
    Unknown,
    /// The disk.
    #[error(
        "Jalon n’a pas pu lire ce fichier à cause d’une panne de son côté. Rien n’a été modifié\u{a0}; réessayez dans quelques minutes."
    )]
    Io(#[from] std::io::Error),
}
