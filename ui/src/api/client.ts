/** The one place that talks HTTP: base path, error shape, JSON. */

/** Path prefix the page is served under, with a slash at the end. */
export const basePath: string = new URL(document.baseURI).pathname.replace(/[^/]*$/, "");

/** Absolute path of an API resource under the page's prefix. */
export function apiUrl(path: string): string {
  return `${basePath}api/v1${path}`;
}

/** An answer of the server that is not a success, with everything it said. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  readonly hint?: string;
  readonly field?: string;
  readonly position?: number;

  constructor(status: number, body: Partial<ApiErrorBody>) {
    super(body.message ?? `the server answered ${status}`);
    this.name = "ApiError";
    this.status = status;
    this.code = body.code ?? "UNKNOWN";
    this.hint = body.hint;
    this.field = body.field;
    this.position = body.position;
  }
}

interface ApiErrorBody {
  code: string;
  message: string;
  hint?: string;
  field?: string;
  position?: number;
}

/** Query parameters; undefined and empty values are left out. */
export type Query = Record<string, string | number | undefined>;

/** Options of one call. */
export interface CallOptions {
  query?: Query;
  body?: unknown;
  signal?: AbortSignal;
}

/** Sends a request and gives the raw response; throws `ApiError` on any other status than 2xx. */
export async function send(method: string, path: string, options: CallOptions = {}): Promise<Response> {
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(options.query ?? {})) {
    if (value !== undefined && value !== "") search.set(key, String(value));
  }
  const suffix = search.size > 0 ? `?${search}` : "";
  let response: Response;
  try {
    response = await fetch(apiUrl(path) + suffix, {
      method,
      signal: options.signal,
      headers: options.body === undefined ? undefined : { "content-type": "application/json" },
      body: options.body === undefined ? undefined : JSON.stringify(options.body),
    });
  } catch (cause) {
    if (options.signal?.aborted) throw cause;
    throw new ApiError(0, {
      code: "UNREACHABLE",
      message: "the server cannot be reached",
      hint: "is it still running?",
    });
  }
  if (response.ok) return response;
  const body = (await response.json().catch(() => ({}))) as { error?: Partial<ApiErrorBody> };
  throw new ApiError(response.status, body.error ?? {});
}

/** Sends a request and parses the JSON answer. */
export async function call<T>(method: string, path: string, options: CallOptions = {}): Promise<T> {
  const response = await send(method, path, options);
  if (response.status === 204) return undefined as T;
  const text = await response.text();
  return (text === "" ? undefined : JSON.parse(text)) as T;
}
