//! What is wrong with a configuration, in French and with the place.

/// What figment says.
pub(super) fn explain(error: &figment::Error) -> String {
    error
        .clone()
        .into_iter()
        .map(|one| {
            let setting = one.path.join(".");
            let place = one
                .metadata
                .as_ref()
                .map(|metadata| match &metadata.source {
                    Some(source) => format!(" ({source})"),
                    // Our only source without a place.
                    None => " (variables d’environnement JALON_…)".to_owned(),
                })
                .unwrap_or_default();
            format!("Configuration{place}\u{a0}: {}.", what(&setting, &one.kind))
        })
        .collect::<Vec<_>>()
        .join("\n")
}

fn what(setting: &str, kind: &figment::error::Kind) -> String {
    use figment::error::Kind;
    match kind {
        Kind::UnknownField(name, known) => format!(
            "le réglage «\u{202f}{name}\u{202f}» n’existe pas. Réglages connus\u{a0}: {}",
            known.join(", ")
        ),
        Kind::MissingField(name) => format!(
            "il manque «\u{202f}{name}\u{202f}»{}",
            match setting {
                "" => String::new(),
                section => format!(" dans la section [{section}]"),
            }
        ),
        // The value is not repeated: it may be a secret.
        Kind::InvalidType(_, expected) => {
            format!(
                "«\u{202f}{setting}\u{202f}» n’a pas la bonne forme\u{a0}: il faut {}",
                wanted(expected)
            )
        }
        Kind::InvalidValue(_, expected) => {
            format!(
                "«\u{202f}{setting}\u{202f}» ne convient pas\u{a0}: il faut {}",
                wanted(expected)
            )
        }
        Kind::UnknownVariant(_, known) => {
            format!(
                "«\u{202f}{setting}\u{202f}» ne convient pas\u{a0}: il faut {}",
                known.join(", ")
            )
        }
        other => format!("«\u{202f}{setting}\u{202f}»\u{a0}: {other}"),
    }
}

/// The forms that our settings have.
fn wanted(expected: &str) -> String {
    match expected {
        "a string" | "string" | "path string" => "un texte entre guillemets".into(),
        "a boolean" => "true ou false".into(),
        "usize" | "u64" | "u16" => "un nombre entier".into(),
        "socket address" => "une adresse et un port, par exemple 127.0.0.1:8080".into(),
        other => other.to_owned(),
    }
}
