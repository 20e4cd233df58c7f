import type { PromptVersion } from "../../api/types";
import { Button } from "../../components/Button";
import styles from "./prompt.module.css";
import { diffRows, type Side } from "./promptDiff";
import { promptText } from "./promptText";

/** Two versions side by side, the older one on the left however they were chosen. */
export function PromptComparison(props: { before: PromptVersion; after: PromptVersion; onClose: () => void }) {
  const [before, after] =
    props.before.version < props.after.version ? [props.before, props.after] : [props.after, props.before];
  const rows = diffRows(promptText(before), promptText(after));
  const isSame = promptText(before) === promptText(after);
  return (
    <>
      <div className={styles.facts}>
        <h2>
          Version {before.version} and {after.version}
        </h2>
        {isSame && <span className={styles.muted}>their texts are the same</span>}
        <Button small onClick={props.onClose}>
          Show version {props.after.version} alone
        </Button>
      </div>
      <table className={styles.diff}>
        <colgroup>
          <col className={styles.numbers} />
          <col />
          <col className={styles.numbers} />
          <col />
        </colgroup>
        <thead>
          <tr>
            <th scope="col" colSpan={2}>
              Version {before.version} {before.commit_message}
            </th>
            <th scope="col" colSpan={2}>
              Version {after.version} {after.commit_message}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <tr key={index}>
              <Cells side={row.before} change="removed" />
              <Cells side={row.after} change="added" />
            </tr>
          ))}
        </tbody>
      </table>
      <Settings before={before} after={after} />
    </>
  );
}

function Cells({ side, change }: { side: Side | undefined; change: "removed" | "added" }) {
  const isChanged = side?.pieces.some((piece) => piece.marked);
  const Mark = change === "removed" ? "del" : "ins";
  return (
    <>
      <td className={styles.number}>{side?.number}</td>
      <td
        className={styles.code}
        data-change={isChanged ? change : undefined}
        data-empty={side === undefined || undefined}
      >
        {side?.pieces.map((piece, index) => (piece.marked ? <Mark key={index}>{piece.text}</Mark> : piece.text))}
      </td>
    </>
  );
}

/** What else than the text differs. */
function Settings({ before, after }: { before: PromptVersion; after: PromptVersion }) {
  const settings = (version: PromptVersion): Record<string, string> => ({
    kind: version.kind,
    ...(version.model_config === undefined ? {} : { model: version.model_config }),
    ...(version.response_format === undefined ? {} : { "response format": version.response_format }),
    ...Object.fromEntries(Object.entries(version.tags).map(([key, value]) => [`tag ${key}`, value])),
  });
  const [left, right] = [settings(before), settings(after)];
  const names = [...new Set([...Object.keys(left), ...Object.keys(right)])].filter(
    (name) => left[name] !== right[name],
  );
  if (names.length === 0) return null;
  return (
    <table className={styles.diff} aria-label="Settings that differ">
      <colgroup>
        <col className={styles.names} />
        <col />
        <col />
      </colgroup>
      <tbody>
        {names.map((name) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td className={styles.code}>{left[name] ?? "none"}</td>
            <td className={styles.code}>{right[name] ?? "none"}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
