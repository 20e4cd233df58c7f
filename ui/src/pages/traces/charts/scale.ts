/** Axis arithmetic of the small charts. */

/** The smallest of 1, 2, 5 times a power of ten that is not below `value`. */
export function niceCeiling(value: number): number {
  if (!(value > 0)) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  const step = [1, 2, 5, 10].find((each) => each * power >= value) ?? 10;
  return step * power;
}

/** Path data of a line; undefined values leave a gap, lonely points become short dashes. */
export function linePath(
  values: (number | undefined)[],
  x: (index: number) => number,
  y: (value: number) => number,
): string {
  const parts: string[] = [];
  values.forEach((value, index) => {
    if (value === undefined) return;
    const before = index > 0 && values[index - 1] !== undefined;
    const after = values[index + 1] !== undefined;
    const point = `${x(index).toFixed(1)},${y(value).toFixed(1)}`;
    if (!before && !after) parts.push(`M${(x(index) - 1.5).toFixed(1)},${y(value).toFixed(1)}h3`);
    else parts.push(`${before ? "L" : "M"}${point}`);
  });
  return parts.join("");
}

/** First and last bucket a drag between two shares of the width covers. */
export function brushedBuckets(from: number, to: number, count: number): [number, number] {
  const clamp = (share: number) => Math.max(0, Math.min(count - 1, Math.floor(share * count)));
  return from < to ? [clamp(from), clamp(to)] : [clamp(to), clamp(from)];
}
