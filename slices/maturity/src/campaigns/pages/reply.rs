//! One’s own answer: field by field, on a telephone too.

use askama::Template;
use axum::extract::State as Extract;
use axum::response::{IntoResponse, Response};
use kernel::{count, date_long, local_date};
use serde::Deserialize;
use web::{Actor, App, AppResult, Authorised, Flash, Form, Page, Query, Shell};

use super::{ItemText, Tab, field_of, instrument_of, next_field};
use crate::acting::{By, Refused};
use crate::campaigns::commands;
use crate::campaigns::forms::AnswerForm;
use crate::campaigns::model::{Answer, Answers, Notes, Progress, State, may_answer};
use crate::campaigns::object::{self, Campaign};
use crate::campaigns::{CampaignId, paths};
use crate::instrument::{Field, Instrument};

/// Which field, in the address.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Which {
    /// `1.1`.
    pub champ: String,
}

/// The page.
#[derive(Template)]
#[template(path = "campaigns/pages/reply.html")]
pub struct ReplyPage {
    shell: Shell,
    title: String,
    instrument: String,
    adapted: bool,
    version: String,
    action: String,
    send: String,
    until: String,
    /// Why one cannot answer now.
    shut: Option<String>,
    sent: bool,
    given: usize,
    of: usize,
    left: String,
    tabs: Vec<Tab>,
    field: FieldText,
    next: Option<String>,
    errors: Vec<(String, String)>,
}

/// A field with its questions.
struct FieldText {
    code: String,
    title: String,
    objective: String,
    items: Vec<Question>,
}

/// An item to answer.
struct Question {
    text: ItemText,
    statements: Vec<Said>,
    remark: String,
}

/// A statement, with what is said of it.
struct Said {
    code: String,
    step: u8,
    heading: String,
    text: String,
    answer: Option<Answer>,
}

impl Said {
    fn is(&self, answer: &Answer) -> bool {
        self.answer == Some(*answer)
    }
}

/// What is kept, with what was just typed over it.
struct Written {
    answers: Answers,
    remarks: Notes,
}

impl Written {
    fn of(campaign: &Campaign) -> AppResult<Self> {
        let Some(mine) = &campaign.invitation else {
            return Ok(Self {
                answers: Answers::default(),
                remarks: Notes::default(),
            });
        };
        Ok(Self {
            answers: mine.answers()?,
            remarks: mine.remarks()?,
        })
    }

    /// What was typed and could not be kept stays on the page.
    fn over(mut self, form: &AnswerForm) -> Self {
        for (name, value) in &form.0 {
            if let (Some(statement), Ok(answer)) = (name.strip_prefix("e-"), value.parse()) {
                self.answers.0.insert(statement.to_owned(), answer);
            } else if let Some(item) = name.strip_prefix("r-") {
                self.remarks.set(item, value);
            }
        }
        self
    }
}

fn page(
    shell: Shell,
    app: &App,
    (campaign, instrument): (&Campaign, &Instrument),
    written: &Written,
    which: &str,
    errors: Vec<(String, String)>,
) -> AppResult<ReplyPage> {
    let row = &campaign.row;
    let progress = campaign
        .invitation
        .as_ref()
        .map_or(Progress::Invited, |mine| mine.progress);
    let field = match which {
        "" => first_open(instrument, &written.answers),
        code => field_of(instrument, code)?,
    };
    let (given, of) = (
        written.answers.given(instrument),
        instrument.statements().count(),
    );
    let shut = may_answer(row.state, row.days(), local_date(app.clock.now()), progress).err();
    Ok(ReplyPage {
        shell,
        title: row.title.clone(),
        instrument: instrument.title.clone(),
        adapted: instrument.is_adapted(),
        version: row.version_id.to_string(),
        action: paths::answer(row.id, &field.code),
        send: paths::below(row.id, "reponse/envoyer"),
        until: row.answers_until.map_or_else(String::new, date_long),
        shut: shut.map(|why| reason(why, row.state)),
        sent: progress == Progress::Sent,
        given,
        of,
        left: count((of - given) as u64, "énoncé reste", "énoncés restent"),
        tabs: tabs(row.id, instrument, &written.answers, &field.code),
        next: next_field(instrument, &field.code).map(|next| next.label.clone()),
        field: field_text(instrument, field, written),
        errors,
    })
}

/// Why the page is only read, said to somebody who typed nothing.
fn reason(why: crate::campaigns::model::Impossible, state: State) -> String {
    use crate::campaigns::model::Impossible;
    match why {
        Impossible::Sent => "Votre réponse est envoyée\u{a0}: elle compte dans les totaux et ne change plus. Vous seul·e la relisez, jusqu’à la clôture.".into(),
        Impossible::AnswerClosed if state == State::Closed => "Cette campagne est close\u{a0}: les réponses individuelles sont effacées, il n’en reste que les totaux.".into(),
        Impossible::TooLate => "La date limite est passée. Demandez à votre direction de prolonger la campagne si vous voulez encore répondre.".into(),
        other => other.to_string(),
    }
}

/// The first field in which something has no answer yet.
fn first_open<'a>(instrument: &'a Instrument, answers: &Answers) -> &'a Field {
    let open = instrument.fields().find(|field| {
        field
            .in_force()
            .flat_map(|item| &item.statements)
            .any(|statement| answers.get(&statement.code).is_none())
    });
    open.unwrap_or(&instrument.parts[0].fields[0])
}

fn tabs(id: CampaignId, instrument: &Instrument, answers: &Answers, shown: &str) -> Vec<Tab> {
    let tabs = instrument.fields().map(|field| {
        let statements = field.in_force().flat_map(|item| &item.statements);
        let (mut given, mut of) = (0, 0);
        for statement in statements {
            of += 1;
            given += usize::from(answers.get(&statement.code).is_some());
        }
        Tab {
            code: field.code.clone(),
            label: field.label.clone(),
            href: paths::answer(id, &field.code),
            current: field.code == shown,
            done: format!("{given}\u{a0}sur\u{a0}{of}"),
        }
    });
    tabs.collect()
}

fn field_text(instrument: &Instrument, field: &Field, written: &Written) -> FieldText {
    let items = field.in_force().map(|item| Question {
        text: ItemText::new(instrument, item),
        statements: item
            .statements
            .iter()
            .map(|statement| Said {
                code: statement.code.clone(),
                step: statement.step,
                heading: field
                    .headings
                    .get(usize::from(statement.step) - 1)
                    .cloned()
                    .unwrap_or_default(),
                text: statement.text.clone(),
                answer: written.answers.get(&statement.code),
            })
            .collect(),
        remark: written.remarks.get(&item.code).to_owned(),
    });
    FieldText {
        code: field.code.clone(),
        title: field.title.clone(),
        objective: field.objective.clone(),
        items: items.collect(),
    }
}

/// GET /numerique/campagnes/{campaign}/reponse
pub async fn show(
    Extract(app): Extract<App>,
    shell: Shell,
    found: Authorised<Campaign, object::Answers>,
    Query(which): Query<Which>,
) -> AppResult<Page<ReplyPage>> {
    let campaign = &found.object;
    let instrument = instrument_of(&app, &campaign.row).await?;
    let written = Written::of(campaign)?;
    let known = (campaign, &instrument);
    page(shell, &app, known, &written, &which.champ, Vec::new()).map(Page::new)
}

/// POST /numerique/campagnes/{campaign}/reponse
pub async fn save(
    Extract(app): Extract<App>,
    actor: Actor,
    shell: Shell,
    found: Authorised<Campaign, object::Answers>,
    Query(which): Query<Which>,
    Form(pairs): Form<Vec<(String, String)>>,
) -> AppResult<Response> {
    let (campaign, form) = (&found.object, AnswerForm(pairs));
    let instrument = instrument_of(&app, &campaign.row).await?;
    let errors = match form.given() {
        Ok(given) => {
            let (clock, by, id) = (app.clock.clone(), By::from(&actor), campaign.row.id);
            let seen = form.get("instrument").and_then(|text| text.parse().ok());
            let done = app.db.write(move |tx| {
                let (clock, given) = (clock.clone(), given.clone());
                async move { commands::save(&tx, &clock, by, id, seen, &given).await }
            });
            match done.await {
                Ok(()) => return Ok(onwards(id, &instrument, &which.champ)),
                Err(Refused::Because(sentence)) => vec![(String::new(), sentence)],
                Err(refused) => return Err(refused.into()),
            }
        }
        Err(errors) => errors,
    };
    let written = Written::of(campaign)?.over(&form);
    let known = (campaign, &instrument);
    let page = page(shell, &app, known, &written, &which.champ, errors)?;
    Ok(Page::invalid(page).into_response())
}

/// The next field, or the end of this one.
fn onwards(id: CampaignId, instrument: &Instrument, champ: &str) -> Response {
    match next_field(instrument, champ) {
        Some(next) => Flash::ok("Enregistré.").to(paths::answer(id, &next.code)),
        None => Flash::ok("Enregistré. Relisez si vous voulez, puis envoyez votre réponse.")
            .to(format!("{}#envoyer", paths::answer(id, champ))),
    }
}

/// POST /numerique/campagnes/{campaign}/reponse/envoyer
pub async fn send(
    Extract(app): Extract<App>,
    actor: Actor,
    found: Authorised<Campaign, object::Answers>,
) -> AppResult<Response> {
    let (clock, by, id) = (app.clock.clone(), By::from(&actor), found.object.row.id);
    let done = app.db.write(move |tx| {
        let clock = clock.clone();
        async move { commands::send(&tx, &clock, by, id).await }
    });
    super::answer(
        done.await,
        "Merci, votre réponse est envoyée. Elle compte dans les totaux.",
        paths::below(id, "reponse"),
    )
}
