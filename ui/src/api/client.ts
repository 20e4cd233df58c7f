/** The one place that talks HTTP: base path, typed client, error shape. */
import createClient from "openapi-fetch";
import type { components, paths } from "./schema";
import type { WithJson } from "./types";

/** Path prefix the page is served under, with a slash at the end. */
export const basePath: string = new URL(document.baseURI).pathname.replace(/[^/]*$/, "");

/** Path of an API resource under the page's prefix, for links and the live stream. */
export function apiUrl(path: string): string {
  return `${basePath}api/v1${path}`;
}

type ErrorDetail = components["schemas"]["ErrorDetail"];

/** An answer of the server that is not a success, with everything it said. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  readonly hint?: string;
  readonly field?: string;
  /** Place in `field`, in characters from its start. */
  readonly position?: number;

  constructor(status: number, detail: Partial<ErrorDetail>) {
    super(detail.message ?? `the server answered ${status}`);
    this.name = "ApiError";
    this.status = status;
    this.code = detail.code ?? "UNKNOWN";
    this.hint = detail.hint;
    this.field = detail.field;
    this.position = detail.position;
  }
}

async function fetchOrThrow(request: Request): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(request);
  } catch (cause) {
    if (request.signal.aborted) throw cause;
    throw new ApiError(0, {
      code: "UNREACHABLE",
      message: "the server cannot be reached",
      hint: "is it still running? This page asks again by itself.",
    });
  }
  if (response.ok) return response;
  const body = (await response.json().catch(() => ({}))) as { error?: Partial<ErrorDetail> };
  throw new ApiError(response.status, body.error ?? {});
}

/** The typed client; every call throws `ApiError` on any other status than 2xx. */
export const api = createClient<paths>({ baseUrl: basePath.replace(/\/$/, ""), fetch: fetchOrThrow });

/** The data of an answer. */
export async function dataOf<T>(answer: Promise<{ data?: T }>): Promise<WithJson<T>> {
  // Failures have been thrown by `fetchOrThrow`, so there is data.
  return (await answer).data as WithJson<T>;
}
