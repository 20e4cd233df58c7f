-- Logged models. Metrics about them are in run_metrics.
CREATE TABLE logged_models (
    model_id TEXT PRIMARY KEY,
    experiment_id INTEGER NOT NULL,
    name TEXT NOT NULL,
    model_type TEXT NOT NULL,
    source_run_id TEXT NOT NULL,
    status INTEGER NOT NULL,
    creation_time_ms INTEGER NOT NULL,
    last_update_time_ms INTEGER NOT NULL,
    artifact_uri TEXT NOT NULL,
    params TEXT NOT NULL,              -- JSON object
    tags TEXT NOT NULL                 -- JSON object
) WITHOUT ROWID;
CREATE INDEX logged_models_by_experiment ON logged_models (experiment_id);
