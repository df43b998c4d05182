import { describe, expect, it } from 'vitest';
import { RestError } from '../src/api/rest';
import { Home } from '../src/state/home.svelte';
import { Loaded } from '../src/state/loaded.svelte';

/** What is read comes when the test says so. */
function slow(): { asked: { signal: AbortSignal; answer: (value: number) => void; refuse: () => void }[]; loaded: Loaded<number> } {
  const asked: { signal: AbortSignal; answer: (value: number) => void; refuse: () => void }[] = [];
  const loaded = new Loaded<number>((signal) => new Promise((resolve, reject) => asked.push({ signal, answer: resolve, refuse: () => reject(new RestError(0, 'link.down', '')) })));
  return { asked, loaded };
}

describe('what is read from the hub', () => {
  it('comes to an end though it is asked for again and again', async () => {
    const { asked, loaded } = slow();
    void loaded.load();
    void loaded.refresh();
    void loaded.refresh();
    expect(asked).toHaveLength(1);
    asked[0]!.refuse();
    await expect.poll(() => loaded.trouble).toBe('link.down');
    const again = loaded.refresh();
    expect(asked).toHaveLength(2);
    asked[1]!.answer(7);
    await again;
    expect([loaded.value, loaded.trouble]).toEqual([7, '']);
  });

  it('is given up for what is wanted now', async () => {
    const { asked, loaded } = slow();
    void loaded.load();
    const second = loaded.load();
    expect(asked.map(({ signal }) => signal.aborted)).toEqual([true, false]);
    asked[0]!.answer(1);
    asked[1]!.answer(2);
    await second;
    expect(loaded.value).toBe(2);
  });
});

describe('the link', () => {
  it('counts how often the hub was reached, and nothing else', () => {
    const home = new Home();
    for (const link of ['connecting', 'online', 'online', 'reconnecting', 'offline', 'reconnecting', 'online'] as const) home.link = link;
    expect(home.linkCount).toBe(2);
  });
});
