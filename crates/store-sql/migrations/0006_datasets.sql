-- Evaluation datasets with their records.

CREATE TABLE datasets (
    dataset_key INTEGER PRIMARY KEY,
    dataset_id TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    tags TEXT NOT NULL,                -- JSON object
    schema TEXT,                       -- JSON object
    record_count INTEGER NOT NULL,
    created_time_ms INTEGER NOT NULL,
    last_update_time_ms INTEGER NOT NULL,
    content_time_ms INTEGER NOT NULL,
    created_by TEXT,
    last_updated_by TEXT
);

CREATE TABLE dataset_experiments (
    experiment_id INTEGER NOT NULL,
    dataset_key INTEGER NOT NULL,
    PRIMARY KEY (experiment_id, dataset_key)
) WITHOUT ROWID;
CREATE INDEX dataset_experiments_by_dataset ON dataset_experiments (dataset_key);

-- The key counts up: the order in which records came.
CREATE TABLE dataset_records (
    record_key INTEGER PRIMARY KEY,
    dataset_key INTEGER NOT NULL,
    record_id TEXT NOT NULL,
    inputs_identity BLOB NOT NULL,     -- the same for the same inputs
    inputs TEXT NOT NULL,              -- JSON object
    outputs TEXT,                      -- JSON
    expectations TEXT,                 -- JSON object
    tags TEXT NOT NULL,                -- JSON object
    source_kind TEXT,
    source_data TEXT,                  -- JSON object
    created_time_ms INTEGER NOT NULL,
    last_update_time_ms INTEGER NOT NULL,
    created_by TEXT,
    last_updated_by TEXT
);
CREATE UNIQUE INDEX dataset_records_by_inputs ON dataset_records (dataset_key, inputs_identity);
CREATE UNIQUE INDEX dataset_records_by_id ON dataset_records (dataset_key, record_id);
