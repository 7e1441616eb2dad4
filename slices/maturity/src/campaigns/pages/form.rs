//! Opening a campaign; changing its name and days, inviting more people.

use std::collections::HashMap;

use askama::Template;
use axum::extract::State as Extract;
use axum::response::{IntoResponse, Response};
use db::DbError;
use kernel::{AccountId, FieldErrors, Role, SchoolYear, count, local_date};
use people::api::{RoleHolder, people_holding};
use web::forms::{SummaryLine, summary};
use web::{Actor, App, AppResult, Authorised, Field, Flash, Form, Page, Shell};

use super::{NUMEA, trail};
use crate::acting::{By, Refused};
use crate::campaigns::commands::{self, NewCampaign, Terms};
use crate::campaigns::forms::CampaignForm;
use crate::campaigns::model::{Audience, CampaignId};
use crate::campaigns::object::{Campaign, Leads};
use crate::campaigns::{paths, store};

/// The page.
#[derive(Template)]
#[template(path = "campaigns/pages/form.html")]
pub struct CampaignPage {
    shell: Shell,
    trail: Vec<(String, String)>,
    heading: &'static str,
    action: String,
    back: String,
    button: &'static str,
    is_new: bool,
    has_last: bool,
    id: String,
    version: String,
    errors: Vec<SummaryLine>,
    titre: Field,
    cadre: Field,
    debut: Field,
    fin: Field,
    seul: Field,
    reprise: Field,
    publics: Vec<Choice>,
    staff: Vec<Person>,
}

/// A group that can be invited whole.
struct Choice {
    code: &'static str,
    label: &'static str,
    people: String,
    checked: bool,
}

/// Somebody who can be invited, or be of the steering group.
struct Person {
    account: String,
    name: String,
    roles: String,
    /// Invited already: nothing to tick.
    invited: bool,
    steering: bool,
    checked: bool,
    steers: bool,
}

/// What the page needs to know.
struct Known {
    people: Vec<RoleHolder>,
    /// Who is invited already, and whether they steer.
    invited: HashMap<AccountId, bool>,
    has_last: bool,
}

async fn known(app: &App, actor: &Actor, campaign: Option<CampaignId>) -> AppResult<Known> {
    let reader = app.db.reader();
    let invited = match campaign {
        Some(id) => store::invited(reader, actor.school, id).await?,
        None => Vec::new(),
    };
    Ok(Known {
        people: people_holding(&app.db, actor.school, &Role::ALL).await?,
        invited: invited.into_iter().map(|one| (one.0, one.2)).collect(),
        has_last: store::last_closed(reader, actor.school, NUMEA)
            .await?
            .is_some(),
    })
}

impl CampaignPage {
    fn new(
        shell: Shell,
        campaign: Option<&Campaign>,
        known: &Known,
        form: &CampaignForm,
        errors: &FieldErrors,
    ) -> Self {
        let place = campaign.map(|one| one.row.id);
        let base = vec![("Pilotage NumEA".to_owned(), paths::HOME.to_owned())];
        Self {
            shell,
            trail: campaign.map_or(base, |one| trail(&one.row)),
            heading: match place {
                Some(_) => "Modifier la campagne",
                None => "Ouvrir une campagne",
            },
            action: place.map_or(paths::NEW.to_owned(), |id| paths::below(id, "modifier")),
            back: place.map_or(paths::HOME.to_owned(), paths::campaign),
            button: match place {
                Some(_) => "Enregistrer",
                None => "Ouvrir la campagne",
            },
            is_new: place.is_none(),
            has_last: known.has_last,
            id: form.id.clone(),
            version: form.version.clone(),
            errors: summary(errors),
            titre: Field::with("titre", &form.titre, errors),
            cadre: Field::with("cadre", &form.cadre, errors),
            debut: Field::with("debut", &form.debut, errors),
            fin: Field::with("fin", &form.fin, errors),
            seul: Field::with("seul", &form.seul, errors),
            reprise: Field::with("reprise", &form.reprise, errors),
            publics: choices(known, form),
            staff: staff(known, form),
        }
    }
}

fn choices(known: &Known, form: &CampaignForm) -> Vec<Choice> {
    let choices = Audience::ALL.iter().map(|audience| {
        let people = known
            .people
            .iter()
            .filter(|one| Audience::of(one.roles) == *audience)
            .count();
        Choice {
            code: audience.code(),
            label: audience.label(),
            people: count(people as u64, "personne", "personnes"),
            checked: form.publics.iter().any(|code| code == audience.code()),
        }
    });
    choices.collect()
}

/// Those who work in the school, one by one. Learners and guardians are
/// invited together: picking some of them would single them out.
fn staff(known: &Known, form: &CampaignForm) -> Vec<Person> {
    let of_staff = |one: &&RoleHolder| {
        matches!(
            Audience::of(one.roles),
            Audience::Teaching | Audience::Leading
        )
    };
    let people = known.people.iter().filter(of_staff).map(|one| {
        let account = one.account.to_string();
        let roles: Vec<&str> = one.roles.iter().map(Role::label).collect();
        Person {
            name: one.name.display(),
            roles: roles.join(", "),
            invited: known.invited.contains_key(&one.account),
            steering: known.invited.get(&one.account).copied().unwrap_or(false),
            checked: form.personnes.contains(&account),
            steers: form.pilotes.contains(&account),
            account,
        }
    });
    people.collect()
}

/// GET /numerique/campagnes/nouvelle
pub async fn form(
    Extract(app): Extract<App>,
    actor: Actor,
    shell: Shell,
) -> AppResult<Page<CampaignPage>> {
    let known = known(&app, &actor, None).await?;
    let today = local_date(app.clock.now());
    let form = CampaignForm {
        id: CampaignId::generate(&app.clock).to_string(),
        titre: format!("Campagne {}", SchoolYear::of(today)),
        debut: today.to_string(),
        publics: vec![Audience::Teaching.code().to_owned()],
        reprise: if known.has_last { "oui" } else { "" }.to_owned(),
        ..CampaignForm::default()
    };
    let errors = FieldErrors::new();
    Ok(Page::new(CampaignPage::new(
        shell, None, &known, &form, &errors,
    )))
}

/// POST /numerique/campagnes/nouvelle
pub async fn submit(
    Extract(app): Extract<App>,
    actor: Actor,
    shell: Shell,
    Form(form): Form<CampaignForm>,
) -> AppResult<Response> {
    let known = known(&app, &actor, None).await?;
    let new = match read(&app, &form, &known) {
        Ok(new) => new,
        Err(errors) => {
            let page = CampaignPage::new(shell, None, &known, &form, &errors);
            return Ok(Page::invalid(page).into_response());
        }
    };
    let (clock, by, id) = (app.clock.clone(), By::from(&actor), new.id);
    let alone = new.people.is_empty();
    app.db
        .write(move |tx| {
            let (clock, new) = (clock.clone(), new.clone());
            async move { commands::open(&tx, &clock, by, &new).await }
        })
        .await?;
    Ok(match alone {
        true => Flash::ok("La campagne est ouverte. Cochez ce qui est atteint, champ par champ.")
            .to(paths::below(id, "position")),
        false => Flash::ok("La campagne est ouverte. Les personnes invitées sont prévenues.")
            .to(paths::campaign(id)),
    })
}

fn read(app: &App, form: &CampaignForm, known: &Known) -> Result<NewCampaign, FieldErrors> {
    let mut terms = form.terms(local_date(app.clock.now()));
    let people = form.invitees(&known.people);
    if people.is_empty() && !form.is_alone() {
        let errors = terms.as_mut().err();
        let sentence =
            "Invitez au moins une personne, ou cochez «\u{202f}Je remplis seul·e\u{202f}».";
        match errors {
            Some(errors) => errors.add("publics", sentence),
            None => terms = Err(FieldErrors::one("publics", sentence)),
        }
    }
    Ok(NewCampaign {
        id: form
            .id
            .parse()
            .unwrap_or_else(|_| CampaignId::generate(&app.clock)),
        instrument: NUMEA,
        terms: terms?,
        from_last: !form.reprise.is_empty(),
        people,
    })
}

/// GET /numerique/campagnes/{campaign}/modifier
pub async fn change_form(
    Extract(app): Extract<App>,
    actor: Actor,
    shell: Shell,
    found: Authorised<Campaign, Leads>,
) -> AppResult<Page<CampaignPage>> {
    let row = &found.object.row;
    let known = known(&app, &actor, Some(row.id)).await?;
    let form = CampaignForm {
        id: row.id.to_string(),
        version: row.version.to_string(),
        titre: row.title.clone(),
        cadre: row.occasion.clone(),
        debut: row.opens_on.to_string(),
        fin: row
            .answers_until
            .map_or_else(String::new, |day| day.to_string()),
        seul: if row.alone { "oui" } else { "" }.to_owned(),
        ..CampaignForm::default()
    };
    let errors = FieldErrors::new();
    Ok(Page::new(CampaignPage::new(
        shell,
        Some(&found.object),
        &known,
        &form,
        &errors,
    )))
}

/// What is said to the second of two who change one campaign.
const CROSSED: &str = "Quelqu’un vient de changer cette campagne. Rien n’est perdu\u{a0}: votre saisie est ci-dessous. Ouvrez la campagne dans un autre onglet pour comparer, puis enregistrez à nouveau pour garder votre version.";

/// POST /numerique/campagnes/{campaign}/modifier
pub async fn change(
    Extract(app): Extract<App>,
    actor: Actor,
    shell: Shell,
    found: Authorised<Campaign, Leads>,
    Form(mut form): Form<CampaignForm>,
) -> AppResult<Response> {
    let id = found.object.row.id;
    let known = known(&app, &actor, Some(id)).await?;
    let errors = match form.terms(local_date(app.clock.now())) {
        Ok(terms) => match write(&app, &actor, id, (&form, &known), terms).await {
            Ok(()) => {
                return Ok(Flash::ok("La campagne est modifiée.").to(paths::campaign(id)));
            }
            Err(Refused::Because(sentence)) => FieldErrors::one("titre", sentence),
            Err(Refused::Db(DbError::Conflict)) => {
                form.version = found.object.row.version.to_string();
                FieldErrors::one("titre", CROSSED)
            }
            Err(refused) => return Err(refused.into()),
        },
        Err(errors) => errors,
    };
    let page = CampaignPage::new(shell, Some(&found.object), &known, &form, &errors);
    Ok(Page::invalid(page).into_response())
}

async fn write(
    app: &App,
    actor: &Actor,
    id: CampaignId,
    (form, known): (&CampaignForm, &Known),
    terms: Terms,
) -> Result<(), Refused> {
    let (clock, by) = (app.clock.clone(), By::from(actor));
    let version = form.version.parse().unwrap_or(0);
    let more = form.invitees(&known.people);
    app.db
        .write(move |tx| {
            let (clock, terms, more) = (clock.clone(), terms.clone(), more.clone());
            async move { commands::change(&tx, &clock, by, id, version, (&terms, &more)).await }
        })
        .await
}
