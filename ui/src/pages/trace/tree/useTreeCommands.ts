/** The keys of the span tree. */
import { useCommands } from "../../../keyboard/commands";
import type { Tree } from "./model";
import { slowestChild } from "./rows";

/** Registers the tree's commands. */
export function useTreeCommands(view: {
  tree: Tree;
  selected: number;
  onSelect: (span: number) => void;
  move: (step: number) => void;
  goToError: (step: 1 | -1) => void;
  focusFind: () => void;
  collapse: () => void;
  expand: () => void;
  toggleModels: () => void;
  toggleCritical: () => void;
}): void {
  const { tree, selected } = view;
  const group = "Spans";
  const select = (span: number) => {
    if (span >= 0) view.onSelect(span);
  };
  useCommands([
    { id: "next", title: "Next span", group, keys: "j", run: () => view.move(1) },
    { id: "previous", title: "Previous span", group, keys: "k", run: () => view.move(-1) },
    { id: "collapse", title: "Collapse span", group, keys: "ArrowLeft", run: view.collapse },
    { id: "expand", title: "Expand span", group, keys: "ArrowRight", run: view.expand },
    { id: "next-error", title: "Next error", group, keys: "e", run: () => view.goToError(1) },
    { id: "previous-error", title: "Previous error", group, keys: "E", run: () => view.goToError(-1) },
    { id: "slowest", title: "Slowest child", group, keys: "s", run: () => select(slowestChild(tree, selected)) },
    { id: "parent", title: "Parent span", group, keys: "p", run: () => select(tree.parent[selected] ?? -1) },
    { id: "find", title: "Find a span", group, keys: "f", run: view.focusFind },
    { id: "find-slash", title: "Find a span (also /)", group, keys: "/", run: view.focusFind },
    { id: "models", title: "Only model calls", group, keys: "o", run: view.toggleModels },
    { id: "critical", title: "Critical path", group, keys: "v", run: view.toggleCritical },
  ]);
}
