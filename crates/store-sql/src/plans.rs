//! The query plans of the statements that read, as a snapshot: none may go through all spans or all traces where an index
//! should serve.

use std::sync::Arc;

use rusqlite::params_from_iter;
use spanwell_model::ExperimentId;
use spanwell_query::parse_trace_order;
use spanwell_store::TraceSelection;

use crate::connection::{Reader, Readers, open_writer};
use crate::filter::Sql;
use crate::read::order::{SortValue, TraceOrdering};
use crate::read::selection::Selected;
use crate::read::{
    charts, datasets, driver, experiments, issues, label_schemas, logged_models, record, registry,
    review_items, review_queues, run_search, runs, scorers, skeleton, spans, suggest, webhooks,
};
use crate::text::{conditions, indexer, probe};
use crate::write::{removal, review_items as added_items};
use crate::{functions, migrations};

const FIXED: &[(&str, &str)] = &[
    ("trace by id", record::BY_ID),
    ("trace by key", record::BY_KEY),
    ("key by id", record::KEY_BY_ID),
    ("id by key", record::ID_BY_KEY),
    ("assessments", record::ASSESSMENTS),
    ("skeleton", skeleton::OF_TRACE),
    ("places of spans", spans::PLACES),
    ("place of a span", spans::PLACE),
    ("block", spans::BLOCK),
    ("logs", spans::LOGS),
    ("logs of a span", spans::LOGS_OF_SPAN),
    ("by term", driver::BY_TERM),
    ("by assessment", driver::BY_ASSESSMENT),
    ("figures of an experiment", charts::COUNT),
    ("version", charts::VERSION),
    ("kept hours", charts::hours::STORED),
    ("traces of hours", charts::hours::TRACES),
    ("experiment by id", experiments::BY_ID),
    ("experiment by name", experiments::BY_NAME),
    ("tags of an experiment", experiments::TAGS),
    ("run by id", runs::BY_ID),
    ("run by key", runs::BY_KEY),
    ("runs of an experiment", runs::OF_EXPERIMENT),
    ("metrics of a run", runs::METRICS),
    ("latest metric", runs::LATEST_METRIC),
    ("params of a run", runs::PARAMS),
    ("tags of a run", runs::TAGS),
    ("datasets of a run", runs::DATASETS),
    ("models of a run", runs::MODELS),
    ("history of a metric", runs::HISTORY),
    ("named params of runs", run_search::PARAMS),
    ("named tags of runs", run_search::TAGS),
    ("named metrics of runs", run_search::METRICS),
    ("datasets of runs", run_search::DATASETS),
    ("logged model by id", logged_models::BY_ID),
    ("logged models of an experiment", logged_models::OF_EXPERIMENT),
    ("metrics of a logged model", logged_models::METRICS),
    ("dataset by id", datasets::BY_ID),
    ("dataset key by id", datasets::KEY_BY_ID),
    ("datasets of experiments", datasets::OF_EXPERIMENTS),
    ("experiments of a dataset", datasets::EXPERIMENTS),
    ("registered model", registry::MODEL),
    ("key of a registered model", registry::KEY_OF_MODEL),
    ("key of a model version", registry::KEY_OF_VERSION),
    ("aliases of a registered model", registry::ALIASES),
    ("model version", registry::VERSION),
    ("latest versions", registry::LATEST_VERSIONS),
    ("scorer by name", scorers::KEY_BY_NAME),
    ("versions of a scorer", scorers::VERSIONS),
    ("version of a scorer", scorers::VERSION),
    ("newest version of a scorer", scorers::NEWEST),
    ("newest scorers of experiments", scorers::NEWEST_OF_EXPERIMENTS),
    ("online scoring of scorers", scorers::CONFIGS),
    ("webhook by id", webhooks::BY_ID),
    ("address of a webhook", webhooks::TARGET),
    ("issue by id", issues::BY_ID),
    ("issues of an experiment", issues::OF_EXPERIMENT),
    ("traces of issues", issues::TRACE_COUNTS),
    ("label schema by id", label_schemas::BY_ID),
    ("label schema by name", label_schemas::BY_NAME),
    ("label schemas of an experiment", label_schemas::OF_EXPERIMENT),
    ("review queue by id", review_queues::BY_ID),
    ("review queue by name", review_queues::BY_NAME),
    ("review queues of an experiment", review_queues::OF_EXPERIMENT),
    ("review queues with a trace", review_queues::WITH_ITEM),
    ("trace in a review queue", review_items::ONE),
    ("traces in a review queue", review_items::PAGE),
    ("experiment of a trace", added_items::EXPERIMENT_OF_TRACE),
    ("suggest tags", suggest::TAGS),
    ("suggest names", suggest::NAMES),
    ("suggest users", suggest::USERS),
    ("suggest span names", suggest::SPAN_NAMES),
    ("suggest span types", suggest::SPAN_TYPES),
    ("suggest assessment names", suggest::ASSESSMENT_NAMES),
    ("all of a term", conditions::OF_TERM),
    ("half of the traces", conditions::HALF_OF_TRACES),
    ("unseen blocks", conditions::UNSEEN),
    ("replaced text", probe::HAS_REPLACED_TEXT),
    ("next blocks", indexer::NEXT_BLOCKS),
    ("blocks of a trace", removal::BLOCKS),
    ("names of a trace", removal::NAMES),
    ("oldest traces", removal::OLDEST),
    ("oldest traces not assessed", removal::OLDEST_NOT_ASSESSED),
    ("next experiment", removal::NEXT_EXPERIMENT),
];

const FILTERS: &[&str] = &[
    "",
    "status = 'ERROR'",
    "timestamp > 5 AND execution_time < 3",
    "tags.env = 'prod'",
    "metadata.a LIKE 'x%' OR NOT name = 'n'",
    "run_id = 'r' AND prompt = 'p/1' AND model = 'm' AND provider = 'q'",
    "span.name = 'a' AND span.content LIKE '%x%'",
    "feedback.good = 'true' AND issue.id = 'i'",
];

fn plan(connection: &rusqlite::Connection, sql: &str, binds: &[rusqlite::types::Value]) -> Vec<String> {
    let mut statement = connection.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
    let wanted = statement.parameter_count();
    let binds = binds.iter().cloned().chain(std::iter::repeat(rusqlite::types::Value::Null)).take(wanted);
    let rows = statement.query_map(params_from_iter(binds), |row| row.get(3)).unwrap();
    rows.collect::<rusqlite::Result<_>>().unwrap()
}

fn search(reader: &Reader, filter: &str, order: &[&str], with_page: bool) -> Sql {
    let selection = TraceSelection {
        experiment_ids: vec![ExperimentId::DEFAULT],
        filter: Some(filter.parse().unwrap()),
        ..TraceSelection::default()
    };
    let order: Vec<String> = order.iter().map(|order| (*order).to_owned()).collect();
    let ordering = TraceOrdering::new(&parse_trace_order(&order).unwrap());
    let selected = Selected::of_page(reader, &selection).unwrap();
    let mut columns = Sql::default();
    columns.push("t.trace_key");
    ordering.select(&mut columns);
    let mut sql = selected.select(&columns, 0);
    if with_page {
        ordering.after(&[SortValue::Number(5), SortValue::Text("tr-".into())], &mut sql);
    }
    ordering.order_by(&mut sql);
    sql.push(" LIMIT ").bind(100);
    sql
}

/// A whole table may be read only when it comes from a list of few keys or is covered by the index of its experiment.
fn check(name: &str, lines: &[String]) {
    for line in lines {
        let scans_all = line.starts_with("SCAN t ")
            || line == "SCAN t"
            || line.starts_with("SCAN traces")
            || line.starts_with("SCAN s ")
            || line == "SCAN s"
            || line.starts_with("SCAN spans")
            || line.starts_with("SCAN a ")
            || line == "SCAN a";
        assert!(!scans_all, "{name}: {line}");
    }
}

#[tokio::test]
async fn no_statement_reads_all_traces_or_spans() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("plans.db");
    let mut writer = open_writer(&path, None).unwrap();
    migrations::apply(&mut writer, migrations::MIGRATIONS, 0).unwrap();
    functions::register(&writer).unwrap();
    let mut snapshot = String::new();
    for (name, sql) in FIXED {
        let lines = plan(&writer, sql, &[]);
        check(name, &lines);
        snapshot.push_str(&format!("{name}\n  {}\n", lines.join("\n  ")));
    }
    let readers = Arc::new(Readers::open(&path, 1, &Arc::default()).unwrap());
    let searched = readers
        .read(|reader| {
            let mut searched = String::new();
            for filter in FILTERS {
                let sql = search(reader, filter, &[], true);
                let lines = plan(reader, &sql.text, &sql.binds);
                check(filter, &lines);
                searched.push_str(&format!("filter {filter}\n  {}\n", lines.join("\n  ")));
            }
            for order in ["execution_time DESC", "tags.a"] {
                let sql = search(reader, "", &[order], false);
                let lines = plan(reader, &sql.text, &sql.binds);
                check(order, &lines);
                searched.push_str(&format!("order {order}\n  {}\n", lines.join("\n  ")));
            }
            Ok(searched)
        })
        .await
        .unwrap();
    snapshot.push_str(&searched);
    insta::assert_snapshot!("plans", snapshot);
}
