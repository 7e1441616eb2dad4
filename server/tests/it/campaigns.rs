//! A campaign of a school, and a positioning of a teacher for themself.

use std::collections::HashMap;

use kernel::AccountId;
use maturity::By;
use maturity::campaigns::CampaignId;
use maturity::campaigns::commands::{self, NewCampaign, Terms};
use maturity::campaigns::model::OwnPositioningId;
use people::testing::{House, School};

/// Both, by the name of their parameter.
pub async fn campaigns(
    house: &House,
    school: &School<'_>,
    author: AccountId,
) -> HashMap<&'static str, String> {
    let app = &house.app;
    let by = By {
        school: school.id,
        account: author,
    };
    let new = NewCampaign {
        id: CampaignId::generate(&app.clock),
        instrument: "numea",
        terms: Terms {
            title: "Campagne".into(),
            occasion: String::new(),
            opens_on: kernel::local_date(app.clock.now()),
            answers_until: None,
        },
        from_last: false,
        people: Vec::new(),
    };
    let own = OwnPositioningId::generate(&app.clock);
    let (campaign, clock) = (new.id, app.clock.clone());
    app.db
        .write(move |tx| {
            let (clock, new) = (clock.clone(), new.clone());
            async move {
                commands::open(&tx, &clock, by, &new).await?;
                commands::begin_own(&tx, &clock, by, own, "mentep").await
            }
        })
        .await
        .unwrap();
    HashMap::from([("campaign", campaign.to_string()), ("own", own.to_string())])
}
