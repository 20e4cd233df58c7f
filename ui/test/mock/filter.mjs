// A small part of the filter grammar: enough to develop the filter bar against.
const keys = [
  "status",
  "name",
  "execution_time_ms",
  "timestamp_ms",
  "trace.text",
  "run_id",
  "session",
  "user",
  "model",
  "tags.env",
  "metadata.`mlflow.trace.session`",
  "span.name",
  "span.type",
  "feedback.correct",
];

/** Parses a filter; throws `{ message, position, expected, hint }`. */
export function parseFilter(text) {
  const clauses = [];
  let at = 0;
  const skip = () => {
    while (text[at] === " ") at += 1;
  };
  const take = (pattern, expected) => {
    skip();
    const match = pattern.exec(text.slice(at));
    if (!match) throw { message: `expected ${expected}`, position: at, expected };
    at += match[0].length;
    return match[0];
  };
  skip();
  while (at < text.length) {
    skip();
    const position = at;
    const key = take(/^[A-Za-z_.]+(`[^`]*`)?/, "a key");
    const known = keys.includes(key) || /^(tags?|metadata|feedback|span)\./.test(key);
    if (!known)
      throw {
        message: `unknown key \`${key}\``,
        position,
        expected: "a key",
        hint: key.startsWith("st") ? "did you mean `status`?" : undefined,
      };
    const comparator = take(/^(=|!=|>=|<=|>|<|LIKE|ILIKE)/i, "a comparator");
    const raw = take(/^('[^']*'|"[^"]*"|-?[0-9.]+)/, "a value in quotes or a number");
    clauses.push({
      key,
      comparator: comparator.toUpperCase(),
      value: /^['"]/.test(raw) ? raw.slice(1, -1) : Number(raw),
    });
    skip();
    if (at < text.length) take(/^AND\b/i, "`AND`");
  }
  return clauses;
}

/** Whether a row satisfies all clauses. */
export function matches(row, clauses) {
  return clauses.every(({ key, comparator, value }) => {
    if (key === "model" && comparator === "=") return row.models.includes(value);
    const actual = fieldOf(row, key);
    if (actual === undefined) return false;
    if (comparator === "=") return String(actual) === String(value);
    if (comparator === "!=") return String(actual) !== String(value);
    if (comparator.endsWith("LIKE"))
      return String(actual).toLowerCase().includes(String(value).replaceAll("%", "").toLowerCase());
    const numeric = Number(value);
    return { ">": actual > numeric, "<": actual < numeric, ">=": actual >= numeric, "<=": actual <= numeric }[
      comparator
    ];
  });
}

function fieldOf(row, key) {
  if (key === "status") return row.state;
  if (key === "name") return row.name;
  if (key === "user") return row.user;
  if (key === "session") return row.session;
  if (key === "execution_time_ms") return row.duration_ms;
  if (key === "timestamp_ms") return row.request_time;
  if (key.startsWith("tag")) return row.tags[key.slice(key.indexOf(".") + 1)];
  if (key.includes("mlflow.trace.session")) return row.session;
  if (key.startsWith("feedback.")) return row.assessments.find((entry) => entry.name === key.slice(9))?.value;
  return undefined;
}

/** Suggestions at a cursor. */
export function complete(text, cursor) {
  const before = text.slice(0, cursor);
  const word = /[A-Za-z_.`]*$/.exec(before)[0];
  const from = cursor - word.length;
  const head = before.slice(0, from).trimEnd();
  const items = (list, kind) =>
    list.filter((entry) => entry.toLowerCase().startsWith(word.toLowerCase())).map((entry) => ({ text: entry, kind }));
  let found;
  if (head === "" || /\b(AND|OR|NOT)$/i.test(head)) found = items(keys, "key");
  else if (/(=|>|<|LIKE)$/i.test(head))
    found = items(
      /status\s*!?=$/.test(head) ? ["'OK'", "'ERROR'", "'IN_PROGRESS'"] : ["'support_agent'", "'prod'"],
      "value",
    );
  else if (/('[^']*'|"[^"]*"|[0-9])$/.test(head)) found = items(["AND", "OR"], "keyword");
  else found = items(["=", "!=", ">", "<", "LIKE", "ILIKE"], "comparator");
  return { from, to: cursor, items: found };
}
