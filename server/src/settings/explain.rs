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
                    // The environment has no place but its variables.
                    None => format!(" ({})", metadata.name),
                })
                .unwrap_or_default();
            format!("Configuration{place} : {}.", what(&setting, &one.kind))
        })
        .collect::<Vec<_>>()
        .join("\n")
}

fn what(setting: &str, kind: &figment::error::Kind) -> String {
    use figment::error::Kind;
    match kind {
        Kind::UnknownField(name, known) => format!(
            "le réglage « {name} » n’existe pas. Réglages connus : {}",
            known.join(", ")
        ),
        Kind::MissingField(name) => format!(
            "il manque « {name} »{}",
            match setting {
                "" => String::new(),
                section => format!(" dans la section [{section}]"),
            }
        ),
        // The value is not repeated: it may be a secret.
        Kind::InvalidType(_, expected) => {
            format!(
                "« {setting} » n’a pas la bonne forme : il faut {}",
                wanted(expected)
            )
        }
        Kind::InvalidValue(_, expected) => {
            format!(
                "« {setting} » ne convient pas : il faut {}",
                wanted(expected)
            )
        }
        other => format!("« {setting} » : {other}"),
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
