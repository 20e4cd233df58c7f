import type { ApiError } from "../../api/client";
import styles from "./filter.module.css";

/** A filter the server refused: the text, a caret under the place, what was expected. */
export function FilterProblem({ filter, error }: { filter: string; error: ApiError }) {
  const position = error.position;
  return (
    <div className={styles.problem} role="alert">
      {position !== undefined && (
        <pre>
          {filter}
          {"\n"}
          {" ".repeat(Math.min(position, filter.length))}
          <b>^</b>
        </pre>
      )}
      <p>{error.message}</p>
      {error.hint && <p className={styles.hint}>{error.hint}</p>}
    </div>
  );
}
