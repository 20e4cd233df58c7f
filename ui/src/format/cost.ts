/** Costs in US dollars: `$0`, `<$0.0001`, `$0.0123`, `$4.56`, `$1,234`. */
export function formatCost(dollars: number | undefined): string {
  if (dollars === undefined || !Number.isFinite(dollars)) return "";
  if (dollars === 0) return "$0";
  if (dollars < 0.0001) return "<$0.0001";
  if (dollars < 0.995) return `$${Number(dollars.toPrecision(3))}`;
  if (dollars < 1000) return `$${dollars.toFixed(2)}`;
  return `$${whole.format(dollars)}`;
}

const whole = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });
