/** JSON in one line of a table. */
import type { Json } from "../../api/types";

/** The fields of an object by name; a single text alone, unless `named`; empty objects are nothing. */
export function jsonLine(value: Json | undefined, named = false): string {
  if (value === undefined || value === null) return "";
  if (typeof value !== "object") return String(value);
  if (Array.isArray(value)) return JSON.stringify(value);
  const fields = Object.entries(value);
  if (!named && fields.length === 1 && typeof fields[0][1] === "string") return fields[0][1];
  return fields
    .map(([key, field]) => `${key}: ${typeof field === "string" ? field : JSON.stringify(field)}`)
    .join(", ");
}
