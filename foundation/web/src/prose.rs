//! Plain text as learners write it, shown readably: paragraphs, « - » lists,
//! web links, names of attached files. Everything else stays text: there is
//! no markup to learn and no HTML to let through.

use linkify::{LinkFinder, LinkKind};

/// A part of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// Lines that belong together.
    Paragraph(Vec<Vec<Span>>),
    /// Consecutive lines that begin with « - », « – » or « • ».
    List(Vec<Vec<Span>>),
}

/// A piece of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Span {
    /// Text as it was typed.
    Text(String),
    /// A web address (http or https) to follow.
    Link(String),
    /// An attached file named in the text: its name and its address.
    File(String, String),
}

/// A file that the text may name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedFile {
    /// The name as it is shown beside the text.
    pub name: String,
    /// Where it is.
    pub href: String,
}

/// Reads a text for a document: the same parts, without the web.
#[must_use]
pub fn on_paper(text: &str, files: &[NamedFile]) -> Vec<documents::Block> {
    let spans = |lines: Vec<Vec<Span>>| {
        lines
            .into_iter()
            .map(|line| line.into_iter().map(Span::on_paper).collect())
            .collect()
    };
    parse(text, files)
        .into_iter()
        .map(|block| match block {
            Block::Paragraph(lines) => documents::Block::Paragraph(spans(lines)),
            Block::List(items) => documents::Block::List(spans(items)),
        })
        .collect()
}

impl Span {
    fn on_paper(self) -> documents::Span {
        match self {
            Self::Text(text) => documents::Span::Text(text),
            Self::Link(address) => documents::Span::Link(address),
            Self::File(name, _) => documents::Span::File(name),
        }
    }
}

/// Reads a text.
#[must_use]
pub fn parse(text: &str, files: &[NamedFile]) -> Vec<Block> {
    let mut by_length: Vec<&NamedFile> = files.iter().filter(|f| f.name.len() >= 4).collect();
    by_length.sort_by_key(|file| std::cmp::Reverse(file.name.len()));
    let mut blocks = Vec::new();
    for line in text.lines() {
        let line = line.trim();
        if line.is_empty() {
            blocks.push(None);
            continue;
        }
        let item = list_item(line);
        let spans = spans(item.unwrap_or(line), &by_length);
        match (blocks.last_mut(), item.is_some()) {
            (Some(Some(Block::List(items))), true) => items.push(spans),
            (Some(Some(Block::Paragraph(lines))), false) => lines.push(spans),
            (_, true) => blocks.push(Some(Block::List(vec![spans]))),
            (_, false) => blocks.push(Some(Block::Paragraph(vec![spans]))),
        }
    }
    blocks.into_iter().flatten().collect()
}

fn list_item(line: &str) -> Option<&str> {
    ["- ", "– ", "• ", "* "]
        .iter()
        .find_map(|mark| line.strip_prefix(mark))
        .map(str::trim)
        .filter(|item| !item.is_empty())
}

fn spans(line: &str, files: &[&NamedFile]) -> Vec<Span> {
    let mut finder = LinkFinder::new();
    finder.kinds(&[LinkKind::Url]);
    let mut spans = Vec::new();
    for part in finder.spans(line) {
        let text = part.as_str();
        let is_web = text.starts_with("http://") || text.starts_with("https://");
        match part.kind() {
            Some(LinkKind::Url) if is_web => spans.push(Span::Link(text.to_owned())),
            _ => name_files(text, files, &mut spans),
        }
    }
    spans
}

/// Splits `text` where it names one of `files`, the longest names first.
fn name_files(text: &str, files: &[&NamedFile], spans: &mut Vec<Span>) {
    let found = files
        .iter()
        .find_map(|file| text.find(&file.name).map(|at| (at, *file)));
    match found {
        Some((at, file)) => {
            name_files(&text[..at], files, spans);
            spans.push(Span::File(file.name.clone(), file.href.clone()));
            name_files(&text[at + file.name.len()..], files, spans);
        }
        None if text.is_empty() => {}
        None => match spans.last_mut() {
            Some(Span::Text(before)) => before.push_str(text),
            _ => spans.push(Span::Text(text.to_owned())),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Block::{List, Paragraph};

    fn text(t: &str) -> Span {
        Span::Text(t.to_owned())
    }

    #[test]
    fn paragraphs_and_lists_are_seen() {
        let blocks = parse(
            "J’ai fait :\n- un profil\n- un test\n\nPuis voilà.\nFin.",
            &[],
        );
        assert_eq!(
            blocks,
            [
                Paragraph(vec![vec![text("J’ai fait :")]]),
                List(vec![vec![text("un profil")], vec![text("un test")]]),
                Paragraph(vec![vec![text("Puis voilà.")], vec![text("Fin.")]]),
            ]
        );
    }

    #[test]
    fn only_web_addresses_become_links() {
        let blocks = parse(
            "Voir https://example.org/a?b=1, javascript:alert(1) et <b>x</b>.",
            &[],
        );
        assert_eq!(
            blocks,
            [Paragraph(vec![vec![
                text("Voir "),
                Span::Link("https://example.org/a?b=1".into()),
                text(", javascript:alert(1) et <b>x</b>."),
            ]])]
        );
    }

    #[test]
    fn the_name_of_an_attached_file_leads_to_it() {
        let files = [
            NamedFile {
                name: "plan.png".into(),
                href: "/f/1".into(),
            },
            NamedFile {
                name: "mon plan.png".into(),
                href: "/f/2".into(),
            },
        ];
        assert_eq!(
            parse("D’abord mon plan.png puis plan.png", &files),
            [Paragraph(vec![vec![
                text("D’abord "),
                Span::File("mon plan.png".into(), "/f/2".into()),
                text(" puis "),
                Span::File("plan.png".into(), "/f/1".into()),
            ]])]
        );
    }

    proptest::proptest! {
        #[test]
        fn no_word_is_lost(text in "[a-zé ’\n-]{0,200}") {
            let mut shown = String::new();
            for block in parse(&text, &[]) {
                let (Paragraph(lines) | List(lines)) = block;
                for span in lines.into_iter().flatten() {
                    if let Span::Text(t) = span { shown.push_str(&t) }
                }
            }
            let letters = |s: &str| s.chars().filter(|c| c.is_alphabetic()).collect::<String>();
            proptest::prop_assert_eq!(letters(&shown), letters(&text));
        }
    }
}
