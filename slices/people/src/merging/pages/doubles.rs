//! Records that are likely one person's.

use askama::Template;
use axum::extract::State;
use kernel::{count, date_long};
use web::{Actor, App, AppResult, Page, Shell};

use crate::merging::store::doubles::{self, Namesake, Pair};

/// Where they are listed.
pub const ADDRESS: &str = "/admin/personnes/doublons";

/// Two records, and why they look like one person's.
pub struct PairLine {
    name: String,
    why: &'static str,
    logins: [String; 2],
    href: String,
}

#[derive(Template)]
#[template(path = "merging/pages/doubles.html")]
pub struct DoublesPage {
    shell: Shell,
    size: String,
    pairs: Vec<PairLine>,
}

fn line(pair: &Pair) -> PairLine {
    let [one, other] = &pair.both;
    PairLine {
        name: one.name().listed(),
        why: match pair.same_day() {
            true => "Même nom, même date de naissance",
            false => "Même nom, une date de naissance manque",
        },
        logins: [said(one), said(other)],
        href: format!(
            "/admin/personnes/{}/reunir?avec={}",
            one.account_id, other.account_id
        ),
    }
}

/// « lea.dupont.k2, née ou né le 2 novembre 2008, jamais connecté·e ».
fn said(record: &Namesake) -> String {
    let birth = match record.birth_date {
        Some(day) => format!("naissance le {}", date_long(day)),
        None => "naissance inconnue".to_owned(),
    };
    let came = match record.has_password {
        true => "a choisi son mot de passe",
        false => "jamais connecté·e",
    };
    format!("{}, {birth}, {came}", record.login)
}

/// The page.
pub async fn show(
    State(app): State<App>,
    shell: Shell,
    actor: Actor,
) -> AppResult<Page<DoublesPage>> {
    let pairs = doubles::likely(app.db.reader(), actor.school).await?;
    Ok(Page::new(DoublesPage {
        shell,
        size: count(pairs.len() as u64, "doublon possible", "doublons possibles"),
        pairs: pairs.iter().map(line).collect(),
    }))
}
