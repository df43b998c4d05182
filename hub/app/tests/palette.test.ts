import { cleanup, render, screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { CommandMessage } from '../src/api/protocol';
import { favourites } from '../src/state/favourites.svelte';
import { Home } from '../src/state/home.svelte';
import { palette } from '../src/state/palette.svelte';
import { router } from '../src/state/router.svelte';
import Palette from '../src/views/search/Palette.svelte';
import { FakeRest } from './fake-rest';
import { lamp, snap } from './homes';

let home: Home;
let sent: CommandMessage[];
let rest: FakeRest;

beforeEach(() => {
  history.replaceState(null, '', '/');
  router.path = '/';
  home = new Home();
  sent = [];
  home.attach((command) => sent.push(command) > 0);
  home.receive(snap([lamp(), lamp({ id: 'bed-lamp', label: 'Bed lamp', room: 'Bedroom', state: { 'light.on': true, 'light.brightness': 10 } })], {
    rooms: ['Hall', 'Bedroom'], scenes: [{ id: 'film', name: 'Film' }], automations: [{ id: 'dusk', name: 'Light at dusk' }],
  }));
  rest = new FakeRest();
  rest.install();
  render(Palette, { home });
  palette.open = true;
});

afterEach(() => {
  palette.open = false;
  cleanup();
  vi.unstubAllGlobals();
});

const type = async (text: string): Promise<void> => userEvent.type(await screen.findByRole('combobox'), text);
const labels = (): string[] => screen.queryAllByRole('option').map((option) => option.querySelector('.label')!.textContent);

describe('the search bar', () => {
  it('finds devices, and what can be done with them as they stand', async () => {
    await type('lamp');
    expect(labels()).toEqual(['Hall lamp', 'Bed lamp', 'Turn on Hall lamp', 'Turn off Bed lamp']);
  });

  it('opens a device by Enter', async () => {
    await type('bed lamp{Enter}');
    expect(router.path).toBe('/device/bed-lamp');
    expect(palette.open).toBe(false);
  });

  it('sets a level that is written behind a name', async () => {
    await type('hall lamp 30');
    expect(labels()[0]).toBe('Set Hall lamp to 30 %');
    await userEvent.keyboard('{Enter}');
    expect(sent.map(({ id, set }) => [id, set])).toEqual([['hall-lamp', { 'light.on': true, 'light.brightness': 30 }]]);
  });

  it('offers no level that the device does not have', async () => {
    await type('hall lamp 300');
    expect(labels()).toEqual([]);
    expect(screen.getByText('Nothing found for “hall lamp 300”.')).toBeTruthy();
  });

  it('goes round by arrows', async () => {
    await type('lamp');
    const chosen = (): number => screen.getAllByRole('option').findIndex((option) => option.getAttribute('aria-selected') === 'true');
    const count = labels().length;
    await userEvent.keyboard('{ArrowUp}');
    expect(chosen()).toBe(count - 1);
    await userEvent.keyboard('{ArrowDown}{ArrowDown}');
    expect(chosen()).toBe(1);
  });

  it('stays, and says so, when a scene does not start', async () => {
    await type('film{Enter}');
    expect((await screen.findByRole('alert')).textContent).toBe('Run Film: it did not work. Check the hub and try again.');
    expect(palette.open).toBe(true);
  });

  it('finds rooms, automations and pages', async () => {
    await type('dusk');
    expect(labels()).toEqual(['Light at dusk']);
    await userEvent.clear(screen.getByRole('combobox'));
    await type('privacy{Enter}');
    expect(router.path).toBe('/insights');
  });

  it.each([['simulated', ['Board']], ['kernel', []]])('finds the board of a hub whose pins are %s', async (driver, found) => {
    cleanup();
    rest.on('GET /board', { body: { driver, devices: 1, faults: 0 } });
    render(Palette, { home });
    await vi.waitFor(() => expect(rest.asked.filter(({ path }) => path === '/board')).toHaveLength(2));
    await type('board');
    expect(labels()).toEqual(found);
  });

  it('begins with favourites, scenes and pages', async () => {
    palette.open = false;
    favourites.toggle('bed-lamp');
    palette.open = true;
    await vi.waitFor(() => expect(labels()).toEqual(['Bed lamp', 'Run Film', 'Home', 'Automations', 'More']));
    favourites.toggle('bed-lamp');
  });
});
