import type { Json } from '../document/json-tree';

/** What things of the home are called. For what is not there its id serves. */
export interface Names {
  device(id: string): string;
  /** `hall-lamp/light.on`, or `light.on` for that of any device. */
  property(address: string): string;
  value(address: string, value: Json): string;
  event(address: string): string;
  action(address: string): string;
  scene(id: string): string;
  automation(id: string): string;
  person(id: string): string;
}

/** `hall-lamp/light.on` in its two parts; the device is empty where there is none. */
export function parts(address: string): { device: string; key: string } {
  const slash = address.indexOf('/');
  return slash < 0 ? { device: '', key: address } : { device: address.slice(0, slash), key: address.slice(slash + 1) };
}
