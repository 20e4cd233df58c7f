//! Every filter and order whose fate on the MLflow 3.17.2 server is recorded: ours is the same, but for the listed ones.

use spanwell_query::{
    parse_experiment_filter, parse_experiment_order, parse_trace_filter, parse_trace_order,
};

use crate::recorded_traces::count;

/// Lines of a recorded table, without its heading.
fn lines(table: &'static str) -> impl Iterator<Item = &'static str> {
    table.split('\n').filter(|line| !line.starts_with("# ") && !line.is_empty())
}

/// Filters that the reference refuses and we accept, each with the traces it finds and the reason.
const WIDER: [(&str, usize, &str); 22] = [
    ("name IN ('op-0','op-2')", 5, "lists work for names"),
    ("run_id IN ('a')", 0, "lists work for run ids"),
    ("metadata.`mlflow.trace.session` IN ('s1')", 3, "lists work for metadata"),
    ("feedback.quality IN ('good')", 1, "lists work for feedback"),
    ("text ILIKE '%QUESTION 5%'", 1, "the bare key is refused there by accident"),
    ("text LIKE '%q%'", 7, "the bare key is refused there by accident"),
    ("name = 'a' OR name = 'b'", 0, "OR"),
    ("tags.env = 'prod' OR tags.env='dev'", 7, "OR"),
    ("span.name like 'op%'", 7, "keywords in any case"),
    ("span.name in ('op-1')", 2, "keywords in any case"),
    ("(status = 'OK')", 6, "parentheses"),
    ("status = 'OK' AND (name = 'op-1')", 2, "parentheses"),
    ("NOT status = 'OK'", 1, "NOT"),
    ("trace.user = 'u1'", 2, "a key of ours"),
    ("state = 'OK'", 6, "a key of ours"),
    // Accepted there too, but found nothing by a fault.
    ("span.attributes.score = '3'", 1, "never matches there, by a fault"),
    ("span.attributes.score RLIKE '^3$'", 1, "never matches there, by a fault"),
    ("tags.env ='it''s'", 0, "a doubled quote is one quote"),
    ("timestamp_ms = '5'", 0, "the same"),
    ("status = 'ok'", 0, "the same"),
    ("tags.env = 'a\\'b'", 0, "the same"),
    ("", 7, "the same"),
];

#[test]
fn trace_filters_have_the_fate_of_the_reference() {
    let mut seen = 0;
    for line in lines(include_str!("recorded/trace_filters.tsv")) {
        let mut parts = line.splitn(3, '\t');
        let (status, found, filter) = (parts.next().unwrap(), parts.next().unwrap(), parts.next().unwrap());
        let parsed = parse_trace_filter(filter);
        seen += 1;
        if let Some((_, wanted, _)) = WIDER.iter().find(|(wider, ..)| *wider == filter) {
            assert_eq!(parsed.as_ref().map(count), Ok(*wanted), "{filter}");
            continue;
        }
        match status {
            "200" => {
                let ours = count(&parsed.unwrap_or_else(|error| panic!("{filter}: {error}")));
                match found.strip_prefix(">=") {
                    Some(least) => assert!(ours >= least.parse().unwrap(), "{filter}: {ours}"),
                    None => assert_eq!(ours, found.parse::<usize>().unwrap(), "{filter}"),
                }
            }
            _ => assert!(parsed.is_err(), "{filter} is refused by the reference"),
        }
    }
    assert!(seen > 110, "only {seen} recorded filters");
}

#[test]
fn every_wider_filter_is_a_recorded_one() {
    for (filter, _, reason) in WIDER {
        let recorded = lines(include_str!("recorded/trace_filters.tsv"))
            .any(|line| line.splitn(3, '\t').nth(2) == Some(filter));
        assert!(recorded && !reason.is_empty(), "{filter}");
    }
}

#[test]
fn filters_of_the_official_client_and_page_parse() {
    for filter in lines(include_str!("recorded/client_filters.tsv")) {
        let parsed = parse_trace_filter(filter).unwrap_or_else(|error| panic!("{filter}: {error}"));
        assert_eq!(parse_trace_filter(&parsed.to_string()), Ok(parsed));
    }
}

#[test]
fn experiment_filters_have_the_fate_of_the_reference() {
    for line in lines(include_str!("recorded/experiment_filters.tsv")) {
        let mut parts = line.splitn(3, '\t');
        let (status, filter) = (parts.next().unwrap(), parts.nth(1).unwrap());
        // Lower-case keywords are refused there by accident.
        let accepted = status == "200" || filter == "name ilike 'WIRE%'";
        assert_eq!(parse_experiment_filter(filter).is_ok(), accepted, "{filter}");
    }
}

#[test]
fn trace_orders_have_the_fate_of_the_reference() {
    for line in lines(include_str!("recorded/trace_orders.tsv")) {
        let (status, keys) = line.split_once('\t').unwrap();
        let keys: Vec<String> = keys.split('|').map(str::to_owned).collect();
        // 500 are faults there: order by end time, the same key twice.
        assert_eq!(parse_trace_order(&keys).is_ok(), status != "400", "{keys:?}");
    }
}

#[test]
fn experiment_orders_have_the_fate_of_the_reference() {
    for line in lines(include_str!("recorded/experiment_orders.tsv")) {
        let (status, keys) = line.split_once('\t').unwrap();
        let keys: Vec<String> = keys.split('|').map(str::to_owned).collect();
        assert_eq!(parse_experiment_order(&keys).is_ok(), status == "200", "{keys:?}");
    }
}
