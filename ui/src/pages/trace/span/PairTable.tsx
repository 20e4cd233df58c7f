import type { KeyValue, SpanDetail } from "../../../api/types";
import { JsonView } from "../../../components/json/JsonView";
import { LargeValue } from "./LargeValue";
import styles from "./span.module.css";

/** Keys and values; objects fold, cut values can be loaded when `span` says whose attributes they are. */
export function PairTable({ pairs, span }: { pairs: KeyValue[]; span?: SpanDetail }) {
  if (pairs.length === 0) return null;
  return (
    <table className={styles.pairs}>
      <tbody>
        {pairs.map((pair, index) => (
          <tr key={`${pair.key} ${index}`}>
            <th scope="row">{pair.key}</th>
            <td>
              {pair.truncated_bytes !== undefined && span !== undefined ? (
                <LargeValue
                  traceId={span.trace_id}
                  spanId={span.span_id}
                  field={`attribute:${pair.key}`}
                  value={pair.value}
                  bytes={pair.truncated_bytes}
                />
              ) : (
                <JsonView value={pair.value} label={pair.key} tools={false} />
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
