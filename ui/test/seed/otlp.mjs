// OTLP/JSON: encoding of values and posting of spans to /v1/traces.

/** Encodes one attribute value. */
export function anyValue(value) {
  if (typeof value === "string") return { stringValue: value };
  if (typeof value === "boolean") return { boolValue: value };
  if (typeof value === "number") return Number.isInteger(value) ? { intValue: String(value) } : { doubleValue: value };
  if (Array.isArray(value)) return { arrayValue: { values: value.map(anyValue) } };
  return { kvlistValue: { values: attributes(value) } };
}

/** Decodes one attribute value. */
export function plainValue(value) {
  if ("stringValue" in value) return value.stringValue;
  if ("boolValue" in value) return value.boolValue;
  if ("intValue" in value) return Number(value.intValue);
  if ("doubleValue" in value) return value.doubleValue;
  if ("arrayValue" in value) return (value.arrayValue.values ?? []).map(plainValue);
  if ("kvlistValue" in value)
    return Object.fromEntries(value.kvlistValue.values.map((entry) => [entry.key, plainValue(entry.value)]));
  return null;
}

/** Encodes an object as OTLP attributes. */
export function attributes(object) {
  return Object.entries(object).map(([key, value]) => ({ key, value: anyValue(value) }));
}

/** Wraps spans in an export request. */
export function exportRequest(spans) {
  return {
    resourceSpans: [
      {
        resource: { attributes: attributes({ "service.name": "support-bot", "deployment.environment": "demo" }) },
        scopeSpans: [{ scope: { name: "spanwell.seed", version: "1.0" }, spans }],
      },
    ],
  };
}

/** Sends spans to a server in requests of at most `batch` spans. */
export async function postSpans(url, experiment, spans, batch = 2000) {
  for (let start = 0; start < spans.length; start += batch) {
    const response = await fetch(`${url}/v1/traces`, {
      method: "POST",
      headers: { "content-type": "application/json", "x-mlflow-experiment-id": experiment },
      body: JSON.stringify(exportRequest(spans.slice(start, start + batch))),
    });
    if (!response.ok) throw new Error(`POST /v1/traces answered ${response.status}: ${await response.text()}`);
  }
}
