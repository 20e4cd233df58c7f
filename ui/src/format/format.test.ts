import { describe, expect, it } from "vitest";
import { formatBytes } from "./bytes";
import { formatCost } from "./cost";
import { formatCount, formatShare } from "./count";
import { formatDuration } from "./duration";
import { formatRelative } from "./time";

describe("durations have three significant digits", () => {
  it.each([
    [undefined, ""],
    [-1, ""],
    [Number.NaN, ""],
    [0, "0 ms"],
    [0.0123, "12.3 µs"],
    [0.9999, "1 ms"],
    [7, "7 ms"],
    [70.456, "70.5 ms"],
    [540.4, "540 ms"],
    [999.4, "999 ms"],
    [999.6, "1.00 s"],
    [2640, "2.64 s"],
    [59_940, "59.9 s"],
    [59_960, "1 m 00 s"],
    [62_000, "1 m 02 s"],
    [3_599_400, "59 m 59 s"],
    [3_599_600, "1 h 00 m"],
    [11_100_000, "3 h 05 m"],
    [90_000_000, "1 d 01 h"],
  ])("%s ms is %s", (milliseconds, text) => expect(formatDuration(milliseconds)).toBe(text));
});

describe("counts, costs and sizes", () => {
  it.each([
    [undefined, ""],
    [0, "0"],
    [9999, "9,999"],
    [12_345, "12.3k"],
    [4_560_000, "4.56M"],
  ])("%s is %s", (value, text) => expect(formatCount(value)).toBe(text));
  it.each([
    [0, "$0"],
    [0.00001, "<$0.0001"],
    [0.012345, "$0.0123"],
    [0.999, "$1.00"],
    [4.561, "$4.56"],
    [1234.5, "$1,235"],
  ])("$%s is %s", (value, text) => expect(formatCost(value)).toBe(text));
  it.each([
    [812, "812 B"],
    [2355, "2.3 KiB"],
    [14 * 1024 * 1024, "14 MiB"],
    [1024 * 1024 - 1, "1 MiB"],
  ])("%s bytes are %s", (value, text) => expect(formatBytes(value)).toBe(text));
  it("shares keep small ones visible", () => {
    expect(formatShare(1, 250)).toBe("0.4 %");
    expect(formatShare(0, 10)).toBe("0 %");
    expect(formatShare(1, 8)).toBe("13 %");
    expect(formatShare(1, 0)).toBe("");
  });
});

describe("relative times", () => {
  const now = new Date(2026, 10, 24, 12, 0, 0).getTime();
  it.each([
    [0, "now"],
    [12_000, "12 s ago"],
    [61_000, "1 min ago"],
    [7_200_000, "2 h ago"],
  ])("%s ms earlier is %s", (age, text) => expect(formatRelative(now - age, now)).toBe(text));
  it("older ones are dates", () => {
    expect(formatRelative(new Date(2026, 9, 3, 8, 5).getTime(), now)).toBe("3 Oct, 08:05");
    expect(formatRelative(new Date(2024, 1, 3).getTime(), now)).toBe("3 Feb 2024");
  });
});
