//! A text as its readers see it: the same parts as `web::prose`, without the
//! web.

/// A part of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// Lines that belong together.
    Paragraph(Vec<Vec<Span>>),
    /// A list: one line of spans for each item.
    List(Vec<Vec<Span>>),
}

/// A piece of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Span {
    /// Text as it was typed.
    Text(String),
    /// A web address (http or https), shown as it is and followed.
    Link(String),
    /// The name of an attached file.
    File(String),
}

impl Block {
    /// A paragraph of one line without links: for texts that were not parsed.
    #[must_use]
    pub fn plain(text: impl Into<String>) -> Self {
        Self::Paragraph(vec![vec![Span::Text(text.into())]])
    }
}
