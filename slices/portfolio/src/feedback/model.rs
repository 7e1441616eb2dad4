//! What a feedback is made of.

kernel::typed_ids! {
    /// One feedback of one member of the team on one version of a report.
    pub struct FeedbackId;
    /// An answer to a feedback.
    pub struct ReplyId;
}

/// The four kinds of remark (teaching guide, § 3.3.2: what is done well, what
/// to improve, what interested the reader, what they ask).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// « Points forts ».
    Strengths,
    /// « À améliorer ».
    Improve,
    /// « Ce qui m’a intéressé·e ».
    Interest,
    /// « Questions ».
    Questions,
}

impl Part {
    /// All of them, in the order of the form.
    pub const ALL: [Self; 4] = [
        Self::Strengths,
        Self::Improve,
        Self::Interest,
        Self::Questions,
    ];

    /// What is written above it.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Strengths => "Points forts",
            Self::Improve => "À améliorer",
            Self::Interest => "Ce qui m’a intéressé·e",
            Self::Questions => "Questions",
        }
    }

    /// The name of its field in the form.
    #[must_use]
    pub const fn field(self) -> &'static str {
        match self {
            Self::Strengths => "points_forts",
            Self::Improve => "ameliorer",
            Self::Interest => "interet",
            Self::Questions => "questions",
        }
    }

    /// The sentence that helps to fill it.
    #[must_use]
    pub const fn help(self) -> &'static str {
        match self {
            Self::Strengths => "Ce qui est réussi, avec un exemple pris dans le texte.",
            Self::Improve => "Une ou deux choses précises à reprendre.",
            Self::Interest => "Ce que vous avez appris ou aimé en lisant.",
            Self::Questions => {
                "Ce que vous aimeriez comprendre\u{a0}: un choix, une étape, un résultat."
            }
        }
    }
}

/// The remarks of a feedback; each may be empty, at least one is not.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Said {
    /// « Points forts ».
    pub strengths: String,
    /// « À améliorer ».
    pub improve: String,
    /// « Ce qui m’a intéressé·e ».
    pub interest: String,
    /// « Questions ».
    pub questions: String,
}

impl Said {
    /// The remark of that kind.
    #[must_use]
    pub fn part(&self, part: Part) -> &str {
        match part {
            Part::Strengths => &self.strengths,
            Part::Improve => &self.improve,
            Part::Interest => &self.interest,
            Part::Questions => &self.questions,
        }
    }

    /// The remark of that kind, to write it.
    pub fn part_mut(&mut self, part: Part) -> &mut String {
        match part {
            Part::Strengths => &mut self.strengths,
            Part::Improve => &mut self.improve,
            Part::Interest => &mut self.interest,
            Part::Questions => &mut self.questions,
        }
    }

    /// Whether nothing is said.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        Part::ALL
            .iter()
            .all(|part| self.part(*part).trim().is_empty())
    }

    /// What to quote where there is room for one remark: what is asked first,
    /// since it is what the learner acts on.
    #[must_use]
    pub fn headline(&self) -> &str {
        [
            Part::Improve,
            Part::Questions,
            Part::Strengths,
            Part::Interest,
        ]
        .into_iter()
        .map(|part| self.part(part).trim())
        .find(|text| !text.is_empty())
        .unwrap_or("")
    }
}

/// What the reader decides on sending.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    /// Answers, and leaves the report waiting.
    Answer,
    /// Sends it back to be revised.
    Revise,
    /// Validates it.
    Validate,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_asked_is_quoted_before_what_is_praised() {
        let mut said = Said::default();
        assert!(said.is_empty() && said.headline().is_empty());
        *said.part_mut(Part::Strengths) = "Clair.".into();
        assert_eq!(said.headline(), "Clair.");
        *said.part_mut(Part::Improve) = "Dites pourquoi.".into();
        assert_eq!(said.headline(), "Dites pourquoi.");
        *said.part_mut(Part::Improve) = "  \n".into();
        assert_eq!(said.headline(), "Clair.");
    }
}
