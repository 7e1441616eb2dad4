//! What is no whole backup, or has no room, changes nothing.

use std::fs;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use db::Engine;
use files::ContentHash;
use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;

use super::{Place, sentence};
use crate::dump::rows;

/// What a compressed file holds.
fn unpacked(file: &Path) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    GzDecoder::new(fs::File::open(file)?).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// The archive with its first entry changed, and its checksum with it.
fn with_header(archive: &Path, change: impl Fn(&mut serde_json::Value)) -> PathBuf {
    let changed = archive.with_file_name("autre.tar.gz");
    let target = GzEncoder::new(fs::File::create(&changed).unwrap(), Compression::fast());
    let mut target = tar::Builder::new(target);
    let mut source = tar::Archive::new(GzDecoder::new(fs::File::open(archive).unwrap()));
    let mut sum = String::new();
    for entry in source.entries().unwrap() {
        let mut entry = entry.unwrap();
        let name = entry.path().unwrap().into_owned();
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).unwrap();
        if name == Path::new("sommes.json") {
            let mut sums: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
            sums["jalon.json"] = sum.clone().into();
            bytes = serde_json::to_vec(&sums).unwrap();
        }
        if name == Path::new("jalon.json") {
            let mut header = serde_json::from_slice(&bytes).unwrap();
            change(&mut header);
            bytes = serde_json::to_vec(&header).unwrap();
            sum = ContentHash::of(&bytes).to_string();
        }
        let mut header = tar::Header::new_gnu();
        header.set_size(bytes.len() as u64);
        target
            .append_data(&mut header, name, bytes.as_slice())
            .unwrap();
    }
    target
        .into_inner()
        .unwrap()
        .finish()
        .unwrap()
        .flush()
        .unwrap();
    changed
}

db::on_both_engines! {
    async fn what_is_there_is_never_overwritten(engine: Engine) {
        let (Some(first), Some(second)) = (Place::migrated(engine).await, Place::migrated(engine).await)
        else { return };
        first.lived_in().await;
        let (archive, _) = first.save().await;
        second.lived_in().await;
        let before = rows(&second.db).await;
        let refused = sentence(second.restore(&archive).await);
        assert!(refused.starts_with("La base de données n’est pas vide. Rien n’a été modifié"), "{refused}");
        assert_eq!(rows(&second.db).await, before);
    }

    /// Whichever byte is wrong, nothing is taken in.
    async fn a_damaged_archive_is_refused_before_anything_is_written(engine: Engine) {
        let (Some(first), Some(second)) = (Place::migrated(engine).await, Place::empty(engine).await)
        else { return };
        first.lived_in().await;
        let (archive, _) = first.save().await;
        let whole = fs::read(&archive).unwrap();
        let wrong = first.folder.path().join("abimee.tar.gz");
        let mut cases = vec![whole[..whole.len() - 9].to_vec(), whole[..whole.len() / 2].to_vec()];
        for part in 1..20 {
            let mut flipped = whole.clone();
            flipped[whole.len() * part / 20] ^= 0x10;
            cases.push(flipped);
        }
        let mut harmless = 0;
        for (case, bytes) in cases.into_iter().enumerate() {
            fs::write(&wrong, bytes).unwrap();
            // A few bits of a compressed file are padding: nothing is damaged then.
            if unpacked(&wrong).is_ok_and(|tar| tar == unpacked(&archive).unwrap()) {
                harmless += 1;
                continue;
            }
            let refused = sentence(second.restore(&wrong).await);
            assert!(
                refused.contains("est abîmée ou incomplète. Rien n’a été modifié")
                    || refused.contains("n’est pas une sauvegarde de Jalon"),
                "case {case}: {refused}"
            );
        }
        assert!(harmless < 5, "{harmless} of 21 damages were none");
        // Nothing was written: the whole one still comes in.
        second.restore(&archive).await.unwrap();
    }
}

#[tokio::test]
async fn an_archive_of_a_newer_version_is_refused_with_its_version() {
    let first = Place::migrated(Engine::Sqlite).await.unwrap();
    let (archive, _) = first.save().await;
    let second = Place::empty(Engine::Sqlite).await.unwrap();
    for change in [
        |header: &mut serde_json::Value| header["format"] = 2.into(),
        |header: &mut serde_json::Value| header["migrations"] = ["m2099"].as_slice().into(),
    ] {
        let newer = with_header(&archive, |header| {
            change(header);
            header["version"] = "9.1.0".into();
        });
        let refused = sentence(second.restore(&newer).await);
        assert!(
            refused.contains("vient de Jalon 9.1.0, plus récent que celui-ci"),
            "{refused}"
        );
    }
}

#[tokio::test]
async fn another_file_is_not_taken_for_a_backup() {
    let place = Place::empty(Engine::Sqlite).await.unwrap();
    let other = place.folder.path().join("photo.jpg");
    for bytes in [b"\xff\xd8\xff\xe0 a picture".as_slice(), b""] {
        fs::write(&other, bytes).unwrap();
        let refused = sentence(place.restore(&other).await);
        assert!(
            refused.ends_with("n’est pas une sauvegarde de Jalon."),
            "{refused}"
        );
    }
    let absent = sentence(place.restore(Path::new("/nulle/part.tar.gz")).await);
    assert!(absent.contains("ne peut pas être ouverte"), "{absent}");
}
