import { diffLines } from 'diff';

/** A line of a comparison, with its numbers before and after, from 1; or lines that are the same in both and left out. */
export type DiffRow =
  | { readonly kind: 'same' | 'added' | 'removed'; readonly text: string; readonly before: number | null; readonly after: number | null }
  | { readonly kind: 'fold'; readonly count: number };

/** So many lines around a change are shown. */
const AROUND = 2;

/** What differs between two texts, line by line; long stretches that are the same are folded. */
export function rowsOf(before: string, after: string): readonly DiffRow[] {
  const all: Exclude<DiffRow, { kind: 'fold' }>[] = [];
  let [left, right] = [0, 0];
  for (const { added, removed, value } of diffLines(before, after)) {
    for (const text of value.replace(/\n$/, '').split('\n')) {
      if (!added) left += 1;
      if (!removed) right += 1;
      all.push({ kind: added ? 'added' : removed ? 'removed' : 'same', text, before: added ? null : left, after: removed ? null : right });
    }
  }
  return folded(all);
}

function folded(all: readonly Exclude<DiffRow, { kind: 'fold' }>[]): readonly DiffRow[] {
  const near = (at: number): boolean => all.slice(Math.max(0, at - AROUND), at + AROUND + 1).some(({ kind }) => kind !== 'same');
  const rows: DiffRow[] = [];
  for (const [at, row] of all.entries()) {
    const last = rows.at(-1);
    if (near(at)) rows.push(row);
    else if (last?.kind === 'fold') rows[rows.length - 1] = { kind: 'fold', count: last.count + 1 };
    else rows.push({ kind: 'fold', count: 1 });
  }
  return rows;
}
