import { describe, expect, it } from 'vitest';
import type { RunTrace, SentCommand, WhyNot } from '../../src/api/automations';
import { automationWords } from '../../src/i18n/automations';
import { markAt, marksOf } from '../../src/presentation/automation/last-run';

const words = automationWords();
const say = (text: string): string => text.replace('lamp/', 'Lamp · ');
const clock = (at: string): string => at.slice(11, 16);
const step = (pointer: string, seconds: number, commands: readonly Partial<SentCommand>[] = [], state = 'done') => ({
  step: pointer, does: 'set', state, text: 'What went wrong.', begunAt: `2026-03-01T22:00:0${seconds}Z`, clauses: [], commands: commands as SentCommand[],
});
const trace = (steps: ReturnType<typeof step>[], state = 'finished'): RunTrace => ({
  run: { run: 1, state, trigger: '2', begunAt: '2026-03-01T22:00:00Z', steps: steps.length }, clauses: [{ path: '/conditions/0', holds: true, text: 'lamp/light.on is false' }], steps, stepsLeftOut: 0,
}) as RunTrace;

describe('how blocks did the last time', () => {
  it('is told of a run: what fired, what held, what became of each step', () => {
    const marks = marksOf(trace([step('/actions/0', 0, [{ state: 'confirmed', durationMs: 184.4 }]), step('/actions/1', 1, [{ state: 'timedOut' }]), step('/actions/2', 2, [], 'failed')]), words, say, clock);
    expect(marks.get('/triggers/1')).toEqual({ tone: 'good', text: 'Fired at 22:00', when: '' });
    expect(marks.get('/conditions/0')).toEqual({ tone: 'good', text: 'Lamp · light.on is false', when: '' });
    expect(marks.get('/actions/0')).toEqual({ tone: 'good', text: 'confirmed', when: '+184 ms' });
    expect(marks.get('/actions/1')).toEqual({ tone: 'bad', text: 'no answer', when: '+1 s' });
    expect(marks.get('/actions/2')).toMatchObject({ tone: 'bad', text: 'What went wrong.' });
    expect(markAt(marks, '/actions/3', true)?.text).toBe('Not reached');
    expect(markAt(marks, '/conditions/1', false)).toBeUndefined();
  });

  it('is the last time of a step that came again', () => {
    const marks = marksOf(trace([step('/actions/0/repeat/actions/0', 0), step('/actions/0/repeat/actions/0', 3)]), words, say, clock);
    expect(marks.get('/actions/0/repeat/actions/0')?.when).toBe('+3 s');
  });

  it('says nothing of steps that may still come', () => expect(markAt(marksOf(trace([], 'running'), words, say, clock), '/actions/0', true)).toBeUndefined());

  it('is told of what held it back, also by the block around', () => {
    const refused: WhyNot = { at: '2026-03-01T03:58:33Z', trigger: 'door', kind: 'refused', text: '', clauses: [{ path: '/conditions/1/not/any/1', holds: true, text: 'lamp/light.on is true' }] };
    const marks = marksOf(refused, words, say, clock);
    expect([...marks.keys()]).toEqual(['/conditions/1/not/any/1', '/conditions/1', '']);
    expect(marks.get('/conditions/1')).toEqual({ tone: 'bad', text: 'Lamp · light.on is true', when: '' });
    expect(markAt(marks, '/actions/0', true)?.text).toBe('Not reached');
  });
});
