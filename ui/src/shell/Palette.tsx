import { useInfiniteQuery } from "@tanstack/react-query";
import { defaultFilter, Command as Menu } from "cmdk";
import { useState } from "react";
import { basePath } from "../api/client";
import { experimentsQuery } from "../api/experiments";
import { useGo } from "../components/Anchor";
import { Dialog } from "../components/Dialog";
import { useCommandRegistry } from "../keyboard/commands";
import { tracesHref } from "../links";
import { Keys } from "./Keys";
import { palettePlaceholder } from "./PaletteWaiting";
import styles from "./palette.module.css";

const traceIdPattern = /^(tr-)?[0-9a-f]{32}$/i;

/** The command palette: commands of this page, experiments, and a pasted trace id. */
export default function Palette(props: {
  experiment?: string;
  /** What was typed before this part of the page had arrived. */
  typed: string;
  onClose: () => void;
}) {
  const { experiment, onClose } = props;
  const registry = useCommandRegistry();
  const [commands] = useState(() => registry.list().filter((command) => command.id !== "palette"));
  const [text, setText] = useState(props.typed);
  const experiments = useInfiniteQuery(experimentsQuery(""));
  const go = useGo();
  const words = text.trim();
  const run = (action: () => void) => {
    onClose();
    // The action runs when the dialog is gone, so that it may move the focus.
    window.setTimeout(action);
  };
  const groups = [...new Set(commands.map((command) => command.group))];
  return (
    <Dialog title="Search for anything" plain onClose={onClose}>
      <Menu label="Search for anything" className={styles.palette} filter={rank} loop>
        <Menu.Input value={text} onValueChange={setText} placeholder={palettePlaceholder} />
        <Menu.List>
          <Menu.Empty>Nothing fits</Menu.Empty>
          {traceIdPattern.test(words) && (
            <Menu.Item value={words} onSelect={() => run(() => go(`${basePath}t/${words.toLowerCase()}`))}>
              Open trace {words}
            </Menu.Item>
          )}
          {groups.map((group) => (
            <Menu.Group key={group} heading={group}>
              {commands
                .filter((command) => command.group === group)
                .map((command) => (
                  <Menu.Item key={command.id} value={`${group} ${command.title}`} onSelect={() => run(command.run)}>
                    {command.title}
                    {command.keys && <Keys keys={command.keys} />}
                  </Menu.Item>
                ))}
            </Menu.Group>
          ))}
          <Menu.Group heading="Experiments">
            {(experiments.data?.pages ?? [])
              .flatMap((page) => page.experiments)
              .map((row) => (
                <Menu.Item
                  key={row.experiment_id}
                  value={`experiment ${row.name} ${row.experiment_id}`}
                  onSelect={() => run(() => go(tracesHref(row.experiment_id)))}
                >
                  {row.name}
                </Menu.Item>
              ))}
          </Menu.Group>
          {experiment !== undefined && words !== "" && (
            <Menu.Item value={`text ${words}`} onSelect={() => run(() => go(tracesHref(experiment, { text: words })))}>
              Find “{words}” in the traces
            </Menu.Item>
          )}
        </Menu.List>
      </Menu>
    </Dialog>
  );
}

/** Searching the traces is always offered, after everything that has a name of its own. */
function rank(value: string, words: string, keywords?: string[]): number {
  return value.startsWith("text ") ? 0.0001 : (defaultFilter?.(value, words, keywords) ?? 0);
}
