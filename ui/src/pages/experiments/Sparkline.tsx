import styles from "./experiments.module.css";

const width = 120;
const height = 22;

/** The last 24 hours as bars; hours without traces stay empty. */
export function Sparkline({ counts, label }: { counts: number[]; label: string }) {
  const highest = Math.max(1, ...counts);
  const step = width / Math.max(1, counts.length);
  return (
    <svg className={styles.spark} width={width} height={height} role="img" aria-label={label}>
      {counts.map((count, hour) => {
        const bar = count === 0 ? 0 : Math.max(2, (count / highest) * height);
        return <rect key={hour} x={hour * step} y={height - bar} width={step - 1} height={bar} fill="currentColor" />;
      })}
    </svg>
  );
}
