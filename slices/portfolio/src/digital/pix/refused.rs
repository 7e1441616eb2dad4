//! Why a whole file of Pix is refused, as the sentence that the person reads:
//! what happened, that nothing changed, what to do.

use people::api::Unreadable;

/// A file from which nothing was taken. `Display` is the French sentence.
#[derive(Debug, thiserror::Error)]
pub enum NotPix {
    /// It is no table.
    #[error(transparent)]
    Table(Unreadable),
    /// It is a table of something else.
    #[error(
        "Ce fichier n’est pas un export de résultats de Pix Orga. Rien n’a été modifié\u{a0}: dans Pix Orga, ouvrez la campagne, choisissez «\u{202f}Exporter les résultats\u{202f}», puis envoyez le fichier CSV sans l’ouvrir."
    )]
    SomethingElse,
    /// Columns are missing.
    #[error(
        "Il manque à ce fichier {0}. Rien n’a été modifié\u{a0}: refaites l’export dans Pix Orga et envoyez le fichier sans l’ouvrir ni retirer de colonne."
    )]
    Columns(String),
    /// No column is about a competence that Jalon knows.
    #[error(
        "Aucune colonne de ce fichier ne porte le nom d’une compétence du CRCN. Rien n’a été modifié\u{a0}: vérifiez que la campagne porte sur ces compétences, et que l’export est en français."
    )]
    NoCompetence,
    /// Nobody is in it.
    #[error(
        "Ce fichier ne contient aucun participant. Rien n’a été modifié\u{a0}: attendez que des résultats soient envoyés dans Pix, puis refaites l’export."
    )]
    Nobody,
    /// Lines of several campaigns.
    #[error(
        "Ce fichier mélange deux campagnes, «\u{202f}{first}\u{202f}» et «\u{202f}{second}\u{202f}» (ligne\u{a0}{line}). Rien n’a été modifié\u{a0}: envoyez l’export d’une campagne à la fois."
    )]
    TwoCampaigns {
        /// That of the first line.
        first: String,
        /// The other.
        second: String,
        /// Where it begins.
        line: u32,
    },
    /// It is not the campaign that was announced.
    #[error(
        "Ce fichier est celui de la campagne «\u{202f}{found}\u{202f}» (code {code}), et non de celle dont vous avez écrit le code ({wanted}). Rien n’a été modifié\u{a0}: choisissez l’autre export, ou effacez le code."
    )]
    OtherCampaign {
        /// The name of the file's campaign.
        found: String,
        /// Its code.
        code: String,
        /// The code that was typed.
        wanted: String,
    },
    /// Nobody of the class is in it.
    #[error(
        "Personne de {class} n’est dans ce fichier, qui vient de «\u{202f}{organisation}\u{202f}». Rien n’a été modifié\u{a0}: c’est sans doute l’export d’une autre classe ou d’un autre établissement."
    )]
    NobodyOfClass {
        /// The class.
        class: String,
        /// The school at Pix.
        organisation: String,
    },
    /// More lines than a school has learners.
    #[error(
        "Ce fichier compte plus de {}\u{a0}participants. Rien n’a été modifié\u{a0}: exportez une campagne d’une seule classe.",
        Self::MAX_LINES
    )]
    TooMany,
}

impl NotPix {
    /// A campaign of a whole school stays below.
    pub const MAX_LINES: usize = 5_000;
}

impl From<Unreadable> for NotPix {
    fn from(unreadable: Unreadable) -> Self {
        match unreadable {
            Unreadable::Unknown => Self::SomethingElse,
            Unreadable::Empty => Self::Nobody,
            other => Self::Table(other),
        }
    }
}
