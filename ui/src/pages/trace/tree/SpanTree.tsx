import { useQuery } from "@tanstack/react-query";
import { useVirtualizer } from "@tanstack/react-virtual";
import { type KeyboardEvent, useDeferredValue, useEffect, useMemo, useRef, useState } from "react";
import { findQuery } from "../../../api/traces";
import { formatDuration } from "../../../format/duration";
import { Minimap } from "./Minimap";
import type { Tree } from "./model";
import { criticalPath, keptSpans, modelTypes, nextError, visibleRows } from "./rows";
import { SpanRow, type TimeWindow } from "./SpanRow";
import { TreeTools } from "./TreeTools";
import styles from "./tree.module.css";
import { useCollapse } from "./useCollapse";
import { useTreeCommands } from "./useTreeCommands";

const rowHeight = 26;
const headHeight = 22;
const pageRows = 20;
const noTypes: ReadonlySet<string> = new Set();

/** Tree and waterfall as one list of virtual rows. */
export function SpanTree(props: {
  tree: Tree;
  selected: number;
  find: string;
  onSelect: (span: number) => void;
  onFind: (words: string) => void;
  onNeighbours: (spans: number[]) => void;
}) {
  const { tree, selected, onSelect, onNeighbours } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const findInput = useRef<HTMLInputElement>(null);
  const scrolled = useRef(false);
  const [types, setTypes] = useState(noTypes);
  const [modelOnly, setModelOnly] = useState(false);
  const [showSelf, setShowSelf] = useState(false);
  const [critical, setCritical] = useState(false);
  const [zoom, setZoom] = useState<TimeWindow>();
  const window = zoom ?? { fromUs: tree.startUs, toUs: tree.endUs };
  const collapse = useCollapse(tree);
  const words = useDeferredValue(props.find.trim().toLowerCase());
  const content = useQuery(findQuery(tree.skeleton.trace_id, words.length >= 3 ? words : ""));
  const found = useMemo(() => new Set(words.length >= 3 ? content.data?.span_ids : []), [content.data, words]);
  const kept = useMemo(
    () => keptSpans(tree, { words, types: modelOnly ? modelTypes : types, found }),
    [tree, words, types, modelOnly, found],
  );
  const rows = useMemo(() => visibleRows(tree, collapse.collapsed, kept?.keep), [tree, collapse.collapsed, kept]);
  const path = useMemo(() => (critical ? criticalPath(tree) : undefined), [tree, critical]);
  const selectedRow = useMemo(() => rows.indexOf(selected), [rows, selected]);

  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 8,
    scrollMargin: headHeight,
    scrollPaddingStart: headHeight,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: scrolling follows the selection, not every new row
  useEffect(() => {
    if (selectedRow >= 0) {
      virtual.scrollToIndex(selectedRow, { align: scrolled.current ? "auto" : "center" });
      scrolled.current = true;
    } else if (selected >= 0) collapse.reveal(selected);
  }, [selected, selectedRow >= 0]);
  useEffect(() => {
    if (selectedRow < 0) return;
    const timer = globalThis.setTimeout(() => {
      onNeighbours([rows[selectedRow + 1], rows[selectedRow - 1]].filter((span) => span !== undefined));
    }, 80);
    return () => globalThis.clearTimeout(timer);
  }, [rows, selectedRow, onNeighbours]);

  const goTo = (row: number) => {
    if (rows.length > 0) onSelect(rows[Math.max(0, Math.min(rows.length - 1, row))]);
  };
  const goToError = (step: 1 | -1) => {
    const span = nextError(tree, selected, step);
    if (span >= 0) onSelect(span);
  };
  useTreeCommands({
    tree,
    selected,
    onSelect,
    move: (step) => goTo(selectedRow + step),
    goToError,
    focusFind: () => findInput.current?.focus(),
    collapse: () => collapse.set(selected, true),
    expand: () => collapse.set(selected, false),
    toggleModels: () => setModelOnly(!modelOnly),
    toggleCritical: () => setCritical(!critical),
  });
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget) return;
    const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1, PageDown: pageRows, PageUp: -pageRows };
    if (steps[event.key] !== undefined) goTo(selectedRow + steps[event.key]);
    else if (event.key === "Home") goTo(0);
    else if (event.key === "End") goTo(rows.length - 1);
    else if (event.key === "ArrowRight") stepIn();
    else if (event.key === "ArrowLeft") stepOut();
    else return;
    event.preventDefault();
  };
  const stepIn = () => {
    if (collapse.collapsed[selected]) collapse.set(selected, false);
    else if (tree.firstChild[selected] >= 0) onSelect(tree.firstChild[selected]);
  };
  const stepOut = () => {
    if (tree.children[selected] > 0 && !collapse.collapsed[selected]) collapse.set(selected, true);
    else if (tree.parent[selected] >= 0) onSelect(tree.parent[selected]);
  };

  return (
    <section className={styles.panel} aria-label="Spans">
      <TreeTools
        tree={tree}
        find={props.find}
        findInput={findInput}
        hits={kept?.hits}
        types={types}
        modelOnly={modelOnly}
        showSelf={showSelf}
        critical={critical}
        allCollapsed={collapse.allCollapsed}
        onFind={props.onFind}
        onTypes={setTypes}
        onModelOnly={() => setModelOnly(!modelOnly)}
        onSelf={() => setShowSelf(!showSelf)}
        onCritical={() => setCritical(!critical)}
        onCollapse={collapse.toggleAll}
        onNextError={() => goToError(1)}
      />
      <Minimap tree={tree} window={window} onWindow={setZoom} />
      <div
        ref={scroller}
        className={styles.grid}
        role="treegrid"
        aria-label="Spans of the trace"
        aria-rowcount={rows.length + 1}
        aria-activedescendant={selectedRow >= 0 ? `span-${tree.skeleton.span_id[selected]}` : undefined}
        tabIndex={0}
        onKeyDown={onKeyDown}
      >
        <div role="rowgroup" className={styles.head}>
          <TreeHead window={window} tree={tree} showSelf={showSelf} />
        </div>
        <div role="rowgroup" className={styles.body} style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map((item) => {
            const span = rows[item.index];
            return (
              <SpanRow
                key={tree.skeleton.span_id[span]}
                tree={tree}
                span={span}
                top={item.start - headHeight}
                selected={span === selected}
                collapsed={kept === undefined && collapse.collapsed[span] === 1}
                off={false}
                critical={path?.[span] === 1}
                window={window}
                showSelf={showSelf}
                onSelect={onSelect}
                onToggle={collapse.toggle}
              />
            );
          })}
        </div>
      </div>
    </section>
  );
}

function TreeHead({ window, tree, showSelf }: { window: TimeWindow; tree: Tree; showSelf: boolean }) {
  const offset = (timeUs: number) => formatDuration((timeUs - tree.startUs) / 1000);
  return (
    <div role="row" className={styles.headRow}>
      <span role="columnheader">Span</span>
      <span role="columnheader" className={styles.axis}>
        <span>{offset(window.fromUs)}</span>
        <span>{offset((window.fromUs + window.toUs) / 2)}</span>
        <span>{offset(window.toUs)}</span>
      </span>
      <span role="columnheader" className={styles.number}>
        {showSelf ? "Self" : "Time"}
      </span>
      <span role="columnheader" className={`${styles.number} ${styles.tokens}`}>
        Tokens
      </span>
    </div>
  );
}
