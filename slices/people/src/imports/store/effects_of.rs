//! What an import would write, packed into rows shaped like the tables that
//! they are copied into.

use std::collections::HashSet;

use db::text::SORT_KEY_VERSION;
use kernel::{Clock, SchoolId};

use super::effects::Model;
use crate::imports::ImportId;
use crate::imports::plan::{Effect, IdSource, Planned};
use crate::model::{Login, PersonName};

/// The version of the sort keys packed here.
pub const KEYS: i16 = SORT_KEY_VERSION;

/// Packs what each row writes. `taken` holds the logins that are not free, and
/// receives those that are drawn.
pub fn pack<'a>(
    school: SchoolId,
    import: ImportId,
    planned: impl Iterator<Item = &'a Planned>,
    clock: &Clock,
    taken: &mut HashSet<Login>,
) -> Vec<Model> {
    let mut packed = Vec::new();
    for row in planned {
        let first = packed.len();
        for effect in &row.effects {
            let place = (first..packed.len()).find(|place| fits(&packed[*place], effect));
            let place = place.unwrap_or_else(|| {
                packed.push(empty(school, import, account_of(effect), clock));
                packed.len() - 1
            });
            put(&mut packed[place], effect, taken);
        }
    }
    packed
}

fn account_of(effect: &Effect) -> kernel::AccountId {
    match effect {
        Effect::Account { id, .. }
        | Effect::Rename { id, .. }
        | Effect::Role { id, .. }
        | Effect::Number { id, .. }
        | Effect::Enrol { id, .. }
        | Effect::Leave { id, .. }
        | Effect::Teach { id, .. }
        | Effect::Ward { id, .. } => *id,
    }
}

/// Whether a row has room for one more thing: one step, one place and one
/// number of each kind, so that each leaves its own line in the audit trail.
fn fits(row: &Model, effect: &Effect) -> bool {
    let step = row.step.as_deref();
    match effect {
        Effect::Account { .. } | Effect::Rename { .. } => step.is_none(),
        Effect::Role { .. } => step == Some("create") && row.role.is_none() || step.is_none(),
        Effect::Number {
            source: IdSource::Ine,
            ..
        } => row.ine.is_none(),
        Effect::Number { .. } => row.number.is_none(),
        Effect::Enrol { .. }
        | Effect::Leave { .. }
        | Effect::Teach { .. }
        | Effect::Ward { .. } => row.place.is_none(),
    }
}

fn put(row: &mut Model, effect: &Effect, taken: &mut HashSet<Login>) {
    match effect {
        Effect::Account { name, birth, .. } => {
            row.step = Some("create".to_owned());
            row.login = Some(draw(name, taken));
            named(row, name);
            row.birth_date = *birth;
        }
        Effect::Rename {
            version,
            name,
            birth,
            ..
        } => {
            row.step = Some("rename".to_owned());
            row.version = Some(*version);
            named(row, name);
            row.birth_date = *birth;
        }
        Effect::Role { role, .. } => {
            row.step.get_or_insert_with(|| "role".to_owned());
            row.role = Some(role.code().to_owned());
        }
        Effect::Number {
            source: IdSource::Ine,
            value,
            ..
        } => row.ine = Some(value.clone()),
        Effect::Number { source, value, .. } => {
            row.number_source = Some(*source);
            row.number = Some(value.clone());
        }
        Effect::Enrol { class, status, .. } => {
            row.place = Some("enrol".to_owned());
            row.class_id = Some(*class);
            row.status = Some(*status);
        }
        Effect::Leave { class, on, .. } => {
            row.place = Some("leave".to_owned());
            row.class_id = Some(*class);
            row.on_date = Some(*on);
        }
        Effect::Teach { class, .. } => {
            row.place = Some("teach".to_owned());
            row.class_id = Some(*class);
        }
        Effect::Ward { learner, .. } => {
            row.place = Some("ward".to_owned());
            row.learner_id = Some(*learner);
        }
    }
}

fn named(row: &mut Model, name: &PersonName) {
    row.title = name.title;
    row.first_name = Some(name.first.clone());
    row.last_name = Some(name.last.clone());
    row.sort_key = Some(name.sort_key());
    row.search_key = Some(name.search_key());
}

/// A login that nobody has, longer when a short one is hard to find.
pub fn draw(name: &PersonName, taken: &mut HashSet<Login>) -> Login {
    let mut length = 2;
    loop {
        let login = Login::generate(&name.first, &name.last, length);
        if taken.insert(login.clone()) {
            return login;
        }
        length = (length + 1).min(8);
    }
}

fn empty(school: SchoolId, import: ImportId, account: kernel::AccountId, clock: &Clock) -> Model {
    Model {
        id: kernel::new_uuid(clock),
        event_id: kernel::new_uuid(clock),
        school_id: school,
        import_id: import,
        account_id: account,
        step: None,
        version: None,
        login: None,
        title: None,
        first_name: None,
        last_name: None,
        birth_date: None,
        sort_key: None,
        search_key: None,
        role: None,
        ine: None,
        number_source: None,
        number: None,
        place: None,
        class_id: None,
        learner_id: None,
        status: None,
        on_date: None,
    }
}
