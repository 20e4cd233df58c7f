import { useState } from "react";
import type { Charts } from "../../../api/types";
import { formatCost } from "../../../format/cost";
import { formatCount } from "../../../format/count";
import { equals, hasCondition, toggleCondition } from "../conditions";
import type { ListSearch } from "../listSearch";
import charts from "./charts.module.css";
import styles from "./groups.module.css";
import { useCharts } from "./useCharts";

type Slice = Charts["by_model"][number];

const figures = [
  { id: "traces", title: "Traces", format: formatCount },
  { id: "errors", title: "Errors", format: formatCount },
  { id: "tokens", title: "Tokens", format: formatCount },
  { id: "cost_usd", title: "Cost", format: formatCost },
] as const;

type Figure = (typeof figures)[number]["id"];

/** Who takes what: the list's traces by model and by name, the largest first; each bar is a filter. */
export function ListGroups(props: {
  experiment: string;
  search: ListSearch;
  onChange: (change: Partial<ListSearch>) => void;
}) {
  const { experiment, search, onChange } = props;
  const [figure, setFigure] = useState<Figure>("traces");
  const { data, isError } = useCharts(experiment, search);
  if (isError) return <p className={charts.failed}>The figures could not be loaded.</p>;
  const common = {
    figure,
    onFigure: setFigure,
    filter: search.q,
    onFilter: (q: string) => onChange({ q: q === "" ? undefined : q }),
  };
  return (
    <div className={styles.groups}>
      <Group {...common} title="By model" field="model" slices={data?.by_model ?? []} />
      <Group {...common} title="By trace name" field="name" slices={data?.by_name ?? []} />
    </div>
  );
}

function Group(props: {
  title: string;
  field: "model" | "name";
  slices: Slice[];
  figure: Figure;
  onFigure: (figure: Figure) => void;
  filter: string | undefined;
  onFilter: (filter: string) => void;
}) {
  const { title, field, slices, figure, onFigure, filter, onFilter } = props;
  const sorted = [...slices].sort((left, right) => right[figure] - left[figure]);
  const highest = Math.max(0, ...sorted.map((slice) => slice[figure]));
  return (
    <section className={styles.group} aria-label={title}>
      <div className={styles.head}>
        <h2 title={field === "model" ? "Whole traces that called the model; one may count for several" : undefined}>
          {title}
        </h2>
        {figures.map(({ id, title: name }) => (
          <button
            key={id}
            type="button"
            aria-pressed={id === figure}
            title={`Let the bars show ${name.toLowerCase()}`}
            onClick={() => onFigure(id)}
          >
            {name}
          </button>
        ))}
      </div>
      <div className={styles.rows}>
        {sorted.map((slice) => {
          const key = slice.key === "" ? "unnamed" : slice.key;
          const condition = equals(field, slice.key);
          const share = highest === 0 ? 0 : (slice[figure] / highest) * 100;
          return (
            <button
              key={slice.key}
              type="button"
              className={styles.row}
              aria-pressed={hasCondition(filter, condition)}
              onClick={() => onFilter(toggleCondition(filter, condition))}
            >
              <span className={styles.key} title={slice.key}>
                <span
                  className={styles.bar}
                  data-error={figure === "errors" || undefined}
                  style={{ width: `${share}%` }}
                />
                <span>{key}</span>
              </span>
              {figures.map(({ id, title: name, format }) => (
                <span key={id} data-chosen={id === figure || undefined}>
                  {slice[id] === 0 ? "" : format(slice[id])}
                  <span className="visually-hidden"> {name}</span>
                </span>
              ))}
            </button>
          );
        })}
        {sorted.length === 0 && <p className={styles.none}>None in these traces.</p>}
      </div>
    </section>
  );
}
