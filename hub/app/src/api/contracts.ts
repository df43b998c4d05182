import { get, part } from './rest';

export interface ContractChoice {
  value: number;
  name: string;
  label: string;
}

export interface ContractProperty {
  key: string;
  label: string;
  format: string;
  access: readonly string[];
  unit?: string | null;
  range?: { min: number; max: number; step: number } | null;
  list?: readonly ContractChoice[] | null;
  lengthMax?: number | null;
  consumable?: { name: string; reset?: string | null; low: number } | null;
}

export interface ContractAction {
  key: string;
  label: string;
  in: readonly string[];
  /** True where the hub asks a person first. */
  confirm?: boolean;
}

export interface ContractEvent {
  key: string;
  label: string;
  /** Keys of properties. */
  arguments: readonly string[];
}

export interface ContractService {
  key: string;
  label: string;
  properties: readonly ContractProperty[];
  actions: readonly ContractAction[];
  /** Absent from hubs that did not tell yet. */
  events?: readonly ContractEvent[];
}

/** A contract in one language: enough for the page of a device that nobody has seen before. */
export interface Contract {
  type: string;
  kind: string;
  label: string;
  about?: string | null;
  services: readonly ContractService[];
}

const known = new Map<string, Promise<Contract>>();

/** The contract with labels in a language. A contract never changes under its name, so each is asked for once. */
export function contractOf(type: string, language: string): Promise<Contract> {
  const key = `${language} ${type}`;
  let contract = known.get(key);
  if (contract === undefined) {
    contract = get<Contract>(`/contracts/${part(type)}?lang=${part(language)}`);
    known.set(key, contract);
    // What failed may work the next time.
    contract.catch(() => known.delete(key));
  }
  return contract;
}
