//! The closed lists of this slice.

use kernel::words;

words! {
    /// Where a situation is in its life.
    State {
        /// Being written.
        Draft = "draft", "Brouillon";
        /// Shown to the team to be discussed.
        Proposed = "proposed", "Proposée";
        /// Worked on in class.
        InUse = "in_use", "En usage";
    }
}

words! {
    /// How learning is staged (teaching guide, § 3.3.1.2).
    Staging {
        /// With interactions in a company thread.
        RolePlay = "role_play", "Jeu de rôle";
        /// With a tool that simulates.
        Simulation = "simulation", "Outil de simulation";
        /// With a serious game.
        SeriousGame = "serious_game", "Jeu sérieux";
        /// « etc. » in the guide.
        Other = "other", "Autre dispositif";
    }
}

words! {
    /// How people work (teaching guide, § 3.3.1.2).
    WorkMode {
        /// As a project.
        Project = "project", "Organisation en mode projet";
        /// Together.
        Collaborative = "collaborative", "Travail en mode collaboratif";
        /// With the tools of the trade, day after day.
        Continuous = "continuous", "Exploitation en continu des outils professionnels";
    }
}

words! {
    /// What digital use changes in a task (SAMR, vade-mecum III).
    Samr {
        /// The same task with another tool.
        Substitution = "substitution", "Substitution";
        /// The same task, improved.
        Augmentation = "augmentation", "Augmentation";
        /// The task is redesigned.
        Modification = "modification", "Modification";
        /// A task that was not possible before.
        Redefinition = "redefinition", "Redéfinition";
    }
}

impl Samr {
    /// Its place in the model, from 1 to 4.
    #[must_use]
    pub const fn number(self) -> u8 {
        match self {
            Self::Substitution => 1,
            Self::Augmentation => 2,
            Self::Modification => 3,
            Self::Redefinition => 4,
        }
    }
}

words! {
    /// The texts of a situation, in the order in which they are written.
    Passage {
        /// What happens in the organisation.
        Context = "context", "Contexte spécifique";
        /// What learners should be able to do.
        Intention = "intention", "Intention pédagogique";
        /// Tools and places.
        Environment = "environment", "Environnement technologique";
        /// The business process.
        Process = "process", "Actions dans le processus métier";
        /// What the missions are for.
        Purpose = "purpose", "Finalités des missions";
        /// Tools and accesses.
        Technical = "technical", "Ressources techniques";
        /// People to turn to.
        Human = "human", "Ressources humaines";
        /// Money and licences.
        Budget = "budget", "Ressources budgétaires";
        /// Time, procedures, rules.
        Organisational = "organisational", "Ressources organisationnelles";
        /// How the work is shown.
        Restitution = "restitution", "Restitution attendue";
        /// Documents in English.
        English = "english", "Ressources en anglais";
    }
}

impl Passage {
    /// The short help under the label.
    #[must_use]
    pub const fn help(self) -> &'static str {
        match self {
            Self::Context => "Ce qui arrive dans l’organisation et rend les missions nécessaires.",
            Self::Intention => {
                "Ce que la personne apprenante saura faire. Les compétences se relient dans les missions."
            }
            Self::Environment => "Applications, matériel, comptes, espace de test.",
            Self::Process => {
                "Dans quel processus, et à quelle étape, la personne agit-elle\u{202f}?"
            }
            Self::Purpose => "À quoi et à qui servent les missions\u{202f}?",
            Self::Technical => "Outils, accès, documents techniques.",
            Self::Human => "Qui aide, relit, valide\u{202f}?",
            Self::Budget => "Ce qui peut être dépensé. «\u{202f}Aucun\u{202f}» est une réponse.",
            Self::Organisational => "Durée, étapes, procédures et règles à suivre.",
            Self::Restitution => {
                "Individuelle ou collective\u{a0}: projet, exposé, dossier numérique…"
            }
            Self::English => "S’il n’y en a pas, écrivez «\u{202f}aucune\u{202f}».",
        }
    }
}

words! {
    /// What is written together and has a history.
    SheetKind {
        /// A company thread.
        Organisation = "organisation", "Organisation fil rouge";
        /// A situation.
        Situation = "situation", "Situation";
        /// A mission.
        Mission = "mission", "Mission";
    }
}

words! {
    /// Why a version was kept.
    Reason {
        /// Ten minutes of writing had passed, or somebody else went on.
        Saved = "saved", "enregistrée";
        /// The situation was proposed to the team.
        Proposed = "proposed", "proposée";
        /// The situation was put to use.
        InUse = "in_use", "mise en usage";
        /// The situation went back to a draft.
        Reworked = "reworked", "remise en brouillon";
        /// An earlier version was taken up again.
        Restored = "restored", "restaurée";
        /// It was written elsewhere at the same time.
        Conflict = "conflict", "écrite en parallèle";
    }
}
