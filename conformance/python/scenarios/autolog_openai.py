"""`mlflow.openai.autolog()` around the real `openai` package: what is stored is what the program asked and got."""

import asyncio

import mlflow
import openai

QUESTION = [
    {"role": "system", "content": "You answer in one sentence."},
    {"role": "user", "content": "What is the capital of France?"},
]
TOOLS = [
    {
        "type": "function",
        "function": {
            "name": name,
            "description": "A tool",
            "parameters": {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]},
        },
    }
    for name in ("get_weather", "get_time")
]


def _client(world, **options):
    mlflow.openai.autolog()
    return openai.OpenAI(base_url=world.openai_url, api_key="not-a-key", max_retries=0, **options)


def _async_client(world):
    mlflow.openai.autolog()
    return openai.AsyncOpenAI(base_url=world.openai_url, api_key="not-a-key", max_retries=0)


def _text(stream) -> str:
    return "".join(chunk.choices[0].delta.content or "" for chunk in stream if chunk.choices)


def chat(world):
    experiment = world.use_experiment("chat")
    answer = _client(world).chat.completions.create(model="gpt-4o-mini", messages=QUESTION, temperature=0.5, n=1)
    return {"answer": answer.choices[0].message.content, "traces": world.new_traces(experiment)}


def two_choices(world):
    experiment = world.use_experiment("choices")
    answer = _client(world).chat.completions.create(model="gpt-4o-mini", messages=QUESTION, n=2)
    return {"answers": [choice.message.content for choice in answer.choices], "traces": world.new_traces(experiment)}


def stream(world):
    experiment = world.use_experiment("stream")
    parts = _client(world).chat.completions.create(model="gpt-4o-mini", messages=QUESTION, stream=True)
    return {"answer": _text(parts), "traces": world.new_traces(experiment)}


def stream_with_usage(world):
    experiment = world.use_experiment("stream usage")
    options = {"include_usage": True}
    parts = _client(world).chat.completions.create(
        model="gpt-4o-mini", messages=QUESTION, stream=True, stream_options=options
    )
    return {"answer": _text(parts), "traces": world.new_traces(experiment)}


def asynchronous(world):
    experiment = world.use_experiment("async")

    async def ask():
        client = _async_client(world)
        return await client.chat.completions.create(model="gpt-4o-mini", messages=QUESTION)

    answer = asyncio.run(ask())
    return {"answer": answer.choices[0].message.content, "traces": world.new_traces(experiment)}


def asynchronous_stream(world):
    experiment = world.use_experiment("async stream")

    async def ask():
        client = _async_client(world)
        parts = await client.chat.completions.create(model="gpt-4o-mini", messages=QUESTION, stream=True)
        return [chunk async for chunk in parts]

    return {"answer": _text(asyncio.run(ask())), "traces": world.new_traces(experiment)}


def tools(world):
    experiment = world.use_experiment("tools")
    client = _client(world)
    first = client.chat.completions.create(model="gpt-4o-mini", messages=QUESTION, tools=TOOLS)
    calls = first.choices[0].message.tool_calls
    results = [{"role": "tool", "tool_call_id": call.id, "content": "21 °C"} for call in calls]
    client.chat.completions.create(
        model="gpt-4o-mini", messages=[*QUESTION, first.choices[0].message, *results], tools=TOOLS
    )
    return {"calls": [call.function.name for call in calls], "traces": world.new_traces(experiment)}


def tools_streamed(world):
    experiment = world.use_experiment("tools stream")
    parts = _client(world).chat.completions.create(model="gpt-4o-mini", messages=QUESTION, tools=TOOLS, stream=True)
    return {"chunks": len(list(parts)), "traces": world.new_traces(experiment)}


def image(world):
    experiment = world.use_experiment("image")
    content = [
        {"type": "text", "text": "What is this?"},
        {"type": "image_url", "image_url": {"url": "https://x.test/a.png"}},
    ]
    _client(world).chat.completions.create(model="gpt-4o-mini", messages=[{"role": "user", "content": content}])
    return world.new_traces(experiment)


def embeddings(world):
    experiment = world.use_experiment("embeddings")
    client = _client(world)
    client.embeddings.create(model="text-embedding-3-small", input="one text", encoding_format="float")
    client.embeddings.create(model="text-embedding-3-small", input=["one", "two"], encoding_format="float")
    return world.new_traces(experiment)


def responses(world):
    experiment = world.use_experiment("responses")
    answer = _client(world).responses.create(
        model="gpt-4o-mini", input="What is the capital?", instructions="Be brief."
    )
    return {"answer": answer.output_text, "traces": world.new_traces(experiment)}


def responses_stream(world):
    experiment = world.use_experiment("responses stream")
    events = _client(world).responses.create(model="gpt-4o-mini", input="What is the capital?", stream=True)
    return {"events": [event.type for event in events], "traces": world.new_traces(experiment)}


def responses_tool(world):
    experiment = world.use_experiment("responses tool")
    tool = {"type": "function", "name": "get_weather", "parameters": {"type": "object", "properties": {}}}
    _client(world).responses.create(model="gpt-4o-mini", input="Weather?", tools=[tool])
    return world.new_traces(experiment)


def errors(world):
    experiment = world.use_experiment("errors")
    client = _client(world)
    raised = []
    for status in (400, 401, 404, 429, 500):
        try:
            client.chat.completions.create(model=f"error-{status}", messages=QUESTION)
        except openai.APIStatusError as error:
            raised.append(type(error).__name__)
    return {"raised": raised, "traces": world.new_traces(experiment)}


def stream_breaks_off(world):
    experiment = world.use_experiment("broken stream")
    parts = _client(world).chat.completions.create(model="disconnect", messages=QUESTION, stream=True)
    try:
        text = _text(parts)
    except Exception as error:
        text = f"raised {type(error).__name__}"
    traces = world.new_traces(experiment)
    return {"answer": text, "traces": traces}


def inside_a_span(world):
    experiment = world.use_experiment("nested")
    client = _client(world)

    @mlflow.trace(span_type="AGENT")
    def agent(question):
        with mlflow.start_span("retrieve", span_type="RETRIEVER") as span:
            span.set_inputs({"question": question})
            span.set_outputs([{"page_content": "France: Paris", "metadata": {"doc_uri": "a", "chunk_id": "1"}}])
        first = client.chat.completions.create(model="gpt-4o-mini", messages=QUESTION)
        client.chat.completions.create(model="gpt-4o", messages=QUESTION)
        return first.choices[0].message.content

    agent("capital?")
    return world.new_traces(experiment)
