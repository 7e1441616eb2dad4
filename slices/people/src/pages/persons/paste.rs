//! A pasted list of people: a preview first, then all of them or none.

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use kernel::{FieldErrors, Role, RoleSet, count, date_long, local_date};
use web::forms::{Field, SummaryLine, long_text, summary};
use web::{Actor, App, AppResult, Flash, Form, Page, Shell};

use crate::commands::{self, By, Enrolling, NewAccount, Refused, Teaching};
use crate::forms::ListForm;
use crate::model::{
    BlockNumbers, ClassId, LearnerStatus, ListedPerson, MAX_LINES, Verdict, parse_list, review,
};
use crate::pages::form_errors;
use crate::store::classes::{self, Which};
use crate::store::people;

/// Somebody in the preview.
pub struct PreviewLine {
    number: usize,
    name: String,
    birth: String,
    /// Why it is a doubt; empty when it is none.
    doubt: String,
    checked: bool,
}

/// A line that cannot be read.
pub struct WrongLine {
    number: usize,
    reason: String,
    text: String,
}

/// What would be created.
#[derive(Default)]
pub struct Preview {
    new: Vec<PreviewLine>,
    doubts: Vec<PreviewLine>,
    wrong: Vec<WrongLine>,
}

impl Preview {
    fn of(verdicts: &[(usize, Verdict)], form: &ListForm) -> Self {
        let mut preview = Self::default();
        for (number, verdict) in verdicts {
            let line = |person: &ListedPerson, doubt: String| PreviewLine {
                number: *number,
                name: person.name().listed(),
                birth: person.birth_date.map(date_long).unwrap_or_default(),
                doubt,
                checked: form.creer.iter().any(|n| *n == number.to_string()),
            };
            match verdict {
                Verdict::New(person) => preview.new.push(line(person, String::new())),
                Verdict::Known(person) => preview.doubts.push(line(
                    person,
                    "Une personne de ce nom est déjà dans l’établissement.".to_owned(),
                )),
                Verdict::Twice(person, earlier) => preview.doubts.push(line(
                    person,
                    format!("Le même nom est déjà à la ligne {earlier}."),
                )),
                Verdict::Wrong(error) => preview.wrong.push(WrongLine {
                    number: *number,
                    reason: error.reason.clone(),
                    text: error.text.clone(),
                }),
            }
        }
        preview
    }

    /// The numbers of the doubtful lines, as the form sends them back.
    fn doubt_numbers(&self) -> String {
        let numbers: Vec<String> = self.doubts.iter().map(|l| l.number.to_string()).collect();
        numbers.join(",")
    }
}

#[derive(Template)]
#[template(path = "pages/persons/paste.html")]
pub struct PastePage {
    shell: Shell,
    errors: Vec<SummaryLine>,
    list: Field,
    role: Field,
    roles: Vec<(&'static str, &'static str)>,
    class: Field,
    classes: Vec<(String, String)>,
    status: Field,
    statuses: Vec<(&'static str, &'static str)>,
    preview: Option<Preview>,
    doubts: String,
    new_count: String,
}

impl PastePage {
    async fn load(
        app: &App,
        shell: Shell,
        actor: &Actor,
        form: &ListForm,
        errors: &FieldErrors,
        preview: Option<Preview>,
    ) -> AppResult<Self> {
        let field = |name, value: &str| Field::with(name, value, errors);
        let classes = classes::list(app.db.reader(), actor.school, Which::Current).await?;
        let shown = preview.as_ref();
        Ok(Self {
            shell,
            errors: summary(errors),
            list: field("liste", &form.liste),
            role: field("role", &form.role),
            roles: vec![
                (Role::Learner.code(), "apprenant·es"),
                (Role::Teacher.code(), "membres de l’équipe pédagogique"),
            ],
            class: field("classe", &form.classe),
            classes: classes
                .into_iter()
                .map(|class| {
                    let label = format!("{}, {}", class.name, class.school_year);
                    (class.id.to_string(), label)
                })
                .collect(),
            status: field("statut", &form.statut),
            statuses: LearnerStatus::ALL
                .iter()
                .map(|status| (status.code(), status.label()))
                .collect(),
            doubts: shown.map(Preview::doubt_numbers).unwrap_or_default(),
            new_count: count(
                shown.map_or(0, |preview| preview.new.len() as u64),
                "personne sera créée",
                "personnes seront créées",
            ),
            preview,
        })
    }
}

/// The form.
pub async fn show(
    State(app): State<App>,
    shell: Shell,
    actor: Actor,
) -> AppResult<Page<PastePage>> {
    let form = ListForm {
        role: Role::Learner.code().to_owned(),
        statut: LearnerStatus::School.code().to_owned(),
        ..ListForm::default()
    };
    let page = PastePage::load(&app, shell, &actor, &form, &FieldErrors::new(), None).await?;
    Ok(Page::new(page))
}

/// The preview, then, once it is confirmed, the people.
pub async fn submit(
    State(app): State<App>,
    shell: Shell,
    actor: Actor,
    Form(form): Form<ListForm>,
) -> AppResult<Response> {
    let list = match read(&app, &actor, &form).await? {
        Ok(list) => list,
        Err(errors) => {
            let page = PastePage::load(&app, shell, &actor, &form, &errors, None).await?;
            return Ok(Page::invalid(page).into_response());
        }
    };
    let preview = Preview::of(&list.verdicts, &form);
    let mut errors = FieldErrors::new();
    if !preview.wrong.is_empty() {
        errors.add("liste", wrong_sentence(preview.wrong.len()));
    }
    let seen = !form.confirmer.is_empty() && form.doutes == preview.doubt_numbers();
    if seen && errors.is_empty() {
        match create(&app, &actor, &list, &form).await? {
            Ok(flash) => return Ok(flash.to("/admin/personnes")),
            Err(refused) => errors = refused,
        }
    }
    let valid = errors.is_empty();
    let page = PastePage::load(&app, shell, &actor, &form, &errors, Some(preview)).await?;
    Ok(match valid {
        true => Page::new(page),
        false => Page::invalid(page),
    }
    .into_response())
}

fn wrong_sentence(lines: usize) -> String {
    match lines {
        1 => "Une ligne ne se lit pas\u{a0}: corrigez-la ou supprimez-la.".to_owned(),
        n => format!("{n}\u{a0}lignes ne se lisent pas\u{a0}: corrigez-les ou supprimez-les."),
    }
}

/// A list as it was read, and what to do with its people.
struct List {
    verdicts: Vec<(usize, Verdict)>,
    role: Role,
    class: Option<ClassId>,
    status: LearnerStatus,
}

async fn read(app: &App, actor: &Actor, form: &ListForm) -> AppResult<Result<List, FieldErrors>> {
    let mut errors = FieldErrors::new();
    let text = errors.take("liste", long_text(&form.liste, "La liste", 100_000));
    let lines = parse_list(
        text.as_deref().unwrap_or_default(),
        local_date(app.clock.now()),
    );
    if text.is_some() && lines.is_empty() {
        errors.add(
            "liste",
            "Collez au moins une ligne\u{a0}: nom\u{202f}; prénom.",
        );
    }
    if lines.len() > MAX_LINES {
        errors.add(
            "liste",
            format!(
                "La liste compte {}\u{a0}lignes\u{a0}; le maximum est {MAX_LINES}. Collez-la en plusieurs fois.",
                lines.len()
            ),
        );
    }
    let role = match form.role.as_str() {
        "teacher" => Role::Teacher,
        _ => Role::Learner,
    };
    let status = errors.take("statut", form.statut.parse::<LearnerStatus>());
    let class = match form.classe.parse::<ClassId>() {
        Ok(id) => classes::get(app.db.reader(), actor.school, id).await?,
        Err(_) => None,
    };
    if class.is_none() && !form.classe.is_empty() {
        errors.add("classe", "Choisissez une classe dans la liste.");
    }
    let Some(status) = status.filter(|_| errors.is_empty()) else {
        return Ok(Err(errors));
    };
    let keys: Vec<String> = lines
        .iter()
        .filter_map(|line| Some(line.person.as_ref().ok()?.name().search_key()))
        .collect();
    let known = people::known_names(app.db.reader(), actor.school, &keys).await?;
    Ok(Ok(List {
        verdicts: review(lines, &known),
        role,
        class: class.map(|class| class.id),
        status,
    }))
}

/// Creates those who are new and those who were ticked, all or none.
async fn create(
    app: &App,
    actor: &Actor,
    list: &List,
    form: &ListForm,
) -> AppResult<Result<Flash, FieldErrors>> {
    let ticked = |number: usize| form.creer.iter().any(|n| *n == number.to_string());
    let new: Vec<NewAccount> = list
        .verdicts
        .iter()
        .filter(|(number, verdict)| !verdict.is_doubt() || ticked(*number))
        .filter_map(|(_, verdict)| verdict.person())
        .map(|person| NewAccount {
            id: None,
            login: None,
            name: person.name(),
            birth_date: person.birth_date,
            roles: RoleSet::of(&[list.role]),
            password_hash: None,
        })
        .collect();
    let created = new.len();
    let skipped = list.verdicts.len() - created;
    let (role, class, status) = (list.role, list.class, list.status);
    let work = (app.clock.clone(), By::from(actor), new);
    let done = app
        .db
        .write(move |tx| {
            let (clock, by, new) = work.clone();
            async move {
                let people = commands::create_accounts(&tx, &clock, &by, &new).await?;
                match (class, role) {
                    (Some(class), Role::Teacher) => {
                        for teacher in people {
                            let teaching = Teaching {
                                teacher,
                                blocks: BlockNumbers::default(),
                                coordinator: false,
                            };
                            commands::assign(&tx, &clock, &by, class, &teaching).await?;
                        }
                    }
                    (Some(class), _) => {
                        let enrolling = Enrolling {
                            learners: people,
                            status,
                            distance: false,
                        };
                        commands::enrol(&tx, &clock, &by, class, &enrolling).await?;
                    }
                    (None, _) => {}
                }
                Ok::<_, Refused>(())
            }
        })
        .await;
    match done {
        Ok(()) => Ok(Ok(Flash::ok(sentence(created as u64, skipped as u64)))),
        Err(refused) => form_errors(refused).map(Err),
    }
}

fn sentence(created: u64, skipped: u64) -> String {
    let created = count(created, "personne créée", "personnes créées");
    match skipped {
        0 => format!("{created}."),
        n => format!(
            "{created}, {}.",
            count(n, "ligne laissée de côté", "lignes laissées de côté")
        ),
    }
}
