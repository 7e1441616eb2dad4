//! What the slice brings to the house.

use web::Module;

use crate::campaigns::routes as campaigns;
use crate::migrations;

/// Routes, menu, tables and personal data of the slice.
#[must_use]
pub fn module() -> Module {
    let mut module = Module::new("maturity", migrations);
    module.routes = [campaigns::routes()].concat();
    module.nav = campaigns::nav;
    module.personal_data = &campaigns::PERSONAL_DATA;
    module.notices = &campaigns::NOTICES;
    module.accounts = &campaigns::ACCOUNTS;
    module
}
