"""The scenario files and what their client processes need in the environment before the client is imported."""

COMMON = {
    # No attempt to fetch a price catalogue from the network.
    "MLFLOW_MODEL_CATALOG_URI": "",
    "MLFLOW_DISABLE_TELEMETRY": "true",
    # A scenario that meets a server error should say so soon, not after minutes of retries.
    "MLFLOW_HTTP_REQUEST_MAX_RETRIES": "2",
    "MLFLOW_HTTP_REQUEST_BACKOFF_FACTOR": "1",
    # A trace that nothing ends is ended by the client: long enough that no trace is ended so on a busy machine.
    "MLFLOW_TRACE_TIMEOUT_SECONDS": "600",
    "OPENAI_API_KEY": "not-a-key",
    # Spans one by one and the header after them: the order of arrival is then the same in every run.
    "MLFLOW_ENABLE_ASYNC_TRACE_LOGGING": "false",
}
ASYNCHRONOUS = {"MLFLOW_ENABLE_ASYNC_TRACE_LOGGING": "true"}

FILES: dict[str, dict[str, str]] = {
    "search_filters": {},
    "autolog_openai": {},
    "spans": {},
    "experiments": {},
    "experiment_search": {},
    "trace_updates": {},
    "assessments": {},
    "sessions": {},
    "asynchronous": ASYNCHRONOUS,
    "distributed": {},
    "upload_path": {},
    "runs": {},
    "evaluation": {},
    "datasets": {},
    "prompts": {},
    "trace_metrics": {},
    "scorers": {},
    "issues": {},
    "label_schemas": {},
    "review_queues": {},
    "webhooks": {},
}
