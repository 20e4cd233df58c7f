//! What MLflow 3.17 has and this server does not serve yet: 501 with the name of the call, never a page or an empty answer.

use spanwell_model::{Error, Kind};

use crate::routes::Reach;

/// A call that is not served yet.
#[derive(Clone, Copy, Debug)]
pub struct NotServed {
    /// MLflow's name of the call.
    pub rpc: &'static str,
    /// HTTP method.
    pub method: &'static str,
    /// Path after the prefix.
    pub path: &'static str,
    /// Where MLflow serves it.
    pub reach: Reach,
}

/// The error that names a call which is not served yet.
pub fn not_served(rpc: &str, method: &str, path: &str) -> Error {
    Error::new(Kind::NotImplemented, format!("`{rpc}` ({method} {path}) is not served by this server yet"))
}

macro_rules! calls {
    ($($reach:ident $method:ident $path:literal $rpc:ident;)*) => {
        &[$(NotServed {
            rpc: stringify!($rpc),
            method: stringify!($method),
            path: $path,
            reach: Reach::$reach,
        }),*]
    };
}

/// Every call of MLflow 3.17 that is not served yet.
#[rustfmt::skip]
pub const NOT_SERVED: &[NotServed] = calls! {
    Root GET    "/graphql" graphql;
    Root POST   "/graphql" graphql;
    Root GET    "/model-versions/get-artifact" modelVersionArtifact;
    Ajax POST   "/3.0/jobs" submitJob;
    Ajax PATCH  "/3.0/jobs/cancel/{job_id}" cancelJob;
    Ajax POST   "/3.0/jobs/search" searchJobs;
    Ajax GET    "/3.0/jobs/{job_id}" getJob;
    Ajax GET    "/3.0/mlflow/assistant/config" getConfig;
    Ajax PUT    "/3.0/mlflow/assistant/config" updateConfig;
    Ajax POST   "/3.0/mlflow/assistant/message" sendMessage;
    Ajax GET    "/3.0/mlflow/assistant/providers" getProviders;
    Ajax GET    "/3.0/mlflow/assistant/providers/{provider}/health" providerHealthCheck;
    Ajax GET    "/3.0/mlflow/assistant/providers/{provider}/models" listProviderModels;
    Ajax PATCH  "/3.0/mlflow/assistant/sessions/{session_id}" patchSession;
    Ajax POST   "/3.0/mlflow/assistant/sessions/{session_id}/permission" resolvePermission;
    Ajax GET    "/3.0/mlflow/assistant/sessions/{session_id}/stream" streamResponse;
    Ajax POST   "/3.0/mlflow/assistant/sessions/{session_id}/tool-result" resolveClientToolResult;
    Ajax POST   "/3.0/mlflow/assistant/skills/install" installSkillsEndpoint;
    Ajax POST   "/3.0/mlflow/demo/delete" deleteDemo;
    Ajax POST   "/3.0/mlflow/demo/generate" generateDemo;
    Ajax POST   "/2.0/mlflow/experiments/search-datasets" searchDatasets;
    Both POST   "/3.0/mlflow/gateway/budgets/create" createBudgetPolicy;
    Both DELETE "/3.0/mlflow/gateway/budgets/delete" deleteBudgetPolicy;
    Both GET    "/3.0/mlflow/gateway/budgets/get" getBudgetPolicy;
    Both GET    "/3.0/mlflow/gateway/budgets/list" listBudgetPolicies;
    Both POST   "/3.0/mlflow/gateway/budgets/update" updateBudgetPolicy;
    Both GET    "/3.0/mlflow/gateway/budgets/windows" listBudgetWindows;
    Both POST   "/3.0/mlflow/gateway/endpoints/bindings/create" createEndpointBinding;
    Both DELETE "/3.0/mlflow/gateway/endpoints/bindings/delete" deleteEndpointBinding;
    Both GET    "/3.0/mlflow/gateway/endpoints/bindings/list" listEndpointBindings;
    Both POST   "/3.0/mlflow/gateway/endpoints/create" createGatewayEndpoint;
    Both DELETE "/3.0/mlflow/gateway/endpoints/delete" deleteGatewayEndpoint;
    Both DELETE "/3.0/mlflow/gateway/endpoints/delete-tag" deleteGatewayEndpointTag;
    Both GET    "/3.0/mlflow/gateway/endpoints/get" getGatewayEndpoint;
    Both GET    "/3.0/mlflow/gateway/endpoints/list" listGatewayEndpoints;
    Both POST   "/3.0/mlflow/gateway/endpoints/models/attach" attachModelToEndpoint;
    Both POST   "/3.0/mlflow/gateway/endpoints/models/detach" detachModelFromEndpoint;
    Both POST   "/3.0/mlflow/gateway/endpoints/set-tag" setGatewayEndpointTag;
    Both POST   "/3.0/mlflow/gateway/endpoints/update" updateGatewayEndpoint;
    Both POST   "/3.0/mlflow/gateway/guardrails/add-to-endpoint" addGuardrailToEndpoint;
    Both POST   "/3.0/mlflow/gateway/guardrails/create" createGatewayGuardrail;
    Both DELETE "/3.0/mlflow/gateway/guardrails/delete" deleteGatewayGuardrail;
    Both GET    "/3.0/mlflow/gateway/guardrails/get" getGatewayGuardrail;
    Both GET    "/3.0/mlflow/gateway/guardrails/list" listGatewayGuardrails;
    Both GET    "/3.0/mlflow/gateway/guardrails/list-for-endpoint" listEndpointGuardrailConfigs;
    Both DELETE "/3.0/mlflow/gateway/guardrails/remove-from-endpoint" removeGuardrailFromEndpoint;
    Both PATCH  "/3.0/mlflow/gateway/guardrails/update-config" updateEndpointGuardrailConfig;
    Both POST   "/3.0/mlflow/gateway/model-definitions/create" createGatewayModelDefinition;
    Both DELETE "/3.0/mlflow/gateway/model-definitions/delete" deleteGatewayModelDefinition;
    Both GET    "/3.0/mlflow/gateway/model-definitions/get" getGatewayModelDefinition;
    Both GET    "/3.0/mlflow/gateway/model-definitions/list" listGatewayModelDefinitions;
    Both POST   "/3.0/mlflow/gateway/model-definitions/update" updateGatewayModelDefinition;
    Ajax GET    "/3.0/mlflow/gateway/provider-config" getProviderConfig;
    Ajax GET    "/3.0/mlflow/gateway/secrets/config" getSecretsConfig;
    Both POST   "/3.0/mlflow/gateway/secrets/create" createGatewaySecret;
    Both DELETE "/3.0/mlflow/gateway/secrets/delete" deleteGatewaySecret;
    Both GET    "/3.0/mlflow/gateway/secrets/get" getGatewaySecretInfo;
    Both GET    "/3.0/mlflow/gateway/secrets/list" listGatewaySecretInfos;
    Both POST   "/3.0/mlflow/gateway/secrets/update" updateGatewaySecret;
    Ajax GET    "/3.0/mlflow/gateway/supported-models" listSupportedModels;
    Ajax GET    "/3.0/mlflow/gateway/supported-providers" listSupportedProviders;
    Ajax GET    "/2.0/mlflow/gateway-proxy" gatewayProxy;
    Ajax POST   "/2.0/mlflow/gateway-proxy" gatewayProxy;
    Ajax POST   "/3.0/mlflow/genai/evaluate/invoke" invokeGenaiEvaluate;
    Ajax POST   "/3.0/mlflow/issues/invoke" invokeIssueDetection;
    Ajax PATCH  "/3.0/mlflow/jobs/cancel/{job_id}" cancelJob;
    Ajax GET    "/3.0/mlflow/jobs/{job_id}" getJob;
    Both GET    "/2.0/mlflow/logged-models/{model_id}/artifacts/directories" listLoggedModelArtifacts;
    Ajax GET    "/2.0/mlflow/logged-models/{model_id}/artifacts/files" getLoggedModelArtifact;
    Both GET    "/3.0/mlflow/mcp-servers" searchMcpServers;
    Both POST   "/3.0/mlflow/mcp-servers" createMcpServer;
    Both GET    "/3.0/mlflow/mcp-servers/endpoints" searchAllAccessEndpoints;
    Both DELETE "/3.0/mlflow/mcp-servers/{name}" deleteMcpServer;
    Both GET    "/3.0/mlflow/mcp-servers/{name}" getMcpServer;
    Both PATCH  "/3.0/mlflow/mcp-servers/{name}" updateMcpServer;
    Both POST   "/3.0/mlflow/mcp-servers/{name}/aliases" setMcpServerAlias;
    Both DELETE "/3.0/mlflow/mcp-servers/{name}/aliases/{alias}" deleteMcpServerAlias;
    Both GET    "/3.0/mlflow/mcp-servers/{name}/aliases/{alias}" getVersionByAlias;
    Both GET    "/3.0/mlflow/mcp-servers/{name}/endpoints" searchServerAccessEndpoints;
    Both POST   "/3.0/mlflow/mcp-servers/{name}/endpoints" createMcpAccessEndpoint;
    Both DELETE "/3.0/mlflow/mcp-servers/{name}/endpoints/{endpoint_id}" deleteMcpAccessEndpoint;
    Both GET    "/3.0/mlflow/mcp-servers/{name}/endpoints/{endpoint_id}" getMcpAccessEndpoint;
    Both PATCH  "/3.0/mlflow/mcp-servers/{name}/endpoints/{endpoint_id}" updateMcpAccessEndpoint;
    Both POST   "/3.0/mlflow/mcp-servers/{name}/tags" setMcpServerTag;
    Both DELETE "/3.0/mlflow/mcp-servers/{name}/tags/{key}" deleteMcpServerTag;
    Both GET    "/3.0/mlflow/mcp-servers/{name}/versions" searchMcpServerVersions;
    Both POST   "/3.0/mlflow/mcp-servers/{name}/versions" createMcpServerVersion;
    Both DELETE "/3.0/mlflow/mcp-servers/{name}/versions/{version}" deleteMcpServerVersion;
    Both GET    "/3.0/mlflow/mcp-servers/{name}/versions/{version}" getMcpServerVersion;
    Both PATCH  "/3.0/mlflow/mcp-servers/{name}/versions/{version}" updateMcpServerVersion;
    Both POST   "/3.0/mlflow/mcp-servers/{name}/versions/{version}/tags" setMcpServerVersionTag;
    Both DELETE "/3.0/mlflow/mcp-servers/{name}/versions/{version}/tags/{key}" deleteMcpServerVersionTag;
    Both GET    "/2.0/mlflow/metrics/get-history-bulk-interval" getMetricHistoryBulkInterval;
    Both POST   "/3.0/mlflow/prompt-optimization/jobs" createPromptOptimizationJob;
    Both GET    "/3.0/mlflow/prompt-optimization/jobs/search" searchPromptOptimizationJobs;
    Both POST   "/3.0/mlflow/prompt-optimization/jobs/search" searchPromptOptimizationJobs;
    Both DELETE "/3.0/mlflow/prompt-optimization/jobs/{job_id}" deletePromptOptimizationJob;
    Both GET    "/3.0/mlflow/prompt-optimization/jobs/{job_id}" getPromptOptimizationJob;
    Both POST   "/3.0/mlflow/prompt-optimization/jobs/{job_id}/cancel" cancelPromptOptimizationJob;
    Ajax POST   "/2.0/mlflow/runs/create-promptlab-run" createPromptlabRun;
    Both POST   "/2.0/mlflow/runs/log-model" logModel;
    Ajax POST   "/3.0/mlflow/scorer/invoke" invokeScorer;
    Ajax GET    "/3.0/mlflow/ui-telemetry" getUiTelemetry;
    Ajax POST   "/3.0/mlflow/ui-telemetry" postUiTelemetry;
    Both GET    "/3.0/mlflow/workspaces" listWorkspaces;
    Both POST   "/3.0/mlflow/workspaces" createWorkspace;
    Both DELETE "/3.0/mlflow/workspaces/{workspace_name}" deleteWorkspace;
    Both GET    "/3.0/mlflow/workspaces/{workspace_name}" getWorkspace;
    Both PATCH  "/3.0/mlflow/workspaces/{workspace_name}" updateWorkspace;
    Root GET    "/gateway/{*path}" invokeGateway;
    Root POST   "/gateway/{*path}" invokeGateway;
};
