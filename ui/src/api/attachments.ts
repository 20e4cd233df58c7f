/**
 * Images, sounds and files that MLflow's client took out of a span and stored beside it. Only that client's own endpoint
 * serves them; this is the one address outside the native API that the page names.
 */

/** Where an attachment is and what it is. */
export interface Attachment {
  /** Relative to the page's base, so that it holds under a path prefix. */
  url: string;
  mime: string;
  bytes?: number;
}

/** Reads `mlflow-attachment://<id>?content_type=...&trace_id=...&size=...`; undefined for any other text. */
export function readAttachment(reference: string | undefined): Attachment | undefined {
  const parts = /^mlflow-attachment:\/\/([0-9a-f-]{36})\?(.*)$/i.exec(reference ?? "");
  if (parts === null) return undefined;
  const facts = new URLSearchParams(parts[2]);
  const trace = facts.get("trace_id");
  if (trace === null) return undefined;
  const query = new URLSearchParams({ request_id: trace, path: parts[1] });
  const size = Number(facts.get("size") ?? Number.NaN);
  return {
    url: `ajax-api/3.0/mlflow/get-trace-artifact?${query}`,
    mime: facts.get("content_type") ?? "application/octet-stream",
    bytes: Number.isNaN(size) ? undefined : size,
  };
}
