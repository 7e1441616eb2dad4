//! What no diploma owns: a positioning on it, and results of Pix, one of which
//! both records hold.

use kernel::AccountId;
use people::api::ClassId;
use web::testing::Browser;

use super::Cast;

/// A file of a campaign in which Léa Dupont sent her results.
fn file(campaign: u32) -> String {
    format!(
        "Nom de l'organisation;ID Campagne;Nom de la campagne;Nom du Participant;Prénom du Participant;Envoi (O/N);Date de l'envoi;Nombre de pix total;Niveau pour la compétence Interagir\nLycée 0009017B;{campaign};Pix {campaign};Dupont;Léa;Oui;2027-03-01;12;3\n"
    )
}

/// Keeps the results of a campaign for one of both.
async fn keep(teacher: &mut Browser, class: ClassId, campaign: u32, whose: AccountId) {
    let address = format!("/classes/{class}/pix");
    let sent = teacher
        .upload(address, &[], "pix.csv", file(campaign).as_bytes())
        .await;
    assert_eq!(sent.status, 303, "{}", sent.text());
    // Where both are in the class, somebody says whose it is.
    let page = teacher.get(sent.location()).await;
    let stamp = page.attributes("[name=etat]", "value").remove(0);
    let whose = whose.to_string();
    let choices = [("etat", stamp.as_str()), ("ligne-2", whose.as_str())];
    let kept = teacher
        .post(format!("{}/importer", sent.location()), &choices)
        .await;
    assert_eq!(kept.status, 303, "{}", kept.text());
}

/// The closed record places itself on the CRCN, and files of Pix are kept for
/// both: one result is the closed record’s alone, the other was imported again
/// in a class where only the kept one is.
pub async fn place(cast: &Cast<'_>, class: ClassId) {
    let mut closed = cast.school.browser(cast.closed).await;
    let skill = "/dossier/transversales/crcn-2.1";
    assert_eq!(closed.post(skill, &[("niveau", "3")]).await.status, 303);
    let teacher_id = cast.school.teacher("Haddad").await;
    cast.school.assign(class, teacher_id, &[1], false).await;
    let mut teacher = cast.school.browser(teacher_id).await;
    let apart = cast.school.class("À part").await;
    cast.school.enrol(apart, &[cast.kept]).await;
    cast.school.assign(apart, teacher_id, &[1], false).await;
    keep(&mut teacher, class, 1, cast.closed).await;
    keep(&mut teacher, class, 2, cast.closed).await;
    keep(&mut teacher, apart, 2, cast.kept).await;
}
