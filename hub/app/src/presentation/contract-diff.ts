import type { FullAction, FullContract, FullEvent, FullProperty } from '../api/makers';

/** What one line of a contract says: name of a fact and its text. */
export type Facts = Readonly<Record<string, string>>;

export interface Entry {
  kind: 'property' | 'action' | 'event';
  key: string;
  label: string;
  facts: Facts;
}

export interface Difference {
  kind: Entry['kind'];
  key: string;
  label: string;
  /** Only in the first, only in the second, or in both with other facts. */
  change: 'removed' | 'added' | 'changed';
  /** Facts that differ: before and after, empty where one does not say it. */
  facts: readonly { name: string; before: string; after: string }[];
}

/** All that a contract has, in its order. */
export function entriesOf(contract: FullContract): Entry[] {
  return contract.services.flatMap(({ properties, actions, events }) => [...properties.map(property), ...actions.map(action), ...events.map(event)]);
}

/** What becomes another on the way from one contract to the other: what goes, what changes, what comes. */
export function differences(before: FullContract, after: FullContract): Difference[] {
  const [first, second] = [entriesOf(before), entriesOf(after)];
  const idOf = ({ kind, key }: Entry): string => `${kind} ${key}`;
  const there = new Map(second.map((entry) => [idOf(entry), entry]));
  const here = new Set(first.map(idOf));
  const lost = first.filter((entry) => !there.has(idOf(entry))).map((entry): Difference => ({ ...head(entry), change: 'removed', facts: [] }));
  const changed = first.flatMap((entry): Difference[] => {
    const other = there.get(idOf(entry));
    const facts = other === undefined ? [] : factsThatDiffer(entry.facts, other.facts);
    return facts.length === 0 ? [] : [{ ...head(entry), change: 'changed', facts }];
  });
  const fresh = second.filter((entry) => !here.has(idOf(entry))).map((entry): Difference => ({ ...head(entry), change: 'added', facts: [] }));
  return [...lost, ...changed, ...fresh];
}

const head = ({ kind, key, label }: Entry): Pick<Difference, 'kind' | 'key' | 'label'> => ({ kind, key, label });

function factsThatDiffer(before: Facts, after: Facts): Difference['facts'] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .map((name) => ({ name, before: before[name] ?? '', after: after[name] ?? '' }))
    .filter((fact) => fact.before !== fact.after);
}

const named = (facts: Record<string, string | null | undefined>): Facts => Object.fromEntries(Object.entries(facts).filter((fact): fact is [string, string] => fact[1] != null && fact[1] !== ''));

/** Whatever it is set to, however it is called. */
const ALL = '✓';

const property = (of: FullProperty): Entry => ({
  kind: 'property', key: of.key, label: of.label,
  facts: named({
    format: of.format, access: of.access.join(', '), unit: of.unit,
    range: of.range == null ? null : `${of.range.min} … ${of.range.max}, ${of.range.step}`,
    values: of.list?.map(({ value, name }) => `${value} ${name}`).join(', '),
    length: of.lengthMax == null ? null : `${of.lengthMax}`,
    interval: of.reportInterval == null ? null : `${of.reportInterval} s`,
    consumable: of.consumable == null ? null : [of.consumable.name, `≤ ${of.consumable.low}`, of.consumable.reset ?? ''].filter((text) => text !== '').join(', '),
    confirm: of.confirm === true ? (of.confirmValues?.join(', ') ?? ALL) : null,
  }),
});

const action = (of: FullAction): Entry => ({ kind: 'action', key: of.key, label: of.label, facts: named({ in: of.in.join(', '), out: of.out.join(', '), confirm: of.confirm === true ? ALL : null }) });

const event = (of: FullEvent): Entry => ({ kind: 'event', key: of.key, label: of.label, facts: named({ arguments: of.arguments.join(', ') }) });
