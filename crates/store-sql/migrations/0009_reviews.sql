-- What people find and say of traces: issues, label schemas, review queues with the traces in them.

CREATE TABLE issues (
    issue_key INTEGER PRIMARY KEY,
    issue_id TEXT NOT NULL UNIQUE,
    experiment_id INTEGER NOT NULL,
    name TEXT NOT NULL,
    description TEXT NOT NULL,
    status TEXT NOT NULL,
    severity TEXT,
    root_causes TEXT NOT NULL,         -- JSON list
    categories TEXT NOT NULL,          -- JSON list
    source_run_id TEXT,
    created_by TEXT,
    created_ms INTEGER NOT NULL,
    last_updated_ms INTEGER NOT NULL
);
CREATE INDEX issues_by_experiment ON issues (experiment_id);

CREATE TABLE label_schemas (
    schema_id TEXT PRIMARY KEY,
    experiment_id INTEGER NOT NULL,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    instruction TEXT,
    enable_comment INTEGER NOT NULL,
    input TEXT NOT NULL,               -- JSON object
    created_ms INTEGER NOT NULL,
    last_updated_ms INTEGER NOT NULL
) WITHOUT ROWID;
CREATE UNIQUE INDEX label_schemas_by_name ON label_schemas (experiment_id, name);

CREATE TABLE review_queues (
    queue_key INTEGER PRIMARY KEY,
    queue_id TEXT NOT NULL UNIQUE,
    experiment_id INTEGER NOT NULL,
    name TEXT NOT NULL,
    folded_name TEXT NOT NULL,         -- in lower case
    kind TEXT NOT NULL,
    created_by TEXT,
    users TEXT NOT NULL,               -- JSON list
    schema_ids TEXT NOT NULL,          -- JSON list
    creation_time_ms INTEGER NOT NULL,
    last_update_time_ms INTEGER NOT NULL
);
CREATE UNIQUE INDEX review_queues_by_name ON review_queues (experiment_id, folded_name);

CREATE TABLE review_queue_items (
    queue_key INTEGER NOT NULL,
    item_id TEXT NOT NULL,             -- of a trace
    status TEXT NOT NULL,
    completed_by TEXT,
    completed_time_ms INTEGER,
    creation_time_ms INTEGER NOT NULL,
    last_update_time_ms INTEGER NOT NULL,
    PRIMARY KEY (queue_key, item_id)
) WITHOUT ROWID;
CREATE INDEX review_queue_items_by_time ON review_queue_items (queue_key, creation_time_ms DESC, item_id);
CREATE INDEX review_queue_items_by_item ON review_queue_items (item_id);
