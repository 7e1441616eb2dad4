//! Choosing competences and savoirs: what is linked stands on top with its
//! box ticked, the rest of the curriculum below, bloc by bloc. Nothing of it
//! needs a script.

use kernel::FieldErrors;

use crate::{Competence, Curriculum};

/// What a form lets one choose among.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Offer {
    /// Competences, detailed ones and savoirs.
    All,
    /// Competences and detailed ones.
    Competences,
    /// Savoirs.
    Knowledge,
}

/// What can be chosen, drawn by `macros/targets.html`.
pub struct Picker {
    /// The name of the field, and the `id` of the whole.
    pub name: &'static str,
    /// What is offered.
    pub offer: Offer,
    /// What is chosen.
    pub picked: Vec<PickItem>,
    /// The rest.
    pub blocks: Vec<PickBlock>,
    /// What is wrong with the choice.
    pub error: Option<String>,
}

/// A bloc with what is not chosen of it.
pub struct PickBlock {
    /// Its number.
    pub number: u8,
    /// Its title.
    pub title: String,
    /// Its competences.
    pub groups: Vec<PickGroup>,
}

/// A competence with its detailed ones and its savoirs.
pub struct PickGroup {
    /// `C1.1`.
    pub code: String,
    /// Its title.
    pub title: String,
    /// Itself and its detailed ones.
    pub competences: Vec<PickItem>,
    /// Its savoirs.
    pub knowledge: Vec<PickItem>,
}

/// A box.
pub struct PickItem {
    /// The number of its bloc.
    pub bloc: u8,
    /// Its `id` in the page.
    pub id: String,
    /// What it sends.
    pub value: String,
    /// `C1.1.2` or « Savoir ».
    pub code: String,
    /// The official title.
    pub label: String,
}

impl Picker {
    /// The boxes of a curriculum.
    #[must_use]
    pub fn new(
        name: &'static str,
        offer: Offer,
        curriculum: &Curriculum,
        chosen: &[String],
        errors: &FieldErrors,
    ) -> Self {
        let mut picked = Vec::new();
        let mut blocks = Vec::new();
        for block in &curriculum.blocks {
            let mut groups = Vec::new();
            for competence in &block.competences {
                let mut sort = |items: Vec<PickItem>| {
                    let (mine, rest): (Vec<_>, Vec<_>) = items
                        .into_iter()
                        .partition(|item| chosen.contains(&item.value));
                    picked.extend(mine);
                    rest
                };
                groups.push(PickGroup {
                    code: competence.code.clone(),
                    title: competence.title.clone(),
                    competences: match offer {
                        Offer::Knowledge => Vec::new(),
                        _ => sort(competences(name, block.number, competence)),
                    },
                    knowledge: match offer {
                        Offer::Competences => Vec::new(),
                        _ => sort(knowledge(name, block.number, competence)),
                    },
                });
            }
            blocks.push(PickBlock {
                number: block.number,
                title: block.title.clone(),
                groups,
            });
        }
        Self {
            name,
            offer,
            picked,
            blocks,
            error: errors.get(name).map(str::to_owned),
        }
    }

    /// What is offered, as the title of the whole.
    #[must_use]
    pub const fn legend(&self) -> &'static str {
        match self.offer {
            Offer::All => "Compétences et savoirs",
            Offer::Competences => "Compétences",
            Offer::Knowledge => "Savoirs mobilisés",
        }
    }

    /// The `id` of what can be searched.
    #[must_use]
    pub fn list(&self) -> String {
        format!("{}-referentiel", self.name)
    }

    /// « une compétence ou un savoir », after « Relier ».
    #[must_use]
    pub const fn one(&self) -> &'static str {
        match self.offer {
            Offer::All => "une compétence ou un savoir",
            Offer::Competences => "une compétence",
            Offer::Knowledge => "un savoir",
        }
    }

    /// « 4 reliés ».
    #[must_use]
    pub fn summary(&self) -> String {
        match self.picked.len() {
            0 => "aucun lien pour l’instant".to_owned(),
            n => kernel::count(n as u64, "lien", "liens"),
        }
    }
}

fn competences(name: &str, bloc: u8, competence: &Competence) -> Vec<PickItem> {
    let whole = (&competence.code, &competence.title);
    let detailed = competence
        .detailed
        .iter()
        .map(|one| (&one.code, &one.title));
    std::iter::once(whole)
        .chain(detailed)
        .map(|(code, title)| item(name, bloc, code, code, title))
        .collect()
}

fn knowledge(name: &str, bloc: u8, competence: &Competence) -> Vec<PickItem> {
    competence
        .knowledge
        .iter()
        .map(|one| item(name, bloc, &one.code, "Savoir", &one.text))
        .collect()
}

fn item(name: &str, bloc: u8, value: &str, code: &str, label: &str) -> PickItem {
    PickItem {
        bloc,
        id: format!("{name}-{}", value.to_lowercase().replace('.', "-")),
        value: value.to_owned(),
        code: code.to_owned(),
        label: label.to_owned(),
    }
}
