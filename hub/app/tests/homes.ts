import type { ContractInfo, DeviceRecord, SnapMessage } from '../src/api/protocol';

const access = ['read', 'write', 'notify'] as const;
const readOnly = ['read', 'notify'] as const;

export const contracts: Record<string, ContractInfo> = {
  light: {
    properties: {
      'light.on': { format: 'bool', access },
      'light.brightness': { format: 'uint8', access, unit: 'percentage', min: 1, max: 100, step: 1 },
      'light.color-temperature': { format: 'uint32', access, unit: 'kelvin', min: 2200, max: 6500, step: 1 },
    },
  },
  purifier: {
    properties: {
      'air-purifier.on': { format: 'bool', access },
      'air-purifier.mode': { format: 'uint8', access, list: [{ value: 0, name: 'Auto' }, { value: 1, name: 'Sleep' }] },
      'environment.pm2.5-density': { format: 'float', access: readOnly, unit: 'μg/m3', min: 0, max: 600, step: 1 },
    },
  },
  climate: {
    properties: {
      'thing.temperature': { format: 'float', access: readOnly, unit: 'celsius' },
      'thing.relative-humidity': { format: 'uint8', access: readOnly, unit: 'percentage' },
      'battery.battery-level': { format: 'uint8', access: readOnly, unit: 'percentage' },
    },
  },
  contact: { properties: { 'contact-sensor.contact-state': { format: 'bool', access: readOnly } } },
  speaker: {
    properties: {
      'speaker.mute': { format: 'bool', access },
      'play-control.playing-state': { format: 'uint8', access: readOnly, list: [{ value: 0, name: 'stopped' }, { value: 1, name: 'playing' }] },
      'speaker.volume': { format: 'uint8', access, unit: 'percentage', min: 0, max: 100, step: 1 },
    },
  },
  // The first service is what the device is for; the others have switches and levels of their own.
  vacuum: {
    properties: {
      'vacuum.status': {
        format: 'uint8', access: readOnly,
        list: [{ value: 1, name: 'Idle', labels: { zh: '待机' } }, { value: 2, name: 'Sweeping', labels: { zh: '清扫中' } }],
      },
      'vacuum.mode': { format: 'uint8', access, list: [{ value: 0, name: 'Silent' }, { value: 1, name: 'Basic' }] },
      'battery.battery-level': { format: 'uint8', access: readOnly, unit: 'percentage' },
      'speaker.volume': { format: 'uint8', access, unit: 'percentage', min: 0, max: 100, step: 1 },
      'do-not-disturb.on': { format: 'bool', access },
    },
  },
  // A kind that did not exist when the app was written.
  sprinkler: {
    properties: {
      'garden.on': { format: 'bool', access },
      'garden.flow-rate': { format: 'float', access: readOnly, unit: 'litre' },
    },
  },
  bare: { properties: {} },
  button: { properties: { 'switch-sensor.press-duration': { format: 'uint16', access: [], unit: 'ms' }, 'battery.battery-level': { format: 'uint8', access: readOnly, unit: 'percentage' } } },
};

export function lamp(over: Partial<DeviceRecord> = {}): DeviceRecord {
  return {
    id: 'hall-lamp', label: 'Hall lamp', room: 'Hall', kind: 'light', contract: 'light', online: true, since: '2026-03-01T18:40:00Z',
    state: { 'light.on': false, 'light.brightness': 60, 'light.color-temperature': 2700 }, ...over,
  };
}

export function snap(devices: DeviceRecord[], over: Partial<SnapMessage> = {}): SnapMessage {
  return { t: 'snap', epoch: 'e1', seq: 10, devices, rooms: ['Hall'], scenes: [], contracts, ...over };
}
