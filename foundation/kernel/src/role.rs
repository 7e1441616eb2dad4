//! Who somebody is in a school. One person may hold several roles.

use std::fmt;
use std::str::FromStr;

/// A role in a school (domain.md, « The people »). Tutors have no account:
/// they come by a personal link.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Apprenant·e: writes reports, positions themself.
    Learner,
    /// Member of the équipe pédagogique.
    Teacher,
    /// Référent·e de la formation.
    Coordinator,
    /// Chef d’établissement.
    Head,
    /// Référent·e numérique.
    DigitalLead,
    /// Délégué·e à la protection des données.
    Dpo,
    /// Responsable légal·e of a learner.
    Guardian,
    /// Inspecteur·rice.
    Inspector,
    /// Administrator of the school in Jalon: accounts and classes.
    Admin,
}

impl Role {
    /// All roles, in the order in which screens list them.
    pub const ALL: [Self; 9] = [
        Self::Learner,
        Self::Teacher,
        Self::Coordinator,
        Self::Head,
        Self::DigitalLead,
        Self::Dpo,
        Self::Guardian,
        Self::Inspector,
        Self::Admin,
    ];

    /// The name in the database, in forms and in `jalon routes`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Learner => "learner",
            Self::Teacher => "teacher",
            Self::Coordinator => "coordinator",
            Self::Head => "head",
            Self::DigitalLead => "digital_lead",
            Self::Dpo => "dpo",
            Self::Guardian => "guardian",
            Self::Inspector => "inspector",
            Self::Admin => "admin",
        }
    }

    /// The official French name.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Learner => "apprenant·e",
            Self::Teacher => "membre de l’équipe pédagogique",
            Self::Coordinator => "référent·e de la formation",
            Self::Head => "chef d’établissement",
            Self::DigitalLead => "référent·e numérique",
            Self::Dpo => "délégué·e à la protection des données",
            Self::Guardian => "responsable légal·e",
            Self::Inspector => "inspecteur·rice",
            Self::Admin => "administrateur·rice",
        }
    }

    const fn bit(self) -> u16 {
        1 << self as u16
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// The text names no role.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("rôle inconnu\u{a0}: {0}")]
pub struct UnknownRole(pub String);

impl FromStr for Role {
    type Err = UnknownRole;
    fn from_str(code: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|role| role.code() == code)
            .ok_or_else(|| UnknownRole(code.to_owned()))
    }
}

/// The roles that one person holds in one school.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RoleSet(u16);

impl RoleSet {
    /// No role.
    pub const EMPTY: Self = Self(0);

    /// The roles listed.
    #[must_use]
    pub const fn of(roles: &[Role]) -> Self {
        let mut bits = 0;
        let mut i = 0;
        while i < roles.len() {
            bits |= roles[i].bit();
            i += 1;
        }
        Self(bits)
    }

    /// Whether `role` is among them.
    #[must_use]
    pub const fn has(self, role: Role) -> bool {
        self.0 & role.bit() != 0
    }

    /// Whether at least one of `roles` is among them.
    #[must_use]
    pub fn has_any(self, roles: &[Role]) -> bool {
        roles.iter().any(|role| self.has(*role))
    }

    /// Whether there is none.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The roles in the order of [`Role::ALL`].
    pub fn iter(self) -> impl Iterator<Item = Role> {
        Role::ALL.into_iter().filter(move |role| self.has(*role))
    }
}

impl FromIterator<Role> for RoleSet {
    fn from_iter<I: IntoIterator<Item = Role>>(roles: I) -> Self {
        Self(roles.into_iter().fold(0, |bits, role| bits | role.bit()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_role_is_found_again_by_its_code() {
        for role in Role::ALL {
            assert_eq!(role.code().parse::<Role>(), Ok(role));
        }
        assert!("chef".parse::<Role>().is_err());
    }

    #[test]
    fn a_set_holds_what_was_put_in_and_nothing_else() {
        let set = RoleSet::of(&[Role::Teacher, Role::Admin]);
        assert!(set.has(Role::Teacher) && set.has(Role::Admin) && !set.has(Role::Head));
        assert!(set.has_any(&[Role::Head, Role::Admin]) && !set.has_any(&[Role::Learner]));
        assert_eq!(set.iter().collect::<RoleSet>(), set);
    }
}
