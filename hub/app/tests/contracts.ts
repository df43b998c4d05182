/// <reference types="vite/client" />
import type { Contract, ContractProperty, ContractService } from '../src/api/contracts';
import type { ContractInfo } from '../src/api/protocol';

interface Node {
  type: string;
  description?: string;
  iid?: number;
  properties?: (Node & { format: string; access: string[]; unit?: string; 'value-range'?: [number, number, number]; 'value-list'?: { value: number; description: string }[] })[];
  actions?: (Node & { in?: number[] })[];
  services?: Node[];
}

const files = import.meta.glob<Node>('../../../firmware-contracts/contracts/*.json', { eager: true, import: 'default' });

/** Every shipped contract as the hub tells it, by the name of its file. */
export const shipped: ReadonlyMap<string, Contract> = new Map(Object.entries(files).map(([path, contract]) => [/([^/]+)\.json$/.exec(path)![1]!, read(contract)]));

function read(contract: Node): Contract {
  const services = numbering();
  return {
    type: contract.type, kind: name(contract), label: contract.description ?? name(contract),
    services: contract.services!.map((service) => readService(service, services(name(service)))),
  };
}

function readService(service: Node, key: string): ContractService {
  const inService = numbering();
  const byIid = new Map<number, string>();
  const properties = (service.properties ?? []).map((property): ContractProperty => {
    const [min, max, step] = property['value-range'] ?? [];
    const address = `${key}.${inService(name(property))}`;
    byIid.set(property.iid!, address);
    return {
      key: address, label: property.description ?? name(property), format: property.format, access: property.access, unit: property.unit,
      range: min === undefined ? null : { min, max: max!, step: step! },
      list: property['value-list']?.map(({ value, description }) => ({ value, name: description, label: description })) ?? null,
    };
  });
  const actions = (service.actions ?? []).map((action) => ({ key: `${key}.${name(action)}`, label: action.description ?? name(action), in: (action.in ?? []).map((iid) => byIid.get(iid)!) }));
  return { key, label: service.description ?? key, properties, actions };
}

function name(node: Node): string {
  return node.type.split(':')[3]!;
}

/** Repeated names are numbered: `switch`, `switch-2`. */
function numbering(): (base: string) => string {
  const counts = new Map<string, number>();
  return (base) => {
    const count = (counts.get(base) ?? 0) + 1;
    counts.set(base, count);
    return count === 1 ? base : `${base}-${count}`;
  };
}

/** What the live feed tells of the same contract. */
export function liveOf(contract: Contract): ContractInfo {
  const properties = contract.services.flatMap((service) => service.properties);
  return {
    properties: Object.fromEntries(properties.map(({ key, format, access, unit, range, list }) =>
      [key, { format, access, unit, min: range?.min, max: range?.max, step: range?.step, list }])),
  };
}
