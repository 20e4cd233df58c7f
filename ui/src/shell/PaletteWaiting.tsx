import { Dialog } from "../components/Dialog";
import styles from "./palette.module.css";

/** What the palette's box says while it is empty. */
export const palettePlaceholder = "Command, experiment, words or trace id";

/** The palette's box until the palette has arrived: takes what is typed, so that no letter is lost or runs a command. */
export function PaletteWaiting(props: { typed: string; onType: (text: string) => void; onClose: () => void }) {
  return (
    <Dialog title="Search for anything" plain onClose={props.onClose}>
      <input
        className={styles.waiting}
        aria-label="Search for anything"
        placeholder={palettePlaceholder}
        value={props.typed}
        onChange={(event) => props.onType(event.target.value)}
      />
    </Dialog>
  );
}
