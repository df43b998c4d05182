import { cleanup, render, screen, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { BoardControl, BoardLine } from '../src/api/board';
import { i18n } from '../src/i18n/i18n.svelte';
import { BoardLines, CHANGES_SHOWN } from '../src/state/board.svelte';
import { Home } from '../src/state/home.svelte';
import Board from '../src/views/board/Board.svelte';
import More from '../src/views/more/More.svelte';
import { FakeRest } from './fake-rest';

const line = (offset: number, more: Partial<BoardLine> = {}): BoardLine => ({
  line: `GPIO${offset}`, offset, output: false, level: false, chip: 'pinctrl-sample', activeLow: false, bias: 'as-is', change: offset, ...more,
});
const button = line(27, { consumer: 'iothub:hall-push', level: true, activeLow: true, bias: 'pull-up', device: 'hall-push', label: 'Hall button' });
const relay = line(17, { consumer: 'iothub:hall-relay', output: true, drive: 'push-pull', device: 'hall-relay', label: 'Hall lamp' });
const knob: BoardControl = { input: 'rotary@5', kind: 'axis', name: 'REL_X', did: 'knob', label: 'Knob' };

/** Stands for the browser's EventSource. */
class FakeSource extends EventTarget {
  static last: FakeSource | undefined;
  closed = false;

  constructor(readonly address: string) {
    super();
    FakeSource.last = this;
  }

  close(): void {
    this.closed = true;
  }

  tell(type: 'lines' | 'line', data: unknown): void {
    this.dispatchEvent(new MessageEvent(type, { data: JSON.stringify(data) }));
  }
}

let home: Home;
let rest: FakeRest;

beforeEach(() => {
  home = new Home();
  home.link = 'online';
  rest = new FakeRest();
  rest.on('GET /board', { body: { driver: 'simulated', devices: 2, faults: 0 } }).on('GET /board/inputs', { body: [] });
  rest.install();
  FakeSource.last = undefined;
  vi.stubGlobal('EventSource', FakeSource);
});

afterEach(async () => {
  cleanup();
  vi.unstubAllGlobals();
  await i18n.use('en');
});

async function open(...lines: BoardLine[]): Promise<void> {
  render(Board, { home, params: {} });
  await vi.waitFor(() => expect(FakeSource.last?.closed).toBe(false));
  FakeSource.last!.tell('lines', lines);
  await screen.findByText('Last changes');
}

describe('lines as they change', () => {
  it('take what is newer, leave what is older, and keep the newest changes of a level', () => {
    const lines = new BoardLines();
    const source = new FakeSource('');
    const stop = lines.follow(source as unknown as EventSource);
    source.tell('lines', [line(4), line(5)]);
    source.tell('line', line(4, { level: true, change: 10 }));
    source.tell('line', line(4, { level: false, change: 9 }));
    source.tell('line', line(5, { pull: false, change: 11 }));
    expect(lines.lines!.map(({ offset, level, pull }) => [offset, level, pull])).toEqual([[4, true, undefined], [5, false, false]]);
    expect(lines.changes.map((change) => [change.line, change.level])).toEqual([['GPIO4', true]]);
    for (let change = 12; change < 12 + 3 * CHANGES_SHOWN; change++) source.tell('line', line(4, { level: change % 2 === 0, change }));
    expect(lines.changes).toHaveLength(CHANGES_SHOWN);
    stop();
    expect(source.closed).toBe(true);
  });

  it('are known to be old while nothing comes', () => {
    const lines = new BoardLines();
    const source = new FakeSource('');
    lines.follow(source as unknown as EventSource);
    source.tell('lines', []);
    expect(lines.live).toBe(true);
    source.dispatchEvent(new Event('error'));
    expect(lines.live).toBe(false);
    source.tell('lines', []);
    expect(lines.live).toBe(true);
  });
});

describe('the board', () => {
  it('tells an input and an output in words, with who holds them', async () => {
    await open(relay, button, line(4));
    const input = screen.getByRole('listitem', { name: 'GPIO27' });
    expect(within(input).getByRole('link', { name: 'Hall button' }).getAttribute('href')).toBe('/device/hall-push');
    expect(input.textContent).toContain('GPIO27 · pull-up · active\u00a0low');
    expect(input.textContent).toContain('held by iothub:hall-push');
    expect(input.textContent).toMatch(/High\s+off/);
    const output = screen.getByRole('listitem', { name: 'GPIO17' });
    expect(output.textContent).toMatch(/Low\s+off/);
    FakeSource.last!.tell('line', { ...relay, level: true, change: 99 });
    await vi.waitFor(() => expect(output.textContent).toMatch(/High\s+on/));
    expect(within(output).queryByRole('button')).toBeNull();
    expect(screen.getByText('1 line that nobody holds')).toBeTruthy();
  });

  it('presses for the length that was chosen, pulls and bounces', async () => {
    rest.on('POST /board/lines/GPIO27:press', {}).on('PUT /board/lines/GPIO27', {}).on('POST /board/lines/GPIO27:bounce', {});
    await open(button);
    await userEvent.click(screen.getByRole('radio', { name: '1.5 s' }));
    await userEvent.click(screen.getByRole('button', { name: 'Press GPIO27' }));
    await userEvent.click(within(screen.getByRole('radiogroup', { name: 'What pulls GPIO27' })).getByRole('radio', { name: 'Low' }));
    await userEvent.click(within(screen.getByRole('radiogroup', { name: 'What pulls GPIO27' })).getByRole('radio', { name: 'High' }));
    await userEvent.click(screen.getByRole('button', { name: 'Bounce GPIO27' }));
    expect(rest.writes.map(({ path, body }) => [path, JSON.parse(body!)])).toEqual([
      ['/board/lines/GPIO27:press', { milliseconds: 1_500 }], ['/board/lines/GPIO27', { pull: false }], ['/board/lines/GPIO27', { pull: true }],
      ['/board/lines/GPIO27:bounce', { bounces: 8, milliseconds: 40 }],
    ]);
  });

  it('turns an encoder by clicks and says how far', async () => {
    rest.on('GET /board/inputs', { body: [knob] }).on('POST /board/inputs/rotary%405:turn', {});
    await open(button);
    await userEvent.click(await screen.findByRole('button', { name: 'Turn Knob left' }));
    await userEvent.click(screen.getByRole('button', { name: 'Turn Knob left' }));
    expect(await screen.findByText('2 clicks left')).toBeTruthy();
    expect(rest.writes.map(({ body }) => JSON.parse(body!))).toEqual([{ axis: 'REL_X', steps: -1 }, { axis: 'REL_X', steps: -1 }]);
  });

  it('says that a finger is on it already', async () => {
    rest.on('POST /board/lines/GPIO27:press', { status: 409, body: { code: 'board.touched', detail: '' } });
    await open(button);
    await userEvent.click(screen.getByRole('button', { name: 'Press GPIO27' }));
    expect((await screen.findByRole('alert')).textContent).toBe('GPIO27 is still being pressed.');
  });

  it.each([
    [{ driver: 'kernel', devices: 3, faults: 0 }, 'This hub drives the real pins'],
    [{ driver: 'kernel', devices: 0, faults: 0 }, 'Nothing is wired yet.'],
    [{ driver: 'simulated', devices: 0, faults: 0 }, 'Nothing is wired yet.'],
    [{ driver: 'simulated', devices: 0, faults: 2 }, '2 faults in the wiring'],
    [{ driver: 'off', devices: 0, faults: 0 }, 'leaves wired devices out'],
  ])('says plainly what %o is', async (body, words) => {
    rest.on('GET /board', { body });
    render(Board, { home, params: {} });
    expect(await screen.findByText(new RegExp(words))).toBeTruthy();
    expect(screen.queryByRole('button', { name: /Press/ })).toBeNull();
  });

  it('says that it cannot be read, and is tried again', async () => {
    rest.on('GET /board', { status: 500, body: {} });
    render(Board, { home, params: {} });
    await screen.findByRole('alert');
    rest.on('GET /board', { body: { driver: 'off', devices: 0, faults: 0 } });
    await userEvent.click(screen.getByRole('button', { name: 'Retry' }));
    expect(await screen.findByText(/leaves wired devices out/)).toBeTruthy();
  });

  it('is told in Chinese', async () => {
    await i18n.use('zh');
    render(Board, { home, params: {} });
    expect(await screen.findByRole('heading', { name: '引脚面板' })).toBeTruthy();
  });
});

describe('more', () => {
  it('leads to the board only where there is one to touch', async () => {
    render(More, { home, params: {} });
    expect(await screen.findByRole('link', { name: /^Board/ })).toBeTruthy();
    cleanup();
    rest.on('GET /board', { body: { driver: 'kernel', devices: 3, faults: 0 } });
    render(More, { home, params: {} });
    expect(screen.getByRole('link', { name: /^Privacy/ }).getAttribute('href')).toBe('/insights');
    await vi.waitFor(() => expect(rest.asked.filter(({ path }) => path === '/board').length).toBeGreaterThan(1));
    expect(screen.queryByRole('link', { name: /^Board/ })).toBeNull();
  });
});
