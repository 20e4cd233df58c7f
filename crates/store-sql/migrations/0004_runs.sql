-- Runs with their parameters, metrics, tags, inputs and outputs.

CREATE TABLE runs (
    run_key INTEGER PRIMARY KEY,
    run_id TEXT NOT NULL UNIQUE,
    experiment_id INTEGER NOT NULL,
    name TEXT NOT NULL,
    user_id TEXT NOT NULL,
    status INTEGER NOT NULL,
    start_time_ms INTEGER NOT NULL,
    end_time_ms INTEGER,
    deleted INTEGER NOT NULL,
    artifact_uri TEXT NOT NULL
);
CREATE INDEX runs_by_time ON runs (experiment_id, start_time_ms DESC, run_id);

CREATE TABLE run_params (
    run_key INTEGER NOT NULL,
    key TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (run_key, key)
) WITHOUT ROWID;

CREATE TABLE run_tags (
    run_key INTEGER NOT NULL,
    key TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (run_key, key)
) WITHOUT ROWID;

-- Every value. Texts that are not there are empty, so that the same value is the same row.
CREATE TABLE run_metrics (
    run_key INTEGER NOT NULL,
    key TEXT NOT NULL,
    timestamp_ms INTEGER NOT NULL,
    step INTEGER NOT NULL,
    value REAL NOT NULL,               -- 0 when it is not a number
    is_nan INTEGER NOT NULL,
    model_id TEXT NOT NULL,
    dataset_name TEXT NOT NULL,
    dataset_digest TEXT NOT NULL,
    PRIMARY KEY (run_key, key, timestamp_ms, step, value, is_nan, model_id, dataset_name, dataset_digest)
) WITHOUT ROWID;
CREATE INDEX run_metrics_by_model ON run_metrics (model_id, key) WHERE model_id != '';

-- The latest value of each metric.
CREATE TABLE run_latest_metrics (
    run_key INTEGER NOT NULL,
    key TEXT NOT NULL,
    timestamp_ms INTEGER NOT NULL,
    step INTEGER NOT NULL,
    value REAL NOT NULL,
    is_nan INTEGER NOT NULL,
    model_id TEXT NOT NULL,
    dataset_name TEXT NOT NULL,
    dataset_digest TEXT NOT NULL,
    PRIMARY KEY (run_key, key)
) WITHOUT ROWID;

CREATE TABLE run_datasets (
    run_key INTEGER NOT NULL,
    position INTEGER NOT NULL,         -- order of arrival
    name TEXT NOT NULL,
    digest TEXT NOT NULL,
    source_type TEXT NOT NULL,
    source TEXT NOT NULL,
    schema TEXT,
    profile TEXT,
    tags TEXT NOT NULL,                -- JSON object
    PRIMARY KEY (run_key, name, digest)
) WITHOUT ROWID;

-- Logged models that went in or came out.
CREATE TABLE run_models (
    run_key INTEGER NOT NULL,
    is_output INTEGER NOT NULL,
    model_id TEXT NOT NULL,
    step INTEGER NOT NULL,
    position INTEGER NOT NULL,         -- order of arrival
    PRIMARY KEY (run_key, is_output, model_id, step)
) WITHOUT ROWID;
