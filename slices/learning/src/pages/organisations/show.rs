//! The page of an organisation: what it is, its chart, what takes place there.

use askama::Template;
use axum::extract::State as Extract;
use kernel::date_time;
use web::prose::{self, Block};
use web::{Actor, App, AppResult, Authorised, Page, Shell};

use crate::model::{ORGANISATION_FIELDS, OrganisationContent, chart};
use crate::organisations::object::{Organisation, Reads};
use crate::pages::parts::{Chip, called, names_of, state_chip};
use crate::paths;
use crate::policy::{Action, decide};
use crate::sheets::store::{find, lost, read};
use crate::situations::index::of_organisation;

/// A text of the organisation.
struct SectionView {
    code: &'static str,
    label: &'static str,
    blocks: Vec<Block>,
    completed: bool,
}

/// A place of the chart. A nested list closes as many places as the next one
/// stands above.
struct PostView {
    label: String,
    /// Whether those below follow.
    opens: bool,
    /// How many lists end behind it.
    closes: usize,
}

/// A situation that takes place there.
struct SituationRow {
    title: String,
    href: String,
    chip: Chip,
}

/// The page.
#[derive(Template)]
#[template(path = "pages/organisations/show.html")]
pub struct OrganisationPage {
    shell: Shell,
    name: String,
    written: String,
    deleted: bool,
    may_write: bool,
    below: String,
    versions: String,
    sections: Vec<SectionView>,
    chart: Vec<PostView>,
    chart_completed: bool,
    notes: Vec<Block>,
    situations: Vec<SituationRow>,
    new_situation: String,
}

/// GET /situations/organisations/{organisation}
pub async fn show(
    Extract(app): Extract<App>,
    actor: Actor,
    shell: Shell,
    organisation: Authorised<Organisation, Reads>,
) -> AppResult<Page<OrganisationPage>> {
    let row = organisation.object.row;
    let (reader, sheet) = (app.db.reader(), row.id.into());
    let sheet = find(reader, actor.school, sheet)
        .await?
        .ok_or_else(|| lost(sheet))?;
    let content: OrganisationContent = read(&sheet.content)?;
    let names = names_of(&app, actor.school, vec![sheet.updated_by]).await?;
    let mut situations = of_organisation(reader, actor.school, row.id).await?;
    situations.retain(|one| one.deleted_at.is_none());
    situations.sort_by(|a, b| a.sort_key.cmp(&b.sort_key));
    Ok(Page::new(OrganisationPage {
        shell,
        written: format!(
            "Modifiée le {} par {}.",
            date_time(sheet.updated_at),
            called(&names, sheet.updated_by)
        ),
        deleted: row.deleted_at.is_some(),
        may_write: decide(actor.roles, Action::Write),
        below: paths::organisation(row.id),
        versions: paths::versions(sheet.id),
        sections: sections(&content),
        chart: posts(&content.chart),
        chart_completed: content.is_completed("chart"),
        notes: prose::parse(&content.notes, &[]),
        situations: situations
            .into_iter()
            .map(|one| SituationRow {
                href: paths::situation(one.id),
                chip: state_chip(one.state),
                title: one.title,
            })
            .collect(),
        new_situation: format!("{}?organisation={}", paths::NEW, row.id),
        name: row.name,
    }))
}

/// The texts, the chart apart.
fn sections(content: &OrganisationContent) -> Vec<SectionView> {
    ORGANISATION_FIELDS
        .iter()
        .filter(|(field, _)| *field != "chart")
        .map(|(field, label)| SectionView {
            code: field,
            label,
            blocks: prose::parse(content.text(field), &[]),
            completed: content.is_completed(field),
        })
        .collect()
}

fn posts(text: &str) -> Vec<PostView> {
    let posts = chart(text);
    let depth_after = |index: usize| posts.get(index + 1).map_or(0, |next| next.depth);
    posts
        .iter()
        .enumerate()
        .map(|(index, post)| PostView {
            label: post.label.clone(),
            opens: depth_after(index) > post.depth,
            closes: post.depth.saturating_sub(depth_after(index)),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_list_that_opens_closes() {
        for text in ["", "A", "A\n- B\n-- C\n- D\nE", "A\n- B\n-- C"] {
            let posts = posts(text);
            let opened = posts.iter().filter(|post| post.opens).count();
            let closed: usize = posts.iter().map(|post| post.closes).sum();
            assert_eq!(opened, closed, "{text}");
        }
    }
}
