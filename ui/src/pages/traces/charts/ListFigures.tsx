import type { ListSearch } from "../listSearch";
import type { Figures } from "../useListView";
import { ListCharts } from "./ListCharts";
import { ListGroups } from "./ListGroups";

/** What is above the rows: figures over time, or by model and name. Both come in one part of the page. */
export default function ListFigures(props: {
  figures: Figures;
  experiment: string;
  search: ListSearch;
  onChange: (change: Partial<ListSearch>) => void;
}) {
  const { figures, ...list } = props;
  return figures === "time" ? <ListCharts {...list} /> : <ListGroups {...list} />;
}
