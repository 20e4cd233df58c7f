/** Values of metrics: five significant digits, thousands separated; `–` for what is not a number. */
export function formatMetric(value: number | undefined): string {
  if (value === undefined || !Number.isFinite(value)) return "–";
  const size = Math.abs(value);
  if (size !== 0 && (size < 0.0001 || size >= 1e9)) return value.toExponential(2);
  return metric.format(value);
}

const metric = new Intl.NumberFormat("en-US", { maximumSignificantDigits: 5 });
