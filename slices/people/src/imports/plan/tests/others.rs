//! Guardians and members of the team.

use kernel::RoleSet;

use super::super::*;
use super::{born, class, person, planned_as, school};
use crate::imports::formats::{SaidGuardian, SaidStaff};

#[test]
fn guardians_come_only_for_minors_whom_the_school_knows() {
    let mut ines = person(1, "Ferrand", "Inès");
    ines.birth = born("2010-11-02");
    ines.ids = vec![(IdSource::Siecle, "1001".into())];
    let mut tom = person(2, "Adulte", "Tom");
    tom.birth = born("2008-09-03");
    tom.ids = vec![(IdSource::Siecle, "1002".into())];
    let known = school(vec![ines, tom]);
    let guardian = |wards: &[&str]| {
        Said::Guardian(SaidGuardian {
            local: "501".into(),
            title: "MME".into(),
            last: "FERRAND".into(),
            first: "Éloïse".into(),
            wards: wards.iter().map(ToString::to_string).collect(),
        })
    };
    let one = |said| planned_as(Format::SiecleGuardians, vec![said], &known).remove(0);
    let row = one(guardian(&["1001", "1002"]));
    assert_eq!(row.verdict, Verdict::Create);
    assert_eq!(
        row.effects
            .iter()
            .filter(|e| matches!(e, Effect::Ward { .. }))
            .count(),
        1
    );
    assert!(one(guardian(&["1002"])).reason.contains("majeurs"));
    assert!(one(guardian(&["9"])).reason.contains("ne connaît pas"));
    assert_eq!(one(guardian(&[])).verdict, Verdict::Aside);
}

#[test]
fn those_who_teach_in_a_kept_class_join_its_team() {
    let mut helene = person(1, "Carbonnel", "Hélène");
    helene.roles = RoleSet::of(&[Role::Teacher]);
    helene.teams = vec![class(1)];
    let known = school(vec![helene]);
    let staff = |last: &str, classes: &[&str]| {
        Said::Staff(SaidStaff {
            local: "701".into(),
            title: "2".into(),
            last: last.into(),
            first: "Hélène".into(),
            post: "ENS".into(),
            classes: classes.iter().map(ToString::to_string).collect(),
        })
    };
    let one = |said| planned_as(Format::Sts, vec![said], &known).remove(0);
    let row = one(staff("CARBONNEL", &["CSSNO1", "CSSNO2"]));
    assert_eq!(row.changes.len(), 1);
    assert_eq!(row.changes[0].after, "CS SNO 2");
    let row = one(staff("AUTRE", &["CSSNO1"]));
    assert_eq!(row.verdict, Verdict::Create);
    assert_eq!(one(staff("AUTRE", &["2GATL"])).verdict, Verdict::Aside);
}
