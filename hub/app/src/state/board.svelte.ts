import { CHANGES_ADDRESS, type BoardLine } from '../api/board';

/** So many of the newest changes are shown. */
export const CHANGES_SHOWN = 40;

export interface LineChange {
  key: number;
  line: string;
  level: boolean;
  at: Date;
}

/** The part of an EventSource that is used. */
export type Source = Pick<EventSource, 'addEventListener' | 'close'>;

/** The lines of a simulated board as they change. */
export class BoardLines {
  lines = $state.raw<readonly BoardLine[] | null>(null);
  /** False while changes do not come: what is shown may be old. */
  live = $state(false);
  /** Levels that became others, newest first. */
  changes = $state.raw<readonly LineChange[]>([]);

  /** Follows the board; the browser connects again by itself. Answers the way to stop. */
  follow(source: Source = new EventSource(CHANGES_ADDRESS)): () => void {
    source.addEventListener('error', () => (this.live = false));
    source.addEventListener('lines', (event) => {
      this.lines = JSON.parse((event as MessageEvent<string>).data) as BoardLine[];
      this.live = true;
    });
    source.addEventListener('line', (event) => this.take(JSON.parse((event as MessageEvent<string>).data) as BoardLine));
    return () => source.close();
  }

  take(line: BoardLine): void {
    const before = this.lines?.find(({ offset }) => offset === line.offset);
    if (before !== undefined && before.change >= line.change) return;
    this.lines = before === undefined ? [...(this.lines ?? []), line].sort((a, b) => a.offset - b.offset) : this.lines!.map((one) => (one === before ? line : one));
    if (before?.level !== line.level) this.changes = [{ key: line.change, line: line.line, level: line.level, at: new Date() }, ...this.changes].slice(0, CHANGES_SHOWN);
  }
}
