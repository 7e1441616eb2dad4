//! What is written to people. Constants, links and numbers: no name, no login,
//! no title, so that a message in the wrong mailbox tells nothing.

use mail::Letter;

const OF_AN_ACCOUNT: &str =
    "Vous recevez ce message parce que cette adresse est celle d’un compte Jalon.";

/// To an address that somebody entered.
pub fn confirmation(base: &str, token: &str) -> Letter {
    Letter::new(
        "Jalon\u{a0}: confirmez votre adresse",
        "Vous recevez ce message parce que cette adresse a été écrite dans Jalon.",
    )
    .says(
        "Cette adresse a été indiquée pour un compte Jalon. Si c’est le vôtre, ouvrez ce lien et connectez-vous. Il sert une fois, pendant 24\u{a0}heures.",
    )
    .leads_to(
        "Confirmer mon adresse",
        format!("{base}/compte/adresse/confirmer/{token}"),
    )
    .says("Vous n’avez rien demandé\u{202f}? Ne faites rien\u{a0}: cette adresse ne recevra rien d’autre.")
}

/// To whoever forgot their password.
pub fn reset(base: &str, token: &str) -> Letter {
    Letter::new(
        "Jalon\u{a0}: choisissez un nouveau mot de passe",
        OF_AN_ACCOUNT,
    )
    .says(
        "Quelqu’un a demandé un nouveau mot de passe pour votre compte Jalon. Si c’est vous, ouvrez ce lien. Il sert une fois, pendant une heure.",
    )
    .leads_to(
        "Choisir mon mot de passe",
        format!("{base}/reinitialisation/{token}"),
    )
    .says("Vous n’avez rien demandé\u{202f}? Ne faites rien\u{a0}: votre mot de passe reste le même.")
}

/// To somebody whom their school expects in Jalon and who never came in.
pub fn invitation(base: &str, school: &str, token: &str) -> Letter {
    Letter::new(
        "Jalon\u{a0}: votre établissement vous invite",
        "Vous recevez ce message parce qu’un établissement de formation a noté cette adresse pour une personne qu’il forme.",
    )
    .says(format!("{school} vous invite à ouvrir votre compte Jalon."))
    .says(
        "Jalon est l’outil dans lequel vous racontez ce que vous faites en formation, gardez vos preuves et suivez vos compétences jusqu’à l’examen.",
    )
    .says("Ouvrez ce lien pour choisir votre mot de passe. Il sert une fois, pendant 7\u{a0}jours\u{a0}; ne le donnez à personne.")
    .leads_to(
        "Choisir mon mot de passe",
        format!("{base}/reinitialisation/{token}"),
    )
    .says(
        "Vous n’êtes pas en formation dans cet établissement\u{202f}? Ce message vous est arrivé par erreur\u{a0}: n’ouvrez pas le lien, prévenez l’établissement, et supprimez ce message. Sans vous, le lien ne sert à rien.",
    )
}

/// After a change of password.
pub fn password_changed(base: &str) -> Letter {
    Letter::new("Jalon\u{a0}: votre mot de passe a changé", OF_AN_ACCOUNT)
        .says(
            "Le mot de passe de votre compte Jalon vient d’être changé. Vos autres connexions sont fermées.",
        )
        .says(
            "Ce n’est pas vous\u{202f}? Choisissez tout de suite un nouveau mot de passe, et prévenez la personne qui gère Jalon dans votre établissement.",
        )
        .leads_to(
            "Ce n’est pas moi",
            format!("{base}/mot-de-passe-oublie"),
        )
}

/// To an address that was left.
pub fn former_address() -> Letter {
    Letter::new(
        "Jalon\u{a0}: votre adresse a changé",
        "Vous recevez ce message parce que cette adresse était celle d’un compte Jalon.",
    )
    .says(
        "Cette adresse n’est plus celle de votre compte Jalon\u{a0}: elle vient d’être changée ou retirée. Elle ne recevra plus rien.",
    )
    .says(
        "Ce n’est pas vous\u{202f}? Prévenez tout de suite la personne qui gère Jalon dans votre établissement.",
    )
}

/// What is new: one line per kind, « 3 comptes rendus à lire ».
pub fn digest(base: &str, lines: &[String], stop_key: &str) -> Letter {
    let mut letter = Letter::new(
        "Jalon\u{a0}: du nouveau pour vous",
        "Vous recevez ce message parce que vous avez confirmé votre adresse dans Jalon.",
    )
    .says("Du nouveau vous attend dans Jalon\u{a0}:");
    for line in lines {
        letter = letter.says(format!("–\u{a0}{line}"));
    }
    letter
        .leads_to("Voir mes notifications", format!("{base}/notifications"))
        .may_be_stopped(
            format!("{base}/notifications"),
            format!("{base}/courrier/arreter/{stop_key}"),
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_subject_is_the_same_for_everybody() {
        let all = |personal: &str| {
            let lines = [personal.to_owned()];
            [
                confirmation(personal, personal),
                reset(personal, personal),
                invitation(personal, personal, personal),
                password_changed(personal),
                former_address(),
                digest(personal, &lines, personal),
            ]
            .map(|letter| letter.subject())
        };
        let subjects = all("Inès Ferrand <ines@example.org>\r\nBcc: x@example.org");
        assert_eq!(subjects, all(""));
        for subject in subjects {
            assert!(subject.starts_with("Jalon\u{a0}: ") && !subject.contains(['\r', '\n']));
        }
    }
}
