import type { Contract } from '../api/contracts';
import type { ConfirmedAct } from '../api/protocol';

interface Words {
  no: string;
  set: (property: string, value: string) => string;
}

/** What would be done, in the words of the device's contract; in those that came with the question until the contract is there. */
export function wordsOf(act: ConfirmedAct, contract: Contract | undefined, t: Words): string {
  const services = contract?.services ?? [];
  if (act.action !== undefined) {
    const action = services.flatMap(({ actions }) => actions).find(({ key }) => key === act.action);
    return action?.label ?? nameIn(act.action);
  }
  const property = services.flatMap(({ properties }) => properties).find(({ key }) => key === act.property);
  const name = property?.label ?? nameIn(act.property ?? '');
  if (act.value === undefined || act.value === null) return name;
  if (typeof act.value === 'boolean') return act.value ? name : t.set(name, t.no);
  return t.set(name, property?.list?.find(({ value }) => value === act.value)?.label ?? String(act.value));
}

/** `lock.unlock` → Unlock. */
function nameIn(address: string): string {
  const name = address.slice(address.indexOf('.') + 1).replaceAll('-', ' ');
  return name.charAt(0).toUpperCase() + name.slice(1);
}
