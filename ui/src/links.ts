/** The URLs of the page, as text with the base path, for plain anchors. */
import { basePath } from "./api/client";
import { stringifySearch } from "./search";

const encode = encodeURIComponent;

/** The list of experiments. */
export function experimentsHref(): string {
  return basePath;
}

/** The traces of an experiment. */
export function tracesHref(experiment: string, search: object = {}): string {
  return `${basePath}e/${encode(experiment)}/traces${stringifySearch(search)}`;
}

/** One trace; the list's search goes along so that next and previous stay in the list. */
export function traceHref(experiment: string, trace: string, search: object = {}): string {
  return `${basePath}e/${encode(experiment)}/traces/${encode(trace)}${stringifySearch(search)}`;
}

/** A link to a trace that needs no experiment. */
export function permalink(trace: string): string {
  return `${window.location.origin}${basePath}t/${encode(trace)}`;
}

/** The sessions of an experiment. */
export function sessionsHref(experiment: string): string {
  return `${basePath}e/${encode(experiment)}/sessions`;
}

/** The prompts. */
export function promptsHref(): string {
  return `${basePath}prompts`;
}

/** One prompt, at a version and compared with another. */
export function promptHref(prompt: string, search: object = {}): string {
  return `${basePath}prompts/${encode(prompt)}${stringifySearch(search)}`;
}

/** One conversation. */
export function sessionHref(experiment: string, session: string): string {
  return `${basePath}e/${encode(experiment)}/sessions/${encode(session)}`;
}

/** The runs of an experiment. */
export function evaluationsHref(experiment: string, search: object = {}): string {
  return `${basePath}e/${encode(experiment)}/evaluations${stringifySearch(search)}`;
}

/** One run, alone or next to another one (`with`). */
export function runHref(experiment: string, run: string, search: object = {}): string {
  return `${basePath}e/${encode(experiment)}/evaluations/${encode(run)}${stringifySearch(search)}`;
}

/** The evaluation datasets of an experiment. */
export function datasetsHref(experiment: string): string {
  return `${basePath}e/${encode(experiment)}/datasets`;
}

/** One evaluation dataset. */
export function datasetHref(experiment: string, dataset: string): string {
  return `${basePath}e/${encode(experiment)}/datasets/${encode(dataset)}`;
}

/** The path of a trace whose experiment is not known. */
export function tracePermalinkHref(trace: string): string {
  return `${basePath}t/${encode(trace)}`;
}
