/** The state of a prompt's page that lives in the URL. */
import { one, type RawSearch } from "../../search";

/** URL parameters of the page; all optional. */
export interface PromptSearch {
  /** The version shown; absent means the newest one. */
  version?: number;
  /** The version it is compared with; absent means that it is shown alone. */
  compare?: number;
}

/** Reads the parameters out of a query string. */
export function readPromptSearch(raw: RawSearch): PromptSearch {
  return { version: number(raw.version), compare: number(raw.compare) };
}

function number(value: string | string[] | number | undefined): number | undefined {
  const text = typeof value === "number" ? String(value) : one(value);
  return text !== undefined && /^[1-9]\d{0,9}$/.test(text) ? Number(text) : undefined;
}
