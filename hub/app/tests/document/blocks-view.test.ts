import { cleanup, fireEvent, render, screen, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { createRawSnippet } from 'svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Diagnostic } from '../../src/api/rest';
import { i18n } from '../../src/i18n/i18n.svelte';
import { Home } from '../../src/state/home.svelte';
import { undo } from '../../src/state/undo.svelte';
import Workbench from '../../src/views/automations/Workbench.svelte';
import { FakeRest } from '../fake-rest';
import { lamp, snap } from '../homes';

const TEXT = `{
  "name": "Evening",
  "triggers": [ { "property": "hall-lamp/light.on", "becomes": true, "// why": "guests" } ],
  "actions": [
    { "wait":  "2m" },
    { "scene": "film" }
  ]
}
`;

let home: Home;
let text: string;

beforeEach(() => {
  localStorage.clear();
  localStorage.setItem('editor.mode', 'visual');
  new FakeRest().on('GET /people', { body: [] }).on('GET /templates', { body: [] }).install();
  home = new Home();
  home.link = 'online';
  home.receive(snap([lamp(), lamp({ id: 'purifier', label: 'Purifier', kind: 'air-purifier', contract: 'purifier', state: {} })], { scenes: [{ id: 'film', name: 'Film' }] }));
});

afterEach(async () => {
  cleanup();
  undo.clear();
  vi.unstubAllGlobals();
  await i18n.use('en');
});

function open(of = TEXT, diagnostics: readonly Diagnostic[] = []): void {
  text = of;
  render(Workbench, { kind: 'automation', text: of, label: 'JSON', home, diagnostics, onwrite: (next) => (text = next), tools: createRawSnippet(() => ({ render: () => '<span></span>' })) });
}

const block = (name: RegExp): HTMLElement => screen.getByRole('button', { name, expanded: false });

describe('blocks', () => {
  it('say what they do, with notes and with the names of the home', async () => {
    open();
    expect(block(/^Hall lamp · on becomes On/)).toBeTruthy();
    expect(screen.getByText('guests')).toBeTruthy();
    expect(block(/^Set scene Film/)).toBeTruthy();
    await i18n.use('zh');
    await vi.waitFor(() => expect(block(/^等待 ?2 分钟/)).toBeTruthy());
  });

  it('change nothing but what was changed', async () => {
    open();
    await userEvent.click(block(/^Hall lamp/));
    await userEvent.selectOptions(screen.getByRole('combobox', { name: 'Value' }), 'Off');
    expect(text).toBe(TEXT.replace('"becomes": true', '"becomes": false'));
  });

  it('begin their comparison anew where the new property cannot have that value', async () => {
    open();
    await userEvent.click(block(/^Hall lamp/));
    await userEvent.selectOptions(screen.getByRole('combobox', { name: 'Property' }), 'light.brightness');
    expect(text).toBe(TEXT.replace('light.on', 'light.brightness').replace('"becomes": true', '"becomes": 51'));
  });

  it('are added where one looks, open, and with the focus in their form', async () => {
    open();
    await userEvent.click(screen.getByRole('button', { name: 'Add a step' }));
    await userEvent.click(within(screen.getAllByRole('dialog', { hidden: true }).find((one) => (one as HTMLDialogElement).open)!).getByRole('button', { name: 'Wait' }));
    expect(text).toBe(TEXT.replace('{ "scene": "film" }', '{ "scene": "film" },\n    { "wait": "5m" }'));
    await vi.waitFor(() => expect(document.activeElement?.tagName).toBe('INPUT'));
  });

  it('move by keys and keep the focus', async () => {
    open();
    block(/^Set scene Film/).focus();
    await userEvent.keyboard('{Alt>}{ArrowUp}{/Alt}');
    expect(text).toBe(TEXT.replace('{ "wait":  "2m" },\n    { "scene": "film" }', '{ "scene": "film" },\n    { "wait":  "2m" }'));
    await vi.waitFor(() => expect(document.activeElement?.textContent).toContain('Set scene Film'));
    expect(screen.getByText('Now 1 of 2')).toBeTruthy();
  });

  it('are dragged past others, which keep every blank of theirs', async () => {
    open(TEXT.replace('{ "scene": "film" }', '{ "scene": "film" },\n    { "log":   "a" }'));
    const items = (): HTMLElement[] => [...document.querySelectorAll<HTMLElement>('[id^="block/actions/"]')];
    await fireEvent.dragStart(items()[2]!.querySelector('.grip')!);
    await fireEvent.dragOver(items()[0]!);
    await fireEvent.drop(items()[0]!);
    expect(text).toBe(TEXT.replace('{ "wait":  "2m" },\n    { "scene": "film" }', '{ "log":   "a" },\n    { "wait":  "2m" },\n    { "scene": "film" }'));
  });

  it('are deleted, and come back though something else was edited meanwhile', async () => {
    open();
    await userEvent.click(block(/^Wait/));
    await userEvent.click(screen.getByRole('button', { name: 'Delete' }));
    expect(text).toBe(TEXT.replace('{ "wait":  "2m" },\n    ', ''));
    await userEvent.click(block(/^Hall lamp/));
    await userEvent.selectOptions(screen.getByRole('combobox', { name: 'Value' }), 'Off');
    await undo.take();
    expect(text).toBe(TEXT.replace('"becomes": true', '"becomes": false'));
  });

  it('are left out and taken in again', async () => {
    open();
    await userEvent.click(block(/^Set scene/));
    await userEvent.click(screen.getByRole('button', { name: 'Leave out' }));
    expect(text).toBe(TEXT.replace('{ "scene": "film" }', '{ "scene": "film", "enabled": false }'));
    await userEvent.click(screen.getByRole('button', { name: 'Take in again' }));
    expect(text).toBe(TEXT);
  });

  it('stand as they last were while the text is no JSON', () => {
    open(TEXT.replace('"2m"', ''));
    expect(screen.getByText(/^Line 5 is not JSON yet/)).toBeTruthy();
    expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Add a step' }).disabled).toBe(true);
  });

  it('tell their faults, and mend them', async () => {
    const bad = TEXT.replace('2m', '2 mins');
    open(bad, [{ severity: 'error', code: 'automation.duration', path: '/actions/0/wait', line: 5, column: 16, message: 'No duration.', suggestion: 'Did you mean "2m"?' }]);
    expect(screen.getByText('No duration. Did you mean "2m"?')).toBeTruthy();
    await userEvent.click(screen.getByRole('button', { name: 'Use “2m”' }));
    expect(text).toBe(TEXT);
  });

  it('leave the faults of those that they hold to them, and tell their own', async () => {
    const fault = (path: string, message: string): Diagnostic => ({ severity: 'error', code: 'x', path, line: 1, column: 1, message });
    open(TEXT.replace('{ "scene": "film" }', '{ "if": [ { "sun": "down" } ], "then": [] }'), [fault('/actions/1/then', 'Nothing is done.'), fault('/actions/1/if/0/sun', 'No such sun.')]);
    expect([screen.getAllByText('Nothing is done.').length, screen.getAllByText('No such sun.').length]).toEqual([1, 1]);
    await userEvent.click(block(/^If The sun is down/));
    expect([screen.getAllByText('Nothing is done.').length, screen.getAllByText('No such sun.').length]).toEqual([1, 1]);
    expect(document.getElementById('block/actions/1/if/0')!.textContent).toContain('No such sun.');
  });

  it('without a form show their text', async () => {
    open(TEXT.replace('{ "scene": "film" }', '{ "variables": { "level": 5 } }'));
    await userEvent.click(block(/^\{"variables"/));
    expect(screen.getByText('This has no form of its own. It is edited as JSON.')).toBeTruthy();
  });

  it('ask before an action is tried', async () => {
    const sent: object[] = [];
    home.attach((message) => sent.push(message) > 0);
    open(TEXT.replace('{ "scene": "film" }', '{ "set": { "hall-lamp/light.brightness": 30 } }'));
    await userEvent.click(block(/^Set Hall lamp/));
    await userEvent.click(screen.getByRole('button', { name: 'Try it' }));
    expect(sent).toHaveLength(0);
    await userEvent.click(screen.getByRole('button', { name: 'Do it' }));
    expect(sent).toMatchObject([{ id: 'hall-lamp', set: { 'light.brightness': 30 } }]);
    expect(screen.getByText(/Sent/)).toBeTruthy();
  });
});
