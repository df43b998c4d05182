import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Router } from '../src/state/router.svelte';
import { match } from '../src/views/routes';

let router: Router;

function link(href: string, more: Record<string, string> = {}): HTMLAnchorElement {
  const element = document.createElement('a');
  element.setAttribute('href', href);
  for (const [name, value] of Object.entries(more)) element.setAttribute(name, value);
  document.querySelector('main')!.append(element);
  return element;
}

function click(element: HTMLElement, init: MouseEventInit = {}): boolean {
  const event = new MouseEvent('click', { bubbles: true, cancelable: true, button: 0, ...init });
  let taken = false;
  // The last to hear of it: tells whether the router took it, and keeps a test from going anywhere.
  addEventListener('click', (last) => {
    taken = last.defaultPrevented;
    last.preventDefault();
  }, { once: true });
  element.dispatchEvent(event);
  return taken;
}

beforeEach(() => {
  history.replaceState(null, '', '/');
  document.body.innerHTML = '<main><h1 tabindex="-1">Title</h1></main>';
  vi.stubGlobal('scrollTo', vi.fn());
  router = new Router();
  router.start();
});

afterEach(() => {
  router.stop();
  vi.unstubAllGlobals();
});

describe('an address', () => {
  it('of a device gives its id, whatever letters it has', () => {
    expect(match('/device/hall-lamp').params).toEqual({ id: 'hall-lamp' });
    expect(match('/device/%E7%81%AF%2F1').params).toEqual({ id: '灯/1' });
  });

  it('that leads nowhere says so instead of showing the home', async () => {
    const nowhere = await match('/no/such/page').load();
    expect(nowhere).toBe(await match('/device/%').load());
    expect(nowhere).not.toBe(await match('/').load());
  });
});

describe('a link', () => {
  it('inside the app changes the page without loading it anew', () => {
    expect(click(link('/device/a?tab=1'))).toBe(true);
    expect([router.path, router.query]).toEqual(['/device/a', '?tab=1']);
  });

  it.each<[string, string, Record<string, string>, MouseEventInit]>([
    ['to another site', 'https://example.org/', {}, {}],
    ['to the API', '/api/v1/files', {}, {}],
    ['to be saved', '/device/a', { download: '' }, {}],
    ['into another tab', '/device/a', { target: '_blank' }, {}],
    ['with Ctrl', '/device/a', {}, { ctrlKey: true }],
    ['with the middle button', '/device/a', {}, { button: 1 }],
    ['to a place of the page', '#main', {}, {}],
  ])('%s is left to the browser', (_, href, attributes, init) => {
    expect(click(link(href, attributes), init)).toBe(false);
    expect(router.path).toBe('/');
  });
});

describe('a new page', () => {
  it('begins at its top, with the focus on its heading', () => {
    router.go('/device/a');
    router.arrived();
    expect(scrollTo).toHaveBeenCalledExactlyOnceWith({ top: 0, behavior: 'instant' });
    expect(document.activeElement?.tagName).toBe('H1');
  });

  it('does not take the focus when the app is opened', () => {
    router.arrived();
    expect(document.activeElement).toBe(document.body);
    expect(scrollTo).not.toHaveBeenCalled();
  });

  it('keeps its place while only its query changes', () => {
    router.go('/?room=1');
    router.arrived();
    expect(scrollTo).not.toHaveBeenCalled();
  });
});

describe('the way back', () => {
  it('restores scroll and focus', () => {
    const opener = link('/device/a');
    opener.focus();
    vi.stubGlobal('scrollY', 640);
    vi.spyOn(document.documentElement, 'scrollHeight', 'get').mockReturnValue(5000);
    const first: unknown = history.state;
    click(opener);
    router.arrived();
    opener.blur();
    history.replaceState(first, '', '/');
    dispatchEvent(new PopStateEvent('popstate', { state: first }));
    expect(router.path).toBe('/');
    router.arrived();
    expect(scrollTo).toHaveBeenLastCalledWith({ top: 640, behavior: 'instant' });
    expect(document.activeElement).toBe(opener);
  });

  it('leads to the page above when the app was opened on this one', () => {
    const back = vi.spyOn(history, 'back').mockImplementation(() => undefined);
    router.go('/device/a', true);
    router.back('/');
    expect(back).not.toHaveBeenCalled();
    expect(router.path).toBe('/');
  });

  it('is the browser’s own when there is one', () => {
    const back = vi.spyOn(history, 'back').mockImplementation(() => undefined);
    router.go('/device/a');
    router.back('/');
    expect(back).toHaveBeenCalledOnce();
  });
});
