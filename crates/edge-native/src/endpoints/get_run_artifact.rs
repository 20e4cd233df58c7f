//! GET /api/v1/runs/{run_id}/artifact: a file of a run, as a download.

use axum::body::Body;
use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use http::header::{CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_TYPE, X_CONTENT_TYPE_OPTIONS};
use spanwell_artifacts::{check_path, stored_path};
use spanwell_model::Error;

use crate::extract::{OfRun, Query};
use crate::problem::{Answer, Problem};
use crate::state::NativeState;

/// A file of a run, as a download: browsers neither show it nor guess its type, since anybody may have written it.
#[utoipa::path(
    get,
    path = "/runs/{run_id}/artifact",
    tag = "runs",
    params(
        ("run_id" = String, Path, description = "The run"),
        ("path" = String, Query, description = "The file, from the root of the run's artifacts")
    ),
    responses(
        (status = 200, description = "The file", content_type = "application/octet-stream", body = String),
        (status = 400, description = "The request is malformed; the error names the field", body = crate::wire::ErrorBody),
        (status = 404, description = "There is no such thing", body = crate::wire::ErrorBody)
    )
)]
pub async fn get_run_artifact(
    State(state): State<NativeState>,
    OfRun(id): OfRun,
    Query(asked): Query<Asked>,
) -> Answer<Response> {
    check_path(&asked.path).map_err(|error| Problem::from(error).in_field("path"))?;
    let run = state.tracking.run(&id).await?;
    let Some(file) = state.artifacts.get(&stored_path(&run.artifact_uri, &asked.path)?).await? else {
        return Err(
            Error::not_found(format!("run `{id}` has no artifact `{}`", asked.path.escape_debug())).into()
        );
    };
    let headers = [
        (CONTENT_TYPE, "application/octet-stream".to_owned()),
        (CONTENT_LENGTH, file.bytes.to_string()),
        (CONTENT_DISPOSITION, "attachment".to_owned()),
        (X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned()),
    ];
    Ok((headers, Body::from_stream(file.content)).into_response())
}

/// The query of the address.
#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Asked {
    #[serde(default)]
    path: String,
}

#[cfg(test)]
mod tests {
    use crate::testing::World;

    #[tokio::test]
    async fn files_are_downloads_and_nothing_else() {
        let world = World::new();
        let run = world.put_run("r", &[]).await;
        world.put_artifact(&run, "a b/page.html", b"<script>").await;
        let path = format!("/runs/{}/artifact", run.run_id);
        let answer = world.get(&format!("{path}?path=a%20b/page.html")).await;
        assert_eq!((answer.status, &answer.body[..]), (200, &b"<script>"[..]));
        assert_eq!(
            (&answer.headers["content-type"], &answer.headers["content-disposition"]),
            (&"application/octet-stream".parse().unwrap(), &"attachment".parse().unwrap())
        );
        assert_eq!(answer.headers["x-content-type-options"], "nosniff");
        world.get(&format!("{path}?path=none")).await.refused(404, "NOT_FOUND", None);
        world.get(&format!("{path}?path=../../x")).await.refused(400, "INVALID_ARGUMENT", Some("path"));
        world.get(&path).await.refused(400, "INVALID_ARGUMENT", Some("path"));
    }
}
