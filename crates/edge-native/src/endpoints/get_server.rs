//! GET /api/v1/server: what the server is and how it does.

use axum::Json;
use axum::extract::State;

use crate::problem::Answer;
use crate::state::NativeState;
use crate::wire::server::{LossLedger, ServerInfo};

/// What the server is and how it does.
#[utoipa::path(
    get,
    path = "/server",
    tag = "server",
    responses(
        (status = 200, description = "Found", body = ServerInfo)
    )
)]
pub async fn get_server(State(state): State<NativeState>) -> Answer<Json<ServerInfo>> {
    let figures = state.tracking.trace_store().figures().await?;
    let losses = state.losses.figures();
    Ok(Json(ServerInfo {
        version: state.about.version.clone(),
        otlp_grpc_port: state.about.otlp_grpc_port,
        retention_days: state.about.retention_days,
        started_at: state.about.started_at_ms,
        loss: LossLedger {
            accepted_spans: losses.accepted_spans,
            rejected_spans: losses.rejected_spans,
            dropped_metrics: losses.dropped_metrics,
            queue_full: losses.queue_full,
            index_lag_ms: figures.index_lag_ms,
        },
    }))
}

#[cfg(test)]
mod tests {
    use crate::testing::World;

    #[tokio::test]
    async fn the_server_says_what_it_is() {
        let info = World::new().get("/server").await.good();
        assert_eq!((&info["version"], &info["otlp_grpc_port"]), (&"1.2.3".into(), &4317.into()));
        assert!(info.get("retention_days").is_none());
        assert_eq!(info["loss"]["queue_full"], 0);
    }
}
