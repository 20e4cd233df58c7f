"""What a scenario sees of the world: the client, a provider, and ways to describe what came back."""

import inspect
import json
from collections.abc import Callable

import mlflow
from mlflow import MlflowClient
from mlflow.entities import Trace, TraceInfo
from mlflow.exceptions import MlflowException, RestException

from harness.masks import Masks

# Present or absent depending on which of two concurrent requests the official server finishes first.
RACING_TAGS = {"mlflow.trace.spansLocation"}


class World:
    """The surroundings of the scenarios of one file."""

    def __init__(self, tracking_uri: str, provider: str, prefix: str):
        self.tracking_uri = tracking_uri
        self.openai_url = f"{provider}/v1"
        self.databricks_url = f"{provider}/serving-endpoints"
        self.prefix = prefix
        self.client = MlflowClient(tracking_uri)

    def use_experiment(self, name: str) -> str:
        """Makes a new experiment the active one and returns its id."""
        return mlflow.set_experiment(f"{self.prefix}/{name}").experiment_id

    def new_traces(self, experiment_id: str, order_by: list[str] | None = None) -> list[dict]:
        """All traces of the experiment, oldest first, described."""
        mlflow.flush_trace_async_logging()
        traces = self.client.search_traces(
            locations=[experiment_id], order_by=order_by or ["timestamp ASC"], max_results=100
        )
        return [describe_trace(trace) for trace in traces]

    def attempt(self, function: Callable, *arguments, **named):
        """The described result, or the error the client raised: its code and status, not its wording."""
        try:
            return describe(function(*arguments, **named))
        except RestException as error:
            return {"error": error.error_code, "status": error.get_http_status_code()}
        except MlflowException as error:
            return {"error": error.error_code, "raised": type(error).__name__}
        except Exception as error:
            return {"raised": type(error).__name__}

    @staticmethod
    def masked(result):
        return Masks().apply(describe(result))


def scenarios_of(module) -> list[tuple[str, Callable]]:
    """Every public function of the module that takes the world, in the order of the file."""
    found = [
        (name, function)
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if function.__module__ == module.__name__
        and not name.startswith("_")
        and list(inspect.signature(function).parameters) == ["world"]
    ]
    return sorted(found, key=lambda item: item[1].__code__.co_firstlineno)


def describe(value):
    """Plain JSON values for whatever the client returns."""
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, dict):
        return {str(key): describe(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [describe(item) for item in value]
    if isinstance(value, Trace):
        return describe_trace(value)
    if isinstance(value, TraceInfo):
        return describe_info(value)
    for method in ("to_dictionary", "to_dict"):
        if hasattr(value, method):
            return describe(getattr(value, method)())
    if hasattr(type(value), "_properties"):
        return {name: describe(item) for name, item in value if not name.startswith("_")}
    return repr(value)


def describe_info(info: TraceInfo) -> dict:
    """Everything the client knows of a trace without its spans."""
    described = describe(info.to_dict())
    described["tags"] = {key: item for key, item in described.get("tags", {}).items() if key not in RACING_TAGS}
    for name in ("trace_metadata", "tags"):
        described[name] = dict(sorted(described.get(name, {}).items()))
        for key, text in described[name].items():
            if key in ("mlflow.trace.tokenUsage", "mlflow.trace.cost"):
                described[name][key] = json.loads(text)
    return described


def describe_trace(trace: Trace) -> dict:
    """A trace with its spans in start order; parents by name, attributes decoded."""
    names = {span.span_id: span.name for span in trace.data.spans}
    return {"info": describe_info(trace.info), "spans": [describe_span(span, names) for span in trace.data.spans]}


def describe_span(span, names: dict[str, str]) -> dict:
    described = {
        "name": span.name,
        "type": span.span_type,
        "parent": names.get(span.parent_id, "<unknown>") if span.parent_id else None,
        "status": {"code": str(span.status.status_code), "description": span.status.description},
        "attributes": describe(dict(sorted(span.attributes.items()))),
        "events": [describe_event(event) for event in span.events],
        "ended": span.end_time_ns is not None,
    }
    if span.links:
        described["links"] = [{"to": link.trace_id, "attributes": describe(link.attributes)} for link in span.links]
    return described


def describe_event(event) -> dict:
    attributes = dict(event.attributes or {})
    if "exception.stacktrace" in attributes:
        attributes["exception.stacktrace"] = "<stack>"
    return {"name": event.name, "attributes": describe(attributes)}
