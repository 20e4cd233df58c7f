/** Counts: whole below 10,000, then `12.3k`, `4.56M`. */
export function formatCount(value: number | undefined): string {
  if (value === undefined || !Number.isFinite(value)) return "";
  if (Math.abs(value) < 10_000) return exactCount.format(value);
  return compactCount.format(value).replace("K", "k");
}

/** The count with all digits, for titles. */
export function formatExactCount(value: number): string {
  return exactCount.format(value);
}

/** Share of a whole: `0 %`, `0.4 %`, `12 %`. */
export function formatShare(part: number, whole: number): string {
  if (whole <= 0) return "";
  const percent = (part / whole) * 100;
  if (percent === 0) return "0 %";
  return percent < 10 ? `${Number(percent.toPrecision(2))} %` : `${Math.round(percent)} %`;
}

const exactCount = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });
const compactCount = new Intl.NumberFormat("en-US", { notation: "compact", maximumSignificantDigits: 3 });
