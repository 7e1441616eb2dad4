//! The people of the tests on entrusted missions: VosRêves in a school, a class
//! with its team, two learners.

use db::sea_orm::{ConnectionTrait, Statement};
use kernel::{AccountId, Role};
use learning::api::{AssignmentId, Dates, MissionId, NewAssignment, SituationId, Terms, Whom};
use learning::sheets::{By, Refused};
use learning::situations::examples::{Ids, take_up};
use people::api::ClassId;
use people::testing::{House, School};
use web::testing::Browser;

/// A school with the situations of the guide, and people.
pub struct Cast<'a> {
    pub house: &'a House,
    pub school: School<'a>,
    pub class: ClassId,
    pub ines: AccountId,
    pub paul: AccountId,
    pub carbonnel: AccountId,
    pub lemoine: AccountId,
    /// Teaches another class.
    pub stranger: AccountId,
    pub ids: Ids,
}

impl<'a> Cast<'a> {
    pub async fn new(house: &'a House) -> Self {
        let school = house.school("0009017B").await;
        let class = school.class("CS SNO").await;
        let ines = school.learner("Inès", "Ferrand").await;
        let paul = school.learner("Paul", "Martin").await;
        school.enrol(class, &[ines, paul]).await;
        let carbonnel = school.teacher("Carbonnel").await;
        let lemoine = school.teacher("Lemoine").await;
        school.assign(class, carbonnel, &[1, 2], true).await;
        school.assign(class, lemoine, &[3], false).await;
        let other = school.class("Autre classe").await;
        let stranger = school.teacher("Étrangère").await;
        school.assign(other, stranger, &[1], false).await;
        let collection = learning::shipped::vosreves();
        let ids = Ids::generate(&house.app.clock, collection);
        let cast = Self {
            house,
            school,
            class,
            ines,
            paul,
            carbonnel,
            lemoine,
            stranger,
            ids,
        };
        let work = (
            house.app.clock.clone(),
            cast.by(carbonnel),
            cast.ids.clone(),
        );
        house
            .app
            .db
            .write(move |tx| {
                let (clock, by, ids) = work.clone();
                async move {
                    let sno = &curriculum::shipped()[0];
                    take_up(&tx, &clock, by, collection, sno, &ids).await
                }
            })
            .await
            .unwrap();
        cast
    }

    pub fn by(&self, account: AccountId) -> By {
        By {
            school: self.school.id,
            account,
        }
    }

    pub async fn browser(&self, account: AccountId) -> Browser {
        self.school.browser(account).await
    }

    /// A person of the school with one role and no tie to the class.
    pub async fn with_role(&self, role: Role) -> Browser {
        let account = self.school.person("Dominique", "Durand", &[role]).await;
        self.browser(account).await
    }

    /// A mission of VosRêves: situation and mission, both from 1.
    pub fn mission(&self, situation: usize, mission: usize) -> (SituationId, MissionId) {
        let (id, missions) = &self.ids.situations[situation - 1];
        (*id, missions[mission - 1])
    }

    /// Where it is entrusted.
    pub fn door(&self, situation: usize, mission: usize) -> String {
        let (situation, mission) = self.mission(situation, mission);
        format!("/situations/{situation}/missions/{mission}/confier")
    }

    /// Entrusts a mission as Mme Carbonnel, in use from then on.
    pub async fn entrust(
        &self,
        (situation, mission): (SituationId, MissionId),
        whom: Whom,
    ) -> AssignmentId {
        let clock = self.house.app.clock.clone();
        let new = NewAssignment {
            id: AssignmentId::generate(&clock),
            situation,
            mission,
            title: "Une mission".into(),
            class: self.class,
            terms: Terms {
                whom,
                concerned: vec![self.ines, self.paul],
                dates: Dates::default(),
                message: String::new(),
            },
        };
        let work = (clock, self.by(self.carbonnel), new);
        self.house
            .app
            .db
            .write(move |tx| {
                let (clock, by, new) = work.clone();
                async move {
                    let id = learning::api::entrust(&tx, &clock, by, &new, true).await?;
                    Ok::<_, Refused>(id)
                }
            })
            .await
            .unwrap()
    }

    /// The first column of these rows, as text.
    pub async fn column(&self, sql: &str) -> Vec<String> {
        let reader = self.house.app.db.reader();
        let statement = Statement::from_string(reader.get_database_backend(), sql);
        let rows = reader.query_all_raw(statement).await.unwrap();
        rows.iter()
            .map(|row| row.try_get_by_index(0).unwrap())
            .collect()
    }
}
