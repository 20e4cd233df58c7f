//! The table of contents: one line an endpoint.

use axum::routing::{MethodFilter, MethodRouter, on};

use crate::endpoints::{
    artifacts, assessments, datasets, experiments, issues, label_schemas, logged_models, model_versions,
    registered_models, review_queues, runs, scorers, server, traces, traces_v2, webhooks,
};
use crate::state::MlflowState;

/// Under which prefixes a path is served.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// As it is.
    Root,
    /// Under `/api` for programs and under `/ajax-api` for browsers.
    Both,
    /// Under `/ajax-api` only.
    Ajax,
}

impl Reach {
    /// The prefixes.
    pub const fn prefixes(self) -> &'static [&'static str] {
        match self {
            Self::Root => &[""],
            Self::Both => &["/api", "/ajax-api"],
            Self::Ajax => &["/ajax-api"],
        }
    }
}

/// One endpoint.
#[derive(Clone, Copy)]
pub struct Route {
    /// MLflow's name of the call.
    pub rpc: &'static str,
    /// HTTP method.
    pub method: &'static str,
    /// Path after the prefix.
    pub path: &'static str,
    /// Where it is served.
    pub reach: Reach,
    pub(crate) mount: fn() -> MethodRouter<MlflowState>,
}

macro_rules! routes {
    ($($reach:ident $method:ident $path:literal $rpc:ident => $($endpoint:ident)::+;)*) => {
        &[$(Route {
            rpc: stringify!($rpc),
            method: stringify!($method),
            path: $path,
            reach: Reach::$reach,
            mount: || on(MethodFilter::$method, $($endpoint)::+::handler),
        }),*]
    };
}

/// Every endpoint that is served.
#[rustfmt::skip]
pub const ROUTES: &[Route] = routes! {
    Root GET    "/version" version => server::version;
    Root GET    "/health" health => server::health;
    Both GET    "/3.0/mlflow/server-info" getServerInfo => server::info;

    Both POST   "/2.0/mlflow/experiments/create" createExperiment => experiments::create;
    Both GET    "/2.0/mlflow/experiments/get" getExperiment => experiments::get;
    Both GET    "/2.0/mlflow/experiments/get-by-name" getExperimentByName => experiments::get_by_name;
    Both POST   "/2.0/mlflow/experiments/search" searchExperiments => experiments::search;
    Both GET    "/2.0/mlflow/experiments/search" searchExperiments => experiments::search;
    Both POST   "/2.0/mlflow/experiments/update" updateExperiment => experiments::update;
    Both POST   "/2.0/mlflow/experiments/delete" deleteExperiment => experiments::delete;
    Both POST   "/2.0/mlflow/experiments/restore" restoreExperiment => experiments::restore;
    Both POST   "/2.0/mlflow/experiments/set-experiment-tag" setExperimentTag => experiments::set_tag;
    Both POST   "/2.0/mlflow/experiments/delete-experiment-tag" deleteExperimentTag => experiments::delete_tag;

    Both POST   "/3.0/mlflow/traces" startTraceV3 => traces::start;
    Both GET    "/3.0/mlflow/traces/{trace_id}" getTraceInfoV3 => traces::get_info;
    Both GET    "/3.0/mlflow/traces/get" getTrace => traces::get;
    Both GET    "/3.0/mlflow/traces/batchGet" batchGetTraces => traces::batch_get;
    Both POST   "/3.0/mlflow/traces/batchGetInfos" batchGetTraceInfos => traces::batch_get_infos;
    Both POST   "/3.0/mlflow/traces/search" searchTracesV3 => traces::search;
    Both PATCH  "/3.0/mlflow/traces/{trace_id}/tags" setTraceTagV3 => traces::set_tag;
    Both PATCH  "/2.0/mlflow/traces/{request_id}/tags" setTraceTag => traces::set_tag;
    Both DELETE "/3.0/mlflow/traces/{trace_id}/tags" deleteTraceTagV3 => traces::delete_tag;
    Both DELETE "/2.0/mlflow/traces/{request_id}/tags" deleteTraceTag => traces::delete_tag;
    Both POST   "/3.0/mlflow/traces/delete-traces" deleteTracesV3 => traces::delete_many;
    Both POST   "/2.0/mlflow/traces/delete-traces" deleteTraces => traces::delete_many;
    Both POST   "/2.0/mlflow/traces/link-to-run" linkTracesToRun => traces::link_to_run;
    Both POST   "/2.0/mlflow/traces/link-prompts" linkPromptsToTrace => traces::link_prompts;
    Both POST   "/3.0/mlflow/traces/metrics" queryTraceMetrics => traces::metrics;
    Both POST   "/3.0/mlflow/traces/calculate-filter-correlation" calculateTraceFilterCorrelation => traces::filter_correlation;
    Ajax GET    "/2.0/mlflow/get-trace-artifact" getTraceArtifact => traces::get_artifact;
    Ajax GET    "/3.0/mlflow/get-trace-artifact" getTraceArtifactV3 => traces::get_artifact;

    Both POST   "/3.0/mlflow/traces/{trace_id}/assessments" createAssessment => assessments::create;
    Both GET    "/3.0/mlflow/traces/{trace_id}/assessments/{assessment_id}" getAssessment => assessments::get;
    Both PATCH  "/3.0/mlflow/traces/{trace_id}/assessments/{assessment_id}" updateAssessment => assessments::update;
    Both DELETE "/3.0/mlflow/traces/{trace_id}/assessments/{assessment_id}" deleteAssessment => assessments::delete;

    Both POST   "/2.0/mlflow/traces" startTrace => traces_v2::start;
    Both PATCH  "/2.0/mlflow/traces/{request_id}" endTrace => traces_v2::end;
    Both GET    "/2.0/mlflow/traces/{request_id}/info" getTraceInfo => traces_v2::get_info;
    Both GET    "/2.0/mlflow/traces/{request_id}" getTraceInfoFallback => traces_v2::get_info;
    Both GET    "/2.0/mlflow/traces" searchTraces => traces_v2::search;

    Both POST   "/2.0/mlflow/runs/create" createRun => runs::create;
    Both GET    "/2.0/mlflow/runs/get" getRun => runs::get;
    Both POST   "/2.0/mlflow/runs/update" updateRun => runs::update;
    Both POST   "/2.0/mlflow/runs/delete" deleteRun => runs::delete;
    Both POST   "/2.0/mlflow/runs/restore" restoreRun => runs::restore;
    Both POST   "/2.0/mlflow/runs/search" searchRuns => runs::search;
    Both POST   "/2.0/mlflow/runs/set-tag" setTag => runs::set_tag;
    Both POST   "/2.0/mlflow/runs/delete-tag" deleteTag => runs::delete_tag;
    Both POST   "/2.0/mlflow/runs/log-metric" logMetric => runs::log_metric;
    Both POST   "/2.0/mlflow/runs/log-parameter" logParam => runs::log_parameter;
    Both POST   "/2.0/mlflow/runs/log-batch" logBatch => runs::log_batch;
    Both POST   "/2.0/mlflow/runs/log-inputs" logInputs => runs::log_inputs;
    Both POST   "/2.0/mlflow/runs/outputs" logOutputs => runs::log_outputs;
    Both GET    "/2.0/mlflow/metrics/get-history" getMetricHistory => runs::metric_history;
    Ajax GET    "/2.0/mlflow/metrics/get-history-bulk" getMetricHistoryBulk => runs::metric_history_bulk;

    Both POST   "/2.0/mlflow/logged-models" createLoggedModel => logged_models::create;
    Both POST   "/2.0/mlflow/logged-models/search" searchLoggedModels => logged_models::search;
    Both GET    "/2.0/mlflow/logged-models/{model_id}" getLoggedModel => logged_models::get;
    Both PATCH  "/2.0/mlflow/logged-models/{model_id}" finalizeLoggedModel => logged_models::finalize;
    Both DELETE "/2.0/mlflow/logged-models/{model_id}" deleteLoggedModel => logged_models::delete;
    Both POST   "/2.0/mlflow/logged-models/{model_id}/params" logLoggedModelParams => logged_models::log_params;
    Both PATCH  "/2.0/mlflow/logged-models/{model_id}/tags" setLoggedModelTags => logged_models::set_tags;
    Both DELETE "/2.0/mlflow/logged-models/{model_id}/tags/{tag_key}" deleteLoggedModelTag => logged_models::delete_tag;

    Both POST   "/2.0/mlflow/registered-models/create" createRegisteredModel => registered_models::create;
    Both GET    "/2.0/mlflow/registered-models/get" getRegisteredModel => registered_models::get;
    Both GET    "/2.0/mlflow/registered-models/search" searchRegisteredModels => registered_models::search;
    Both PATCH  "/2.0/mlflow/registered-models/update" updateRegisteredModel => registered_models::update;
    Both POST   "/2.0/mlflow/registered-models/rename" renameRegisteredModel => registered_models::rename;
    Both DELETE "/2.0/mlflow/registered-models/delete" deleteRegisteredModel => registered_models::delete;
    Both POST   "/2.0/mlflow/registered-models/set-tag" setRegisteredModelTag => registered_models::set_tag;
    Both DELETE "/2.0/mlflow/registered-models/delete-tag" deleteRegisteredModelTag => registered_models::delete_tag;
    Both POST   "/2.0/mlflow/registered-models/alias" setRegisteredModelAlias => registered_models::set_alias;
    Both GET    "/2.0/mlflow/registered-models/alias" getModelVersionByAlias => registered_models::get_by_alias;
    Both DELETE "/2.0/mlflow/registered-models/alias" deleteRegisteredModelAlias => registered_models::delete_alias;
    Both POST   "/2.0/mlflow/registered-models/get-latest-versions" getLatestVersions => registered_models::latest_versions;
    Both GET    "/2.0/mlflow/registered-models/get-latest-versions" getLatestVersions => registered_models::latest_versions;

    Both POST   "/2.0/mlflow/model-versions/create" createModelVersion => model_versions::create;
    Both GET    "/2.0/mlflow/model-versions/get" getModelVersion => model_versions::get;
    Both GET    "/2.0/mlflow/model-versions/search" searchModelVersions => model_versions::search;
    Both PATCH  "/2.0/mlflow/model-versions/update" updateModelVersion => model_versions::update;
    Both DELETE "/2.0/mlflow/model-versions/delete" deleteModelVersion => model_versions::delete;
    Both POST   "/2.0/mlflow/model-versions/set-tag" setModelVersionTag => model_versions::set_tag;
    Both DELETE "/2.0/mlflow/model-versions/delete-tag" deleteModelVersionTag => model_versions::delete_tag;
    Both GET    "/2.0/mlflow/model-versions/get-download-uri" getModelVersionDownloadUri => model_versions::download_uri;
    Both POST   "/2.0/mlflow/model-versions/transition-stage" transitionModelVersionStage => model_versions::transition_stage;

    Both POST   "/3.0/mlflow/datasets/create" createDataset => datasets::create;
    Both POST   "/3.0/mlflow/datasets/search" searchEvaluationDatasets => datasets::search;
    Both GET    "/3.0/mlflow/datasets/search" searchEvaluationDatasets => datasets::search;
    Both GET    "/3.0/mlflow/datasets/{dataset_id}" getDataset => datasets::get;
    Both DELETE "/3.0/mlflow/datasets/{dataset_id}" deleteDataset => datasets::delete;
    Both PATCH  "/3.0/mlflow/datasets/{dataset_id}/tags" setDatasetTags => datasets::set_tags;
    Both DELETE "/3.0/mlflow/datasets/{dataset_id}/tags/{key}" deleteDatasetTag => datasets::delete_tag;
    Both POST   "/3.0/mlflow/datasets/{dataset_id}/records" upsertDatasetRecords => datasets::merge_records;
    Both GET    "/3.0/mlflow/datasets/{dataset_id}/records" getDatasetRecords => datasets::list_records;
    Both DELETE "/3.0/mlflow/datasets/{dataset_id}/records" deleteDatasetRecords => datasets::delete_records;
    Both GET    "/3.0/mlflow/datasets/{dataset_id}/experiment-ids" getDatasetExperimentIds => datasets::experiment_ids;
    Both POST   "/3.0/mlflow/datasets/{dataset_id}/add-experiments" addDatasetToExperiments => datasets::add_experiments;
    Both POST   "/3.0/mlflow/datasets/{dataset_id}/remove-experiments" removeDatasetFromExperiments => datasets::remove_experiments;

    Both POST   "/3.0/mlflow/scorers/register" registerScorer => scorers::register;
    Both GET    "/3.0/mlflow/scorers/list" listScorers => scorers::list;
    Both GET    "/3.0/mlflow/scorers/versions" listScorerVersions => scorers::list_versions;
    Both GET    "/3.0/mlflow/scorers/get" getScorer => scorers::get;
    Both DELETE "/3.0/mlflow/scorers/delete" deleteScorer => scorers::delete;
    Both PUT    "/3.0/mlflow/scorers/online-config" upsertOnlineScoringConfig => scorers::set_online_config;
    Both GET    "/3.0/mlflow/scorers/online-configs" getOnlineScoringConfigs => scorers::online_configs;

    Both POST   "/3.0/mlflow/issues" createIssue => issues::create;
    Both GET    "/3.0/mlflow/issues/{issue_id}" getIssue => issues::get;
    Both PATCH  "/3.0/mlflow/issues/{issue_id}" updateIssue => issues::update;
    Both POST   "/3.0/mlflow/issues/search" searchIssues => issues::search;

    Both POST   "/3.0/mlflow/label-schemas/create" createLabelSchema => label_schemas::create;
    Both GET    "/3.0/mlflow/label-schemas/get" getLabelSchema => label_schemas::get;
    Both GET    "/3.0/mlflow/label-schemas/get-by-name" getLabelSchemaByName => label_schemas::get_by_name;
    Both GET    "/3.0/mlflow/label-schemas/list" listLabelSchemas => label_schemas::list;
    Both PATCH  "/3.0/mlflow/label-schemas/update" updateLabelSchema => label_schemas::update;
    Both DELETE "/3.0/mlflow/label-schemas/delete" deleteLabelSchema => label_schemas::delete;

    Both POST   "/3.0/mlflow/review-queues/create" createReviewQueue => review_queues::create;
    Both GET    "/3.0/mlflow/review-queues/get" getReviewQueue => review_queues::get;
    Both GET    "/3.0/mlflow/review-queues/get-by-name" getReviewQueueByName => review_queues::get_by_name;
    Both POST   "/3.0/mlflow/review-queues/get-or-create-user" getOrCreateUserQueue => review_queues::get_or_create_user;
    Both GET    "/3.0/mlflow/review-queues/list" listReviewQueues => review_queues::list;
    Both POST   "/3.0/mlflow/review-queues/update" updateReviewQueue => review_queues::update;
    Both POST   "/3.0/mlflow/review-queues/delete" deleteReviewQueue => review_queues::delete;
    Both POST   "/3.0/mlflow/review-queues/items/add" addItemsToReviewQueue => review_queues::add_items;
    Both GET    "/3.0/mlflow/review-queues/items/list" listReviewQueueItems => review_queues::list_items;
    Both POST   "/3.0/mlflow/review-queues/items/remove" removeItemsFromReviewQueue => review_queues::remove_items;
    Both POST   "/3.0/mlflow/review-queues/items/set-status" setReviewQueueItemStatus => review_queues::set_item_status;

    Both GET    "/2.0/mlflow/webhooks" listWebhooks => webhooks::list;
    Both POST   "/2.0/mlflow/webhooks" createWebhook => webhooks::create;
    Both GET    "/2.0/mlflow/webhooks/{webhook_id}" getWebhook => webhooks::get;
    Both PATCH  "/2.0/mlflow/webhooks/{webhook_id}" updateWebhook => webhooks::update;
    Both DELETE "/2.0/mlflow/webhooks/{webhook_id}" deleteWebhook => webhooks::delete;
    Both POST   "/2.0/mlflow/webhooks/{webhook_id}/test" testWebhook => webhooks::test;

    Both PUT    "/2.0/mlflow-artifacts/artifacts/{*artifact_path}" uploadArtifact => artifacts::upload;
    Both GET    "/2.0/mlflow-artifacts/artifacts/{*artifact_path}" downloadArtifact => artifacts::download;
    Both GET    "/2.0/mlflow-artifacts/artifacts" listArtifacts => artifacts::list;
    Both DELETE "/2.0/mlflow-artifacts/artifacts/{*artifact_path}" deleteArtifact => artifacts::delete;
    Both GET    "/2.0/mlflow/artifacts/list" listRunArtifacts => artifacts::list_of_run;
    Root GET    "/get-artifact" getRunArtifact => artifacts::of_run;
    Ajax POST   "/2.0/mlflow/upload-artifact" uploadRunArtifact => artifacts::upload_to_run;
    Both POST   "/2.0/mlflow-artifacts/mpu/create/{*artifact_path}" createMultipartUpload => artifacts::begin_upload;
    Both POST   "/2.0/mlflow-artifacts/mpu/complete/{*artifact_path}" completeMultipartUpload => artifacts::finish_upload;
    Both POST   "/2.0/mlflow-artifacts/mpu/abort/{*artifact_path}" abortMultipartUpload => artifacts::abort_upload;
    Both GET    "/2.0/mlflow-artifacts/presigned/{*artifact_path}" getPresignedDownloadUrl => artifacts::direct_download;
    Both POST   "/2.0/mlflow/artifacts/presigned-upload-url" createPresignedUploadUrl => artifacts::direct_upload_of_run;
    Both POST   "/2.0/mlflow/artifacts/presigned-download-url" createPresignedDownloadUrl => artifacts::direct_download_of_run;
};
