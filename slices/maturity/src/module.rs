//! What the slice brings to the house.

use web::{AccountColumn, Module, NoticeKind, PersonalData};

use crate::campaigns::routes as campaigns;
use crate::{history, migrations, objectives, projects, upkeep, uses, workbook};

/// Routes, menu, tables and personal data of the slice.
#[must_use]
pub fn module() -> Module {
    let mut module = Module::new("maturity", migrations);
    module.routes = [
        campaigns::routes(),
        uses::routes::routes(),
        projects::routes::routes(),
        objectives::routes::routes(),
        workbook::routes::routes(),
    ]
    .concat();
    module.nav = campaigns::nav;
    module.jobs = upkeep::register;
    module.job_names = &upkeep::NAMES;
    module.personal_data = PERSONAL_DATA;
    module.notices = NOTICES;
    module.accounts = ACCOUNTS;
    module
}

const PERSONAL_DATA: &[PersonalData] = &[
    campaigns::PERSONAL_DATA[0],
    campaigns::PERSONAL_DATA[1],
    campaigns::PERSONAL_DATA[2],
    campaigns::PERSONAL_DATA[3],
    campaigns::PERSONAL_DATA[4],
    uses::routes::PERSONAL_DATA[0],
    uses::routes::PERSONAL_DATA[1],
    projects::routes::PERSONAL_DATA[0],
    projects::routes::PERSONAL_DATA[1],
    objectives::routes::PERSONAL_DATA[0],
    objectives::routes::PERSONAL_DATA[1],
    objectives::routes::PERSONAL_DATA[2],
];

const NOTICES: &[NoticeKind] = &[
    campaigns::NOTICES[0],
    campaigns::NOTICES[1],
    uses::comments::COMMENTED,
    uses::comments::REUSED,
    objectives::notices::GIVEN,
    objectives::notices::DUE,
];

const ACCOUNTS: &[AccountColumn] = &[
    campaigns::ACCOUNTS[0],
    campaigns::ACCOUNTS[1],
    campaigns::ACCOUNTS[2],
    campaigns::ACCOUNTS[3],
    campaigns::ACCOUNTS[4],
    campaigns::ACCOUNTS[5],
    history::ACCOUNTS[0],
    uses::routes::ACCOUNTS[0],
    uses::routes::ACCOUNTS[1],
    uses::routes::ACCOUNTS[2],
    projects::routes::ACCOUNTS[0],
    projects::routes::ACCOUNTS[1],
    projects::routes::ACCOUNTS[2],
    projects::routes::ACCOUNTS[3],
    projects::routes::ACCOUNTS[4],
    objectives::routes::ACCOUNTS[0],
    objectives::routes::ACCOUNTS[1],
    objectives::routes::ACCOUNTS[2],
    objectives::routes::ACCOUNTS[3],
];
