-- Registered scorers with their versions and their online scoring.

CREATE TABLE scorers (
    scorer_key INTEGER PRIMARY KEY,
    experiment_id INTEGER NOT NULL,
    name TEXT NOT NULL,
    scorer_id TEXT NOT NULL UNIQUE,
    last_version INTEGER NOT NULL,     -- the highest number ever given
    online_config_id TEXT,             -- NULL: never scored online
    sample_rate REAL,
    online_filter TEXT
);
CREATE UNIQUE INDEX scorers_by_name ON scorers (experiment_id, name);

CREATE TABLE scorer_versions (
    scorer_key INTEGER NOT NULL,
    version INTEGER NOT NULL,
    serialized TEXT NOT NULL,          -- JSON object
    creation_time_ms INTEGER NOT NULL,
    PRIMARY KEY (scorer_key, version)
) WITHOUT ROWID;
