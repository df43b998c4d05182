import { describe, expect, it } from 'vitest';
import { rolesOf, type TileRoles } from '../src/presentation/properties';
import { liveOf, shipped } from './contracts';

const contracts = new Map([...shipped].map(([file, contract]) => [file, liveOf(contract)]));

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
