//! Identifiers that are the same in every demo, so that `jalon routes` can
//! name an address that works without a running server.

use sha2::{Digest, Sha256};

/// The identifier of a thing of the demo, by what it is and its key.
pub fn id<T: From<uuid::Uuid>>(what: &str, key: &str) -> T {
    let digest = Sha256::digest(format!("jalon demo {what} {key}"));
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&digest[..16]);
    T::from(uuid::Builder::from_custom_bytes(bytes).into_uuid())
}

/// What the demo school answers with 404: it is installed, it has no token for
/// the measures, and nobody has asked for their dossier yet.
const CLOSED: &[&str] = &["/installation", "/metriques", "/dossier/export.pdf"];

/// A working address of the demo school for a route's pattern; none when a
/// parameter has no example (secrets: a link that works once).
pub fn example(pattern: &str) -> Option<String> {
    if CLOSED.contains(&pattern) {
        return None;
    }
    pattern
        .split('/')
        .map(|part| match part.strip_prefix('{') {
            None => Some(part.to_owned()),
            Some(parameter) => value(parameter.trim_end_matches('}')),
        })
        .collect::<Option<Vec<_>>>()
        .map(|parts| parts.join("/"))
}

fn value(parameter: &str) -> Option<String> {
    let of = |what: &str, key: &str| Some(id::<uuid::Uuid>(what, key).to_string());
    match parameter {
        "class" => of("class", "cs-sno"),
        "campaign" => of("campaign", "cette-annee"),
        "import" => of("import", "rentree"),
        "pix" => of("pix", "cyber.csv"),
        "skill" => Some("crcn-2.1".into()),
        "person" | "learner" => of("person", "apprenant"),
        "assignment" => of("assignment", "conges-appropriation"),
        "group" => of("group", "groupe-a"),
        "interview" => of("interview", "ines-dossier"),
        "objective" => of("objective", "ines-procedure"),
        "report" => of("report", "ines-habilitations-conges"),
        "round" => of("round", "analyse-conges"),
        "received" => of("round", "offre-reseaux"),
        "evidence" => of("evidence", "ines-habilitations-conges-0"),
        "organisation" => of("organisation", "vosreves"),
        "situation" | "sheet" => of("situation", "vosreves-1"),
        "mission" => of("mission", "vosreves-1-2"),
        "document" => of("document", "charte-editoriale-vosreves.txt"),
        "usage" => of("use", "charte-plusieurs-mains"),
        "goal" => of("goal", "formulaires"),
        "project" => of("project", "ecrire-ensemble"),
        "step" => Some("viser".into()),
        "curriculum" => Some("sno".into()),
        "item" => Some("1.1.3".into()),
        "block" => Some("1".into()),
        "competence" | "target" => Some("C1.1".into()),
        "number" => Some("1".into()),
        "guide" => Some("ecrire-un-compte-rendu".into()),
        "image" => Some("ecrire-un-compte-rendu.webp".into()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_example_is_the_same_each_time_and_secrets_have_none() {
        let address = example("/classes/{class}").unwrap();
        assert_eq!(Some(address), example("/classes/{class}"));
        assert_eq!(example("/reinitialisation/{token}"), None);
        assert_eq!(example("/installation"), None);
        assert_eq!(
            example("/referentiels/{curriculum}/blocs/{block}").as_deref(),
            Some("/referentiels/sno/blocs/1")
        );
    }
}
