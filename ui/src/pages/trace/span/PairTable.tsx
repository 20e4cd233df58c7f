import type { KeyValue } from "../../../api/types";
import { JsonView } from "../../../components/json/JsonView";
import styles from "./span.module.css";

/** Keys and values; objects fold. */
export function PairTable({ pairs }: { pairs: KeyValue[] }) {
  if (pairs.length === 0) return null;
  return (
    <table className={styles.pairs}>
      <tbody>
        {pairs.map((pair, index) => (
          <tr key={`${pair.key} ${index}`}>
            <th scope="row">{pair.key}</th>
            <td>
              <JsonView value={pair.value} label={pair.key} tools={false} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
