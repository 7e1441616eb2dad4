//! What colleagues share and lead together, in a school.

use std::collections::HashMap;

use kernel::AccountId;
use maturity::objectives::commands::{NewGoal, create as aim};
use maturity::objectives::{Content as GoalContent, GoalId, Pilot, Target};
use maturity::projects::commands::{NewProject, create as begin};
use maturity::projects::{Content as ProjectContent, ProjectId};
use maturity::uses::commands::{NewUse, create as share};
use maturity::uses::{Content as UseContent, Samr, UseId, comments};
use maturity::{By, Refused};
use people::testing::{House, School};

/// A use with a comment, a project and an objective: by the names of their parameters.
pub async fn practice(
    house: &House,
    school: &School<'_>,
    teacher: AccountId,
) -> HashMap<&'static str, String> {
    let clock = house.app.clock.clone();
    let by = By {
        school: school.id,
        account: teacher,
    };
    let shared = NewUse {
        id: UseId::generate(&clock),
        content: UseContent {
            title: "Écrire à plusieurs".into(),
            context: String::new(),
            intention: "Coopérer".into(),
            samr: Samr::Redefinition,
            effect: String::new(),
            resources: String::new(),
        },
        origin: None,
    };
    let begun = NewProject {
        id: ProjectId::generate(&clock),
        content: ProjectContent {
            title: "Écrire ensemble".into(),
            aim: "Coopérer".into(),
            pilot: teacher,
            members: vec![teacher],
        },
    };
    let aimed = NewGoal {
        id: GoalId::generate(&clock),
        content: GoalContent {
            target: Target {
                instrument: "numea".into(),
                item: "1.1.3".into(),
                title: "La charte numérique".into(),
                step: 2,
            },
            title: "Réécrire la charte".into(),
            measure: String::new(),
            ambition: String::new(),
            means: String::new(),
            due_on: None,
            pilot: Pilot::Person(teacher),
        },
    };
    let (usage, project, goal) = (shared.id, begun.id, aimed.id);
    let comment = house
        .app
        .db
        .write(move |tx| {
            let (clock, shared) = (clock.clone(), shared.clone());
            let (begun, aimed) = (begun.clone(), aimed.clone());
            async move {
                share(&tx, &clock, by, &shared).await?;
                begin(&tx, &clock, by, &begun).await?;
                aim(&tx, &clock, by, &aimed).await?;
                let comment = comments::add(&tx, &clock, by, shared.id, "Merci").await?;
                Ok::<_, Refused>(comment)
            }
        })
        .await
        .unwrap();
    HashMap::from([
        ("usage", usage.to_string()),
        ("use_comment", comment.to_string()),
        ("project", project.to_string()),
        ("goal", goal.to_string()),
        ("step", "viser".to_owned()),
    ])
}
