import { CompletionContext, type CompletionResult } from '@codemirror/autocomplete';
import { json } from '@codemirror/lang-json';
import { ensureSyntaxTree } from '@codemirror/language';
import { EditorState } from '@codemirror/state';
import type { EditorView } from '@codemirror/view';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { SchemaGuide } from '../../src/presentation/document/schema';
import { HomeNames } from '../../src/state/home-names.svelte';
import { Home } from '../../src/state/home.svelte';
import { completeDocument, explainMember } from '../../src/views/automations/completion';
import { schemas } from '../../src/views/automations/schemas';
import { FakeRest } from '../fake-rest';
import { lamp, snap } from '../homes';

let names: HomeNames;

beforeEach(() => {
  new FakeRest().install();
  const home = new Home();
  home.receive(snap([
    lamp(), lamp({ id: 'purifier', label: 'Purifier', kind: 'air-purifier', contract: 'purifier', state: {} }), lamp({ id: 'door', label: 'Door', kind: 'contact-sensor', contract: 'contact', state: {} }),
  ], { scenes: [{ id: 'film', name: 'Film' }], automations: [{ id: 'evening', name: 'Evening light' }] }));
  names = new HomeNames(home);
  vi.stubGlobal('queueMicrotask', () => undefined);
});

/** What is proposed at the bar. */
function at(text: string, kind: 'automation' | 'scene' = 'automation', explicit = true): string[] {
  const pos = text.indexOf('|');
  const state = EditorState.create({ doc: text.replace('|', ''), extensions: [json()] });
  ensureSyntaxTree(state, state.doc.length, 5_000);
  const found = completeDocument(new SchemaGuide(schemas[kind]), names)(new CompletionContext(state, pos, explicit)) as CompletionResult | null;
  return found?.options.map(({ label }) => label) ?? [];
}

const inTriggers = (text: string): string => `{ "triggers": [ ${text} ], "actions": [] }`;
const inActions = (text: string): string => `{ "triggers": [], "actions": [ ${text} ] }`;

describe('completion', () => {
  it('proposes the members that may stand in an object, and none that stands there', () => {
    expect(at('{ "|": 1, "triggers": [], "actions": [] }')).toEqual(expect.arrayContaining(['name', 'mode', 'conditions', 'cooldown']));
    expect(at('{ "|": 1, "triggers": [], "actions": [] }')).not.toContain('triggers');
    expect(at(inTriggers('{ "time": "20:00", "|" }'))).toEqual(expect.arrayContaining(['days', 'dates', 'onMissed']));
    // A value alone may be of several kinds.
    expect(at('{ "triggers": [], "actions": [], "conditions": [ { "is": true, "|" } ] }')).toEqual(expect.arrayContaining(['property', 'automation', 'device']));
    // What belongs to another kind of trigger has no place beside a time.
    expect(at(inTriggers('{ "time": "20:00", "|" }'))).not.toContain('becomes');
    expect(at(inActions('{ "wait": { "until": "true", "|" } }'))).toEqual(['timeout', 'onTimeout']);
  });

  it('proposes constants of the schema', () => {
    expect(at('{ "mode": "|", "triggers": [], "actions": [] }')).toEqual(['single', 'restart', 'queued', 'parallel']);
    expect(at(inTriggers('{ "time": "20:00", "days": [ "|" ] }'))).toEqual(expect.arrayContaining(['mon', 'sun']));
    expect(at(inActions('{ "notify": { "message": "x", "urgency": "|" } }'))).toEqual(expect.arrayContaining(['low', 'high']));
  });

  it('proposes what the home has', () => {
    expect(at(inTriggers('{ "property": "|" }'))).toEqual(expect.arrayContaining(['hall-lamp/light.on', 'door/contact-sensor.contact-state']));
    expect(at(inActions('{ "scene": "|" }'))).toEqual(['film']);
    expect(at(inActions('{ "run": "|" }'))).toEqual(['evening']);
    expect(at(inTriggers('{ "device": "|", "becomes": "offline" }'))).toEqual(['hall-lamp', 'purifier', 'door']);
    expect(at(inActions('{ "set": { "light.on": false }, "devices": { "room": "|" } }'))).toContain('Hall');
  });

  it('proposes only what can be set, each once', () => {
    const found = at(inActions('{ "set": { "hall-lamp/light.on": true, "|" } }'));
    expect(found).toContain('purifier/air-purifier.mode');
    expect(found).not.toContain('hall-lamp/light.on');
    expect(found).not.toContain('door/contact-sensor.contact-state');
    expect(at(inActions('{ "set": { "|" }, "devices": { "kind": "light" } }'))).toContain('light.on');
    expect(at('{ "set": { "|" } }', 'scene')).toContain('hall-lamp/light.brightness');
  });

  it('proposes values of the property beside', () => {
    expect(at(inTriggers('{ "property": "purifier/air-purifier.mode", "becomes": "|" }'))).toEqual(['Auto', 'Sleep']);
    expect(at(inActions('{ "set": { "purifier/air-purifier.mode": "|" } }'))).toEqual(['Auto', 'Sleep']);
    expect(at(inTriggers('{ "property": "hall-lamp/light.on", "becomes": | }'))).toEqual(['true', 'false']);
  });

  it('proposes whole blocks where one may stand', () => {
    expect(at(inTriggers('|'))).toEqual(expect.arrayContaining(['{ "time": "20:00" }', '{ "hub": "started" }']));
    expect(at('{ "triggers": [], "actions": [ { "if": [ | ], "then": [] } ] }')).toEqual(expect.arrayContaining(['{ "sun": "down" }']));
  });

  it('goes on in a text that is no JSON yet', () => {
    expect(at('{ "triggers": [ { "property": "|')).toContain('hall-lamp/light.on');
    expect(at('{ "triggers": [ { "property": "hall-lamp/light.on", "becomes": tr|')).toEqual(['true', 'false']);
    expect(at('|')).toEqual([]);
  });

  it('explains a member by its place', () => {
    const text = '{ "triggers": [ { "property": "hall-lamp/light.on", "becomes": true, "for": "5m" } ], "actions": [] }';
    const state = EditorState.create({ doc: text, extensions: [json()] });
    ensureSyntaxTree(state, state.doc.length, 5_000);
    const explain = (name: string): string | null | undefined => explainMember(new SchemaGuide(schemas.automation))({ state } as EditorView, text.indexOf(`"${name}"`) + 2)?.create({} as EditorView).dom.textContent;
    expect(explain('for')).toBe('Only when it stays so for that long.');
    expect(explain('actions')).toBe('What is done, in order.');
    expect(explain('5m')).toBeUndefined();
  });

  it('says nothing between things unless asked', () => expect(at('{ | }', 'automation', false)).toEqual([]));
});
