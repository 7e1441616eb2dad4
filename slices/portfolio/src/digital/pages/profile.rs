//! « Mes compétences numériques », and those of a learner for the team.

use askama::Template;
use axum::extract::State as Extract;
use curriculum::DigitalDomain;
use web::{Actor, App, AppResult, Authorised, Page, Shell};

use crate::digital::pix::store as pix;
use crate::digital::pix::view::{CampaignView, campaigns, latest_voice};
use crate::digital::profile::{Radar, Worked};
use crate::digital::store::{Handed, handed_in};
use crate::progress::learner::{Learner, SeesWorks};
use crate::transversal::model::{Framework, Skill, all};
use crate::transversal::store::{self as skills, Row};
use crate::transversal::subject::Subject;
use crate::transversal::track::Track;

/// A competence.
struct CompetenceView {
    code: String,
    title: String,
    href: String,
    worked: bool,
    sentence: String,
    track: Track,
}

/// A domain.
struct DomainView {
    number: u8,
    title: String,
    competences: Vec<CompetenceView>,
}

/// The page.
#[derive(Template)]
#[template(path = "digital/pages/profile.html")]
pub struct ProfilePage {
    shell: Shell,
    title: String,
    trail: Vec<(String, String)>,
    transversal: String,
    own: bool,
    positions: bool,
    has_class: bool,
    radar: Option<Radar>,
    domains: Vec<DomainView>,
    campaigns: Vec<CampaignView>,
}

/// GET /dossier/numerique
pub async fn own(
    Extract(app): Extract<App>,
    actor: Actor,
    shell: Shell,
) -> AppResult<Page<ProfilePage>> {
    let subject = Subject::own(&app, &actor).await?;
    page(&app, shell, &subject).await
}

/// GET /personnes/{person}/numerique
pub async fn of_learner(
    Extract(app): Extract<App>,
    actor: Actor,
    shell: Shell,
    learner: Authorised<Learner, SeesWorks>,
) -> AppResult<Page<ProfilePage>> {
    let subject = Subject::of(&app, &actor, &learner.object).await?;
    page(&app, shell, &subject).await
}

/// Three statements once it is known whose page it is.
async fn page(app: &App, shell: Shell, subject: &Subject) -> AppResult<Page<ProfilePage>> {
    let (school, learner) = (subject.school, subject.learner);
    let reader = app.db.reader();
    let rows = skills::of_learner(reader, school, learner, subject.curriculum_id()).await?;
    let works = handed_in(reader, school, learner).await?;
    let results = pix::of_learner(reader, school, learner).await?;
    let framework = curriculum::digital_framework();
    let all_skills = all(Framework::Digital, None);
    let domains: Vec<DomainView> = framework
        .domains
        .iter()
        .map(|domain| DomainView {
            number: domain.number,
            title: domain.title.clone(),
            competences: all_skills
                .iter()
                .filter(|skill| holds(domain, skill))
                .map(|skill| competence(subject, skill, &rows, &works, &results))
                .collect(),
        })
        .collect();
    let tracks: Vec<Vec<&Track>> = domains
        .iter()
        .map(|domain| domain.competences.iter().map(|one| &one.track).collect())
        .collect();
    Ok(Page::new(ProfilePage {
        title: subject.title("compétences numériques"),
        trail: subject.trail(),
        transversal: subject.transversal(),
        own: subject.is_own(),
        positions: subject.viewpoint.is_some(),
        has_class: subject.plan.is_some(),
        radar: Radar::new(framework, &tracks),
        campaigns: campaigns(&results),
        domains,
        shell,
    }))
}

fn holds(domain: &DigitalDomain, skill: &Skill) -> bool {
    domain
        .competences
        .iter()
        .any(|competence| competence.code == skill.code)
}

fn competence(
    subject: &Subject,
    skill: &Skill,
    rows: &[Row],
    works: &[Handed],
    results: &[pix::PixResult],
) -> CompetenceView {
    let worked = subject
        .curriculum()
        .map(|curriculum| Worked::of(&skill.code, curriculum, works));
    CompetenceView {
        code: skill.code.clone(),
        title: skill.title.clone(),
        href: subject.skill(skill),
        worked: worked.as_ref().is_some_and(Worked::any),
        sentence: worked.map_or_else(String::new, |worked| worked.sentence()),
        track: Track::new(rows, skill, latest_voice(results, skill)),
    }
}
