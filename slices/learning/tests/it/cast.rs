//! The people of these tests: a team of one school, another school.

use curriculum::Curriculum;
use kernel::{AccountId, Role};
use learning::api::{By, Ids, MissionId, OrganisationId, SituationId, take_up};
use learning::shipped::vosreves;
use people::testing::{House, School};
use web::testing::{Answer, Browser};

/// What a careless or ill-meaning person types into every field.
pub const NASTY: &str = "<script>alert(1)</script>\"'&<b>gras</b> 🦊 \u{202e}inversé";

/// SNO.
pub fn sno() -> &'static Curriculum {
    curriculum::shipped()
        .iter()
        .find(|one| one.code == "SNO")
        .unwrap()
}

/// A school with two teachers.
pub struct Cast<'a> {
    pub house: &'a House,
    pub school: School<'a>,
    pub carbonnel: AccountId,
    pub lemoine: AccountId,
}

impl<'a> Cast<'a> {
    pub async fn new(house: &'a House) -> Self {
        let school = house.school("0009017B").await;
        let carbonnel = school.teacher("Carbonnel").await;
        let lemoine = school.teacher("Lemoine").await;
        Self {
            house,
            school,
            carbonnel,
            lemoine,
        }
    }

    pub async fn browser(&self, account: AccountId) -> Browser {
        self.school.browser(account).await
    }

    /// A person of the school with one role.
    pub async fn with_role(&self, role: Role) -> Browser {
        let account = self.school.person("Dominique", "Durand", &[role]).await;
        self.browser(account).await
    }

    /// VosRêves and its five situations, taken up by Mme Carbonnel.
    pub async fn vosreves(&self) -> Ids {
        let clock = self.house.app.clock.clone();
        let ids = Ids::generate(&clock, vosreves());
        let by = By {
            school: self.school.id,
            account: self.carbonnel,
        };
        let taken = ids.clone();
        self.house
            .app
            .db
            .write(move |tx| {
                let (clock, ids) = (clock.clone(), taken.clone());
                async move { take_up(&tx, &clock, by, vosreves(), sno(), &ids).await }
            })
            .await
            .unwrap();
        ids
    }
}

/// The first situation of VosRêves, its missions and its organisation.
pub fn first(ids: &Ids) -> (SituationId, &[MissionId], OrganisationId) {
    let (situation, missions) = &ids.situations[0];
    (*situation, missions, ids.organisation)
}

/// Somebody of another school who holds every role there.
pub async fn outsider(house: &House) -> Browser {
    let school = house.school("0009018C").await;
    let account = school.person("Alix", "Ailleurs", &Role::ALL).await;
    school.browser(account).await
}

/// What a form of a page holds, as a browser would send it.
pub fn fields(page: &Answer) -> Vec<(String, String)> {
    let named = |selector: &str, value: &str| -> Vec<(String, String)> {
        let names = page.attributes(selector, "name");
        let values = page.attributes(selector, value);
        names.into_iter().zip(values).collect()
    };
    let form = "main form:has([name=version])";
    let mut fields = named(
        &format!("{form} input:not([type=checkbox]):not([type=search])"),
        "value",
    );
    fields.extend(named(
        &format!("{form} input[type=checkbox][checked]"),
        "value",
    ));
    let areas = page.attributes(&format!("{form} textarea"), "name");
    let texts = page.raw(&format!("{form} textarea"));
    fields.extend(areas.into_iter().zip(texts));
    for name in page.attributes(&format!("{form} select"), "name") {
        let chosen = format!("{form} select[name={name}] option[selected]");
        let value = page.attributes(&chosen, "value").pop();
        fields.push((name, value.unwrap_or_default()));
    }
    fields
}

/// The same with some of them changed.
pub fn changed<'f>(
    fields: &'f [(String, String)],
    changes: &[(&'f str, &'f str)],
) -> Vec<(&'f str, &'f str)> {
    let mut sent: Vec<(&str, &str)> = fields
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .filter(|(name, _)| !changes.iter().any(|(changed, _)| changed == name))
        .collect();
    sent.extend(changes);
    sent
}

/// How many events of that action the trail holds.
pub async fn events(house: &House, action: &str) -> usize {
    use db::sea_orm::{ConnectionTrait, Statement};
    let reader = house.app.db.reader();
    let sql = format!("SELECT id FROM audit_events WHERE action = '{action}'");
    let statement = Statement::from_string(reader.get_database_backend(), sql);
    reader.query_all_raw(statement).await.unwrap().len()
}
