/** Conditions that the page itself puts into the filter: taken in and out as whole parts of a chain of ANDs. */

/** The condition that `key` is `value`, quoted for the grammar. */
export function equals(key: string, value: string): string {
  return `${key} = '${value.replaceAll("'", "''")}'`;
}

/** Whether a filter asks for a condition as one of its parts. */
export function hasCondition(filter: string | undefined, condition: string): boolean {
  return conjuncts(filter ?? "").includes(condition);
}

/** The filter with the condition added, or without it when it was there; empty when nothing is left. */
export function toggleCondition(filter: string | undefined, condition: string): string {
  const parts = conjuncts(filter ?? "");
  const rest = parts.filter((part) => part !== condition);
  return (rest.length < parts.length ? rest : [...parts, condition]).join(" AND ");
}

/** The parts of a filter that all must hold. A filter with OR is one part, in parentheses, so that more can follow. */
function conjuncts(filter: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  let alternatives = false;
  // Quoted text, a parenthesis, or a joining word with the space around it; what is between does not matter.
  for (const token of filter.matchAll(/'[^']*'|"[^"]*"|`[^`]*`|[()]|\s(and|or)(?=[\s(])/gi)) {
    if (token[0] === "(") depth += 1;
    else if (token[0] === ")") depth -= 1;
    else if (token[1] !== undefined && depth === 0) {
      if (token[1].toLowerCase() === "or") alternatives = true;
      else {
        parts.push(filter.slice(start, token.index));
        start = token.index + token[0].length;
      }
    }
  }
  if (alternatives) return [`(${filter.trim()})`];
  return [...parts, filter.slice(start)].map((part) => part.trim()).filter((part) => part !== "");
}
