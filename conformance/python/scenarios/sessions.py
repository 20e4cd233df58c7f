"""Conversations: traces that carry a session, found together."""

import mlflow
from mlflow.entities import AssessmentSource


def _conversations(world) -> tuple[str, list[str]]:
    experiment = world.use_experiment("sessions")
    ids = []
    for index in range(7):
        start = 1_790_000_000_000_000_000 + index * 1_000_000_000
        metadata = {"mlflow.trace.session": f"s{index % 3}", "mlflow.trace.user": "ann"} if index != 6 else {}
        span = mlflow.start_span_no_context(
            f"turn {index}", inputs={"n": index}, metadata=metadata, experiment_id=experiment, start_time_ns=start
        )
        span.end(end_time_ns=start + 5_000_000)
        ids.append(span.trace_id)
    return experiment, ids


def search_sessions(world):
    experiment, _ = _conversations(world)
    sessions = mlflow.search_sessions(locations=[experiment])
    light = mlflow.search_sessions(locations=[experiment], include_spans=False, max_results=2)
    source = AssessmentSource("HUMAN", "ann")
    first = sessions[0]
    mlflow.log_feedback(
        trace_id=first.traces[0].info.trace_id,
        name="whole",
        value=True,
        source=source,
        metadata={"mlflow.trace.session": first.id},
    )
    judged = world.client.search_traces(
        locations=[experiment], filter_string="feedback.whole = 'true'", include_spans=False
    )
    return {
        "sessions": [[session.id, [_name(trace) for trace in session.traces]] for session in sessions],
        "light": [[session.id, [len(trace.data.spans) for trace in session.traces]] for session in light],
        "judged as a whole": sorted(_name(trace) for trace in judged),
    }


def _name(trace) -> str:
    return trace.info.tags["mlflow.traceName"]
