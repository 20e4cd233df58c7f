"""Figures of traces, spans and assessments, and how two filters go together: what dashboards of the client ask."""

import mlflow
from mlflow.entities import AssessmentSource, SpanType
from mlflow.entities.trace_metrics import AggregationType, MetricAggregation, MetricViewType

SOURCE = AssessmentSource(source_type="HUMAN", source_id="me")
# 2026-11-22T05:00:00Z: all times are given, so that the figures are the same on every server.
START_MS = 1_795_323_600_000


def _trace(number, name, duration_ms, error=False, tokens=None):
    start_ns = (START_MS + number * 600_000) * 1_000_000
    span = mlflow.start_span_no_context(name, start_time_ns=start_ns, tags={"team": "a" if number % 2 else "b"})
    tool = mlflow.start_span_no_context("tool", span_type=SpanType.TOOL, parent_span=span, start_time_ns=start_ns)
    tool.end(status="ERROR" if error else "OK", end_time_ns=start_ns + duration_ms * 500_000)
    if tokens:
        usage = {"input_tokens": tokens, "output_tokens": 2 * tokens, "total_tokens": 3 * tokens}
        span.set_attribute("mlflow.chat.tokenUsage", usage)
    span.end(status="ERROR" if error else "OK", end_time_ns=start_ns + duration_ms * 1_000_000)
    return span.trace_id


def _filled(world, name):
    experiment_id = world.use_experiment(name)
    traces = [
        _trace(0, "chat", 100, tokens=10),
        _trace(1, "chat", 300, tokens=20),
        _trace(2, "chat", 200, error=True),
        _trace(7, "search", 50, tokens=5),
        _trace(8, "search", 70),
    ]
    mlflow.flush_trace_async_logging()
    for trace_id, value in zip(traces, (True, False, 0.5, "good", 3), strict=True):
        mlflow.log_feedback(trace_id=trace_id, name="quality", value=value, source=SOURCE)
    mlflow.log_feedback(trace_id=traces[0], name="tone", value="good", source=SOURCE)
    mlflow.log_expectation(trace_id=traces[0], name="answer", value="42", source=SOURCE)
    return experiment_id


def _ask(world, experiment_id, view, metric, aggregations, **more):
    percentile = lambda value: MetricAggregation(AggregationType.PERCENTILE, value)  # noqa: E731
    found = world.client._tracking_client.store.query_trace_metrics(
        experiment_ids=[experiment_id],
        view_type=MetricViewType(view),
        metric_name=metric,
        aggregations=[
            percentile(one) if isinstance(one, int | float) else MetricAggregation(AggregationType(one))
            for one in aggregations
        ],
        **more,
    )
    return [[point.dimensions, {name: round(value, 6) for name, value in point.values.items()}] for point in found]


RANGE = {"start_time_ms": START_MS - 1, "end_time_ms": START_MS + 86_400_000}


def figures_of_traces(world):
    experiment_id = _filled(world, "traces")
    ask = lambda *arguments, **more: world.attempt(_ask, world, experiment_id, "TRACES", *arguments, **more)  # noqa: E731
    return {
        "count": ask("trace_count", ["COUNT"]),
        "by state": ask("trace_count", ["COUNT"], dimensions=["trace_status"]),
        "by name and state": ask("trace_count", ["COUNT"], dimensions=["trace_name", "trace_status"]),
        "by hour": ask("trace_count", ["COUNT"], time_interval_seconds=3600, **RANGE),
        "by hour and name": ask(
            "trace_count", ["COUNT"], dimensions=["trace_name"], time_interval_seconds=3600, **RANGE
        ),
        "of a time": ask("trace_count", ["COUNT"], start_time_ms=START_MS, end_time_ms=START_MS + 600_000),
        "latency": ask("latency", ["AVG", "MIN", "MAX", 50, 90, 99.9]),
        "latency by name": ask("latency", ["AVG", 50], dimensions=["trace_name"]),
        "tokens": ask("total_tokens", ["SUM", "AVG", "MIN", "MAX", 50]),
        "tokens by name": ask("input_tokens", ["SUM"], dimensions=["trace_name"]),
        "cached": ask("cache_read_input_tokens", ["SUM"]),
        "sessions": ask("session_count", ["COUNT"]),
        "filter": ask("trace_count", ["COUNT"], filters=["trace.status = 'ERROR'"]),
        "tag": ask("trace_count", ["COUNT"], filters=["trace.tag.team = 'a'"]),
        "name as tag": ask("trace_count", ["COUNT"], filters=['trace.tag.`mlflow.traceName` = "chat"']),
        "two": ask("trace_count", ["COUNT"], filters=["trace.tag.team = 'b'", "trace.status = 'OK'"]),
        "few": ask("trace_count", ["COUNT"], dimensions=["trace_name"], max_results=1),
        "wrong metric": ask("bogus", ["COUNT"]),
        "wrong aggregation": ask("trace_count", ["AVG"]),
        "wrong dimension": ask("trace_count", ["COUNT"], dimensions=["span_name"]),
        "wrong filter": ask("trace_count", ["COUNT"], filters=["span.name = 'tool'"]),
        "interval without times": ask("trace_count", ["COUNT"], time_interval_seconds=60),
    }


def figures_of_spans_and_assessments(world):
    experiment_id = _filled(world, "spans")
    spans = lambda *arguments, **more: world.attempt(_ask, world, experiment_id, "SPANS", *arguments, **more)  # noqa: E731
    of = lambda *arguments, **more: world.attempt(_ask, world, experiment_id, "ASSESSMENTS", *arguments, **more)  # noqa: E731
    return {
        "count": spans("span_count", ["COUNT"]),
        "by name": spans("span_count", ["COUNT"], dimensions=["span_name", "span_status"]),
        "by type": spans("span_count", ["COUNT"], dimensions=["span_type"]),
        "tools": spans("latency", ["AVG", "MIN", "MAX", 50], filters=["span.type = 'TOOL'"]),
        "failed tools": spans("span_count", ["COUNT"], filters=["span.type = 'TOOL'", "span.status = 'ERROR'"]),
        "of failed traces": spans("span_count", ["COUNT"], filters=["trace.status = 'ERROR'"]),
        "latency by name": spans("latency", ["AVG"], dimensions=["span_name"]),
        "by hour": spans("span_count", ["COUNT"], time_interval_seconds=3600, **RANGE),
        "cost": spans("total_cost", ["SUM"], dimensions=["span_model_name"]),
        "assessments": of("assessment_count", ["COUNT"], dimensions=["assessment_name"]),
        "values": of("assessment_count", ["COUNT"], dimensions=["assessment_name", "assessment_value"]),
        "average": of("assessment_value", ["AVG", "MIN", "MAX"], dimensions=["assessment_name"]),
        "feedback": of("assessment_count", ["COUNT"], filters=["assessment.type = 'feedback'"]),
        "expectations": of("assessment_count", ["COUNT"], filters=["assessment.type = 'expectation'"]),
        "one name": of("assessment_value", ["AVG"], filters=["assessment.name = 'quality'"]),
        "by hour ": of("assessment_count", ["COUNT"], time_interval_seconds=3600, **RANGE),
    }


def filters_are_correlated(world):
    experiment_id = _filled(world, "correlated")

    def ask(first, second, base=None):
        found = world.client._tracking_client.store.calculate_trace_filter_correlation(
            experiment_ids=[experiment_id], filter_string1=first, filter_string2=second, base_filter=base
        )
        counts = [found.filter1_count, found.filter2_count, found.joint_count, found.total_count]
        return [str(round(found.npmi, 9)), str(round(found.npmi_smoothed, 9)), counts]

    return {
        "some": world.attempt(ask, "name = 'chat'", "tags.team = 'b'"),
        "never": world.attempt(ask, "status = 'OK'", "status = 'ERROR'"),
        "none": world.attempt(ask, "name = 'nothing'", "status = 'OK'"),
        "base": world.attempt(ask, "status = 'OK'", "tags.team = 'a'", "name = 'chat'"),
        "wrong": world.attempt(ask, "bogus = 'x'", "status = 'OK'"),
    }
