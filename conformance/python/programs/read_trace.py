"""Reads one trace with the official client; prints what it sees."""

import json
import sys

import mlflow

mlflow.set_tracking_uri(sys.argv[1])
trace = mlflow.get_trace(sys.argv[2])
names = {span.span_id: span.name for span in trace.data.spans}
spans = {
    span.name: {
        "parent": names.get(span.parent_id),
        "type": span.span_type,
        "inputs": span.inputs,
        "outputs": span.outputs,
        "status": span.status.status_code.value,
    }
    for span in trace.data.spans
}
info = trace.info
print(json.dumps({"spans": spans, "tokens": info.token_usage, "tags": info.tags, "state": info.state.value}))
