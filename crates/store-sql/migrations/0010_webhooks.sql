-- Webhooks: addresses that are told when models and prompts change.

CREATE TABLE webhooks (
    webhook_key INTEGER PRIMARY KEY,
    webhook_id TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    description TEXT,
    url TEXT NOT NULL,
    events TEXT NOT NULL,              -- JSON array of names such as prompt.created
    secret TEXT,                       -- NULL: deliveries are not signed
    status TEXT NOT NULL,
    creation_time_ms INTEGER NOT NULL,
    last_update_time_ms INTEGER NOT NULL
);
