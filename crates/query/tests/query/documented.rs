//! The kinds of filters that people write after MLflow's documentation, and what each becomes.

use spanwell_query::parse_trace_filter;

/// A filter and its canonical text.
const FILTERS: [(&str, &str); 40] = [
    ("trace.status = 'OK'", "status = 'OK'"),
    ("trace.status != 'ERROR'", "status != 'ERROR'"),
    ("attributes.status = 'IN_PROGRESS'", "status = 'IN_PROGRESS'"),
    ("status IN (\"OK\", \"ERROR\")", "status IN ('OK', 'ERROR')"),
    ("trace.name = 'predict'", "name = 'predict'"),
    ("trace.name LIKE '%chat%'", "name LIKE '%chat%'"),
    ("name RLIKE '^v[0-9]+'", "name RLIKE '^v[0-9]+'"),
    ("trace.timestamp_ms > 1749006880539", "timestamp_ms > 1749006880539"),
    (
        "timestamp_ms >= 1e12 AND timestamp_ms < 2e12",
        "timestamp_ms >= 1000000000000 AND timestamp_ms < 2000000000000",
    ),
    ("trace.execution_time_ms > 5000", "execution_time_ms > 5000"),
    ("attributes.execution_time_ms <= 100.5", "execution_time_ms <= 100.5"),
    ("trace.end_time_ms < 1749006880539", "end_time_ms < 1749006880539"),
    ("trace.client_request_id = 'req-abc'", "client_request_id = 'req-abc'"),
    (
        "request_id = 'tr-0123456789abcdef0123456789abcdef'",
        "request_id = 'tr-0123456789abcdef0123456789abcdef'",
    ),
    ("trace.run_id = '0123'", "run_id = '0123'"),
    ("prompt = \"qa-agent-system-prompt/4\"", "prompt = 'qa-agent-system-prompt/4'"),
    ("tag.environment = 'production'", "tags.environment = 'production'"),
    ("tag.customer_id = 'C001'", "tags.customer_id = 'C001'"),
    ("tags.`mlflow.traceName` = 'predict'", "tags.mlflow.traceName = 'predict'"),
    ("tags.\"complex key\" LIKE '%x%'", "tags.`complex key` LIKE '%x%'"),
    ("tag.tier ILIKE 'PREMIUM%'", "tags.tier ILIKE 'PREMIUM%'"),
    ("metadata.user_id = 'u'", "metadata.user_id = 'u'"),
    ("metadata.`mlflow.user` = 'alice'", "metadata.mlflow.user = 'alice'"),
    ("metadata.`mlflow.trace.user` = 'alice'", "metadata.mlflow.trace.user = 'alice'"),
    ("request_metadata.`mlflow.modelId` = 'm-1'", "metadata.mlflow.modelId = 'm-1'"),
    ("metadata.`mlflow.source.name` LIKE 'app%'", "metadata.mlflow.source.name LIKE 'app%'"),
    ("span.name = 'my_span'", "span.name = 'my_span'"),
    ("span.type = 'RETRIEVER'", "span.type = 'RETRIEVER'"),
    ("span.status IN ('OK', 'UNSET')", "span.status IN ('OK', 'UNSET')"),
    ("span.content LIKE '%error%'", "span.content LIKE '%error%'"),
    ("span.attributes.model_name LIKE '%gpt%'", "span.attributes.model_name LIKE '%gpt%'"),
    (
        "span.attributes.`gen_ai.request.model` ILIKE '%GPT%'",
        "span.attributes.gen_ai.request.model ILIKE '%GPT%'",
    ),
    ("span.name = 'a' AND span.type = 'TOOL'", "span(name = 'a' AND type = 'TOOL')"),
    ("trace.text LIKE '%authentication error%'", "trace.text LIKE '%authentication error%'"),
    ("feedback.rating = 'positive'", "feedback.rating = 'positive'"),
    ("feedback.relevance > 0.8", "feedback.relevance > 0.8"),
    ("feedback.is_correct IS NOT NULL", "feedback.is_correct IS NOT NULL"),
    ("expectation.`expected answer` ILIKE '%paris%'", "expectation.`expected answer` ILIKE '%paris%'"),
    ("issue.id = 'iss-1'", "issue.id = 'iss-1'"),
    (
        "trace.status = 'OK' AND tag.importance = 'high' AND trace.execution_time_ms < 1000",
        "status = 'OK' AND tags.importance = 'high' AND execution_time_ms < 1000",
    ),
];

#[test]
fn documented_filters_have_a_canonical_text() {
    for (filter, canonical) in FILTERS {
        let parsed = parse_trace_filter(filter).unwrap_or_else(|error| panic!("{filter}: {error}"));
        match canonical.strip_prefix("span(") {
            // A lone span group prints as a group when it holds more than one comparison.
            Some(_) => assert!(parsed.to_string().starts_with("span("), "{parsed}"),
            None => assert_eq!(parsed.to_string(), canonical),
        }
        assert_eq!(parse_trace_filter(canonical), Ok(parsed), "{canonical}");
    }
}

#[test]
fn any_two_of_them_can_be_joined() {
    for (left, _) in FILTERS {
        for (right, _) in FILTERS {
            for joined in [
                format!("{left} AND {right}"),
                format!("{left} OR {right}"),
                format!("NOT ({left}) and ({right})"),
            ] {
                let parsed = parse_trace_filter(&joined).unwrap_or_else(|error| panic!("{joined}: {error}"));
                assert_eq!(parse_trace_filter(&parsed.to_string()), Ok(parsed), "{joined}");
            }
        }
    }
}
