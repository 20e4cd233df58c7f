-- Figures of whole hours, so that charts over weeks need not pass each trace. A row is there only while it is exact: whoever
-- changes a trace of its hour deletes it, and whoever next asks for that hour leaves it again.
CREATE TABLE hour_figures (
    experiment_id INTEGER NOT NULL,
    hour INTEGER NOT NULL,             -- hours since the epoch
    figures BLOB NOT NULL,
    PRIMARY KEY (experiment_id, hour)
) WITHOUT ROWID;
