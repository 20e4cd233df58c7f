"""A client of version 3.2, which knows no OTLP export: makes traces and reads them back; prints what it sees."""

import json
import sys

import mlflow
import openai

tracking, provider = sys.argv[1:3]
mlflow.set_tracking_uri(tracking)
experiment = mlflow.set_experiment("old client").experiment_id
mlflow.openai.autolog()


@mlflow.trace(span_type="CHAIN")
def answer(question):
    mlflow.update_current_trace(tags={"color": "red"}, client_request_id="req-old")
    client = openai.OpenAI(base_url=f"{provider}/v1", api_key="not-a-key")
    asked = client.chat.completions.create(model="gpt-4o-mini", messages=[{"role": "user", "content": question}])
    return asked.choices[0].message.content


answer("needle from the past?")
mlflow.flush_trace_async_logging()
read = mlflow.get_trace(mlflow.get_last_active_trace_id())

found = mlflow.search_traces([experiment], filter_string="tags.color = 'red'", return_type="list")
mlflow.log_feedback(trace_id=read.info.trace_id, name="good", value=True)
print(
    json.dumps(
        {
            "version": mlflow.__version__,
            "trace": read.info.trace_id,
            "experiment": experiment,
            "client_request_id": read.info.client_request_id,
            "spans": [[span.name, span.span_type] for span in read.data.spans],
            "outputs": read.data.spans[0].outputs,
            "found": [[trace.info.trace_id, len(trace.data.spans)] for trace in found],
            "tokens": read.info.token_usage,
        }
    )
)
