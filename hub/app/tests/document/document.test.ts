import { describe, expect, it, vi } from 'vitest';
import { EditedDocument } from '../../src/state/document.svelte';

const TEXT = '{\n  "// why": "guests",\n  "actions": [\n    { "wait": "1m" },\n    { "scene": "film" }\n  ]\n}\n';

describe('a document that is edited as blocks and as text', () => {
  it('has one way back for both', () => {
    const write = vi.fn();
    const document = new EditedDocument(TEXT, [], write);
    expect(document.edit({ do: 'put', path: ['actions', 0, 'wait'], value: '2m' })).toBe(true);
    document.dispatch({ changes: { from: document.text.length, insert: '\n' }, userEvent: 'input.type' });
    expect(document.edit({ do: 'remove', path: ['actions', 1] })).toBe(true);
    expect(write).toHaveBeenCalledTimes(3);
    document.undo();
    document.undo();
    expect(document.text).toBe(TEXT.replace('1m', '2m'));
    document.undo();
    expect(document.text).toBe(TEXT);
    expect([document.canUndo, document.canRedo]).toEqual([false, true]);
    document.redo();
    expect(document.text).toBe(TEXT.replace('1m', '2m'));
  });

  it('takes several edits as one step', () => {
    const document = new EditedDocument(TEXT, [], () => undefined);
    document.edit({ do: 'remove', path: ['actions', 0, 'wait'] }, { do: 'put', path: ['actions', 0, 'scene'], value: 'evening' });
    expect(document.text).toBe(TEXT.replace('{ "wait": "1m" }', '{ "scene": "evening" }'));
    document.undo();
    expect(document.text).toBe(TEXT);
  });

  it('does nothing at all where one of several leads nowhere', () => {
    const document = new EditedDocument(TEXT, [], () => undefined);
    expect(document.edit({ do: 'put', path: ['mode'], value: 'restart' }, { do: 'remove', path: ['conditions', 3] })).toBe(false);
    expect(document.text).toBe(TEXT);
  });

  it('gives back what was deleted, also after other edits, which stay', () => {
    const document = new EditedDocument(TEXT, [], () => undefined);
    document.editForNow({ do: 'remove', path: ['actions', 0] });
    document.dispatch({ changes: { from: document.text.indexOf('film'), to: document.text.indexOf('film') + 4, insert: 'evening' } });
    document.edit({ do: 'put', path: ['mode'], value: 'restart' });
    expect(document.takeBack()).toBe(true);
    expect(document.text).toBe(TEXT.replace('film', 'evening').replace('  ]\n', '  ],\n  "mode": "restart"\n'));
    expect(document.takeBack()).toBe(false);
  });

  it('gives back nothing twice', () => {
    const document = new EditedDocument(TEXT, [], () => undefined);
    document.editForNow({ do: 'remove', path: ['actions', 0] });
    document.undo();
    expect(document.takeBack()).toBe(false);
    expect(document.text).toBe(TEXT);
  });

  it('keeps the tree as it last was while the text is no JSON, and names the line', () => {
    const document = new EditedDocument(TEXT, [], () => undefined);
    document.dispatch({ changes: { from: TEXT.indexOf('"1m"'), to: TEXT.indexOf('"1m"') + 4, insert: '' } });
    expect(document.fault?.line).toBe(4);
    expect(document.root?.value).toMatchObject({ actions: [{ wait: '1m' }, { scene: 'film' }] });
    expect(document.edit({ do: 'remove', path: ['actions', 0] })).toBe(false);
  });

  it('takes in a text from elsewhere as one step, by what differs', () => {
    const document = new EditedDocument(TEXT, [], () => undefined);
    document.replace(TEXT.replace('film', 'film night'));
    document.undo();
    expect(document.text).toBe(TEXT);
  });
});
