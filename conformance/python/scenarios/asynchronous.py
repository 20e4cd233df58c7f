"""The client's default way: batches of spans and headers sent by background threads, which overtake one another."""

import mlflow


def many_small_traces(world):
    experiment = world.use_experiment("small")

    @mlflow.trace
    def leaf(number):
        return number

    @mlflow.trace(name="root")
    def root(number):
        return leaf(number) + leaf(number + 1)

    for number in range(12):
        root(number)
    traces = world.new_traces(experiment)
    outputs = sorted(trace["spans"][0]["attributes"]["mlflow.spanOutputs"] for trace in traces)
    return {"outputs": outputs, "shapes": [[span["name"] for span in trace["spans"]] for trace in traces]}


def one_long_trace(world):
    """Sixty spans leave in many requests, children before their parents."""
    experiment = world.use_experiment("long")

    @mlflow.trace
    def step(depth):
        return depth if depth == 0 else step(depth - 1)

    @mlflow.trace(name="root")
    def root():
        return [step(5) for _ in range(10)]

    root()
    trace = world.new_traces(experiment)[0]
    parents = [span["parent"] for span in trace["spans"]]
    return {"spans": len(parents), "parents": parents, "info": trace["info"]}


def autolog(world):
    import openai

    experiment = world.use_experiment("autolog")
    mlflow.openai.autolog()
    client = openai.OpenAI(base_url=world.openai_url, api_key="not-a-key")
    for stream in (False, True):
        answer = client.chat.completions.create(
            model="gpt-4o-mini", messages=[{"role": "user", "content": "capital of France?"}], stream=stream
        )
        if stream:
            list(answer)
        mlflow.flush_trace_async_logging()
    return world.new_traces(experiment)


def feedback_while_it_runs(world):
    experiment = world.use_experiment("early feedback")
    with mlflow.start_span("root") as span:
        mlflow.log_feedback(trace_id=span.trace_id, name="early", value=0.5, rationale="while it runs")
        mlflow.log_expectation(trace_id=span.trace_id, name="wish", value={"a": [1]})
    return world.new_traces(experiment)
