import { useState } from "react";
import type { Charts } from "../../../api/types";
import { formatCost } from "../../../format/cost";
import { formatCount, formatExactCount, formatShare } from "../../../format/count";
import { formatDuration } from "../../../format/duration";
import type { ListSearch } from "../listSearch";
import { Chart, plane } from "./Chart";
import styles from "./charts.module.css";
import { linePath, niceCeiling } from "./scale";
import { useCharts } from "./useCharts";

/** Volume, errors, latency and tokens over the shown range; drag on the volume narrows the range. */
export function ListCharts(props: {
  experiment: string;
  search: ListSearch;
  onChange: (change: Partial<ListSearch>) => void;
}) {
  const { experiment, search, onChange } = props;
  const [hover, setHover] = useState<number>();
  const { data, isError } = useCharts(experiment, search);
  if (isError) return <p className={styles.failed}>The charts could not be loaded.</p>;
  if (data === undefined || data.buckets.length === 0) return <div className={styles.charts} />;
  const frame = {
    startMs: data.start_ms,
    bucketMs: data.bucket_ms,
    count: data.buckets.length,
    hover,
    onHover: setHover,
  };
  return (
    <div className={styles.charts}>
      <Volume data={data} frame={frame} hover={hover} onChange={onChange} />
      <ErrorShare data={data} frame={frame} hover={hover} />
      <Latency data={data} frame={frame} hover={hover} />
      <TokenVolume data={data} frame={frame} hover={hover} />
    </div>
  );
}

type Frame = {
  startMs: number;
  bucketMs: number;
  count: number;
  hover: number | undefined;
  onHover: (index: number | undefined) => void;
};
type Part = { data: Charts; frame: Frame; hover: number | undefined };

const barX = (index: number, count: number) => (index / count) * plane.width;
const barWidth = (count: number) => Math.max(0.5, plane.width / count - 0.8);
const middle = (count: number) => (index: number) => ((index + 0.5) / count) * plane.width;
const up = (highest: number) => (value: number) => plane.height - (value / highest) * plane.height;

function Volume({ data, frame, hover, onChange }: Part & { onChange: (change: Partial<ListSearch>) => void }) {
  const { buckets: list, total } = data;
  const highest = niceCeiling(Math.max(...list.map((each) => each.ok + each.error + each.in_progress)));
  const scale = plane.height / highest;
  const at = hover === undefined ? undefined : list[hover];
  const figure = at
    ? `${formatExactCount(at.ok + at.in_progress)} ok, ${formatExactCount(at.error)} errors`
    : `${formatCount(total.traces)}`;
  return (
    <Chart
      {...frame}
      title="Traces"
      figure={figure}
      label={`Traces over time: ${total.traces} traces, ${total.errors} errors`}
      top={formatCount(highest)}
      onBrush={(startMs, endMs) => onChange({ range: `${Math.round(startMs)}-${Math.round(endMs)}` })}
    >
      {list.map((each, index) => {
        const x = barX(index, list.length);
        const width = barWidth(list.length);
        const error = each.error * scale;
        const ok = each.ok * scale;
        const running = each.in_progress * scale;
        return (
          <g key={each.start_ms}>
            {ok > 0 && <rect className={styles.ok} x={x} width={width} y={plane.height - ok} height={ok} />}
            {running > 0 && (
              <rect className={styles.running} x={x} width={width} y={plane.height - ok - running} height={running} />
            )}
            {error > 0 && (
              // biome-ignore lint/a11y/noStaticElementInteractions: the Errors button does the same by keyboard
              <rect
                className={styles.error}
                data-click
                x={x}
                width={width}
                y={plane.height - ok - running - error}
                height={error}
                onClick={() => onChange({ state: "error" })}
              />
            )}
          </g>
        );
      })}
    </Chart>
  );
}

function ErrorShare({ data, frame, hover }: Part) {
  const shares = data.buckets.map((each) => {
    const all = each.ok + each.error;
    return all === 0 ? undefined : each.error / all;
  });
  const highest = Math.min(1, niceCeiling(Math.max(0.05, ...shares.map((share) => share ?? 0))));
  const at = hover === undefined ? undefined : shares[hover];
  const total = formatShare(data.total.errors, data.total.traces);
  return (
    <Chart
      {...frame}
      title="Error share"
      figure={hover === undefined ? total : at === undefined ? "no traces" : formatShare(at, 1)}
      label={`Error share over time, ${total} in all`}
      top={formatShare(highest, 1)}
    >
      <path className={`${styles.line} ${styles.bad}`} d={linePath(shares, middle(shares.length), up(highest))} />
    </Chart>
  );
}

function Latency({ data, frame, hover }: Part) {
  const list = data.buckets;
  const highest = niceCeiling(Math.max(...list.map((each) => each.p95_ms ?? each.p50_ms ?? 0)));
  const at = hover === undefined ? data.total : list[hover];
  const figure =
    at?.p50_ms === undefined ? (
      "no traces"
    ) : (
      <>
        <Key series="p50" />
        p50 {formatDuration(at.p50_ms)} · <Key series="p95" />
        p95 {formatDuration(at.p95_ms)}
      </>
    );
  return (
    <Chart
      {...frame}
      title="Latency"
      figure={figure}
      label={`Latency over time, p50 ${formatDuration(data.total.p50_ms)}, p95 ${formatDuration(data.total.p95_ms)} in all`}
      top={formatDuration(highest)}
    >
      <path
        className={`${styles.line} ${styles.second}`}
        d={linePath(
          list.map((each) => each.p95_ms),
          middle(list.length),
          up(highest),
        )}
      />
      <path
        className={styles.line}
        d={linePath(
          list.map((each) => each.p50_ms),
          middle(list.length),
          up(highest),
        )}
      />
    </Chart>
  );
}

function TokenVolume({ data, frame, hover }: Part) {
  const list = data.buckets;
  const highest = niceCeiling(Math.max(...list.map((each) => each.tokens_input + each.tokens_output)));
  const scale = plane.height / highest;
  const at = hover === undefined ? data.total : (list[hover] ?? data.total);
  const cost = at.cost_usd > 0 ? ` · ${formatCost(at.cost_usd)}` : "";
  return (
    <Chart
      {...frame}
      title="Tokens"
      figure={
        <>
          <Key series="in" />
          {formatCount(at.tokens_input)} in · <Key series="out" />
          {formatCount(at.tokens_output)} out{cost}
        </>
      }
      label={`Tokens over time, ${data.total.tokens_input} in and ${data.total.tokens_output} out in all`}
      top={formatCount(highest)}
    >
      {list.map((each, index) => {
        const input = each.tokens_input * scale;
        const output = each.tokens_output * scale;
        if (input + output === 0) return null;
        const x = barX(index, list.length);
        const width = barWidth(list.length);
        return (
          <g key={each.start_ms}>
            <rect className={styles.tokens} x={x} width={width} y={plane.height - input} height={input} />
            <rect
              className={`${styles.tokens} ${styles.out}`}
              x={x}
              width={width}
              y={plane.height - input - output}
              height={output}
            />
          </g>
        );
      })}
    </Chart>
  );
}

/** The colour of a series before its figure. */
function Key({ series }: { series: string }) {
  return <i className={styles.key} data-series={series} />;
}
