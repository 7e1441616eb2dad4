//! Whatever bytes a file holds, the readers answer with rows or a sentence,
//! soon: a few seconds of it each time, as long as wished with
//! `JALON_FUZZ_SECONDS`.

use std::time::{Duration, Instant};

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use super::super::*;
use super::{FREGATA, GUARDIANS, SIECLE, STS, file, latin, text_cell, workbook, zip_of};

/// How long it lasts when nobody says.
const USUAL: f64 = 3.0;
/// No file of a few kilobytes takes longer, whatever is in it: far above what
/// a busy machine needs for one.
const HANGS: Duration = Duration::from_secs(5);

/// One file of each kind that is read, as small as it can be.
fn sources() -> Vec<(&'static str, Vec<u8>)> {
    let cell = |at: &str, text: &str| text_cell(at, text);
    let rows = format!(
        r#"<row r="1">{}{}</row><row r="2">{}{}</row>"#,
        cell("A1", "Nom"),
        cell("B1", "Prénom"),
        cell("A2", "Dupont"),
        cell("B2", "Léa"),
    );
    let cfa = FREGATA
        .replace("Division*", "Division*;UAI*")
        .replace("CS4 SNO", "CS4 SNO;0009017B");
    let table = "Nom;Prénom;Né(e) le\nDupont;Léa;02/11/2008\n\"N’Diaye\";Moussa;\n";
    let utf16 = [0xFF, 0xFE]
        .into_iter()
        .chain(table.encode_utf16().flat_map(u16::to_le_bytes))
        .collect();
    vec![
        ("SIECLE", latin(SIECLE)),
        ("ResponsablesAvecAdresses", latin(GUARDIANS)),
        ("STS-Web", latin(STS)),
        ("SIECLE zip", zip_of(&[("a.xml", &latin(SIECLE))])),
        ("FREGATA", FREGATA.as_bytes().to_vec()),
        ("CFA", cfa.into_bytes()),
        ("CSV", table.as_bytes().to_vec()),
        ("CSV UTF-16", utf16),
        ("XLSX", workbook(&rows)),
    ]
}

/// One thing that may happen to a file.
#[derive(Clone, Debug)]
enum Harm {
    /// A byte becomes another.
    Byte(usize, u8),
    /// It ends here.
    Cut(usize),
    /// A part is there twice, or many times.
    Again(usize, usize, u8),
    /// A part is gone.
    Gone(usize, usize),
    /// Something is written in the middle: tags, quotes, separators, zeros.
    Written(usize, &'static str),
}

const WORDS: [&str; 14] = [
    "<",
    "</",
    "/>",
    "<![CDATA[",
    "<!--",
    "&#0;",
    "&lt;",
    "\"",
    ";",
    "\r\n",
    "\0",
    "PK\u{3}\u{4}",
    "<ELEVE ELEVE_ID='1'>",
    "\u{feff}",
];

fn harm() -> impl Strategy<Value = Harm> {
    prop_oneof![
        4 => (any::<usize>(), any::<u8>()).prop_map(|(at, byte)| Harm::Byte(at, byte)),
        1 => any::<usize>().prop_map(Harm::Cut),
        2 => (any::<usize>(), any::<usize>(), any::<u8>()).prop_map(|(a, b, n)| Harm::Again(a, b, n)),
        2 => (any::<usize>(), any::<usize>()).prop_map(|(a, b)| Harm::Gone(a, b)),
        3 => (any::<usize>(), 0..WORDS.len()).prop_map(|(at, word)| Harm::Written(at, WORDS[word])),
    ]
}

fn harmed(bytes: &[u8], harms: &[Harm]) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for harm in harms {
        bytes.truncate(1_000_000);
        let length = bytes.len();
        if length == 0 {
            return bytes;
        }
        let part = |a: usize, b: usize| {
            let (a, b) = (a % length, b % length);
            a.min(b)..a.max(b)
        };
        match harm {
            Harm::Byte(at, byte) => bytes[at % length] = *byte,
            Harm::Cut(at) => bytes.truncate(at % length),
            Harm::Again(a, b, times) => {
                let part = part(*a, *b);
                let copy = bytes[part.clone()].repeat(1 + usize::from(times % 8));
                drop(bytes.splice(part.end..part.end, copy));
            }
            Harm::Gone(a, b) => drop(bytes.drain(part(*a, *b))),
            Harm::Written(at, word) => {
                let at = at % length;
                drop(bytes.splice(at..at, word.bytes()));
            }
        }
    }
    bytes
}

/// Reads it; a sentence is as good an answer as rows.
fn answer(bytes: &[u8]) -> Result<Reading, Unreadable> {
    read(file(bytes).path())
}

#[test]
fn no_file_makes_the_readers_panic_or_hang() {
    let seconds = std::env::var("JALON_FUZZ_SECONDS").map_or(USUAL, |text| {
        text.parse()
            .expect("JALON_FUZZ_SECONDS is a number of seconds")
    });
    let begun = Instant::now();
    // Another draw each time; the file is in the message when one fails.
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &drawn());
    let mut runner = TestRunner::new_with_rng(Config::default(), rng);
    let sources = sources();
    let strategy = (
        0..sources.len(),
        proptest::collection::vec(harm(), 0..12),
        // Sometimes no file at all: whatever text, whatever bytes.
        prop_oneof![
            8 => Just(Vec::new()),
            1 => "(<?/?[A-Z_]{0,12}[ ='\">;,]?|.|\n){1,60}".prop_map(String::into_bytes),
            1 => proptest::collection::vec(any::<u8>(), 1..400),
        ],
    );
    let (mut files, mut read) = (0_u32, 0_u32);
    while begun.elapsed().as_secs_f64() < seconds || files < 200 {
        let (which, harms, other) = strategy.new_tree(&mut runner).expect("a draw").current();
        let bytes = match other.is_empty() {
            true => harmed(&sources[which].1, &harms),
            false => other,
        };
        let one = Instant::now();
        let outcome = std::panic::catch_unwind(|| answer(&bytes));
        let kept = || {
            let path = std::env::temp_dir().join("jalon-fuzz");
            std::fs::write(&path, &bytes).expect("the file is kept");
            format!("{} {harms:?}: kept in {}", sources[which].0, path.display())
        };
        match outcome {
            Ok(Ok(_)) => read += 1,
            Ok(Err(refused)) => assert!(!refused.to_string().is_empty()),
            Err(_) => panic!("a reader panicked, {}", kept()),
        }
        assert!(one.elapsed() < HANGS, "a reader hung, {}", kept());
        files += 1;
    }
    println!("{files} files in {seconds} s, {read} of them read");
    assert!(read > 0 && read < files, "both answers are met");
}

fn drawn() -> [u8; 32] {
    let clock = kernel::Clock::system();
    let mut seed = [0; 32];
    seed[..16].copy_from_slice(kernel::new_uuid(&clock).as_bytes());
    seed[16..].copy_from_slice(kernel::new_uuid(&clock).as_bytes());
    seed
}
