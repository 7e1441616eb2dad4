//! XML as a stream of elements: bounded, without DTD or entities, with the
//! line of everything.

use std::io::{BufRead, Read};

use encoding_rs::Encoding;
use quick_xml::Reader;
use quick_xml::encoding::DecodingReader;
use quick_xml::errors::{Error, IllFormedError};
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesStart, Event};

use super::{Unreadable, container};

/// One tag or one text may be this long, in bytes.
const MAX_EVENT: usize = 65_536;
/// Elements inside elements.
const MAX_DEPTH: usize = 32;

/// The attributes of an element.
pub type Attributes = Vec<(String, String)>;

/// What a reader of one kind of file does with its elements. `path` goes from
/// the root to the element.
pub trait Visit {
    /// An element begins.
    ///
    /// # Errors
    /// To stop reading.
    fn open(
        &mut self,
        path: &[String],
        attributes: &Attributes,
        line: u32,
    ) -> Result<(), Unreadable>;
    /// An element ends; `text` is what it says by itself, trimmed.
    ///
    /// # Errors
    /// To stop reading.
    fn close(&mut self, path: &[String], text: &str) -> Result<(), Unreadable>;
}

/// The value of an attribute, or an empty text.
pub fn attribute<'a>(attributes: &'a Attributes, name: &str) -> &'a str {
    attributes
        .iter()
        .find(|(known, _)| known == name)
        .map_or("", |(_, value)| value.trim())
}

/// The stream.
pub struct Xml<R> {
    reader: Reader<Bounded<DecodingReader<R>>>,
    encoding: String,
    /// The root, once read, with its attributes.
    root: Option<(String, Attributes, bool)>,
}

impl<R: BufRead> Xml<R> {
    /// A stream in the encoding that its first bytes announce.
    ///
    /// # Errors
    /// When nobody knows that encoding.
    pub fn new(source: R, head: &[u8]) -> Result<Self, Unreadable> {
        let mut decoding = DecodingReader::new(source);
        let label = declared_encoding(head).unwrap_or_else(|| "UTF-8".to_owned());
        let encoding =
            Encoding::for_label(label.as_bytes()).ok_or_else(|| Unreadable::Encoding {
                encoding: kernel::truncate(&label, 30),
            })?;
        // UTF-16 shows by its first bytes; the declaration then says no more.
        if encoding.is_ascii_compatible() {
            decoding.set_encoding(encoding);
        }
        Ok(Self {
            reader: Reader::from_reader(Bounded {
                inner: decoding,
                line: 1,
                event: 0,
                overrun: false,
            }),
            encoding: label,
            root: None,
        })
    }

    /// The name of the root element.
    ///
    /// # Errors
    /// When there is none.
    pub fn root(&mut self) -> Result<String, Unreadable> {
        let mut buffer = Vec::new();
        loop {
            match self.next(&mut buffer)? {
                Event::Start(tag) => {
                    let (name, attributes) = opened(&tag, 1)?;
                    self.root = Some((name.clone(), attributes, false));
                    return Ok(name);
                }
                Event::Empty(tag) => {
                    let (name, attributes) = opened(&tag, 1)?;
                    self.root = Some((name.clone(), attributes, true));
                    return Ok(name);
                }
                Event::DocType(_) => return Err(Unreadable::Entities),
                Event::Eof => return Err(Unreadable::Truncated { line: self.line() }),
                _ => {}
            }
        }
    }

    /// Shows every element to `visitor`, the root first.
    ///
    /// # Errors
    /// [`Unreadable`]: what is wrong, or what the visitor says.
    pub fn walk(mut self, visitor: &mut impl Visit) -> Result<(), Unreadable> {
        let Some((name, attributes, empty)) = self.root.take() else {
            return Err(Unreadable::Truncated { line: 1 });
        };
        let mut path = vec![name];
        let mut texts = vec![String::new()];
        visitor.open(&path, &attributes, self.line())?;
        if empty {
            return visitor.close(&path, "");
        }
        let mut buffer = Vec::new();
        while !path.is_empty() {
            let line = self.line();
            match self.next(&mut buffer)? {
                Event::Start(tag) => {
                    let (name, attributes) = opened(&tag, line)?;
                    if path.len() >= MAX_DEPTH {
                        return Err(Unreadable::Damaged { line });
                    }
                    path.push(name);
                    texts.push(String::new());
                    visitor.open(&path, &attributes, line)?;
                }
                Event::Empty(tag) => {
                    let (name, attributes) = opened(&tag, line)?;
                    path.push(name);
                    visitor.open(&path, &attributes, line)?;
                    visitor.close(&path, "")?;
                    path.pop();
                }
                Event::End(_) => {
                    let text = texts.pop().unwrap_or_default();
                    visitor.close(&path, text.trim())?;
                    path.pop();
                }
                Event::Text(text) => say(&mut texts, &text, line)?,
                Event::CData(text) => say(&mut texts, &text, line)?,
                Event::GeneralRef(reference) => {
                    let letter = match reference.resolve_char_ref() {
                        Ok(Some(letter)) => letter.to_string(),
                        Ok(None) => resolve_predefined_entity(&reference)
                            .ok_or(Unreadable::Entities)?
                            .to_owned(),
                        Err(_) => return Err(Unreadable::Damaged { line }),
                    };
                    say(&mut texts, &letter, line)?;
                }
                Event::DocType(_) => return Err(Unreadable::Entities),
                Event::Eof => return Err(Unreadable::Truncated { line }),
                Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
            }
        }
        Ok(())
    }

    fn next<'b>(&mut self, buffer: &'b mut Vec<u8>) -> Result<Event<'b>, Unreadable> {
        buffer.clear();
        self.reader.get_mut().event = 0;
        self.reader
            .read_event_into(buffer)
            .map_err(|error| refusal(error, &self.encoding, self.reader.get_ref()))
    }

    fn line(&self) -> u32 {
        self.reader.get_ref().line
    }
}

fn refusal<R>(error: Error, encoding: &str, place: &Bounded<R>) -> Unreadable {
    let line = place.line;
    if place.overrun {
        return Unreadable::TooLong { line };
    }
    match error {
        // Whatever was open when the bytes ended.
        Error::Syntax(_) | Error::IllFormed(IllFormedError::MissingEndTag(_)) => {
            Unreadable::Truncated { line }
        }
        Error::Encoding(_) => Unreadable::Encoding {
            encoding: encoding.to_owned(),
        },
        Error::Io(error) => container::inner_error(std::io::Error::from(error.kind())),
        _ => Unreadable::Damaged { line },
    }
}

fn say(texts: &mut [String], words: &str, line: u32) -> Result<(), Unreadable> {
    let Some(text) = texts.last_mut() else {
        return Ok(());
    };
    // The line ends between the elements of a long list are not its text.
    let words = match text.is_empty() {
        true => words.trim_start(),
        false => words,
    };
    if text.len() + words.len() > MAX_EVENT {
        return Err(Unreadable::TooLong { line });
    }
    text.push_str(words);
    Ok(())
}

fn opened(tag: &BytesStart<'_>, line: u32) -> Result<(String, Attributes), Unreadable> {
    let name = tag.local_name().as_ref().to_owned();
    let mut attributes = Vec::new();
    for attribute in tag.attributes() {
        let attribute = attribute.map_err(|_| Unreadable::Damaged { line })?;
        let value = attribute
            .normalized_value(quick_xml::XmlVersion::Implicit1_0)
            .map_err(|_| Unreadable::Entities)?;
        attributes.push((
            attribute.key.local_name().as_ref().to_owned(),
            value.into_owned(),
        ));
    }
    Ok((name, attributes))
}

/// « ISO-8859-15 » of `<?xml version="1.0" encoding="ISO-8859-15"?>`.
fn declared_encoding(head: &[u8]) -> Option<String> {
    let text: String = head
        .iter()
        .take(200)
        .map(|byte| char::from(*byte))
        .collect();
    let declaration = text.trim_start_matches("ï»¿").strip_prefix("<?xml")?;
    let declaration = declaration.split("?>").next()?;
    let value = declaration
        .split_once("encoding")?
        .1
        .trim_start()
        .strip_prefix('=')?;
    let value = value.trim_start();
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    value[1..].split(quote).next().map(str::to_owned)
}

/// Counts lines, and stops an event that is out of all proportion.
struct Bounded<R> {
    inner: R,
    line: u32,
    event: usize,
    overrun: bool,
}

impl<R: BufRead> Read for Bounded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let available = self.fill_buf()?;
        let n = available.len().min(buffer.len());
        buffer[..n].copy_from_slice(&available[..n]);
        self.consume(n);
        Ok(n)
    }
}

impl<R: BufRead> BufRead for Bounded<R> {
    fn fill_buf(&mut self) -> std::io::Result<&[u8]> {
        if self.event > MAX_EVENT {
            self.overrun = true;
            return Err(std::io::ErrorKind::FileTooLarge.into());
        }
        self.inner.fill_buf()
    }

    fn consume(&mut self, n: usize) {
        // What was filled is still there: asking again reads nothing.
        if let Ok(filled) = self.inner.fill_buf() {
            let lines = filled.iter().take(n).filter(|byte| **byte == b'\n').count();
            self.line = self
                .line
                .saturating_add(u32::try_from(lines).unwrap_or(u32::MAX));
        }
        self.event = self.event.saturating_add(n);
        self.inner.consume(n);
    }
}
