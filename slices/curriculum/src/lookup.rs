//! Finding things in a [`Curriculum`] by their code, and the titles that follow from others.

use chrono::NaiveDate;

use crate::model::{
    Block, Competence, Criterion, Curriculum, CurriculumName, DetailedCompetence, ExpectedResult,
    Knowledge, TransversalCompetence,
};

/// What a learner can be positioned on: a competence or a detailed one. The two are
/// independent, a level of one is never derived from the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target<'a> {
    /// A competence: `C1.1`.
    Competence {
        /// Its block.
        block: &'a Block,
        /// The competence.
        competence: &'a Competence,
    },
    /// A detailed competence: `C1.1.2`.
    Detailed {
        /// The block of its competence.
        block: &'a Block,
        /// The competence that it details.
        competence: &'a Competence,
        /// The detailed competence.
        detailed: &'a DetailedCompetence,
    },
}

impl<'a> Target<'a> {
    /// `C1.1` or `C1.1.2`.
    #[must_use]
    pub fn code(&self) -> &'a str {
        match self {
            Self::Competence { competence, .. } => &competence.code,
            Self::Detailed { detailed, .. } => &detailed.code,
        }
    }

    /// Official title.
    #[must_use]
    pub fn title(&self) -> &'a str {
        match self {
            Self::Competence { competence, .. } => &competence.title,
            Self::Detailed { detailed, .. } => &detailed.title,
        }
    }

    /// Short label for a column; the title where a detailed competence has none.
    #[must_use]
    pub fn label(&self) -> &'a str {
        match self {
            Self::Competence { competence, .. } => &competence.label,
            Self::Detailed { detailed, .. } => detailed.label.as_ref().unwrap_or(&detailed.title),
        }
    }

    /// The competence itself, or the one that is detailed.
    #[must_use]
    pub const fn competence(&self) -> &'a Competence {
        match self {
            Self::Competence { competence, .. } | Self::Detailed { competence, .. } => competence,
        }
    }

    /// The block.
    #[must_use]
    pub const fn block(&self) -> &'a Block {
        match self {
            Self::Competence { block, .. } | Self::Detailed { block, .. } => block,
        }
    }
}

/// « Working on this competence works on that CRCN competence » (teaching guide, § 3.5).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CrcnLink<'a> {
    /// The competence of the diploma.
    pub competence: &'a Competence,
    /// Code of the CRCN competence: `2.1`.
    pub digital: &'a str,
}

impl Curriculum {
    /// The block of that number, from 1.
    #[must_use]
    pub fn block(&self, number: u8) -> Option<&Block> {
        self.blocks.iter().find(|block| block.number == number)
    }

    /// All competences, in the order of the text.
    pub fn competences(&self) -> impl Iterator<Item = &Competence> {
        self.blocks.iter().flat_map(|block| &block.competences)
    }

    /// Everything a learner can be positioned on: each competence, followed by its detailed
    /// ones, in the order of the text.
    pub fn targets(&self) -> impl Iterator<Item = Target<'_>> {
        self.blocks.iter().flat_map(|block| {
            block.competences.iter().flat_map(move |competence| {
                let detailed = competence
                    .detailed
                    .iter()
                    .map(move |detailed| Target::Detailed {
                        block,
                        competence,
                        detailed,
                    });
                std::iter::once(Target::Competence { block, competence }).chain(detailed)
            })
        })
    }

    /// The competence or detailed competence of that code.
    #[must_use]
    pub fn target(&self, code: &str) -> Option<Target<'_>> {
        self.targets().find(|target| target.code() == code)
    }

    /// The competence of that code: `C1.1`.
    #[must_use]
    pub fn competence(&self, code: &str) -> Option<&Competence> {
        self.competences()
            .find(|competence| competence.code == code)
    }

    /// The « savoir associé » of that code, with its competence.
    #[must_use]
    pub fn knowledge(&self, code: &str) -> Option<(&Competence, &Knowledge)> {
        self.part(
            code,
            |competence| &competence.knowledge,
            |knowledge| &knowledge.code,
        )
    }

    /// The « résultat attendu » of that code, with its competence.
    #[must_use]
    pub fn result(&self, code: &str) -> Option<(&Competence, &ExpectedResult)> {
        self.part(
            code,
            |competence| &competence.results,
            |result| &result.code,
        )
    }

    /// The « critère d’évaluation » of that code, with its competence.
    #[must_use]
    pub fn criterion(&self, code: &str) -> Option<(&Competence, &Criterion)> {
        self.part(
            code,
            |competence| &competence.criteria,
            |criterion| &criterion.code,
        )
    }

    fn part<T>(
        &self,
        code: &str,
        parts: impl Fn(&Competence) -> &Vec<T>,
        code_of: impl Fn(&T) -> &String,
    ) -> Option<(&Competence, &T)> {
        self.competences().find_map(|competence| {
            let part = parts(competence)
                .iter()
                .find(|part| code_of(part) == code)?;
            Some((competence, part))
        })
    }

    /// The transversal competences; empty when the text has none.
    #[must_use]
    pub fn transversal_competences(&self) -> &[TransversalCompetence] {
        self.transversal
            .as_ref()
            .map_or(&[], |transversal| &transversal.competences)
    }

    /// The transversal competence of that code: `CT1`.
    #[must_use]
    pub fn transversal_competence(&self, code: &str) -> Option<&TransversalCompetence> {
        self.transversal_competences()
            .iter()
            .find(|competence| competence.code == code)
    }

    /// The sentence that introduces the transversal competences of a block.
    #[must_use]
    pub fn transversal_intro(&self, block: &Block) -> Option<String> {
        let transversal = self.transversal.as_ref()?;
        Some(
            transversal
                .intro
                .replace("{bloc}", &block.number.to_string()),
        )
    }

    /// The links to the CRCN, in the order of the text.
    pub fn crcn_links(&self) -> impl Iterator<Item = CrcnLink<'_>> {
        self.competences().flat_map(|competence| {
            competence.crcn.iter().map(move |digital| CrcnLink {
                competence,
                digital,
            })
        })
    }

    /// What the diploma is called on that day: the name in force, the first one before all,
    /// the last one after all or between two.
    #[must_use]
    pub fn name_on(&self, day: NaiveDate) -> Option<&CurriculumName> {
        self.names
            .iter()
            .rfind(|name| name.since.is_none_or(|since| since <= day))
            .or_else(|| self.names.first())
    }

    /// Kind and title together: « Certificat de spécialisation Services numériques aux
    /// organisations ».
    #[must_use]
    pub fn full_name(&self, name: &CurriculumName) -> String {
        let title = name.title.as_ref().unwrap_or(&self.title);
        format!("{} {title}", name.kind)
    }
}

impl Block {
    /// Title of the unit (annexe I): its own, or that of the pôle, or that of the block.
    #[must_use]
    pub fn unit_title(&self) -> &str {
        self.unit
            .title
            .as_deref()
            .unwrap_or_else(|| self.noun_title())
    }

    /// Title of the exam (annexe IV.b): its own, or that of the pôle, or that of the block.
    #[must_use]
    pub fn exam_title(&self) -> &str {
        self.exam
            .title
            .as_deref()
            .unwrap_or_else(|| self.noun_title())
    }

    fn noun_title(&self) -> &str {
        self.pole.as_ref().map_or(&self.title, |pole| &pole.title)
    }
}
