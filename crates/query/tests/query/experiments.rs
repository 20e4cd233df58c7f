//! Filters and orders of experiments.

use spanwell_query::{
    ExperimentField, ExperimentFilter, ExperimentView, FieldValue, Order, default_experiment_order,
    experiment_matches, parse_experiment_filter, parse_experiment_order,
};

struct TestExperiment;

impl ExperimentView for TestExperiment {
    fn value(&self, field: &ExperimentField) -> Option<FieldValue<'_>> {
        match field {
            ExperimentField::Name => Some(FieldValue::text("Checkout")),
            ExperimentField::ExperimentId => Some(FieldValue::text("7")),
            ExperimentField::CreationTime => Some(FieldValue::Number(1_000.0)),
            ExperimentField::LastUpdateTime => Some(FieldValue::Number(2_000.0)),
            ExperimentField::Tag(key) => (key == "team").then(|| FieldValue::text("a")),
        }
    }
}

#[track_caller]
fn passes(filter: &str) -> bool {
    experiment_matches(&parse_experiment_filter(filter).unwrap(), &TestExperiment)
}

#[test]
fn meaning() {
    for filter in [
        "",
        "name = 'Checkout'",
        "name ILIKE 'check%' AND experiment_id IN ('7', '8')",
        "experiment_id NOT IN ('8')",
        "creation_time >= 1000 AND last_update_time < 2000.5",
        "tags.`mlflow.experiment.isGateway` IS NULL",
        "tag.team = 'a' OR name = 'x'",
        "NOT (tags.team != 'a')",
    ] {
        assert!(passes(filter), "{filter}");
    }
    for filter in ["name LIKE 'check%'", "tags.other != 'x'", "creation_time > 1000"] {
        assert!(!passes(filter), "{filter}");
    }
}

#[test]
fn refused() {
    for filter in [
        " ",
        "status = 'OK'",
        "creation_time > '5'",
        "tags.team RLIKE 'a'",
        "tags. = 'a'",
        "span.name = 'a'",
        "span(name = 'a')",
        "name IS NULL",
        "name > 'a'",
    ] {
        assert!(parse_experiment_filter(filter).is_err(), "{filter}");
    }
}

#[test]
fn printing() {
    let filter: ExperimentFilter =
        "attribute.name='a' or (tag.`x y`='b' and creation_time>1)".parse().unwrap();
    assert_eq!(filter.to_string(), "name = 'a' OR tags.`x y` = 'b' AND creation_time > 1");
    assert_eq!(parse_experiment_filter(&filter.to_string()), Ok(filter));
    assert_eq!(ExperimentFilter::default().to_string(), "");
}

#[test]
fn orders_are_complete() {
    assert_eq!(parse_experiment_order(&[]), Ok(default_experiment_order()));
    let items = ["name DESC".to_owned(), "attribute.creation_time".to_owned(), "name ASC".to_owned()];
    assert_eq!(
        parse_experiment_order(&items).unwrap(),
        [
            Order::descending(ExperimentField::Name),
            Order::ascending(ExperimentField::CreationTime),
            Order::ascending(ExperimentField::ExperimentId),
        ]
    );
    let items = ["experiment_id DESC".to_owned()];
    assert_eq!(parse_experiment_order(&items).unwrap(), [Order::descending(ExperimentField::ExperimentId)]);
}
