/** Values of assessments as people type them. */
import type { Json } from "../../../api/types";

/** How a value is entered. */
export type ValueKind = "boolean" | "number" | "text" | "json";

/** The kind a value is edited as. */
export function kindOf(value: Json | undefined): ValueKind {
  if (typeof value === "boolean") return "boolean";
  if (typeof value === "number") return "number";
  if (value === undefined || typeof value === "string") return "text";
  return "json";
}

/** A value as editable text. */
export function editText(value: Json | undefined): string {
  if (value === undefined) return "";
  return typeof value === "string" ? value : typeof value === "object" ? JSON.stringify(value, null, 2) : String(value);
}

/** Reads typed text; says what is wrong with it. */
export function readValue(kind: ValueKind, text: string): { value: Json } | { problem: string } {
  switch (kind) {
    case "boolean":
      return { value: text === "true" };
    case "number": {
      const value = Number(text);
      return text.trim() !== "" && Number.isFinite(value) ? { value } : { problem: "this is not a number" };
    }
    case "json":
      try {
        return { value: JSON.parse(text) as Json };
      } catch (error) {
        return { problem: `this is not JSON: ${(error as Error).message}` };
      }
    default:
      return text === "" ? { problem: "the value is empty" } : { value: text };
  }
}
