//! The filters of trace metrics.

use spanwell_query::{MetricField, parse_metric_filter, parse_metric_filters};

#[test]
fn each_key_in_either_quotes() {
    for (text, field) in [
        ("trace.status = 'v'", MetricField::TraceStatus),
        ("trace.tag.`mlflow.traceName` = 'v'", MetricField::TraceTag("mlflow.traceName".to_owned())),
        (
            "trace.metadata.`mlflow.trace.session` = \"v\"",
            MetricField::TraceMetadata("mlflow.trace.session".to_owned()),
        ),
        ("trace.tag.env='v'", MetricField::TraceTag("env".to_owned())),
        ("span.name = 'v'", MetricField::SpanName),
        ("span.type = \"v\"", MetricField::SpanType),
        ("span.status = 'v'", MetricField::SpanStatus),
        ("assessment.name = 'v'", MetricField::AssessmentName),
        ("assessment.type = \"v\"", MetricField::AssessmentType),
    ] {
        let filter = parse_metric_filter(text).unwrap();
        assert_eq!((&filter.field, filter.value.as_str()), (&field, "v"), "{text}");
        assert_eq!(parse_metric_filter(&filter.to_string()), Ok(filter));
    }
}

#[test]
fn refused() {
    for text in [
        "",
        " ",
        "status = 'OK'",
        "trace.status != 'OK'",
        "trace.status IN ('OK')",
        "trace.status = OK",
        "trace.status = 'OK' AND span.name = 'a'",
        "(trace.status = 'OK')",
        "trace.tag. = 'x'",
        "span.duration = 'x'",
    ] {
        assert!(parse_metric_filter(text).is_err(), "{text}");
    }
}

#[test]
fn a_list_names_the_wrong_one() {
    let texts = ["trace.status = 'OK'".to_owned(), "span.nam = 'x'".to_owned()];
    let error = parse_metric_filters(&texts).unwrap_err();
    assert_eq!(error.item, Some(1));
    assert!(
        error.to_string().starts_with("item 2, character 1: expected one of the keys `trace.status`"),
        "{error}"
    );
    assert_eq!(error.hint.unwrap(), "did you mean `span.name`");
    assert_eq!(parse_metric_filters(&texts[..1]).unwrap().len(), 1);
    assert_eq!(parse_metric_filters(&[]).unwrap(), []);
}
