//! What is said of files once they are taken.

use files::Description;
use kernel::{count, truncate};
use web::upload::Upload;

/// « 3 pièces ajoutées. 2 images restent à décrire. »
pub fn told(upload: &Upload, taken: usize, images: usize, description: &Description) -> String {
    let mut sentences = vec![match taken {
        1 => "Pièce ajoutée.".to_owned(),
        n => format!("{}.", count(n as u64, "pièce ajoutée", "pièces ajoutées")),
    }];
    if *description == Description::Missing {
        match images {
            0 => {}
            1 => sentences.push("Une image reste à décrire.".to_owned()),
            n => sentences.push(format!("{n}\u{a0}images restent à décrire, une par une.")),
        }
        let typed = upload.text("description").trim();
        if !typed.is_empty() {
            sentences.push(format!(
                "Votre description n’a été mise nulle part, car elle ne va qu’à une image envoyée seule\u{a0}: «\u{202f}{}\u{202f}».",
                truncate(typed, 500)
            ));
        }
    }
    sentences.join(" ")
}
