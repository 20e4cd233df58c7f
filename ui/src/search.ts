/** Plain query strings for the router: every value is text, repeated keys are lists. */

/** Search parameters as they stand in the URL. */
export type RawSearch = Record<string, string | string[] | undefined>;

/** Parses `?a=1&b=x&b=y`. */
export function parseSearch(text: string): RawSearch {
  const result: RawSearch = {};
  for (const [key, value] of new URLSearchParams(text)) {
    const known = result[key];
    if (known === undefined) result[key] = value;
    else result[key] = Array.isArray(known) ? [...known, value] : [known, value];
  }
  return result;
}

/** Writes a query string; undefined and empty values are left out. */
export function stringifySearch(search: object): string {
  const parameters = new URLSearchParams();
  for (const [key, value] of Object.entries(search)) {
    for (const entry of Array.isArray(value) ? value : [value]) {
      if (entry !== undefined && entry !== null && entry !== "") parameters.append(key, String(entry));
    }
  }
  const text = parameters.toString().replaceAll("%2C", ",").replaceAll("%3A", ":");
  return text === "" ? "" : `?${text}`;
}

/** The first value of a parameter. */
export function one(value: string | string[] | undefined): string | undefined {
  const first = Array.isArray(value) ? value[0] : value;
  return first === "" ? undefined : first;
}
