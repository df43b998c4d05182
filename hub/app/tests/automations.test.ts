import { EditorView } from '@codemirror/view';
import { cleanup, render, screen, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Automation } from '../src/api/automations';
import { i18n } from '../src/i18n/i18n.svelte';
import { after, depthOf, occasionsOf, readable } from '../src/presentation/trace';
import { Home } from '../src/state/home.svelte';
import { router } from '../src/state/router.svelte';
import { undo } from '../src/state/undo.svelte';
import AutomationView from '../src/views/automations/Automation.svelte';
import Automations from '../src/views/automations/Automations.svelte';
import { FakeRest } from './fake-rest';
import { lamp, snap } from './homes';

const TEXT = '{\n  "name": "Evening"\n}\n';
const evening: Automation = {
  id: 'evening', name: 'Evening light', version: 3, enabled: true, status: 'active', savedBy: 'local', savedAt: '2026-03-01T10:00:00Z', diagnostics: [], text: TEXT,
  sentences: { en: 'When it is 20:00: on.', zh: '到20:00时：打开。' },
};

// The editor comes when it is wanted; here that is always.
beforeAll(async () => void (await import('../src/views/automations/Workbench.svelte')), 30_000);

let home: Home;
let rest: FakeRest;

beforeEach(() => {
  localStorage.clear();
  history.replaceState(null, '', '/automations/evening');
  router.path = '/automations/evening';
  router.query = '';
  vi.stubGlobal('scrollTo', vi.fn());
  home = new Home();
  home.link = 'online';
  home.attach(() => true);
  home.receive(snap([lamp()], { scenes: [{ id: 'film', name: 'Film' }], automations: [{ id: 'evening', name: 'Evening light' }] }));
  rest = new FakeRest();
  rest.on('GET /automations', { body: [evening, { ...evening, id: 'air', name: 'Air', status: 'broken', lastRunAt: null }] }).on('GET /findings', { body: { findings: [{ automations: ['air'] }] } })
    .on('GET /automations/evening', { body: evening }).on('GET /automations/evening/runs', { body: [] }).on('GET /automations/evening/why-not', { body: [] })
    .on('GET /automations/evening/versions', { body: [] }).on('POST /automations:validate', { body: { valid: true, waitsForDevices: false, diagnostics: [], sentences: evening.sentences, findings: [] } });
  rest.install();
});

afterEach(async () => {
  cleanup();
  undo.clear();
  vi.unstubAllGlobals();
  await i18n.use('en');
});

const draft = (text: string, version: number | null = 3): void => localStorage.setItem('draft.automation.evening', JSON.stringify({ text, version }));
const list = (): void => void render(Automations, { home, params: {} });
const open = (query = ''): void => {
  router.query = query;
  render(AutomationView, { home, params: { id: 'evening' } });
};

describe('the list of automations', () => {
  it('tells how each stands, and what was found', async () => {
    list();
    const air = (await screen.findByRole('link', { name: /^Air/ })).textContent;
    expect(air).toContain('Has faults');
    await vi.waitFor(() => expect(screen.getByRole('link', { name: /^Air/ }).textContent).toContain('1 finding'));
    expect(screen.getByText('2 automations on')).toBeTruthy();
  });

  it('tells when it ran and when it comes next', async () => {
    const now = Date.now();
    rest.on('GET /automations', { body: [{ ...evening, lastRunAt: new Date(now - 5 * 60_000).toISOString(), nextAt: new Date(now + 60 * 60_000).toISOString() }] });
    list();
    const line = (await screen.findByRole('link', { name: /^Evening light/ })).textContent;
    expect(line).toMatch(/Ran 5 min\.? ago · next \d\d:\d\d/);
  });

  it('switches one off, and back on by undo', async () => {
    rest.on('PATCH /automations/evening', (asked) => ({ body: { ...evening, enabled: JSON.parse(asked.body!).enabled } }));
    list();
    await userEvent.click(await screen.findByRole('switch', { name: 'Evening light' }));
    expect(screen.getByRole('switch', { name: 'Evening light' }).getAttribute('aria-checked')).toBe('false');
    await vi.waitFor(() => expect(undo.offer?.text).toBe('Evening light is off'));
    await undo.take();
    expect(rest.writes.map(({ body }) => body)).toEqual(['{"enabled":false}', '{"enabled":true}']);
    await vi.waitFor(() => expect(screen.getByRole('switch', { name: 'Evening light' }).getAttribute('aria-checked')).toBe('true'));
  });

  it('shows the truth again when it could not be switched, and says so', async () => {
    list();
    await userEvent.click(await screen.findByRole('switch', { name: 'Evening light' }));
    expect((await screen.findByText('Evening light: It could not be switched.')).getAttribute('role')).toBe('alert');
    expect(screen.getByRole('switch', { name: 'Evening light' }).getAttribute('aria-checked')).toBe('true');
  });

  it('runs a scene, and offers to have back what it wrote', async () => {
    rest.on('POST /scenes/film/run', {}).on('GET /scenes/film', { body: { text: '{"set":{"hall-lamp/light.on":true}}' } });
    list();
    await userEvent.click(screen.getByRole('button', { name: 'Run Film' }));
    await vi.waitFor(() => expect(undo.offer?.text).toBe('Film started'));
    expect(rest.writes.map(({ path }) => path)).toEqual(['/scenes/film/run']);
  });

  it('says that it cannot be read, and tries again', async () => {
    rest.on('GET /automations', { status: 503, body: { code: 'hub.busy', detail: '' } });
    list();
    expect(await screen.findByText('The automations could not be read.')).toBeTruthy();
    rest.on('GET /automations', { body: [evening] });
    await userEvent.click(screen.getByRole('button', { name: 'Retry' }));
    expect(await screen.findByRole('switch', { name: 'Evening light' })).toBeTruthy();
  });
});

describe('one automation', () => {
  it('says why it did not run', async () => {
    rest.on('GET /automations/evening/why-not', { body: [{
      at: new Date().toISOString(), trigger: '1', kind: 'refused', text: 'Not run: hall-lamp/light.on became true, but not between 18:00 and 23:00 (now 12:00).',
      clauses: [{ path: '/conditions/0', holds: false, text: 'not between 18:00 and 23:00 (now 12:00)' }],
    }] });
    open();
    expect(await screen.findByText('Hall lamp · on became true, but not between 18:00 and 23:00 (now 12:00).')).toBeTruthy();
    expect(screen.getByText('stood in the way')).toBeTruthy();
  });

  it('tells a run step by step, with what became of its commands', async () => {
    rest.on('GET /automations/evening/runs', { body: [{ run: 7, state: 'finished', trigger: '1', why: 'Runs: it is 20:00.', begunAt: '2026-03-01T20:00:00Z', endedAt: '2026-03-01T20:01:00Z', steps: 1 }] })
      .on('GET /automations/evening/runs/7', { body: {
        run: {}, clauses: [], stepsLeftOut: 0,
        steps: [{ step: '/actions/0', does: 'set', state: 'done', text: 'Sets hall-lamp/light.on = true.', begunAt: '2026-03-01T20:00:01.500Z', clauses: [], commands: [{ command: '9', state: 'timedOut', device: 'hall-lamp' }] }],
      } });
    open('?run=7');
    const step = (await screen.findByText('Sets Hall lamp · on = true.')).closest('li')!;
    expect(step.textContent).toContain('+1.5 s');
    expect(within(step).getByText('no answer')).toBeTruthy();
    expect(within(step).getByRole('link', { name: 'Hall lamp' }).getAttribute('href')).toBe('/device/hall-lamp');
    expect(screen.getByText('1 step · took 1 min')).toBeTruthy();
  });

  it('says that there is none', async () => {
    rest.on('GET /automations/evening', { status: 404, body: { code: 'automation.unknown', detail: '' } });
    open();
    expect(await screen.findByText('There is no such automation')).toBeTruthy();
  });

  it('is saved on the version that was read, and the draft goes', async () => {
    draft('{ "name": "Other" }');
    rest.on('PUT /automations/evening', { body: { ...evening, version: 4 } });
    open('?tab=edit');
    await userEvent.click(await screen.findByRole('button', { name: 'Save' }));
    expect(rest.writes.find(({ method }) => method === 'PUT')).toMatchObject({ body: '{ "name": "Other" }', headers: { 'If-Match': '"3"' } });
    await vi.waitFor(() => expect(localStorage.getItem('draft.automation.evening')).toBeNull());
  });

  it('is saved on the version that its draft began from, though a newer one is in force', async () => {
    draft('{ "name": "Other" }', 2);
    open('?tab=edit');
    await userEvent.click(await screen.findByRole('button', { name: 'Save' }));
    expect(rest.writes.find(({ method }) => method === 'PUT')!.headers['If-Match']).toBe('"2"');
  });

  it('keeps the version that its draft began from while one goes on writing', async () => {
    draft('{ "name": "Other" }', 2);
    open('?tab=edit');
    const editor = await vi.waitFor(() => EditorView.findFromDOM(document.querySelector<HTMLElement>('.cm-editor')!)!);
    editor.dispatch({ changes: { from: 0, insert: '\n' } });
    expect(JSON.parse(localStorage.getItem('draft.automation.evening')!)).toEqual({ text: '\n{ "name": "Other" }', version: 2 });
  });

  it('is not saved over what somebody else saved', async () => {
    draft('{ "name": "Other" }');
    rest.on('PUT /automations/evening', { status: 412, body: { code: 'precondition', detail: '' } });
    open('?tab=edit');
    await userEvent.click(await screen.findByRole('button', { name: 'Save' }));
    expect(await screen.findByText(/^Somebody saved it in between/)).toBeTruthy();
    expect(localStorage.getItem('draft.automation.evening')).toContain('Other');
  });

  it('cannot be saved while the hub finds faults, which are told with their line', async () => {
    draft('{ }');
    rest.on('POST /automations:validate', { body: { valid: false, waitsForDevices: false, diagnostics: [{ severity: 'error', code: 'x', path: '', line: 1, column: 2, message: 'No triggers.', suggestion: 'Write one.' }] } });
    open('?tab=edit');
    expect((await screen.findByRole('button', { name: /^Line 1/ })).textContent).toContain('No triggers. Write one.');
    expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Save' }).disabled).toBe(true);
  });

  it('is deleted only after it was asked, and comes back as it was', async () => {
    rest.on('DELETE /automations/evening', {}).on('PUT /automations/evening', { body: evening });
    open('?tab=edit');
    await userEvent.click(await screen.findByRole('button', { name: 'Delete' }));
    expect(rest.writes.some(({ method }) => method === 'DELETE')).toBe(false);
    await userEvent.click(within(await screen.findByRole('dialog')).getByRole('button', { name: 'Delete' }));
    await vi.waitFor(() => expect(undo.offer?.text).toBe('Evening light deleted'));
    await undo.take();
    expect(rest.writes.filter(({ method }) => method !== 'POST').map(({ method, body, headers }) => [method, body, headers['If-Match'] ?? headers['If-None-Match']])).toEqual([
      ['DELETE', undefined, '"3"'], ['PUT', TEXT, '*'],
    ]);
  });

  it('has each version once, though it was made anew and counts from 1 again', async () => {
    const version = (number: number, inForce = false) => ({ version: number, savedBy: 'local', savedAt: '2026-03-01T10:00:00Z', inForce });
    rest.on('GET /automations/evening/versions', { body: [version(2, true), version(1), version(2), version(1)] }).on('POST /automations/evening:restore', { body: version(3) });
    open('?tab=edit');
    await userEvent.click(await screen.findByRole('button', { name: 'Restore version 1' }));
    expect(rest.writes.find(({ path }) => path.endsWith(':restore'))!.body).toBe('{"version":1}');
    expect(screen.getAllByText(/^Version \d$/)).toHaveLength(2);
  });

  it('is tried against what was recorded', async () => {
    rest.on('POST /automations:preview', { body: {
      from: '2026-03-01T00:00:00Z', to: '2026-03-02T00:00:00Z', happenings: 9, differenceCount: 1, unknown: [], saved: {},
      draft: { runCount: 1, commandCount: 2, refusedCount: 3, runs: [{ number: 1, why: 'Runs: hall-lamp/light.on became true.', begunAt: '2026-03-01T12:00:00Z', commands: [] }], refused: [] },
    } });
    open('?tab=preview');
    await userEvent.click(await screen.findByRole('button', { name: 'Try' }));
    expect(await screen.findByText('Would have run 1 time and sent 2 commands.')).toBeTruthy();
    expect(screen.getByText('Differs from the saved version in 1 moment.')).toBeTruthy();
    expect(screen.getByText('Runs: Hall lamp · on became true.')).toBeTruthy();
    expect(JSON.parse(rest.writes.at(-1)!.body!)).toEqual({ id: 'evening', text: TEXT, days: 7 });
  });

  it('says why it cannot be tried', async () => {
    rest.on('POST /automations:preview', { status: 503, body: { code: 'preview.busy', detail: '' } });
    open('?tab=preview');
    await userEvent.click(await screen.findByRole('button', { name: 'Try' }));
    expect(await screen.findByText('Another preview is under way. Try again in a moment.')).toBeTruthy();
  });
});

describe('a sentence of the hub', () => {
  const labelOf = (device: string): string | undefined => ({ 'hall-lamp': 'Hall lamp' })[device];
  it.each([
    ['hall-lamp/light.color-temperature is 3', 'Hall lamp · color temperature is 3'],
    ['Sets gone/light.on = true.', 'Sets gone/light.on = true.'],
    ['It is 1/2.', 'It is 1/2.'],
    ['Sets hall-lamp/light.on = true, hall-lamp/light.brightness = 70.', 'Sets Hall lamp · on = true, Hall lamp · brightness = 70.'],
  ])('%s', (text, wanted) => expect(readable(text, labelOf)).toBe(wanted));

  it('has the time of day in place of a timestamp', () => {
    const at = new Date(2026, 2, 1, 20, 1);
    expect(readable(`Waits 1m, until ${at.toISOString()}.`, labelOf)).toBe('Waits 1m, until 20:01.');
  });
});

describe('a line of time', () => {
  it('has runs and what was held back, newest first', () => {
    const run = (number: number, begunAt: string) => ({ run: number, state: 'finished' as const, trigger: '1', begunAt, steps: 0 });
    const not = { at: '2026-03-01T10:00:00Z', trigger: '1', kind: 'refused', text: '', clauses: [] };
    expect(occasionsOf([run(2, '2026-03-01T11:00:00Z'), run(1, '2026-03-01T09:00:00Z')], [not]).map(({ key }) => key)).toEqual(['run 2', 'not 2026-03-01T10:00:00Z 0', 'run 1']);
  });

  it.each([[0, '+0 ms'], [999, '+999 ms'], [1_500, '+1.5 s'], [60_000, '+1 min'], [125_000, '+2 min 5 s']])('%d ms', (ms, text) => {
    expect(after('2026-03-01T00:00:00Z', new Date(Date.UTC(2026, 2, 1) + ms).toISOString())).toBe(text);
  });

  it.each([['/actions/0', 0], ['/actions/2/then/0', 1], ['/actions/2/then/0/else/1', 2], ['', 0]])('%s stands %d deep', (pointer, depth) => expect(depthOf(pointer)).toBe(depth));
});
