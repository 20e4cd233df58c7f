/**
 * The words of a preview. Previews keep the form in which a value was recorded, often JSON and often cut at 250
 * characters; a list should show what was said: a plain string, the last message, or the first text of an object.
 */
export function previewText(preview: string | undefined): string | undefined {
  if (preview === undefined || !/^\s*[["{]/.test(preview)) return preview;
  try {
    return textOf(JSON.parse(preview)) ?? preview;
  } catch {
    return textOfCut(preview);
  }
}

const textKeys = ["content", "text", "output_text", "answer", "response", "question", "query", "input", "prompt"];

function textOf(value: unknown, depth = 0): string | undefined {
  if (typeof value === "string") return value;
  if (depth > 6 || value === null || typeof value !== "object") return undefined;
  if (Array.isArray(value)) {
    if (value.some((each) => typeof each !== "string" && (each === null || typeof each !== "object"))) return undefined;
    return textOf(value[value.length - 1], depth + 1);
  }
  const fields = value as Record<string, unknown>;
  for (const list of ["messages", "choices", "parts"]) {
    if (Array.isArray(fields[list])) return textOf(fields[list], depth + 1);
  }
  if (fields.message !== undefined) return textOf(fields.message, depth + 1);
  for (const key of textKeys) {
    const text = textOf(fields[key], depth + 1);
    if (text !== undefined && text !== "") return text;
  }
  const values = Object.values(fields);
  return values.length === 1 ? textOf(values[0], depth + 1) : undefined;
}

/** JSON that was cut: the last text of a known key that had begun, or the string itself. */
function textOfCut(preview: string): string {
  if (preview.startsWith('"')) return readEscapes(preview.slice(1));
  const begun = [
    ...preview.matchAll(/"(?:content|text|question|query|input|prompt|answer)"\s*:\s*\[?\s*"((?:[^"\\]|\\.)*)/g),
  ];
  const last = begun.at(-1)?.[1];
  if (last !== undefined && last !== "") return readEscapes(last);
  const only = /^\{\s*"[^"]*"\s*:\s*"((?:[^"\\]|\\.)*)/.exec(preview)?.[1];
  return only === undefined ? preview : readEscapes(only);
}

function readEscapes(text: string): string {
  try {
    return JSON.parse(`"${text.replace(/\\[^"]?$/, "").replace(/\\u[0-9a-f]{0,3}$/i, "")}"`) as string;
  } catch {
    return text;
  }
}
