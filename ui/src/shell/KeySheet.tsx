import { useState } from "react";
import { Dialog } from "../components/Dialog";
import { useCommandRegistry } from "../keyboard/commands";
import { Keys } from "./Keys";
import styles from "./palette.module.css";

/** All keys that work on the current page. */
export default function KeySheet({ onClose }: { onClose: () => void }) {
  const registry = useCommandRegistry();
  const [commands] = useState(() => registry.list().filter((command) => command.keys !== undefined));
  const groups = [...new Set(commands.map((command) => command.group))];
  return (
    <Dialog title="Keys" wide onClose={onClose}>
      <div className={styles.sheet}>
        {groups.map((group) => (
          <section key={group} className={styles.group}>
            <h3>{group}</h3>
            {commands
              .filter((command) => command.group === group)
              .map((command) => (
                <div key={command.id} className={styles.line}>
                  <span>{command.title}</span>
                  <Keys keys={command.keys ?? ""} />
                </div>
              ))}
          </section>
        ))}
      </div>
    </Dialog>
  );
}
