-- The registry: registered models (a prompt is one of them), their versions and aliases.
CREATE TABLE registered_models (
    model_key INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    description TEXT NOT NULL,
    creation_time_ms INTEGER NOT NULL,
    last_update_time_ms INTEGER NOT NULL,
    last_version INTEGER NOT NULL,     -- highest number ever allotted: numbers of deleted versions are not used again
    tags TEXT NOT NULL                 -- JSON object
);
CREATE TABLE model_versions (
    model_key INTEGER NOT NULL,
    version INTEGER NOT NULL,
    description TEXT NOT NULL,
    source TEXT NOT NULL,
    run_id TEXT NOT NULL,
    run_link TEXT NOT NULL,
    stage TEXT NOT NULL,
    creation_time_ms INTEGER NOT NULL,
    last_update_time_ms INTEGER NOT NULL,
    tags TEXT NOT NULL,                -- JSON object
    UNIQUE (model_key, version)
);
CREATE INDEX model_versions_by_stage ON model_versions (model_key, stage, version);
CREATE TABLE model_aliases (
    model_key INTEGER NOT NULL,
    alias TEXT NOT NULL,
    version INTEGER NOT NULL,
    PRIMARY KEY (model_key, alias)
) WITHOUT ROWID;
