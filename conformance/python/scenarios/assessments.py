"""Feedback and expectations: every kind of value, on traces and spans; errors, changes, overrides, removal."""

import mlflow
from mlflow.entities import AssessmentError, AssessmentSource, Expectation, Feedback

VALUES = [True, False, 1, 0.5, -3, "text", "", ["a", 1, True], {"k": 1.5, "t": "x", "b": False}, 10**12, 1e-9]
HUMAN = AssessmentSource("HUMAN", "ann@example.com")
JUDGE = AssessmentSource("LLM_JUDGE", "gpt-4o")


def _trace(world, experiment: str) -> tuple[str, str]:
    world.use_experiment(experiment)
    with mlflow.start_span("root"), mlflow.start_span("child") as child:
        pass
    return child.trace_id, child.span_id


def _all(world, trace_id: str) -> list:
    return world.client.get_trace(trace_id).info.assessments


def feedback_values(world):
    trace_id, _ = _trace(world, "feedback values")
    logged = [
        world.attempt(mlflow.log_feedback, trace_id=trace_id, name=f"v{index}", value=value)
        for index, value in enumerate(VALUES)
    ]
    return {"logged": logged, "read": _all(world, trace_id)}


def expectation_values(world):
    trace_id, _ = _trace(world, "expectation values")
    values = [*VALUES, [{"deep": [1, {"er": None}]}], None]
    logged = [
        world.attempt(mlflow.log_expectation, trace_id=trace_id, name=f"v{index}", value=value)
        for index, value in enumerate(values)
    ]
    return {"logged": logged, "read": _all(world, trace_id)}


def on_a_span(world):
    trace_id, span_id = _trace(world, "span")
    mlflow.log_feedback(trace_id=trace_id, span_id=span_id, name="good", value=True, source=HUMAN, rationale="nice")
    mlflow.log_expectation(trace_id=trace_id, span_id=span_id, name="wanted", value="x", source=HUMAN)
    return _all(world, trace_id)


def sources_and_metadata(world):
    trace_id, _ = _trace(world, "sources")
    for source in (HUMAN, JUDGE, AssessmentSource("CODE", "check.py"), None):
        mlflow.log_feedback(trace_id=trace_id, name="quality", value=1, source=source, metadata={"m": "1", "n": "zwei"})
    long = {"long": "x" * 1000}
    mlflow.log_feedback(trace_id=trace_id, name="long", value="y" * 3000, rationale="z" * 3000, metadata=long)
    return _all(world, trace_id)


def error_feedback(world):
    trace_id, _ = _trace(world, "errors")
    mlflow.log_feedback(
        trace_id=trace_id, name="judge", error=AssessmentError("RATE", "slow down", "stack"), source=JUDGE
    )
    mlflow.log_feedback(trace_id=trace_id, name="exception", error=ValueError("bad"), source=JUDGE)
    read = _all(world, trace_id)
    return [
        {"name": one.name, "value": one.value, "code": one.error.error_code, "text": one.error.error_message}
        for one in read
    ]


def update(world):
    trace_id, _ = _trace(world, "update")
    first = mlflow.log_feedback(trace_id=trace_id, name="a", value=0.5, rationale="r", metadata={"keep": "1"})
    wish = mlflow.log_expectation(trace_id=trace_id, name="b", value="old")
    change = mlflow.update_assessment
    changed = change(
        trace_id, first.assessment_id, Feedback(name="a", value="other", rationale="why", metadata={"x": "2"})
    )
    renamed = change(trace_id, first.assessment_id, Feedback(name="renamed", value=1))
    listed = change(trace_id, wish.assessment_id, Expectation(name="b", value=["new", 1]))
    return {
        "changed": changed,
        "renamed": renamed,
        "listed": listed,
        "created before updated": changed.create_time_ms <= changed.last_update_time_ms,
        "read": _all(world, trace_id),
        "kind": world.attempt(change, trace_id, wish.assessment_id, Feedback(name="b", value=1)),
        "unknown": world.attempt(change, trace_id, "a-" + "0" * 32, Feedback(name="b", value=1)),
        "unknown trace": world.attempt(change, "tr-" + "f" * 32, first.assessment_id, Feedback(name="b", value=1)),
    }


def override(world):
    trace_id, _ = _trace(world, "override")
    judged = mlflow.log_feedback(trace_id=trace_id, name="right", value=False, source=JUDGE)
    corrected = mlflow.override_feedback(
        trace_id=trace_id, assessment_id=judged.assessment_id, value=True, rationale="it is right", source=HUMAN
    )
    seen = {"corrected": corrected, "read": _all(world, trace_id)}
    mlflow.delete_assessment(trace_id, corrected.assessment_id)
    seen["after delete"] = _all(world, trace_id)
    missing = "a-" + "0" * 32
    seen["unknown"] = world.attempt(mlflow.override_feedback, trace_id=trace_id, assessment_id=missing, value=1)
    return seen


def delete(world):
    trace_id, _ = _trace(world, "delete")
    first = mlflow.log_feedback(trace_id=trace_id, name="a", value=1)
    mlflow.log_feedback(trace_id=trace_id, name="a", value=2)
    mlflow.delete_assessment(trace_id, first.assessment_id)
    return {
        "left": _all(world, trace_id),
        "again": world.attempt(mlflow.delete_assessment, trace_id, first.assessment_id),
        "read": world.attempt(mlflow.get_assessment, trace_id, first.assessment_id),
        "unknown trace": world.attempt(mlflow.delete_assessment, "tr-" + "f" * 32, first.assessment_id),
    }


def read_one(world):
    trace_id, span_id = _trace(world, "read")
    made = mlflow.log_feedback(trace_id=trace_id, name="a", value={"x": [1]}, span_id=span_id, source=HUMAN)
    return {
        "read": mlflow.get_assessment(trace_id, made.assessment_id),
        "unknown": world.attempt(mlflow.get_assessment, trace_id, "a-" + "0" * 32),
        "unknown trace": world.attempt(mlflow.get_assessment, "tr-" + "f" * 32, made.assessment_id),
    }


def on_unknown_trace(world):
    unknown = "tr-" + "f" * 32
    return {
        "feedback": world.attempt(mlflow.log_feedback, trace_id=unknown, name="a", value=1),
        "expectation": world.attempt(mlflow.log_expectation, trace_id=unknown, name="a", value=1),
    }


def issue(world):
    trace_id, _ = _trace(world, "issue")
    return world.attempt(mlflow.log_issue, trace_id=trace_id, issue_id="iss-1", issue_name="slow")


def found_by_filter(world):
    """What a filter finds after a change, an override and a removal."""
    trace_id, _ = _trace(world, "filter")
    experiment = world.client.get_trace(trace_id).info.experiment_id

    def count(text):
        return len(world.client.search_traces(locations=[experiment], filter_string=text, include_spans=False))

    made = mlflow.log_feedback(trace_id=trace_id, name="score", value=0.2, source=JUDGE)
    seen = {"first": [count("feedback.score < 0.5"), count("feedback.score > 0.5"), count("feedback.score IS NULL")]}
    over = mlflow.override_feedback(trace_id=trace_id, assessment_id=made.assessment_id, value=0.9)
    seen["overridden"] = [count("feedback.score < 0.5"), count("feedback.score > 0.5")]
    mlflow.delete_assessment(trace_id, over.assessment_id)
    seen["restored"] = [count("feedback.score < 0.5"), count("feedback.score > 0.5")]
    mlflow.delete_assessment(trace_id, made.assessment_id)
    seen["gone"] = [count("feedback.score < 0.5"), count("feedback.score IS NULL")]
    return seen
