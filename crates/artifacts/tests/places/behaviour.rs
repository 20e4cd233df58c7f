//! Upload, download, listing, deletion, broken uploads: once a place.

use std::time::Duration;

use bytes::Bytes;
use futures_util::{Stream, StreamExt as _, TryStreamExt as _, stream};
use spanwell_artifacts::{ArtifactEntry, Artifacts};
use spanwell_model::{Error, Result};

use crate::s3_server::S3Server;

pub(crate) fn content(pieces: &[&'static [u8]]) -> impl Stream<Item = Result<Bytes>> + use<> {
    stream::iter(pieces.iter().map(|piece| Ok(Bytes::from_static(piece))).collect::<Vec<_>>())
}

pub(crate) async fn read(artifacts: &Artifacts, path: &str) -> Option<Vec<u8>> {
    let file = artifacts.get(path).await.unwrap()?;
    let pieces: Vec<Bytes> = file.content.try_collect().await.unwrap();
    let whole = pieces.concat();
    assert_eq!(whole.len() as u64, file.bytes);
    Some(whole)
}

/// Pieces of 64 KiB that are made when they are asked for.
fn made_pieces(count: u32) -> impl Stream<Item = Result<Bytes>> {
    stream::iter((0..count).map(|number| Ok(Bytes::from(vec![number as u8; 65_536]))))
}

async fn files_come_back_whatever_their_names(artifacts: &Artifacts) {
    artifacts.check().await.unwrap();
    assert_eq!(artifacts.list("1/run").await.unwrap(), []);
    for name in ["1/run/a/b.txt", "1/run/große Datei 100%.txt", "1/run/a#b?c+d&e", "1/run/[x]~{y}"] {
        artifacts.put(name, content(&[b"he", b"llo"])).await.unwrap();
        assert_eq!(read(artifacts, name).await.unwrap(), b"hello", "{name}");
    }
    artifacts.put("1/run/a/b.txt", content(&[b"new"])).await.unwrap();
    assert_eq!(read(artifacts, "1/run/a/b.txt").await.unwrap(), b"new");
    artifacts.put("1/run/a/empty", content(&[])).await.unwrap();
    assert_eq!(read(artifacts, "1/run/a/empty").await.unwrap(), b"");
    let entry = |name: &str, bytes| ArtifactEntry { name: name.to_owned(), bytes };
    assert_eq!(
        artifacts.list("1/run").await.unwrap(),
        [
            entry("[x]~{y}", Some(5)),
            entry("a", None),
            entry("a#b?c+d&e", Some(5)),
            entry("große Datei 100%.txt", Some(5))
        ]
    );
    assert_eq!(artifacts.list("").await.unwrap(), [entry("1", None)]);
    assert!(artifacts.list("1/run/a/b.txt").await.unwrap().is_empty());
    assert_eq!(read(artifacts, "1/run/a").await, None);
    assert_eq!(read(artifacts, "1/none").await, None);
    assert!(artifacts.is_folder("1/run/a").await.unwrap());
    assert!(!artifacts.is_folder("1/none").await.unwrap());
}

async fn files_and_folders_are_deleted(artifacts: &Artifacts) {
    for path in ["x/a", "x/b/c", "x/b/d", "xx/a", "y"] {
        artifacts.put(path, content(&[b"1"])).await.unwrap();
    }
    artifacts.delete("x/a").await.unwrap();
    assert_eq!(artifacts.list("x").await.unwrap().len(), 1);
    artifacts.delete("x").await.unwrap();
    artifacts.delete("x").await.unwrap();
    let left: Vec<String> = artifacts.list("").await.unwrap().into_iter().map(|entry| entry.name).collect();
    assert_eq!(left, ["xx", "y"]);
}

/// Breaks off below and above the size of one part, and by going away.
async fn a_broken_upload_leaves_nothing(artifacts: &Artifacts) {
    for pieces in [1, 300] {
        let broken = made_pieces(pieces).chain(stream::iter([Err(Error::invalid("broken off"))]));
        assert_eq!(artifacts.put("a", broken).await.unwrap_err().outside(), "broken off");
    }
    for pieces in [1, 300] {
        let silent = made_pieces(pieces).chain(stream::pending());
        let gone = tokio::time::timeout(Duration::from_secs(3), artifacts.put("a", silent)).await;
        assert!(gone.is_err());
    }
    artifacts.close().await;
    assert!(artifacts.list("").await.unwrap().is_empty());
}

/// The most memory the process has had, in MiB.
fn peak_mib() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    line.trim().trim_end_matches(" kB").parse::<u64>().unwrap() / 1_024
}

async fn large_files_pass_through_in_little_memory(artifacts: &Artifacts) {
    artifacts.put("warm", made_pieces(200)).await.unwrap();
    let before = peak_mib();
    artifacts.put("large", made_pieces(1_600)).await.unwrap();
    let file = artifacts.get("large").await.unwrap().unwrap();
    assert_eq!(file.bytes, 1_600 * 65_536);
    let read = file.content.try_fold((0_u64, true), |(bytes, right), piece| async move {
        let is = |(at, byte): (usize, &u8)| *byte == ((bytes + at as u64) / 65_536) as u8;
        Ok((bytes + piece.len() as u64, right && piece.iter().enumerate().all(is)))
    });
    assert_eq!(read.await.unwrap(), (1_600 * 65_536, true));
    let grown = peak_mib() - before;
    assert!(grown < 40, "100 MiB passed through and took {grown} MiB");
}

macro_rules! everywhere {
    ($($behaviour:ident)*) => {
        mod folder {
            use spanwell_artifacts::Artifacts;
            $(#[tokio::test]
            async fn $behaviour() {
                let folder = tempfile::tempdir().unwrap();
                super::$behaviour(&Artifacts::in_folder(folder.path()).unwrap()).await;
            })*
        }
        mod bucket {
            use super::S3Server;
            $(#[tokio::test]
            async fn $behaviour() {
                let server = S3Server::start();
                super::$behaviour(&server.artifacts()).await;
                assert_eq!(server.unfinished_uploads(), 0);
            })*
        }
    };
}

everywhere! {
    files_come_back_whatever_their_names
    files_and_folders_are_deleted
    a_broken_upload_leaves_nothing
    large_files_pass_through_in_little_memory
}

#[tokio::test]
async fn folders_of_a_bucket_are_listed_by_page() {
    let server = S3Server::start();
    let artifacts = server.artifacts();
    let puts = (0..1_050).map(|number| {
        let artifacts = artifacts.clone();
        async move { artifacts.put(&format!("many/{number:04}"), content(&[b"1"])).await }
    });
    let done: Vec<()> = stream::iter(puts).buffer_unordered(8).try_collect().await.unwrap();
    assert_eq!(done.len(), 1_050);
    let listed = artifacts.list("many").await.unwrap();
    assert_eq!((listed.len(), listed[1_049].name.as_str()), (1_050, "1049"));
    artifacts.delete("many").await.unwrap();
    assert!(artifacts.list("many").await.unwrap().is_empty());
}
