//! A school that positions itself, for the tests of campaigns.

use kernel::{AccountId, Role};
use people::testing::{House, School};
use web::testing::{Answer, Browser};

/// The people of a school.
pub struct Cast<'a> {
    pub school: School<'a>,
    pub head: AccountId,
    pub lead: AccountId,
    pub teachers: Vec<AccountId>,
    pub ines: AccountId,
}

impl<'a> Cast<'a> {
    /// A head, a référent numérique, eight teachers and a learner.
    pub async fn new(house: &'a House) -> Self {
        let school = house.school("0009017B").await;
        let head = school.person("Yann", "Quéméneur", &[Role::Head]).await;
        let lead = school.person("Sami", "Haddad", &[Role::DigitalLead]).await;
        let mut teachers = Vec::new();
        for n in 0..8 {
            teachers.push(school.teacher(&format!("Prof{n}")).await);
        }
        let ines = school.learner("Inès", "Ferrand").await;
        Self {
            school,
            head,
            lead,
            teachers,
            ines,
        }
    }

    pub async fn browser(&self, account: AccountId) -> Browser {
        self.school.browser(account).await
    }

    /// Opens a campaign for the whole team: its address.
    pub async fn open(&self, more: &[(&str, &str)]) -> String {
        let mut head = self.browser(self.head).await;
        let mut fields = vec![
            ("titre", "Campagne 2026-2027"),
            ("debut", "2027-03-09"),
            ("fin", "2027-03-20"),
            ("publics", "teaching"),
        ];
        fields.extend(more);
        let answer = head.post("/numerique/campagnes/nouvelle", &fields).await;
        assert_eq!(answer.status, 303, "{}", answer.text());
        answer.location().trim_end_matches("/position").to_owned()
    }

    /// Somebody answers some statements and sends.
    pub async fn respond(
        &self,
        account: AccountId,
        campaign: &str,
        said: &[(&str, &str)],
    ) -> Answer {
        let mut browser = self.browser(account).await;
        let page = browser.get(format!("{campaign}/reponse?champ=1.1")).await;
        let version = version(&page);
        let mut fields = vec![("instrument", version.as_str())];
        fields.extend(said);
        let saved = browser
            .post(format!("{campaign}/reponse?champ=1.1"), &fields)
            .await;
        assert_eq!(saved.status, 303, "{}", saved.text());
        browser
            .post(format!("{campaign}/reponse/envoyer"), &[])
            .await
    }

    /// Everybody of the team says the same of the first item.
    pub async fn respond_all(&self, people: &[AccountId], campaign: &str) {
        for account in people {
            let said = [("e-1.1.1-1", "reached"), ("e-1.1.1-2", "missed")];
            self.respond(*account, campaign, &said).await;
        }
    }
}

/// The version of the instrument that a page of answers carries.
pub fn version(page: &Answer) -> String {
    page.attributes("[name=instrument]", "value").remove(0)
}
