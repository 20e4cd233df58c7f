/** The columns of the list: title, width, cell. */
import type { ReactNode } from "react";
import type { TraceRow } from "../../api/types";
import { AssessmentChip } from "../../components/AssessmentChip";
import { StateBadge } from "../../components/StateBadge";
import { Time } from "../../components/Time";
import { splitTags } from "../../components/tags";
import { formatCost } from "../../format/cost";
import { formatCount, formatExactCount } from "../../format/count";
import { formatDuration } from "../../format/duration";
import { previewText } from "../../format/preview";
import styles from "./table.module.css";

/** Feedback that fits into its column; the rest is counted. */
const shownChips = 1;

/** What cells need besides their row. */
export interface CellContext {
  longestMs: number;
}

/** One column. */
export interface Column {
  id: string;
  title: string;
  /** Track size of CSS grid. */
  width: string;
  number?: boolean;
  /** Key for `order` when the column can be sorted by. */
  orderKey?: string;
  cell: (row: TraceRow, context: CellContext) => ReactNode;
}

const text = (value: string | undefined) => (value === undefined ? null : <span title={value}>{value}</span>);

/** All columns in their order. */
export const columns: Column[] = [
  { id: "state", title: "State", width: "72px", cell: (row) => <StateBadge state={row.state} /> },
  {
    id: "time",
    title: "Time",
    width: "92px",
    orderKey: "timestamp_ms",
    cell: (row) => <Time at={row.request_time} />,
  },
  { id: "name", title: "Name", width: "150px", orderKey: "name", cell: () => null },
  { id: "input", title: "Input", width: "minmax(150px, 1.2fr)", cell: (row) => text(previewText(row.input_preview)) },
  { id: "output", title: "Output", width: "minmax(150px, 1.2fr)", cell: (row) => <Output row={row} /> },
  {
    id: "duration",
    title: "Duration",
    width: "108px",
    number: true,
    orderKey: "execution_time_ms",
    cell: (row, context) => <DurationBar row={row} longestMs={context.longestMs} />,
  },
  {
    id: "ttft",
    title: "First token",
    width: "88px",
    number: true,
    cell: (row) => formatDuration(row.time_to_first_token_ms),
  },
  { id: "tokens", title: "Tokens", width: "56px", number: true, cell: (row) => <TokenCount row={row} /> },
  { id: "cost", title: "Cost", width: "74px", number: true, cell: (row) => formatCost(row.cost_usd) },
  {
    id: "models",
    title: "Models",
    width: "minmax(100px, 160px)",
    cell: (row) => text(row.models.join(", ") || undefined),
  },
  { id: "spans", title: "Spans", width: "64px", number: true, cell: (row) => formatCount(row.span_count) },
  { id: "session", title: "Session", width: "88px", cell: (row) => text(row.session) },
  { id: "user", title: "User", width: "60px", cell: (row) => text(row.user) },
  { id: "tags", title: "Tags", width: "96px", cell: (row) => <Tags tags={row.tags} /> },
  { id: "feedback", title: "Feedback", width: "minmax(104px, 0.6fr)", cell: (row) => <Feedback row={row} /> },
  { id: "id", title: "Trace id", width: "260px", cell: (row) => <code>{row.trace_id}</code> },
];

/** Columns of a viewer who never chose. */
export const defaultColumns = "state,time,name,input,output,duration,tokens,cost,session,user,tags,feedback";
/** Columns of a narrow window. */
const narrowColumns = "state,name,time,duration";

/** Track sizes in a narrow window. */
const narrowWidths: Record<string, string> = {
  state: "62px",
  time: "84px",
  name: "minmax(80px, 1fr)",
  duration: "64px",
};

/** The columns of a narrow window with their own sizes. */
export function chooseNarrowColumns(): Column[] {
  return chooseColumns(narrowColumns).map((column) => ({ ...column, width: narrowWidths[column.id] ?? column.width }));
}

/** Reads a list of column ids, unknown ones dropped; the name is always there because it carries the link. */
export function chooseColumns(ids: string): Column[] {
  const wanted = new Set([...ids.split(","), "name"]);
  return columns.filter((column) => wanted.has(column.id));
}

function Output({ row }: { row: TraceRow }) {
  if (row.state === "ERROR" && row.error_message !== undefined) {
    return (
      <span className={styles.errorText} title={row.error_message}>
        {row.error_message}
      </span>
    );
  }
  return text(previewText(row.output_preview));
}

function DurationBar({ row, longestMs }: { row: TraceRow; longestMs: number }) {
  if (row.duration_ms === undefined) return null;
  const share = longestMs > 0 ? Math.max(2, Math.min(100, (row.duration_ms / longestMs) * 100)) : 0;
  return (
    <span className={styles.duration}>
      <span className={styles.track} aria-hidden>
        <span className={styles.bar} data-error={row.state === "ERROR" || undefined} style={{ width: `${share}%` }} />
      </span>
      {formatDuration(row.duration_ms)}
    </span>
  );
}

function TokenCount({ row }: { row: TraceRow }) {
  if (row.tokens === undefined) return null;
  const { input, output, total } = row.tokens;
  return <span title={`${formatExactCount(input)} in, ${formatExactCount(output)} out`}>{formatCount(total)}</span>;
}

function Tags({ tags }: { tags: Record<string, string> }) {
  const { own, resource } = splitTags(tags);
  const line = ([key, value]: [string, string]) => `${key}: ${value}`;
  if (own.length + resource.length === 0) return null;
  const shown = own.length > 0 ? own.map(line).join(", ") : `+${resource.length}`;
  return <span title={[...own, ...resource].map(line).join("\n")}>{shown}</span>;
}

function Feedback({ row }: { row: TraceRow }) {
  const valid = row.assessments.filter((assessment) => assessment.valid);
  const rest = valid.slice(shownChips);
  return (
    <span className={styles.chips}>
      {valid.slice(0, shownChips).map((assessment) => (
        <AssessmentChip key={assessment.assessment_id} assessment={assessment} />
      ))}
      {rest.length > 0 && (
        <span className={styles.more} title={rest.map((assessment) => assessment.name).join("\n")}>
          +{rest.length}
        </span>
      )}
    </span>
  );
}
