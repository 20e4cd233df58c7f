/** Paths into a JSON value, and search over it. */
import type { Json } from "../../api/types";

/** Keys from the root to a value. */
export type Path = readonly (string | number)[];

/** A path as code people can paste: `messages[0].content`. */
export function pathText(path: Path): string {
  return path
    .map((key, index) => {
      if (typeof key === "number") return `[${key}]`;
      if (/^[A-Za-z_$][\w$]*$/.test(key)) return index === 0 ? key : `.${key}`;
      return `[${JSON.stringify(key)}]`;
    })
    .join("");
}

/** A path as key of a map. */
export function pathKey(path: Path): string {
  return path.map((key) => (typeof key === "number" ? `#${key}` : key)).join("\u0000");
}

/** Paths whose key or plain value holds the words, in reading order, at most `limit`. */
export function findPaths(root: Json, words: string, limit: number): Path[] {
  const wanted = words.toLowerCase();
  const hits: Path[] = [];
  const stack: { value: Json; path: Path }[] = [{ value: root, path: [] }];
  while (stack.length > 0 && hits.length < limit) {
    const { value, path } = stack.pop() as { value: Json; path: Path };
    const key = path.at(-1);
    const inKey = typeof key === "string" && key.toLowerCase().includes(wanted);
    const plain = value === null || typeof value !== "object";
    if (inKey || (plain && String(value).toLowerCase().includes(wanted))) hits.push(path);
    if (plain) continue;
    const entries = childrenOf(value);
    for (let index = entries.length - 1; index >= 0; index -= 1) {
      stack.push({ value: entries[index][1], path: [...path, entries[index][0]] });
    }
  }
  return hits;
}

/** Keys and values of an object or a list. */
export function childrenOf(value: Json): [string | number, Json][] {
  if (Array.isArray(value)) return value.map((each, index) => [index, each]);
  if (value !== null && typeof value === "object") return Object.entries(value);
  return [];
}

/** How many values a JSON value holds, counted up to `limit`. */
export function countValues(value: Json, limit: number): number {
  let count = 0;
  const stack: Json[] = [value];
  while (stack.length > 0 && count < limit) {
    const next = stack.pop() as Json;
    count += 1;
    if (next !== null && typeof next === "object")
      stack.push(...(Array.isArray(next) ? next.slice(0, limit) : Object.values(next)));
  }
  return count;
}
