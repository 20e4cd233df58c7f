/** JSON in one line of a table: the fields of an object by name, a single text as it is. */
import type { Json } from "../../api/types";

/** The line for a value; empty objects are nothing. */
export function jsonLine(value: Json | undefined): string {
  if (value === undefined || value === null) return "";
  if (typeof value !== "object") return String(value);
  if (Array.isArray(value)) return JSON.stringify(value);
  const fields = Object.entries(value);
  if (fields.length === 1 && typeof fields[0][1] === "string") return fields[0][1];
  return fields
    .map(([key, field]) => `${key}: ${typeof field === "string" ? field : JSON.stringify(field)}`)
    .join(", ");
}
