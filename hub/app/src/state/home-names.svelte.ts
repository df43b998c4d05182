import { SvelteMap } from 'svelte/reactivity';
import { contractOf, type Contract, type ContractAction, type ContractEvent, type ContractProperty } from '../api/contracts';
import { get } from '../api/rest';
import { i18n } from '../i18n/i18n.svelte';
import { parts, type Names } from '../presentation/automation/names';
import type { Json } from '../presentation/document/json-tree';
import { baseName } from '../presentation/properties';
import { textOf } from '../presentation/values';
import type { DeviceView } from './device.svelte';
import type { Home } from './home.svelte';

interface Named {
  id: string;
  name: string;
}

/** What things of the home are called in the reader's language, and what may be chosen of them. Contracts come when they are first asked for. */
export class HomeNames implements Names {
  readonly #contracts = new SvelteMap<string, Contract | null>();
  people = $state.raw<readonly Named[]>([]);
  templates = $state.raw<readonly Named[]>([]);

  constructor(readonly home: Home) {}

  /** Asks for what the live feed does not tell. Without an answer ids serve as names. */
  load(signal: AbortSignal): void {
    get<Named[]>('/people', { signal }).then((found) => (this.people = found), () => undefined);
    get<Named[]>('/templates', { signal }).then((found) => (this.templates = found), () => undefined);
  }

  /** The contract of a device with labels; null until it came, and where the hub does not tell it. */
  contract(device: DeviceView | undefined): Contract | null {
    if (device === undefined) return null;
    const key = `${i18n.locale} ${device.type}`;
    const known = this.#contracts.get(key);
    if (known === undefined) {
      // Not while something is drawn: that must not change what it reads.
      queueMicrotask(() => this.#ask(key, device.type));
      return null;
    }
    return known;
  }

  #ask(key: string, type: string): void {
    if (this.#contracts.has(key)) return;
    this.#contracts.set(key, null);
    contractOf(type, i18n.locale).then((found) => this.#contracts.set(key, found), () => undefined);
  }

  /** Properties of a device in contract order: with labels once they came, before that by their names. */
  properties(id: string): readonly ContractProperty[] {
    const device = this.home.devices.get(id);
    const labelled = this.contract(device)?.services.flatMap(({ properties }) => properties);
    if (labelled !== undefined || device === undefined) return labelled ?? [];
    return Object.entries(device.contract.properties).map(([key, { format, access, unit, min, max, step, list }]) => ({
      key, label: baseName(key).replaceAll('-', ' '), format, access, unit,
      range: min == null || max == null ? null : { min, max, step: step ?? 1 },
      list: list?.filter((entry) => typeof entry.value === 'number').map((entry) => ({ value: entry.value as number, name: entry.name, label: entry.label ?? entry.name })) ?? null,
    }));
  }

  actions(id: string): readonly ContractAction[] {
    return this.contract(this.home.devices.get(id))?.services.flatMap(({ actions }) => actions) ?? [];
  }

  events(id: string): readonly ContractEvent[] {
    return this.contract(this.home.devices.get(id))?.services.flatMap(({ events }) => events ?? []) ?? [];
  }

  /** The property that an address means; `light.on` alone is that of the first device that has it. */
  find(address: string): ContractProperty | null {
    const { device, key } = parts(address);
    const of = device === '' ? [...this.home.devices.values()].find(({ contract }) => Object.hasOwn(contract.properties, key))?.id : device;
    return of === undefined ? null : (this.properties(of).find((property) => property.key === key) ?? null);
  }

  device(id: string): string {
    return this.home.devices.get(id)?.label ?? id;
  }

  property(address: string): string {
    const { device, key } = parts(address);
    const label = this.find(address)?.label ?? baseName(key).replaceAll('-', ' ');
    return device === '' ? label : `${this.device(device)} · ${label}`;
  }

  value(address: string, value: Json): string {
    const property = this.find(address);
    if (property === null || (typeof value === 'object' && value !== null)) return typeof value === 'string' ? value : JSON.stringify(value);
    const listed = typeof value === 'string' ? property.list?.find(({ name }) => name.toLowerCase() === value.toLowerCase()) : undefined;
    return listed?.label ?? textOf(property, value);
  }

  event(address: string): string {
    const { device, key } = parts(address);
    const label = this.events(device).find((event) => event.key === key)?.label ?? baseName(key).replaceAll('-', ' ');
    return device === '' ? label : `${this.device(device)} · ${label}`;
  }

  action(address: string): string {
    const { device, key } = parts(address);
    const label = this.actions(device).find((action) => action.key === key)?.label ?? baseName(key).replaceAll('-', ' ');
    return `${this.device(device)} · ${label}`;
  }

  scene(id: string): string {
    return this.home.scenes.find((scene) => scene.id === id)?.name ?? id;
  }

  automation(id: string): string {
    return this.home.nameOfAutomation(id);
  }

  person(id: string): string {
    return this.people.find((person) => person.id === id)?.name ?? id;
  }
}
