//! MP4, QuickTime and M4A without the place of the recording.
//!
//! Phones and cameras write positions in many boxes: `udta/©xyz`,
//! `udta/loci`, `meta` with `com.apple.quicktime.location.*` keys, XMP in
//! `uuid`, makers' own boxes. Rather than a list of those, which would always
//! be one phone late, we keep the boxes that playing needs and turn every
//! other into a `free` box of the same size filled with zeros. No byte moves,
//! so the offsets inside `moov` stay valid, and nothing is copied.
//!
//! What cannot be cleaned this way is a track of positions among the pictures
//! (action cameras, drones): such a file is refused, as is one whose boxes
//! cannot be followed to the end. WebM has its own walk, in `webm`.

use std::io::{self, Read, Seek, SeekFrom, Write};

use crate::blank::{Blanked, is_zero, write_zeros};
use crate::{Kind, Refusal, sniff::contains, webm};

/// More boxes than an hour of fragmented video has.
const MAX_BOXES: u32 = 200_000;
/// Largest sample description that is looked at.
const MAX_DESCRIPTION: u64 = 65_536;

/// Boxes that hold boxes, and which children of them playing needs.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Container {
    File,
    Movie,
    Track,
    Media,
    MediaInformation,
    SampleTable,
    Fragment,
    TrackFragment,
}

/// What becomes of a box.
enum Fate {
    Keep,
    Enter(Container),
    Blank,
}

impl Container {
    /// The fate of a child (ISO 14496-12, table 1; QuickTime File Format, « Movie Atoms »).
    fn fate(self, name: [u8; 4]) -> Fate {
        use Container as C;
        use Fate::{Blank, Enter, Keep};
        match (self, &name) {
            (C::File, b"moov") => Enter(C::Movie),
            (C::File, b"moof") => Enter(C::Fragment),
            (C::Movie, b"trak") => Enter(C::Track),
            (C::Track, b"mdia") => Enter(C::Media),
            (C::Media, b"minf") => Enter(C::MediaInformation),
            (C::MediaInformation, b"stbl") => Enter(C::SampleTable),
            (C::Fragment, b"traf") => Enter(C::TrackFragment),
            (
                C::File,
                b"ftyp" | b"styp" | b"mdat" | b"wide" | b"sidx" | b"ssix" | b"mfra" | b"pdin"
                | b"prft",
            )
            | (C::Movie, b"mvhd" | b"mvex" | b"iods" | b"pssh" | b"clip" | b"ctab" | b"prfl")
            | (
                C::Track,
                b"tkhd" | b"edts" | b"tref" | b"trgr" | b"tapt" | b"load" | b"imap" | b"matt"
                | b"clip" | b"txas",
            )
            | (C::Media, b"mdhd" | b"hdlr" | b"elng")
            | (
                C::MediaInformation,
                b"vmhd" | b"smhd" | b"gmhd" | b"nmhd" | b"sthd" | b"hmhd" | b"hdlr" | b"dinf",
            ) => Keep,
            // Tables of numbers that decoding needs; new ones keep appearing.
            (C::SampleTable | C::Fragment | C::TrackFragment, name)
                if !matches!(name, b"udta" | b"meta" | b"uuid" | b"free" | b"skip") =>
            {
                Keep
            }
            _ => Blank,
        }
    }
}

/// Blanks in place everything that playing does not need. Returns how many
/// boxes changed; 0 means that not a byte did. Kinds other than MP4, MOV, M4A
/// and WebM are left alone.
///
/// The whole file is walked and judged before the first byte is written. It is
/// read box by box: memory does not grow with the file.
///
/// # Errors
/// [`Refusal::UnreadableVideo`] when the structure cannot be followed to its
/// end, [`Refusal::PositionTrack`], [`Refusal::Storage`].
pub fn strip_location<F: Read + Write + Seek>(file: &mut F, kind: Kind) -> Result<usize, Refusal> {
    match kind {
        // M4A is the same container as MP4, with the same boxes for a place.
        Kind::Mp4 | Kind::Mov | Kind::M4a => strip_boxes(file),
        Kind::WebM => webm::strip_tags(file),
        _ => Ok(0),
    }
}

fn strip_boxes<F: Read + Write + Seek>(file: &mut F) -> Result<usize, Refusal> {
    let size = file.seek(SeekFrom::End(0)).map_err(Refusal::storage)?;
    let mut walk = Walk {
        file,
        boxes: 0,
        blanked: Vec::new(),
        movie: false,
        media: false,
    };
    walk.children(Container::File, 0..size)?;
    if !walk.movie || !walk.media {
        return Err(Refusal::UnreadableVideo);
    }
    let blanked = walk.blanked;
    for part in &blanked {
        blank(file, part).map_err(Refusal::storage)?;
    }
    file.flush().map_err(Refusal::storage)?;
    Ok(blanked.len())
}

struct Walk<'f, F> {
    file: &'f mut F,
    boxes: u32,
    blanked: Vec<Blanked>,
    movie: bool,
    media: bool,
}

/// A box header: type, where it stands, where the content is.
struct Header {
    name: [u8; 4],
    name_at: u64,
    content: std::ops::Range<u64>,
}

impl<F: Read + Seek> Walk<'_, F> {
    /// Visits the boxes in `range`. The depth is bounded by [`Container`]:
    /// no container holds itself.
    fn children(
        &mut self,
        container: Container,
        range: std::ops::Range<u64>,
    ) -> Result<(), Refusal> {
        let mut at = range.start;
        // In a `mdia`, the handler says what the `minf` after it describes.
        let mut is_metadata = None;
        while at < range.end {
            if range.end - at < 8 {
                // QuickTime may end a list with four zero bytes.
                self.expect_zeros(at..range.end)?;
                return Ok(());
            }
            let header = self.header(at, range.end, container)?;
            at = header.content.end;
            match container.fate(header.name) {
                Fate::Keep => self.inspect(container, &header, &mut is_metadata)?,
                Fate::Enter(inner) => {
                    self.movie |= inner == Container::Movie;
                    match (inner, is_metadata) {
                        (Container::MediaInformation, None) => {
                            return Err(Refusal::UnreadableVideo);
                        }
                        (Container::MediaInformation, Some(true)) => {
                            self.metadata_track(header.content)?;
                        }
                        _ => self.children(inner, header.content)?,
                    }
                }
                Fate::Blank => self.blank(header)?,
            }
        }
        Ok(())
    }

    fn inspect(
        &mut self,
        container: Container,
        header: &Header,
        is_metadata: &mut Option<bool>,
    ) -> Result<(), Refusal> {
        match (container, &header.name) {
            (Container::File, b"mdat") => self.media = true,
            (Container::Media, b"hdlr") => {
                // version and flags, QuickTime's component type, handler type
                let mut handler = [0_u8; 12];
                self.read(header.content.clone(), &mut handler)?;
                *is_metadata = Some(&handler[8..] == b"meta" || &handler[8..] == b"camm");
            }
            (Container::SampleTable, b"stsd") => {
                let description = self.description(header.content.clone())?;
                // Action cameras do not always announce their track as metadata.
                let positions: [&[u8]; 4] = [b"gpmd", b"camm", b"djmd", b"rtmd"];
                let format = description.get(12..16).unwrap_or_default();
                if positions.contains(&format) {
                    return Err(Refusal::PositionTrack);
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// A timed metadata track is accepted when it names its keys and none is
    /// a place (every iPhone writes one for the orientation).
    fn metadata_track(&mut self, media_information: std::ops::Range<u64>) -> Result<(), Refusal> {
        let description = self.find_description(media_information.clone())?;
        let known_keys = description.get(12..16) == Some(b"mebx".as_slice())
            && !contains(&description.to_ascii_lowercase(), b"location");
        if !known_keys {
            return Err(Refusal::PositionTrack);
        }
        self.children(Container::MediaInformation, media_information)
    }

    /// The `stsd` of a `minf`.
    fn find_description(&mut self, range: std::ops::Range<u64>) -> Result<Vec<u8>, Refusal> {
        let mut at = range.start;
        let mut end = range.end;
        while at < end && end - at >= 8 {
            let header = self.header(at, end, Container::MediaInformation)?;
            at = header.content.end;
            match &header.name {
                b"stbl" => (at, end) = (header.content.start, header.content.end),
                b"stsd" => return self.description(header.content),
                _ => {}
            }
        }
        Ok(Vec::new())
    }

    fn description(&mut self, content: std::ops::Range<u64>) -> Result<Vec<u8>, Refusal> {
        let length = content.end - content.start;
        if length > MAX_DESCRIPTION {
            return Err(Refusal::UnreadableVideo);
        }
        let mut bytes = vec![0; usize::try_from(length).map_err(|_| Refusal::UnreadableVideo)?];
        self.read(content, &mut bytes)?;
        Ok(bytes)
    }

    /// Reads the header at `at`; the box must end within `end`.
    fn header(&mut self, at: u64, end: u64, container: Container) -> Result<Header, Refusal> {
        self.boxes += 1;
        if self.boxes > MAX_BOXES {
            return Err(Refusal::UnreadableVideo);
        }
        let mut start = [0_u8; 8];
        self.read(at..end, &mut start)?;
        let [s0, s1, s2, s3, name @ ..] = start;
        let (header_size, size) = match u32::from_be_bytes([s0, s1, s2, s3]) {
            // To the end of the file: only the last box may say so.
            0 if container == Container::File => (8, end - at),
            1 => {
                let mut large = [0_u8; 8];
                self.read(at.saturating_add(8)..end, &mut large)?;
                (16, u64::from_be_bytes(large))
            }
            size => (8, u64::from(size)),
        };
        let stop = at.checked_add(size).filter(|&stop| stop <= end);
        match stop {
            Some(stop) if size >= header_size => Ok(Header {
                name,
                name_at: at + 4,
                content: at + header_size..stop,
            }),
            _ => Err(Refusal::UnreadableVideo),
        }
    }

    fn blank(&mut self, header: Header) -> Result<(), Refusal> {
        // Compressed or external movies hide what we would have to check.
        if matches!(&header.name, b"cmov" | b"rmra") {
            return Err(Refusal::UnreadableVideo);
        }
        if matches!(&header.name, b"free" | b"skip")
            && is_zero(self.file, header.content.clone()).map_err(Refusal::storage)?
        {
            return Ok(());
        }
        self.blanked.push(Blanked {
            name_at: header.name_at,
            content: header.content,
        });
        Ok(())
    }

    /// Fills `buffer` from the start of `range`, never beyond its end.
    fn read(&mut self, range: std::ops::Range<u64>, buffer: &mut [u8]) -> Result<(), Refusal> {
        let length = buffer.len() as u64;
        if range.start > range.end || range.end - range.start < length {
            return Err(Refusal::UnreadableVideo);
        }
        self.file
            .seek(SeekFrom::Start(range.start))
            .and_then(|_| self.file.read_exact(buffer))
            .map_err(Refusal::storage)
    }

    fn expect_zeros(&mut self, range: std::ops::Range<u64>) -> Result<(), Refusal> {
        if is_zero(self.file, range).map_err(Refusal::storage)? {
            Ok(())
        } else {
            Err(Refusal::UnreadableVideo)
        }
    }
}

/// Renames the box to `free` and zeroes its content; its size stays.
fn blank<F: Write + Seek>(file: &mut F, part: &Blanked) -> io::Result<()> {
    file.seek(SeekFrom::Start(part.name_at))?;
    file.write_all(b"free")?;
    write_zeros(file, part.content.clone())
}
