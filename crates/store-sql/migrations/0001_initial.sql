-- The narrow rows, the compressed payload blocks and the inverted terms of the embedded engine.

-- One row of numbers that only grow (or follow the rows): written once a transaction.
CREATE TABLE counters (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    version INTEGER NOT NULL,          -- of the last change of any trace
    next_trace_key INTEGER NOT NULL,   -- never given twice, so that the text index cannot mistake a trace
    next_block_id INTEGER NOT NULL,    -- never given twice: the text index's watermark counts on it
    traces INTEGER NOT NULL,
    spans INTEGER NOT NULL
);
INSERT INTO counters VALUES (1, 0, 1, 1, 0, 0);

CREATE TABLE experiments (
    experiment_id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL UNIQUE,
    artifact_location TEXT NOT NULL,
    deleted INTEGER NOT NULL,
    creation_time_ms INTEGER NOT NULL,
    last_update_time_ms INTEGER NOT NULL
);

CREATE TABLE experiment_tags (
    experiment_id INTEGER NOT NULL,
    key TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (experiment_id, key)
) WITHOUT ROWID;

CREATE TABLE traces (
    trace_key INTEGER PRIMARY KEY,
    trace_id TEXT NOT NULL,
    experiment_id INTEGER NOT NULL,
    request_time_ms INTEGER NOT NULL,
    state INTEGER NOT NULL,
    duration_ms INTEGER,
    tokens_input INTEGER,
    tokens_output INTEGER,
    tokens_total INTEGER,
    cost_usd REAL,
    name TEXT,
    session_id TEXT,
    user_id TEXT,
    models TEXT,                       -- JSON list, NULL when there is none
    client_request_id TEXT,
    span_count INTEGER NOT NULL,
    error_count INTEGER NOT NULL,
    version INTEGER NOT NULL,
    tags BLOB NOT NULL,                -- text map
    metadata BLOB NOT NULL,            -- text map
    details TEXT NOT NULL,             -- JSON: what is neither filtered nor summed
    request_preview TEXT,
    response_preview TEXT,
    error_message TEXT
);
CREATE UNIQUE INDEX traces_by_id ON traces (trace_id);
-- Serves the newest-first list, the retention and, since it covers them, the charts.
CREATE INDEX traces_by_time ON traces (
    experiment_id, request_time_ms DESC, trace_id, state, duration_ms, tokens_input, tokens_output, tokens_total,
    cost_usd, name, session_id, models, error_count
);
-- Covers the sums of the list of conversations.
CREATE INDEX traces_by_session ON traces (
    experiment_id, session_id, request_time_ms, state, tokens_total, cost_usd
) WHERE session_id IS NOT NULL;

-- Which traces have a tag, a metadata entry, a name, a session, a run, a span of a name: hashes of (field, value).
-- Candidates only: whoever reads them compares the values.
CREATE TABLE trace_terms (
    term INTEGER NOT NULL,
    trace_key INTEGER NOT NULL,
    PRIMARY KEY (term, trace_key)
) WITHOUT ROWID;

CREATE TABLE trace_runs (
    trace_key INTEGER NOT NULL,
    run_id TEXT NOT NULL,
    PRIMARY KEY (trace_key, run_id)
) WITHOUT ROWID;

CREATE TABLE trace_prompts (
    trace_key INTEGER NOT NULL,
    name TEXT NOT NULL,
    version TEXT NOT NULL,             -- empty when not known
    PRIMARY KEY (trace_key, name, version)
) WITHOUT ROWID;

CREATE TABLE spans (
    trace_key INTEGER NOT NULL,
    span_id INTEGER NOT NULL,
    parent_span_id INTEGER,
    name TEXT NOT NULL,
    span_type TEXT,
    status INTEGER NOT NULL,
    start_time_ns INTEGER NOT NULL,
    end_time_ns INTEGER,
    model TEXT,
    provider TEXT,
    tokens_input INTEGER,
    tokens_output INTEGER,
    tokens_total INTEGER,
    tokens_detail TEXT,                -- JSON of cached and reasoning tokens, NULL when there is none
    cost_usd REAL,
    cost_input_usd REAL,
    cost_output_usd REAL,
    cost_source INTEGER,
    first_token_ns INTEGER,
    block_id INTEGER NOT NULL,
    block_index INTEGER NOT NULL,
    PRIMARY KEY (trace_key, span_id)
) WITHOUT ROWID;

-- Payloads of several spans of one trace, compressed together. Also the journal of the text index: ids only grow.
CREATE TABLE span_blocks (
    block_id INTEGER PRIMARY KEY,
    trace_key INTEGER NOT NULL,
    data BLOB NOT NULL
);

-- Log events that belong to a span, which may come later. Their text is indexed as a block of its own.
CREATE TABLE span_logs (
    trace_id TEXT NOT NULL,
    span_id INTEGER NOT NULL,
    event_hash INTEGER NOT NULL,
    sequence INTEGER NOT NULL,         -- order of arrival
    received_ms INTEGER NOT NULL,
    block_id INTEGER,                  -- the block of its text; NULL while the span is unknown
    data BLOB NOT NULL,
    PRIMARY KEY (trace_id, span_id, event_hash)
) WITHOUT ROWID;

CREATE INDEX waiting_logs ON span_logs (received_ms) WHERE block_id IS NULL;

CREATE TABLE assessments (
    trace_key INTEGER NOT NULL,
    position INTEGER NOT NULL,
    assessment_id TEXT NOT NULL,
    kind INTEGER NOT NULL,             -- 0 feedback, 1 expectation, 2 issue
    name TEXT NOT NULL,
    valid INTEGER NOT NULL,
    session_id TEXT,                   -- of its metadata: it counts for all traces of that session
    value_text TEXT,
    value_number REAL,
    document TEXT NOT NULL,
    PRIMARY KEY (trace_key, position)
) WITHOUT ROWID;
CREATE INDEX assessments_by_name ON assessments (name, kind, trace_key);
CREATE INDEX assessments_by_session ON assessments (session_id, name) WHERE session_id IS NOT NULL;

-- Deleted traces that the text index still has.
CREATE TABLE text_deletions (
    trace_key INTEGER PRIMARY KEY
);
