//! A PDF as others see it: its pages as pictures, its declarations, its text.

use std::path::{Path, PathBuf};
use std::process::Command;

use image::GrayImage;

const DPI: &str = "60";
/// Mean difference of two grey levels above which a page has changed: below it
/// are the roundings of another version of the drawing tool.
const TOLERANCE: f64 = 1.2;

fn run(program: &str, args: &[&str]) -> String {
    let output = Command::new(program)
        .args(args)
        .output()
        .unwrap_or_else(|error| {
            panic!("{program} ({error}) : installez poppler-utils et qpdf, ou lancez make test")
        });
    assert!(
        output.status.success(),
        "{program} {args:?} : {}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8_lossy(&output.stdout).into_owned()
}

pub struct Pdf {
    folder: tempfile::TempDir,
    bytes: Vec<u8>,
}

impl Pdf {
    pub fn new(bytes: &[u8]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("dossier.pdf"), bytes).unwrap();
        if let Ok(kept) = std::env::var("JALON_KEEP_PDF") {
            let name = std::thread::current()
                .name()
                .unwrap_or("pdf")
                .replace("::", "-");
            std::fs::write(Path::new(&kept).join(format!("{name}.pdf")), bytes).unwrap();
        }
        Self {
            folder,
            bytes: bytes.to_vec(),
        }
    }

    fn path(&self) -> String {
        self.folder.path().join("dossier.pdf").display().to_string()
    }

    /// The structure of the file is sound.
    pub fn assert_sound(&self) {
        run("qpdf", &["--check", &self.path()]);
    }

    /// Whether its XMP metadata claims this: `pdfaid`, `pdfuaid`.
    pub fn claims(&self, standard: &str) -> bool {
        let tag = format!("<{standard}:part>");
        self.bytes
            .windows(tag.len())
            .any(|part| part == tag.as_bytes())
    }

    pub fn info(&self, name: &str) -> Option<String> {
        run("pdfinfo", &[&self.path()]).lines().find_map(|line| {
            line.strip_prefix(&format!("{name}:"))
                .map(|v| v.trim().to_owned())
        })
    }

    pub fn pages(&self) -> u32 {
        self.info("Pages").unwrap().parse().unwrap()
    }

    /// What one finds and copies in it.
    pub fn text(&self) -> String {
        run("pdftotext", &["-layout", &self.path(), "-"])
    }

    /// The tree that assistive technologies read, with its text.
    pub fn structure(&self) -> String {
        run("pdfinfo", &["-struct-text", &self.path()])
    }

    fn picture(&self, page: u32) -> GrayImage {
        let (out, page) = (self.folder.path().join("page"), page.to_string());
        let out = out.display().to_string();
        run(
            "pdftoppm",
            &[
                "-png",
                "-gray",
                "-r",
                DPI,
                "-f",
                &page,
                "-l",
                &page,
                "-singlefile",
                &self.path(),
                &out,
            ],
        );
        image::open(format!("{out}.png")).unwrap().to_luma8()
    }

    /// The page looks as its reference does. `JALON_UPDATE_PICTURES=1` takes
    /// the present look as the reference: look at it before it is committed.
    pub fn assert_looks_like(&self, page: u32, name: &str) {
        let reference = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
            .join("tests/it/references")
            .join(format!("{name}.png"));
        let now = self.picture(page);
        if std::env::var_os("JALON_UPDATE_PICTURES").is_some() {
            now.save(&reference).unwrap();
            return;
        }
        let before = image::open(&reference)
            .unwrap_or_else(|error| panic!("{}: {error}", reference.display()))
            .to_luma8();
        assert_eq!(
            now.dimensions(),
            before.dimensions(),
            "{name}: another size of page"
        );
        let sum: u64 = now
            .iter()
            .zip(before.iter())
            .map(|(a, b)| u64::from(a.abs_diff(*b)))
            .sum();
        let mean = sum as f64 / now.len() as f64;
        if mean > TOLERANCE {
            let seen = std::env::temp_dir().join(format!("jalon-{name}.png"));
            now.save(&seen).unwrap();
            panic!(
                "{name} has changed (mean difference {mean:.2}): see {}",
                seen.display()
            );
        }
    }
}
