import type { RunTrace, Step, WhyNot } from '../../api/automations';
import type { AutomationWords } from '../../i18n/automations';
import { after } from '../trace';

/** How a block did when the automation was set off last. */
export interface BlockMark {
  readonly tone: 'good' | 'bad' | 'calm';
  readonly text: string;
  /** How long after the beginning; empty where that says nothing. */
  readonly when: string;
}

export type Marks = ReadonlyMap<string, BlockMark>;

/** Marks by JSON pointer, of a run or of what held it back. `say` puts the home's names in place of addresses, `clock` tells a time of day. */
export function marksOf(of: RunTrace | WhyNot, words: AutomationWords, say: (text: string) => string, clock: (at: string) => string): Marks {
  return 'run' in of ? marksOfRun(of, words, say, clock) : marksOfWhyNot(of, words, say, clock);
}

function marksOfRun({ run, clauses, steps, stepsLeftOut }: RunTrace, words: AutomationWords, say: (text: string) => string, clock: (at: string) => string): Marks {
  const marks = new Map<string, BlockMark>();
  const begun = run.begunAt ?? '';
  mark(marks, triggerPointer(run.trigger), { tone: 'good', text: words.firedAt(clock(begun)), when: '' });
  for (const clause of clauses) mark(marks, clause.path, { tone: clause.holds ? 'good' : 'bad', text: say(clause.text), when: '' });
  // A step may come again and again: its last time counts.
  for (const step of steps) marks.set(step.step, { ...stepMark(step, words), when: after(begun, endOf(step)) });
  if (run.state !== 'running' && stepsLeftOut === 0) marks.set('', { tone: 'calm', text: words.notReached, when: '' });
  return marks;
}

function marksOfWhyNot({ trigger, at, clauses }: WhyNot, words: AutomationWords, say: (text: string) => string, clock: (at: string) => string): Marks {
  const marks = new Map<string, BlockMark>();
  mark(marks, triggerPointer(trigger), { tone: 'good', text: words.firedAt(clock(at)), when: '' });
  for (const clause of clauses) {
    const stood: BlockMark = { tone: 'bad', text: say(clause.text), when: '' };
    mark(marks, clause.path, stood);
    // Its own block may be closed: the one that holds it says so, too.
    const [, top] = /^(\/conditions\/\d+)\//.exec(clause.path) ?? [];
    if (top !== undefined && !marks.has(top)) marks.set(top, stood);
  }
  marks.set('', { tone: 'calm', text: words.notReached, when: '' });
  return marks;
}

/** What a step that has no mark of its own is told by. */
export function markAt(marks: Marks, pointer: string, isStep: boolean): BlockMark | undefined {
  return marks.get(pointer) ?? (isStep && /^\/actions\/\d+$/.test(pointer) ? marks.get('') : undefined);
}

/** When the slowest of its devices answered; of a step without commands its beginning. */
function endOf({ begunAt, commands }: Step): string {
  const slowest = Math.max(0, ...commands.map(({ durationMs }) => durationMs ?? 0));
  return new Date(new Date(begunAt).getTime() + Math.round(slowest)).toISOString();
}

function stepMark({ state, commands, text }: Step, words: AutomationWords): Omit<BlockMark, 'when'> {
  const bad = commands.find((command) => command.state === 'failed' || command.state === 'timedOut');
  if (bad !== undefined) return { tone: 'bad', text: words.command[bad.state] ?? bad.state };
  if (state === 'failed') return { tone: 'bad', text };
  if (state === 'running') return { tone: 'calm', text: words.mark['running']! };
  const pending = commands.find((command) => command.state !== 'confirmed');
  return commands.length > 0 ? { tone: pending === undefined ? 'good' : 'calm', text: words.command[pending?.state ?? 'confirmed'] ?? '' } : { tone: 'good', text: words.mark['finished']! };
}

/** Triggers without an id are numbered from 1; those with one are not told by their place. */
function triggerPointer(trigger: string): string {
  return /^[1-9]\d*$/.test(trigger) ? `/triggers/${Number(trigger) - 1}` : '';
}

function mark(marks: Map<string, BlockMark>, pointer: string, of: BlockMark): void {
  if (pointer !== '' && !marks.has(pointer)) marks.set(pointer, of);
}
