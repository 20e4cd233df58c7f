import {
  Check,
  ChevronsDownUp,
  ChevronsUpDown,
  CircleAlert,
  ListFilter,
  MessageSquare,
  Timer,
  Waypoints,
} from "lucide-react";
import { DropdownMenu } from "radix-ui";
import type { RefObject } from "react";
import { Button } from "../../../components/Button";
import { formatExactCount } from "../../../format/count";
import menu from "../../traces/traces.module.css";
import type { Tree } from "./model";
import { TypeIcon, typeTitle } from "./spanTypes";
import styles from "./tree.module.css";

/** Filter, types, model calls only, self time, critical path, collapse, errors. */
export function TreeTools(props: {
  tree: Tree;
  find: string;
  findInput: RefObject<HTMLInputElement | null>;
  hits: number | undefined;
  types: ReadonlySet<string>;
  modelOnly: boolean;
  showSelf: boolean;
  critical: boolean;
  allCollapsed: boolean;
  onFind: (words: string) => void;
  onTypes: (types: ReadonlySet<string>) => void;
  onModelOnly: () => void;
  onSelf: () => void;
  onCritical: () => void;
  onCollapse: () => void;
  onNextError: () => void;
}) {
  const { tree, types } = props;
  return (
    <div className={styles.tools}>
      <input
        ref={props.findInput}
        className={styles.find}
        type="search"
        placeholder="Find a span"
        aria-label="Find a span by name, type or content"
        value={props.find}
        onChange={(event) => props.onFind(event.target.value)}
        onKeyDown={(event) => event.key === "Escape" && event.currentTarget.blur()}
      />
      <span className={styles.found} role="status">
        {props.hits !== undefined && `${formatExactCount(props.hits)} found`}
      </span>
      {tree.errorCount > 0 && (
        <Button small danger title="Next error (e)" onClick={props.onNextError}>
          <CircleAlert size={13} aria-hidden /> {formatExactCount(tree.errorCount)}
          <span className="visually-hidden">errors, go to the next</span>
        </Button>
      )}
      <DropdownMenu.Root modal={false}>
        <DropdownMenu.Trigger asChild>
          <Button small icon aria-label="Show only some types" aria-pressed={types.size > 0}>
            <ListFilter size={13} />
          </Button>
        </DropdownMenu.Trigger>
        <DropdownMenu.Portal>
          <DropdownMenu.Content className={menu.menu} align="end" sideOffset={4}>
            {[...tree.skeleton.types].sort().map((type) => (
              <DropdownMenu.CheckboxItem
                key={type}
                className={menu.item}
                checked={types.has(type)}
                onSelect={(event) => event.preventDefault()}
                onCheckedChange={() => {
                  const next = new Set(types);
                  if (!next.delete(type)) next.add(type);
                  props.onTypes(next);
                }}
              >
                <DropdownMenu.ItemIndicator>
                  <Check size={13} />
                </DropdownMenu.ItemIndicator>
                <span className={styles.name}>
                  <TypeIcon type={type} /> {typeTitle(type)}
                </span>
              </DropdownMenu.CheckboxItem>
            ))}
          </DropdownMenu.Content>
        </DropdownMenu.Portal>
      </DropdownMenu.Root>
      <Button small icon aria-label="Only model calls" aria-pressed={props.modelOnly} onClick={props.onModelOnly}>
        <MessageSquare size={13} />
      </Button>
      <Button
        small
        icon
        aria-label="Self time instead of duration"
        aria-pressed={props.showSelf}
        onClick={props.onSelf}
      >
        <Timer size={13} />
      </Button>
      <Button small icon aria-label="Critical path" aria-pressed={props.critical} onClick={props.onCritical}>
        <Waypoints size={13} />
      </Button>
      <Button small icon aria-label={props.allCollapsed ? "Expand all" : "Collapse all"} onClick={props.onCollapse}>
        {props.allCollapsed ? <ChevronsUpDown size={13} /> : <ChevronsDownUp size={13} />}
      </Button>
    </div>
  );
}
