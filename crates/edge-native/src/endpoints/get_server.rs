//! GET /api/v1/server: what the server is and how it does.

use crate::problem::Problem;
use crate::wire::server::ServerInfo;

/// What the server is and how it does.
#[utoipa::path(
    get,
    path = "/server",
    tag = "server",
    responses(
        (status = 200, description = "Found", body = ServerInfo)
    )
)]
pub async fn get_server() -> Problem {
    Problem::not_implemented()
}
