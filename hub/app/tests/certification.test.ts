import { cleanup, render, screen, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import source from '../../../device-sim/IotHub.DeviceSim/Certification/Clauses.cs?raw';
import type { Certification as State, Finding } from '../src/api/certification';
import { certificationWords, clauseWords } from '../src/i18n/certification';
import { CLAUSES_ZH } from '../src/i18n/clauses';
import { i18n } from '../src/i18n/i18n.svelte';
import { clausesOf } from '../src/presentation/certification/clauses';
import { changes, readReport, verdictOf, type Report } from '../src/presentation/certification/report';
import { CertificationRun } from '../src/state/certification.svelte';
import { Home } from '../src/state/home.svelte';
import { router } from '../src/state/router.svelte';
import Certification from '../src/views/certification/Certification.svelte';
import { CLAUSE_WORDS } from '../src/views/certification/topics';
import { FakeRest } from './fake-rest';

const REPORT: Report = {
  version: 1, did: 'lamp-1', contract: 'urn:x', begin: '2026-01-05T07:00:00Z', seconds: 11.2, verdict: 'fail', clauses: { pass: 1, fail: 1, 'not-applicable': 0, 'not-checked': 1 }, 'left-out': 0,
  results: [
    { clause: 'G-3', title: 'Payloads are JSON', verdict: 'pass', fix: 'Let a library.', checks: [{ subject: 'properties', verdict: 'pass', seen: '{}' }] },
    { clause: 'R-5', title: 'Other values are refused', verdict: 'fail', fix: 'Check type.', checks: [{ subject: 'light.on', verdict: 'pass' }, { subject: 'light.brightness 101', verdict: 'fail', expected: '-4005', seen: '{"id":"1","code":0}' }] },
    { clause: 'C-4', title: 'Back-off', verdict: 'not-checked', fix: 'Wait.', checks: [{ subject: '', verdict: 'not-checked', reason: 'not seen' }] },
  ],
};
const IDLE: State = { state: 'idle', host: '127.0.0.1', simulated: false, seconds: 0, limitSeconds: 1_800, found: 0, results: [] };
const FOUND: Finding[] = [{ clause: 'G-3', title: 'JSON', subject: 'a', verdict: 'pass' }, { clause: 'R-5', title: 'Refuses', subject: 'b', verdict: 'fail', expected: 'x', seen: 'y' }];
const RUNNING: State = { ...IDLE, state: 'running', port: 4242, did: 'lamp-1', contract: 'urn:x', begin: '2026-01-05T07:00:00Z', seconds: 3, doing: 'events', found: 2, results: FOUND };

let rest: FakeRest;
let now: State;

beforeEach(async () => {
  await i18n.use('en');
  now = IDLE;
  rest = new FakeRest()
    .on('GET /certification', (asked) => ({ body: { ...now, results: now.results.slice(Number(new URLSearchParams(asked.query).get('since'))) } }))
    .on('GET /certification/report', { body: REPORT })
    .on('GET /simulation', { body: { demo: true, paused: false, devicesMax: 1, addedMax: 1, faults: [], devices: [{ did: 'lamp-1', kind: 'light', contract: 'urn:x', state: 'online', paused: false, faults: [], label: 'Lamp' }] } })
    .on('GET /contracts', { body: [{ type: 'urn:x', kind: 'light', label: 'Light', description: '', devices: 0 }] })
    .on('POST /certification', { status: 202, body: RUNNING })
    .on('POST /certification/answer', {})
    .on('DELETE /certification', {});
  rest.install();
  router.go('/certification', true);
});

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

const page = (): void => void render(Certification, { home: new Home(), params: {} });
const writes = (): string[] => rest.writes.map(({ method, path, body }) => `${method} ${path}${body === undefined ? '' : ` ${body}`}`);
const file = (text: string): File => new File([text], 'report.json', { type: 'application/json' });

describe('a report', () => {
  it('is read as the command wrote it', () => expect(readReport(JSON.stringify(REPORT))).toEqual({ report: REPORT }));

  it.each([
    ['{', { kind: 'json' }],
    ['[]', { kind: 'member', path: '' }],
    ['{"version":2}', { kind: 'version' }],
    [JSON.stringify({ ...REPORT, begin: 'yesterday' }), { kind: 'member', path: '/begin' }],
    [JSON.stringify({ ...REPORT, clauses: { pass: 1 } }), { kind: 'member', path: '/clauses/fail' }],
    [JSON.stringify({ ...REPORT, results: [{ ...REPORT.results[0], verdict: 'maybe' }] }), { kind: 'member', path: '/results/0/verdict' }],
    [JSON.stringify({ ...REPORT, results: [{ ...REPORT.results[0], checks: [{ subject: 'a', verdict: 'pass', seen: 3 }] }] }), { kind: 'member', path: '/results/0/checks/0/seen' }],
  ])('that is none is told by its place: %s', (text, fault) => expect(readReport(text)).toEqual({ fault }));

  it('is compared by clauses, what fails now first', () => {
    const earlier = { ...REPORT, results: [{ ...REPORT.results[0]!, verdict: 'fail' as const }, { ...REPORT.results[1]!, verdict: 'pass' as const }] };
    expect(changes(earlier, REPORT).map(({ clause, before, after }) => [clause, before, after])).toEqual([['R-5', 'pass', 'fail'], ['G-3', 'fail', 'pass'], ['C-4', null, 'not-checked']]);
    expect(changes(REPORT, REPORT)).toEqual([]);
  });

  it('judges a clause by its worst check', () => {
    expect(verdictOf(['pass', 'fail'])).toBe('fail');
    expect(verdictOf(['not-checked', 'pass'])).toBe('pass');
    expect(verdictOf(['not-applicable'])).toBe('not-applicable');
  });
});

describe('the words of clauses', () => {
  it('go on over lines and end with the rule', () => {
    expect([...clausesOf('- **G-1** One\n  and two.\n- **G-2** Three.\n\nIn order.\n')]).toEqual([['G-1', 'One and two.'], ['G-2', 'Three.']]);
  });

  const numbers = [...source.matchAll(/new\("([A-Z]-\d+)"/g)].map(([, number]) => number!);

  it('stand in topics.md for each clause that is checked', () => expect(numbers.filter((number) => !CLAUSE_WORDS.has(number))).toEqual([]));

  it('are in Chinese for each of them', () => {
    expect(numbers.length).toBeGreaterThan(40);
    expect(Object.keys(CLAUSES_ZH).sort()).toEqual([...numbers].sort());
  });

  it('have a Chinese name for all that the certification says it does', async () => {
    const groups = import.meta.glob<string>('../../../device-sim/IotHub.DeviceSim/Certification/Checks/*.cs', { query: '?raw', import: 'default', eager: true });
    const titles = Object.values(groups).flatMap((text) => [...text.matchAll(/string Title => "([^"]+)"/g)].map(([, title]) => title!));
    await i18n.use('zh');
    expect(titles).toHaveLength(13);
    expect(['waiting for the device', ...titles].filter((title) => !(title in certificationWords().doing))).toEqual([]);
    expect(clauseWords('R-5', { title: '', fix: '' }).title).toBe('其他值用 -4005 拒绝');
  });
});

describe('a run', () => {
  it('asks only for what it does not know, and begins anew with another run', async () => {
    const run = new CertificationRun();
    now = RUNNING;
    await run.run.load();
    await run.run.load();
    expect(run.findings).toEqual(FOUND);
    expect(rest.asked.map(({ query }) => query)).toEqual(['since=0', 'since=2']);
    now = { ...RUNNING, begin: '2026-01-05T08:00:00Z', found: 1, results: [FOUND[0]!] };
    await run.run.load();
    expect(run.findings).toEqual([FOUND[0]]);
  });

  it('of a simulated device is begun by choosing one', async () => {
    page();
    await screen.findByRole('option', { name: 'Lamp · lamp-1' });
    await userEvent.click(screen.getByRole('button', { name: 'Begin' }));
    expect(writes()).toEqual(['POST /certification {"simulated":"lamp-1","allActions":false}']);
  });

  it('of a real device says who it is and who is at it', async () => {
    page();
    await userEvent.click(await screen.findByRole('radio', { name: 'A real device' }));
    await userEvent.type(screen.getByRole('textbox', { name: /^Device id/ }), 'bench-1');
    await userEvent.click(screen.getByRole('switch', { name: 'I am at the device' }));
    await userEvent.click(screen.getByRole('button', { name: 'Begin' }));
    expect(writes()).toEqual(['POST /certification {"contract":"urn:x","did":"bench-1","byHand":true,"allActions":false}']);
  });

  it('is seen live, asks the person at the device, and can be stopped', async () => {
    now = { ...RUNNING, ask: { question: 3, what: 'trigger', event: 'button.click' } };
    page();
    expect(await screen.findByText('127.0.0.1:4242')).toBeTruthy();
    expect(screen.getAllByRole('listitem').map((item) => item.textContent)).toEqual(['G-3JSONPassed', 'R-5RefusesFailed']);
    await userEvent.click(screen.getByRole('button', { name: 'Leave it out' }));
    await userEvent.click(screen.getByRole('button', { name: 'Stop' }));
    expect(writes()).toEqual(['POST /certification/answer {"question":3,"done":false}', 'DELETE /certification']);
  });

  it('that could not be made says why', async () => {
    now = { ...RUNNING, state: 'failed', reason: 'No device lamp-1.' };
    page();
    expect((await screen.findByRole('alert')).textContent).toContain('No device lamp-1.');
  });

  it('is not offered where it is switched off, but reports are', async () => {
    rest.on('GET /certification', { status: 404, body: { code: 'certification.off', detail: '' } });
    page();
    expect(await screen.findByText(/Makers:Simulator/)).toBeTruthy();
    await userEvent.click(screen.getByRole('button', { name: 'Report' }));
    expect(screen.getByLabelText('Open a report')).toBeTruthy();
  });
});

describe('the page of a report', () => {
  const open = async (label: string, text: string): Promise<void> => userEvent.upload(await screen.findByLabelText(label), file(text));

  beforeEach(() => router.go('/certification?tab=report', true));

  it('begins with what failed: expected, seen, the rule, what to mend', async () => {
    page();
    await open('Open a report', JSON.stringify(REPORT));
    expect(screen.getByRole('heading', { name: 'lamp-1: Failed' })).toBeTruthy();
    expect(screen.getByText('light.brightness 101')).toBeTruthy();
    expect(screen.getByText('{"id":"1","code":0}')).toBeTruthy();
    expect(screen.getByText('Check type.')).toBeTruthy();
    expect(screen.getByText(CLAUSE_WORDS.get('R-5')!)).toBeTruthy();
    expect(screen.queryByText('Payloads are JSON')).toBeNull();
    await userEvent.click(screen.getByRole('radio', { name: 'All' }));
    expect(screen.getByText('Payloads are JSON')).toBeTruthy();
    expect(rest.writes).toEqual([]);
  });

  it('says what is wrong with a file that is none', async () => {
    page();
    await open('Open a report', '{"version":1}');
    expect(screen.getByRole('alert').textContent).toBe('The file is no report: /did is not as it should be.');
  });

  it('compares with an earlier one', async () => {
    page();
    await open('Open a report', JSON.stringify(REPORT));
    await open('Compare with an earlier one', JSON.stringify({ ...REPORT, did: 'other', results: [REPORT.results[0], { ...REPORT.results[1], verdict: 'pass' }, REPORT.results[2]] }));
    const region = screen.getByRole('region', { name: /^Since/ });
    expect(within(region).getByRole('status').textContent).toBe('1 clause ended otherwise');
    expect(within(region).getByRole('listitem').textContent).toMatch(/R-5.*Passed → Failed/);
    expect(within(region).getByText(/another device/)).toBeTruthy();
  });

  it('shows the last run of the hub', async () => {
    now = { ...RUNNING, state: 'done' };
    page();
    await userEvent.click(await screen.findByRole('button', { name: 'Show the last run' }));
    expect(await screen.findByRole('heading', { name: 'lamp-1: Failed' })).toBeTruthy();
  });
});
