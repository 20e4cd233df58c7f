-- Traces of which a span was stored again: the text index still has the words of its earlier form, so that their texts
-- have to be read to know.
CREATE TABLE replaced_text (
    trace_key INTEGER PRIMARY KEY
);
