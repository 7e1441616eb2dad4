//! Two NumEA campaigns of the demo school, a year apart: answered person by
//! person, then together.

use anyhow::Context as _;
use chrono::Duration;
use kernel::{Clock, Role, SchoolYear, Timestamp, local_date};
use maturity::campaigns::commands::{
    self, Given, Invitee, NewCampaign, NoteChange, Position, Steering, Terms,
};
use maturity::campaigns::{Answer, Audience, CampaignId};
use maturity::instrument::{Instrument, shipped_by_code, versions};
use maturity::{By, Refused};
use serde::Deserialize;
use web::App;

use super::people::DemoSchool;
use super::{clock_at, data, ids};

/// `campaigns.toml`
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CampaignsFile {
    campaigns: Vec<DemoCampaign>,
}

/// A campaign: see the head of the file.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct DemoCampaign {
    key: String,
    occasion: String,
    opened_days_ago: i64,
    answers_days: i64,
    closed_days_ago: Option<i64>,
    audiences: Vec<Audience>,
    people: Vec<String>,
    steering: Vec<String>,
    collective: String,
    notes: Vec<DemoNote>,
    answers: Vec<DemoAnswer>,
}

/// What the group retains of an item.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct DemoNote {
    by: String,
    item: String,
    text: String,
}

/// What somebody answers.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct DemoAnswer {
    by: String,
    steps: String,
    #[serde(default)]
    unknown: Vec<String>,
    #[serde(default)]
    also: Vec<String>,
    remark: Option<DemoRemark>,
}

/// What somebody remarks.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct DemoRemark {
    item: String,
    text: String,
}

/// Holds the campaigns.
///
/// # Errors
/// When the file does not fit, or when a command refuses.
pub async fn build(app: &App, demo: &DemoSchool, now: Timestamp) -> anyhow::Result<()> {
    let file: CampaignsFile = data::read("campaigns.toml")?;
    let instrument = shipped_by_code("numea").context("NumEA manque")?;
    let staff = people::api::people_holding(&app.db, demo.school, &Role::ALL).await?;
    for campaign in &file.campaigns {
        let work = Work {
            opened: clock_at(now, campaign.opened_days_ago, 9),
            closed: campaign.closed_days_ago.map(|days| clock_at(now, days, 17)),
            id: ids::id("campaign", &campaign.key),
            head: by(demo, "direction")?,
            new: opening(demo, campaign, &staff, now)?,
            answers: answers(demo, instrument, campaign)?,
            steering: steering(demo, instrument, campaign)?,
        };
        app.db
            .write(move |tx| {
                let work = work.clone();
                async move { work.run(&tx).await }
            })
            .await?;
    }
    Ok(())
}

fn by(demo: &DemoSchool, key: &str) -> anyhow::Result<By> {
    Ok(By {
        school: demo.school,
        account: demo.person(key)?,
    })
}

fn opening(
    demo: &DemoSchool,
    campaign: &DemoCampaign,
    staff: &[people::api::RoleHolder],
    now: Timestamp,
) -> anyhow::Result<NewCampaign> {
    let opened = local_date(now) - Duration::days(campaign.opened_days_ago);
    let named: anyhow::Result<Vec<_>> =
        campaign.people.iter().map(|key| demo.person(key)).collect();
    let steering: anyhow::Result<Vec<_>> = campaign
        .steering
        .iter()
        .map(|key| demo.person(key))
        .collect();
    let (named, steering) = (named?, steering?);
    let people = staff.iter().filter_map(|one| {
        let audience = Audience::of(one.roles);
        let steers = steering.contains(&one.account);
        let invited =
            steers || named.contains(&one.account) || campaign.audiences.contains(&audience);
        invited.then_some(Invitee {
            account: one.account,
            audience,
            steers,
        })
    });
    Ok(NewCampaign {
        id: ids::id("campaign", &campaign.key),
        instrument: "numea",
        terms: Terms {
            title: format!("Campagne {}", SchoolYear::of(opened)),
            occasion: campaign.occasion.clone(),
            opens_on: opened,
            answers_until: Some(opened + Duration::days(campaign.answers_days)),
        },
        from_last: false,
        people: people.collect(),
    })
}

/// The statements that a line of digits says are reached, or not.
fn read_steps(instrument: &Instrument, line: &str) -> anyhow::Result<Vec<(String, bool)>> {
    let digits = line.chars().filter_map(|one| one.to_digit(10));
    let digits: Vec<u32> = digits.collect();
    let items: Vec<_> = instrument.items().collect();
    anyhow::ensure!(
        digits.len() == items.len(),
        "campaigns.toml\u{a0}: «\u{202f}{line}\u{202f}» n’a pas un chiffre par item"
    );
    let said = items.iter().zip(digits).flat_map(|(item, reached)| {
        item.statements
            .iter()
            .map(move |one| (one.code.clone(), u32::from(one.step) <= reached))
    });
    Ok(said.collect())
}

fn answers(
    demo: &DemoSchool,
    instrument: &Instrument,
    campaign: &DemoCampaign,
) -> anyhow::Result<Vec<(By, Given)>> {
    let answers = campaign.answers.iter().map(|answer| {
        let said = read_steps(instrument, &answer.steps)?;
        let answers = said.into_iter().map(|(code, reached)| {
            let said = match reached || answer.also.contains(&code) {
                _ if answer.unknown.contains(&code) => Answer::Unknown,
                true => Answer::Reached,
                false => Answer::Missed,
            };
            (code, said)
        });
        let remarks = answer.remark.iter();
        let given = Given {
            answers: answers.collect(),
            remarks: remarks
                .map(|one| (one.item.clone(), one.text.clone()))
                .collect(),
        };
        Ok((by(demo, &answer.by)?, given))
    });
    answers.collect()
}

fn steering(
    demo: &DemoSchool,
    instrument: &Instrument,
    campaign: &DemoCampaign,
) -> anyhow::Result<Vec<(By, Steering)>> {
    let said = read_steps(instrument, &campaign.collective)?;
    let positions = said.into_iter().map(|(statement, to)| Position {
        statement,
        from: false,
        to,
    });
    let ticked = Steering {
        positions: positions.collect(),
        notes: Vec::new(),
    };
    let mut all = vec![(by(demo, "numerique")?, ticked)];
    for note in &campaign.notes {
        let change = NoteChange {
            item: note.item.clone(),
            from: String::new(),
            to: note.text.clone(),
        };
        let steering = Steering {
            positions: Vec::new(),
            notes: vec![change],
        };
        all.push((by(demo, &note.by)?, steering));
    }
    Ok(all)
}

/// A campaign, each step at its own moment.
#[derive(Clone)]
struct Work {
    opened: Clock,
    closed: Option<Clock>,
    id: CampaignId,
    head: By,
    new: NewCampaign,
    answers: Vec<(By, Given)>,
    steering: Vec<(By, Steering)>,
}

impl Work {
    async fn run(&self, tx: &db::Tx) -> Result<(), Refused> {
        let clock = Clock::manual(self.opened.now());
        commands::open(tx, &clock, self.head, &self.new).await?;
        let row = versions::latest(tx, self.head.school, "numea").await?;
        let version = row.map(|row| row.id);
        for (by, given) in &self.answers {
            // Within ten days: the second campaign opened twelve days ago.
            clock.advance(Duration::hours(14));
            commands::save(tx, &clock, *by, self.id, version, given).await?;
            commands::send(tx, &clock, *by, self.id).await?;
        }
        for (by, steering) in &self.steering {
            clock.advance(Duration::hours(2));
            commands::steer(tx, &clock, *by, self.id, steering).await?;
        }
        let Some(closed) = &self.closed else {
            return Ok(());
        };
        commands::close(tx, closed, self.head, self.id).await?;
        // What was told then is no news.
        people::api::mark_read_before(tx, self.head.school, closed.now()).await?;
        Ok(())
    }
}
