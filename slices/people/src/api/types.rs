//! What the questions are answered with.

use chrono::NaiveDate;
use curriculum::CurriculumId;
use kernel::{AccountId, RoleSet, SchoolYear};

use crate::model::{BlockNumbers, ClassId, GroupId, LearnerStatus, PersonName};
use crate::store::class_rows;

/// A class.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClassSummary {
    /// Its identifier.
    pub id: ClassId,
    /// « CS SNO ».
    pub name: String,
    /// When it takes place.
    pub school_year: SchoolYear,
    /// What it follows.
    pub curriculum: CurriculumId,
    /// Whether it left the lists.
    pub archived: bool,
}

impl From<class_rows::Model> for ClassSummary {
    fn from(row: class_rows::Model) -> Self {
        Self {
            id: row.id,
            name: row.name,
            school_year: row.school_year,
            curriculum: row.curriculum_id,
            archived: row.archived_at.is_some(),
        }
    }
}

/// A learner of a class.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LearnerSummary {
    /// The person.
    pub account: AccountId,
    /// How they are called.
    pub name: PersonName,
    /// Under which status they learn.
    pub status: LearnerStatus,
    /// Whether they learn at a distance.
    pub distance: bool,
    /// Since when they are in the class.
    pub entered_on: NaiveDate,
}

/// The class that a learner is in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Enrolment {
    /// The class.
    pub class: ClassSummary,
    /// Under which status they learn.
    pub status: LearnerStatus,
    /// Whether they learn at a distance.
    pub distance: bool,
    /// Since when.
    pub entered_on: NaiveDate,
}

/// What ties a teacher to a learner: the class that the learner is in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TeamLink {
    /// The class.
    pub class: ClassId,
    /// The blocs that the teacher teaches there.
    pub blocks: BlockNumbers,
    /// Whether they coordinate it.
    pub coordinator: bool,
}

/// A member of the team of a class.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TeamMember {
    /// The person.
    pub account: AccountId,
    /// How they are called.
    pub name: PersonName,
    /// The class.
    pub class: ClassId,
    /// The blocs that they teach there.
    pub blocks: BlockNumbers,
    /// Whether they coordinate it.
    pub coordinator: bool,
}

/// A learner whom a teacher follows, in one of their classes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FollowedLearner {
    /// The person.
    pub account: AccountId,
    /// The class.
    pub class: ClassId,
    /// « CS SNO ».
    pub class_name: String,
}

/// A learner who is in a class now, with what ties a person to them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TiedLearner {
    /// How they are called.
    pub name: PersonName,
    /// When they were born, where it is known.
    pub birth_date: Option<NaiveDate>,
    /// The class that they are in; the latest when there are several.
    pub enrolment: Enrolment,
    /// Whether the person is of the team of one of their classes.
    pub team: bool,
    /// Whether the person is legally responsible for them, of age or not.
    pub guardian: bool,
}

/// A learner whom a guardian is legally responsible for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ward {
    /// The person.
    pub account: AccountId,
    /// How they are called.
    pub name: PersonName,
    /// When they were born, where it is known: a guardian’s access ends at 18.
    pub birth_date: Option<NaiveDate>,
}

/// A person of a school.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// The person.
    pub account: AccountId,
    /// How they are called.
    pub name: PersonName,
    /// When they were born, where it is known.
    pub birth_date: Option<NaiveDate>,
    /// What they are in the school.
    pub roles: RoleSet,
    /// Whether they can come in.
    pub open: bool,
}

/// What a new school still has to do before its learners can come in, each
/// step before the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FirstStep {
    /// Create a class.
    CreateClass,
    /// Enrol its learners: paste their list.
    EnrolLearners,
    /// Hand out their first sign-in codes; a class that has learners.
    HandOutCodes(ClassId),
}

/// A group inside a class.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// Its identifier.
    pub id: GroupId,
    /// The class.
    pub class: ClassId,
    /// « Groupe A ».
    pub name: String,
    /// Who is in it and in the class now, in the order of their names.
    pub members: Vec<AccountId>,
}

/// The learners of a class and its groups.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ClassRoster {
    /// In the order of their names.
    pub learners: Vec<LearnerSummary>,
    /// Those that somebody is in, by name.
    pub groups: Vec<Group>,
}

/// Where a learner is now.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Places {
    /// Their classes, the latest first.
    pub classes: Vec<ClassId>,
    /// The groups of these classes that they are in.
    pub groups: Vec<GroupId>,
}

/// A class with what ties somebody to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TiedClass {
    /// The class.
    pub class: ClassSummary,
    /// They are a member of its team.
    pub teaches: bool,
    /// They may follow what its learners do: the team, the head and inspectors,
    /// as long as the class is not archived.
    pub follows: bool,
}
