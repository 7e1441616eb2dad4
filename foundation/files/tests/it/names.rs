use files::{Disposition, Kind, content_disposition, display_name};
use proptest::prelude::*;

#[test]
fn a_name_loses_what_harms_and_keeps_what_speaks() {
    let long = "é".repeat(300);
    let cases = [
        ("../../etc/passwd", Kind::PlainText, "passwd.txt"),
        (
            "C:\\Users\\Zoé\\Été à Brest.JPEG",
            Kind::Jpeg,
            "Été à Brest.jpg",
        ),
        ("facture\u{202e}fdp.exe", Kind::Pdf, "facturefdp.exe.pdf"),
        ("photo.png", Kind::Jpeg, "photo.jpg"),
        ("vacances 🏖️ 👩‍💻.png", Kind::Png, "vacances 🏖️ 👩‍💻.png"),
        ("a\u{0}b\r\nc\t.pdf", Kind::Pdf, "ab c.pdf"),
        ("  ..caché  .docx", Kind::Docx, "caché.docx"),
        ("con.txt", Kind::PlainText, "_con.txt"),
        ("LPT1", Kind::Pdf, "_LPT1.pdf"),
        ("compte.pdf", Kind::Pdf, "compte.pdf"),
        ("e\u{301}te\u{301}.mp4", Kind::Mp4, "été.mp4"),
        ("\u{200b}\u{feff}.jpg", Kind::Jpeg, "fichier.jpg"),
        ("..", Kind::Jpeg, "fichier.jpg"),
        ("", Kind::Odt, "fichier.odt"),
        ("a<b>:\"c|?*.pdf", Kind::Pdf, "a-b---c---.pdf"),
        ("v1.2 finale.docx", Kind::Docx, "v1.2 finale.docx"),
        ("日本語.mp3", Kind::Mp3, "日本語.mp3"),
    ];
    for (raw, kind, expected) in cases {
        assert_eq!(display_name(raw, kind), expected, "{raw:?}");
    }
    assert_eq!(display_name(&long, Kind::Pdf).chars().count(), 84);
}

#[test]
fn the_download_header_carries_both_names() {
    assert_eq!(
        content_disposition("Été « à » 100 %.pdf", Disposition::Attachment),
        "attachment; filename=\"Ete _ a _ 100 _.pdf\"; \
         filename*=UTF-8''%C3%89t%C3%A9%20%C2%AB%20%C3%A0%20%C2%BB%20100%20%25.pdf"
    );
    assert!(
        content_disposition("a.png", Disposition::Inline).starts_with("inline; filename=\"a.png\"")
    );
}

proptest! {
    #[test]
    fn any_name_becomes_safe(raw in any::<String>()) {
        let name = display_name(&raw, Kind::Pdf);
        prop_assert!(name.ends_with(".pdf") && name.len() > 4 && name.len() <= 255);
        prop_assert!(!name.starts_with('.') && !name.contains(['/', '\\', '"', '<']));
        prop_assert!(name.chars().all(|c| !c.is_control()));
        let header = content_disposition(&name, Disposition::Attachment);
        prop_assert!(header.bytes().all(|byte| (0x20..0x7F).contains(&byte)));
        prop_assert_eq!(header.matches('"').count(), 2);
    }
}
