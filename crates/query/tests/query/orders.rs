//! The order of traces.

use spanwell_query::{Direction, Order, TraceOrder, TraceOrderKey, default_trace_order, parse_trace_order};

#[track_caller]
fn order(items: &[&str]) -> Vec<String> {
    let items: Vec<String> = items.iter().map(|&item| item.to_owned()).collect();
    parse_trace_order(&items).unwrap().iter().map(TraceOrder::to_string).collect()
}

#[track_caller]
fn refused(item: &str) -> String {
    parse_trace_order(&[item.to_owned()]).unwrap_err().to_string()
}

#[test]
fn newest_first_then_by_id() {
    assert_eq!(order(&[]), ["timestamp_ms DESC", "request_id ASC"]);
    assert_eq!(parse_trace_order(&[]), Ok(default_trace_order()));
}

#[test]
fn what_was_asked_comes_first_and_the_rest_is_completed() {
    assert_eq!(order(&["end_time desc"]), ["end_time_ms DESC", "timestamp_ms DESC", "request_id ASC"]);
    assert_eq!(order(&["timestamp"]), ["timestamp_ms ASC", "request_id ASC"]);
    assert_eq!(order(&["trace_id DESC"]), ["request_id DESC", "timestamp_ms DESC"]);
}

#[test]
fn the_first_mention_of_a_key_counts() {
    assert_eq!(order(&["timestamp asc", "timestamp_ms desc"]), ["timestamp_ms ASC", "request_id ASC"]);
    assert_eq!(order(&["tags.a", "tag.`a` DESC", "tags.b"])[..2], ["tags.a ASC", "tags.b ASC"]);
}

#[test]
fn every_key_and_its_spellings() {
    for (written, printed) in [
        ("experiment_id", "experiment_id ASC"),
        ("attributes.execution_time DESC", "execution_time_ms DESC"),
        ("duration", "execution_time_ms ASC"),
        ("status Desc", "status DESC"),
        ("state", "status ASC"),
        ("name", "name ASC"),
        ("run_id", "run_id ASC"),
        ("session", "session ASC"),
        ("user", "user ASC"),
        ("tokens DESC", "total_tokens DESC"),
        ("input_tokens", "input_tokens ASC"),
        ("output_tokens", "output_tokens ASC"),
        ("cost DESC", "cost DESC"),
        ("`tags.idx` DESC", "tags.idx DESC"),
        ("tags.`a b`", "tags.`a b` ASC"),
        ("request_metadata.`mlflow.trace.session` ASC", "metadata.mlflow.trace.session ASC"),
    ] {
        assert_eq!(order(&[written])[0], printed);
        assert_eq!(order(&[printed])[0], printed);
    }
}

#[test]
fn wrong_items_are_named() {
    assert_eq!(
        refused("timestamp sideways"),
        "item 1, character 11: expected `ASC`, `DESC` or the end, found `sideways`"
    );
    assert!(
        refused("feedback.quality")
            .starts_with("item 1, character 1: expected one of the keys `experiment_id`, ")
    );
    assert!(refused("metadata.`mlflow.trace.tokenUsage`").ends_with("; order by `total_tokens`"));
    assert!(refused("metadata.`mlflow.trace.cost`").ends_with("; order by `cost`"));
    for item in ["", "  ", "tags.", "DESC", "name DESC ASC", "name, cost", "span.name", "'name'", "1"] {
        refused(item);
    }
    let error = parse_trace_order(&["name".to_owned(), "bogus".to_owned()]).unwrap_err();
    assert_eq!(error.item, Some(1));
}

#[test]
fn directions() {
    let order = Order::descending(TraceOrderKey::Cost);
    assert_eq!(order.direction, Direction::Descending);
    assert_eq!(Order::ascending(TraceOrderKey::Cost).direction.keyword(), "ASC");
}
