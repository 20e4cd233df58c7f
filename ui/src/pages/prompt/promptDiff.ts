/** Two texts side by side: lines of one place stand beside each other, with the words that differ marked. */
import { diffLines, diffWordsWithSpace } from "diff";

/** A piece of a line; marked when the other side has something else there. */
export interface Piece {
  text: string;
  marked: boolean;
}

/** A line of one side. */
export interface Side {
  /** From 1. */
  number: number;
  pieces: Piece[];
}

/** A row of the comparison; a side without a line at that place is absent. */
export interface DiffRow {
  before?: Side;
  after?: Side;
}

const linesOf = (text: string) => text.replace(/\n$/, "").split("\n");

/** Compares two texts; equal lines stand beside each other, changed ones too as far as both sides have some. */
export function diffRows(before: string, after: string): DiffRow[] {
  const rows: DiffRow[] = [];
  let left = 1;
  let right = 1;
  let removed: string[] = [];
  const flush = (added: string[]) => {
    for (let index = 0; index < Math.max(removed.length, added.length); index += 1) {
      const [gone, come] = [removed[index], added[index]];
      const [gonePieces, comePieces] = pieces(gone, come);
      rows.push({
        before: gone === undefined ? undefined : { number: left++, pieces: gonePieces },
        after: come === undefined ? undefined : { number: right++, pieces: comePieces },
      });
    }
    removed = [];
  };
  for (const change of diffLines(before, after, { stripTrailingCr: true })) {
    const lines = linesOf(change.value);
    if (change.removed) removed.push(...lines);
    else if (change.added) flush(lines);
    else {
      flush([]);
      for (const text of lines) {
        rows.push({
          before: { number: left++, pieces: [{ text, marked: false }] },
          after: { number: right++, pieces: [{ text, marked: false }] },
        });
      }
    }
  }
  flush([]);
  return rows;
}

function pieces(before: string | undefined, after: string | undefined): [Piece[], Piece[]] {
  if (before === undefined || after === undefined) {
    return [whole(before), whole(after)];
  }
  const changes = diffWordsWithSpace(before, after);
  const kept = (other: "added" | "removed") =>
    changes
      .filter((change) => !change[other])
      .map((change) => ({ text: change.value, marked: change.added || change.removed }));
  return [kept("added"), kept("removed")];
}

function whole(text: string | undefined): Piece[] {
  return text === undefined ? [] : [{ text, marked: true }];
}
