//! GET /api/v1/runs/{run_id}/artifacts: what a folder of a run's artifacts holds.

use axum::Json;
use axum::extract::State;
use spanwell_artifacts::{check_path, stored_path};

use crate::extract::{OfRun, Query};
use crate::problem::{Answer, Problem};
use crate::state::NativeState;
use crate::wire::runs::{Artifact, ArtifactList};

/// What a folder of a run's artifacts holds.
#[utoipa::path(
    get,
    path = "/runs/{run_id}/artifacts",
    tag = "runs",
    params(
        ("run_id" = String, Path, description = "The run"),
        ("path" = Option<String>, Query, description = "The folder, from the root of the run's artifacts; the root when left out")
    ),
    responses(
        (status = 200, description = "Found; nothing when there is no such folder", body = ArtifactList),
        (status = 400, description = "The request is malformed; the error names the field", body = crate::wire::ErrorBody),
        (status = 404, description = "There is no such thing", body = crate::wire::ErrorBody)
    )
)]
pub async fn list_run_artifacts(
    State(state): State<NativeState>,
    OfRun(id): OfRun,
    Query(asked): Query<Asked>,
) -> Answer<Json<ArtifactList>> {
    let folder = asked.path.unwrap_or_default();
    if !folder.is_empty() {
        check_path(&folder).map_err(|error| Problem::from(error).in_field("path"))?;
    }
    let run = state.tracking.run(&id).await?;
    let Ok(stored) = stored_path(&run.artifact_uri, &folder) else {
        return Ok(Json(ArtifactList { artifacts: Vec::new(), elsewhere: true }));
    };
    let entries = state.artifacts.list(&stored).await?;
    let artifacts = entries.into_iter().map(|entry| Artifact {
        path: if folder.is_empty() { entry.name } else { format!("{folder}/{}", entry.name) },
        bytes: entry.bytes,
    });
    Ok(Json(ArtifactList { artifacts: artifacts.collect(), elsewhere: false }))
}

/// The query of the address.
#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Asked {
    path: Option<String>,
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::testing::World;

    #[tokio::test]
    async fn folders_are_listed_by_paths_from_the_root() {
        let world = World::new();
        let run = world.put_run("r", &[]).await;
        world.put_artifact(&run, "report.txt", b"fine").await;
        world.put_artifact(&run, "tables/rows.json", b"[]").await;
        let path = format!("/runs/{}/artifacts", run.run_id);
        let root = world.get(&path).await.good();
        assert_eq!(root, json!({"artifacts": [{"path": "report.txt", "bytes": 4}, {"path": "tables"}]}));
        let folder = world.get(&format!("{path}?path=tables")).await.good();
        assert_eq!(folder, json!({"artifacts": [{"path": "tables/rows.json", "bytes": 2}]}));
        assert_eq!(world.get(&format!("{path}?path=none")).await.good(), json!({"artifacts": []}));
        world.get(&format!("{path}?path=../x")).await.refused(400, "INVALID_ARGUMENT", Some("path"));
        world.get("/runs/nonsense/artifacts").await.refused(404, "NOT_FOUND", None);
    }
}
