//! What no diploma owns: a positioning on it, and a result of Pix.

use people::api::ClassId;

use super::Cast;

/// The closed record places itself on the CRCN, and a file of Pix is kept for it.
pub async fn place(cast: &Cast<'_>, class: ClassId) {
    let mut closed = cast.school.browser(cast.closed).await;
    let skill = "/dossier/transversales/crcn-2.1";
    assert_eq!(closed.post(skill, &[("niveau", "3")]).await.status, 303);
    let teacher = cast.school.teacher("Haddad").await;
    cast.school.assign(class, teacher, &[1], false).await;
    let mut teacher = cast.school.browser(teacher).await;
    let file = "Nom de l'organisation;ID Campagne;Nom de la campagne;Nom du Participant;Prénom du Participant;Envoi (O/N);Date de l'envoi;Nombre de pix total;Niveau pour la compétence Interagir\nLycée 0009017B;1;Pix;Dupont;Léa;Oui;2027-03-01;12;3\n";
    let address = format!("/classes/{class}/pix");
    let sent = teacher
        .upload(address, &[], "pix.csv", file.as_bytes())
        .await;
    assert_eq!(sent.status, 303, "{}", sent.text());
    // Both have the same name: somebody says whose it is.
    let page = teacher.get(sent.location()).await;
    let stamp = page.attributes("[name=etat]", "value").remove(0);
    let whose = cast.closed.to_string();
    let choices = [("etat", stamp.as_str()), ("ligne-2", whose.as_str())];
    let kept = teacher
        .post(format!("{}/importer", sent.location()), &choices)
        .await;
    assert_eq!(kept.status, 303, "{}", kept.text());
}
