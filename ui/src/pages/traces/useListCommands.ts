/** The keys of the list. */
import { useCommands } from "../../keyboard/commands";
import { leaveControl } from "../../keyboard/keys";
import { relativeRanges } from "./listSearch";
import type { Figures } from "./useListView";

/** Registers the list's commands. */
export function useListCommands(list: {
  rows: number;
  active: number;
  setActive: (index: number) => void;
  open: (index: number) => void;
  peek: (index: number) => void;
  closePeek: (() => void) | undefined;
  toggleSelected: (index: number, range: boolean) => void;
  focusFilter: () => void;
  toggleErrors: () => void;
  refresh: () => void;
  toggleFigures: (wanted: Figures) => void;
  setRange: (range: string | undefined) => void;
  copyLink: () => void;
}): void {
  const group = "Traces";
  const move = (step: number) => {
    leaveControl();
    if (list.rows > 0) list.setActive(Math.max(0, Math.min(list.rows - 1, list.active + step)));
  };
  const select = (range: boolean) => {
    if (list.active >= 0) list.toggleSelected(list.active, range);
  };
  useCommands([
    { id: "next", title: "Next trace", group, keys: "j", run: () => move(1) },
    { id: "previous", title: "Previous trace", group, keys: "k", run: () => move(-1) },
    { id: "open", title: "Open trace", group, keys: "Enter", run: () => list.open(Math.max(0, list.active)) },
    {
      id: "peek",
      title: "Show trace beside the list",
      group,
      keys: "Space",
      run: () => (list.closePeek ?? (() => list.peek(Math.max(0, list.active))))(),
    },
    ...(list.closePeek === undefined
      ? []
      : [{ id: "close-peek", title: "Close what is beside the list", group, keys: "Escape", run: list.closePeek }]),
    { id: "filter", title: "Filter", group, keys: "/", run: list.focusFilter },
    { id: "words", title: "Search words", group, keys: "f", run: () => document.getElementById("words")?.focus() },
    { id: "errors", title: "Only errors, or all", group, keys: "e", run: list.toggleErrors },
    { id: "select", title: "Select trace", group, keys: "x", run: () => select(false) },
    { id: "select-range", title: "Select up to here", group, keys: "X", run: () => select(true) },
    { id: "refresh", title: "Refresh", group, keys: "r", run: list.refresh },
    { id: "charts", title: "Show or hide the charts", group, keys: "h", run: () => list.toggleFigures("time") },
    {
      id: "groups",
      title: "Show or hide figures by model and name",
      group,
      keys: "b",
      run: () => list.toggleFigures("groups"),
    },
    { id: "copy-link", title: "Copy the link to this list", group, keys: "y", run: list.copyLink },
    ...relativeRanges.map((range) => ({
      id: `range-${range.id}`,
      title: `Show the ${range.long}`,
      group: "Time range",
      run: () => list.setRange(range.id),
    })),
    { id: "range-all", title: "Show all times", group: "Time range", run: () => list.setRange(undefined) },
  ]);
}
