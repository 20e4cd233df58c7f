/**
 * The shapes of the native REST API (`/api/v1`), by their names in the generated `schema.ts`. Times are epoch
 * milliseconds unless the name ends in `_ns` or `_us`; durations are milliseconds. Absent optional fields are omitted.
 */
import type { components } from "./schema";

/** Any JSON value. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** A generated shape in which free values are JSON instead of `unknown`. */
export type WithJson<T> = unknown extends T
  ? Json
  : T extends (infer Element)[]
    ? WithJson<Element>[]
    : T extends object
      ? { [Key in keyof T]: WithJson<T[Key]> }
      : T;

type Schemas = components["schemas"];

/** Tokens of a model call or of a trace. */
export type Tokens = Schemas["Tokens"];
/** State of a trace as MLflow names it. */
export type State = Schemas["State"];
/** One experiment with its figures of the last 24 hours. */
export type ExperimentRow = Schemas["ExperimentRow"];
/** The part of a search that the list, its count and its charts share. */
export type TraceFilter = Schemas["TraceSelection"];
/** Body of a search. */
export type TraceSearch = Schemas["TraceSearch"];
/** One page of a search. */
export type TracePage = WithJson<Schemas["TracePage"]>;
/** One line of the traces list. */
export type TraceRow = WithJson<Schemas["TraceRow"]>;
/** A trace with everything its header shows. */
export type TraceDetail = WithJson<Schemas["TraceDetail"]>;
/** How many traces a filter matches. */
export type TraceCount = Schemas["TraceCount"];
/** Time series over a filter. */
export type Charts = Schemas["Charts"];
/** Suggestions: replace `from..to` by an item's text. */
export type Completion = Schemas["Completion"];
/** One conversation in the sessions list. */
export type SessionRow = Schemas["SessionRow"];
/** One trace of a conversation; its texts are full, not previews. */
export type SessionTurn = WithJson<Schemas["SessionTurn"]>;
/** One prompt of the registry. */
export type PromptRow = Schemas["PromptRow"];
/** One version of a prompt with its text or messages. */
export type PromptVersion = Schemas["PromptVersion"];
/** All spans of a trace, one array per column; the index is the span, -1 means none. */
export type Skeleton = Schemas["Skeleton"];
/** An attribute with its key. */
export type KeyValue = WithJson<Schemas["KeyValue"]>;
/** A span event. */
export type SpanEvent = WithJson<Schemas["SpanEvent"]>;
/** One part of a message. */
export type Block = WithJson<Schemas["Block"]>;
/** One chat message in the canonical form. */
export type Message = WithJson<Schemas["Message"]>;
/** A tool that was offered to the model. */
export type ToolDefinition = WithJson<Schemas["ToolDefinition"]>;
/** The conversation of a model span; the last `output_count` messages are the answer. */
export type Chat = WithJson<Schemas["Chat"]>;
/** The payload of one span. */
export type SpanDetail = WithJson<Schemas["SpanDetail"]>;
/** A judgement on a trace or span, by a person, a model or code. */
export type Assessment = WithJson<Schemas["Assessment"]>;
/** A new assessment. */
export type AssessmentDraft = WithJson<Schemas["AssessmentDraft"]>;
/** A change of an assessment. */
export type AssessmentChange = WithJson<Schemas["AssessmentChange"]>;
/** Data of the `traces` event of the live stream. */
export type TracesEvent = WithJson<Schemas["TracesEvent"]>;
/** Data of the `trace` event of the live stream. */
export type TraceEvent = Schemas["TraceEvent"];
/** One run in the list of evaluations. */
export type RunRow = Schemas["RunRow"];
/** How far a run is. */
export type RunStatus = Schemas["RunStatus"];
/** A run with everything it logged. */
export type RunDetail = Schemas["RunDetail"];
/** One trace of a run. */
export type RunResult = WithJson<Schemas["RunResult"]>;
/** A file or folder of a run. */
export type Artifact = Schemas["Artifact"];
/** An evaluation dataset without its records. */
export type DatasetRow = Schemas["DatasetRow"];
/** One record of a dataset. */
export type DatasetRecord = WithJson<Schemas["DatasetRecord"]>;
