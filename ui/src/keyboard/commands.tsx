/**
 * Commands: every action of the page with its title and key. A page registers its commands while it is mounted; the
 * key dispatcher, the palette and the `?` sheet read the same list.
 */
import { createContext, type ReactNode, useContext, useEffect, useRef, useState } from "react";
import { keyName, pressesControl, takesText } from "./keys";

/** One action. */
export interface Command {
  id: string;
  title: string;
  /** Heading in the palette and in the sheet. */
  group: string;
  /** One key (`j`, `mod+k`) or two after each other (`g t`). */
  keys?: string;
  run: () => void;
}

type Source = { current: Command[] };

/** All commands that can run now. */
export class CommandRegistry {
  private readonly sources: Source[] = [];

  /** Adds a list of commands, `general` ones below all others; gives the function that takes it away. */
  add(source: Source, general = false): () => void {
    if (general) this.sources.unshift(source);
    else this.sources.push(source);
    return () => {
      this.sources.splice(this.sources.indexOf(source), 1);
    };
  }

  /** Commands, the most specific first; a later source hides the same key or id of an earlier one. */
  list(): Command[] {
    const seen = new Set<string>();
    return [...this.sources]
      .reverse()
      .flatMap((source) => source.current)
      .filter((command) => {
        if (seen.has(command.id)) return false;
        seen.add(command.id);
        return true;
      });
  }

  /** The command of a key sequence. */
  find(keys: string): Command | undefined {
    return this.list().find((command) => command.keys === keys);
  }

  /** Whether some sequence of two keys starts with this key. */
  startsSequence(key: string): boolean {
    return this.list().some((command) => command.keys?.startsWith(`${key} `));
  }
}

const RegistryContext = createContext<CommandRegistry | undefined>(undefined);
const sequenceMs = 1200;

/** Holds the registry and listens to the keyboard. */
export function CommandProvider({ children }: { children: ReactNode }) {
  const [registry] = useState(() => new CommandRegistry());
  useEffect(() => {
    let first = "";
    let firstAt = 0;
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing || event.altKey) return;
      const key = keyName(event);
      const bare = !key.startsWith("mod+");
      if (bare && (event.ctrlKey || event.metaKey || takesText(event.target))) return;
      if (pressesControl(key, event.target)) return;
      if (document.querySelector("dialog[open]") !== null) return;
      if (bare && event.target instanceof Element && event.target.closest('[role="menu"],[role="dialog"]')) return;
      const sequence = first !== "" && Date.now() - firstAt < sequenceMs ? `${first} ${key}` : key;
      first = "";
      const command = registry.find(sequence) ?? registry.find(key);
      if (command) {
        event.preventDefault();
        command.run();
      } else if (bare && registry.startsSequence(key)) {
        first = key;
        firstAt = Date.now();
      }
    };
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, [registry]);
  return <RegistryContext value={registry}>{children}</RegistryContext>;
}

/** The registry of the page. */
export function useCommandRegistry(): CommandRegistry {
  const registry = useContext(RegistryContext);
  if (registry === undefined) throw new Error("`useCommandRegistry` needs a `CommandProvider` above it");
  return registry;
}

/** Registers commands while the component is mounted; those of the frame are `general` and yield to a page's. */
export function useCommands(commands: Command[], general = false): void {
  const registry = useCommandRegistry();
  const source = useRef(commands);
  useEffect(() => {
    source.current = commands;
  });
  useEffect(() => registry.add(source, general), [registry, general]);
}
