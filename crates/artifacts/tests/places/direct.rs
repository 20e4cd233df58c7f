//! Files that clients send and fetch themselves, by addresses signed for them.

use spanwell_artifacts::Artifacts;
use spanwell_model::Kind;

use crate::behaviour::read;
use crate::s3_server::S3Server;

fn send(url: &str, bytes: &[u8]) -> String {
    let answer = ureq::put(url).send(bytes).unwrap();
    answer.headers()["etag"].to_str().unwrap().to_owned()
}

#[tokio::test]
async fn clients_send_parts_and_fetch_the_file_themselves() {
    let server = S3Server::start();
    let artifacts = server.artifacts();
    assert!(artifacts.is_direct());
    let upload = artifacts.begin_direct_upload("1/run/model.bin", 2).await.unwrap();
    let (first, second) = (vec![1_u8; 5 << 20], vec![2_u8; 100]);
    let etags = [send(&upload.part_urls[0], &first), send(&upload.part_urls[1], &second)];
    artifacts.finish_direct_upload("1/run/model.bin", &upload.upload_id, etags).await.unwrap();
    assert_eq!(read(&artifacts, "1/run/model.bin").await.unwrap(), [first.clone(), second].concat());

    let download = artifacts.direct_download("1/run/model.bin", "model \"1\".bin").await.unwrap().unwrap();
    assert_eq!(download.bytes, (5 << 20) + 100);
    let answer = ureq::get(&download.url).header("range", "bytes=0-9").call().unwrap();
    assert_eq!(answer.headers()["content-disposition"], "attachment; filename=\"model _1_.bin\"");
    assert_eq!(answer.into_body().read_to_vec().unwrap(), first[..10]);
    assert!(artifacts.direct_download("1/run/none", "none").await.unwrap().is_none());
}

#[tokio::test]
async fn uploads_can_be_taken_back_and_wrong_ones_are_told() {
    let server = S3Server::start();
    let artifacts = server.artifacts();
    let upload = artifacts.begin_direct_upload("a", 1).await.unwrap();
    assert_eq!(server.unfinished_uploads(), 1);
    let wrong = artifacts.finish_direct_upload("a", &upload.upload_id, ["\"no\"".to_owned()]).await;
    let error = wrong.unwrap_err();
    assert_eq!(error.kind(), Kind::InvalidArgument, "{:?}", error.inside());
    artifacts.abort_direct_upload("a", &upload.upload_id).await.unwrap();
    assert_eq!(server.unfinished_uploads(), 0);
    let error = artifacts.abort_direct_upload("a", &upload.upload_id).await.unwrap_err();
    assert_eq!(
        (error.kind(), error.outside().contains(&upload.upload_id)),
        (Kind::NotFound, true),
        "{:?}",
        error.inside()
    );
    for parts in [0, 10_001] {
        let error = artifacts.begin_direct_upload("a", parts).await.unwrap_err();
        assert!(error.outside().contains(&format!("not {parts}")), "{error}");
    }
}

#[tokio::test]
async fn a_folder_does_not_have_it() {
    let folder = tempfile::tempdir().unwrap();
    let artifacts = Artifacts::in_folder(folder.path()).unwrap();
    assert!(!artifacts.is_direct());
    let error = artifacts.begin_direct_upload("a", 1).await.unwrap_err();
    assert_eq!(
        (error.kind(), error.outside()),
        (Kind::NotImplemented, "Multipart upload is not supported for the current artifact repository")
    );
    let error = artifacts.direct_download("a", "a").await.unwrap_err();
    assert_eq!(error.outside(), "Multipart download is not supported for the current artifact repository");
}
