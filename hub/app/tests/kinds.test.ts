/// <reference types="vite/client" />
import { describe, expect, it } from 'vitest';
import type { ContractInfo, PropertyInfo } from '../src/api/protocol';
import { rolesOf, type TileRoles } from '../src/presentation/properties';

interface Node {
  type: string;
  properties?: (Node & { format: string; access: string[]; unit?: string; 'value-range'?: [number, number, number]; 'value-list'?: { value: number; description: string }[] })[];
  services?: Node[];
}

const files = import.meta.glob<Node>('../../../firmware-contracts/contracts/*.json', { eager: true, import: 'default' });
const contracts = new Map(Object.entries(files).map(([path, contract]) => [/([^/]+)\.json$/.exec(path)![1]!, read(contract)]));

/** A contract file as the hub tells it: addresses in contract order, repeated ones numbered. */
function read(contract: Node): ContractInfo {
  const properties: Record<string, PropertyInfo> = {};
  const services = new Map<string, number>();
  const name = (node: Node): string => node.type.split(':')[3]!;
  const numbered = (of: Map<string, number>, base: string): string => {
    of.set(base, (of.get(base) ?? 0) + 1);
    return of.get(base) === 1 ? base : `${base}-${of.get(base)}`;
  };
  for (const service of contract.services!) {
    const prefix = numbered(services, name(service));
    const inService = new Map<string, number>();
    for (const property of service.properties ?? []) {
      const [min, max, step] = property['value-range'] ?? [null, null, null];
      properties[`${prefix}.${numbered(inService, name(property))}`] = {
        format: property.format, access: property.access, unit: property.unit, min, max, step,
        list: property['value-list']?.map(({ value, description }) => ({ value, name: description })),
      };
    }
  }
  return { properties };
}

const tells = ({ switch: on, level, reading, worded, mode, battery }: TileRoles): boolean =>
  [on, level, reading, worded, mode, battery].some((role) => role !== null);

describe('the tile of every shipped contract', () => {
  it('finds them', () => expect(contracts.size).toBeGreaterThan(32));

  it.each([...contracts])('%s tells something', (_, contract) => {
    expect(tells(rolesOf(contract))).toBe(true);
  });

  it.each([
    ['light-strip', 'light.on', 'light.brightness'],
    ['air-purifier', 'air-purifier.on', 'air-purifier.fan-level'],
    ['air-conditioner', 'air-conditioner.on', 'air-conditioner.target-temperature'],
    ['thermostat', 'thermostat.on', 'thermostat.target-temperature'],
    ['fan', 'fan.on', 'fan.speed-level'],
    ['outlet', 'switch.on', null],
    ['power-strip', 'switch.on', null],
    ['television', 'television.on', 'speaker.volume'],
    ['camera', 'camera-control.on', null],
    ['curtain', null, 'curtain.target-position'],
    ['airer', null, 'airer.target-position'],
    // None of these is switched by the `on` of its indicator light or quiet time, nor filled by the volume of its voice.
    ['vacuum', null, null],
    ['lock', null, null],
    ['doorbell', null, null],
    ['pet-feeder', null, null],
    ['router', null, null],
  ])('%s is switched by %s and filled by %s', (kind, on, level) => {
    const roles = rolesOf(contracts.get(kind)!);
    expect([roles.switch?.property ?? null, roles.level?.property ?? null]).toEqual([on, level]);
  });

  it.each([['vacuum', 'vacuum.status'], ['lock', 'lock.status'], ['smoke-sensor', 'smoke-sensor.status'], ['air-purifier', 'air-purifier.mode']])(
    '%s is told by %s', (kind, mode) => {
      expect(rolesOf(contracts.get(kind)!).mode).toBe(mode);
    });
});
