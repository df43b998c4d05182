import type { ContractProperty } from '../../api/contracts';
import type { Edit } from '../document/json-edit';
import { isObject, type Json, type JsonObject, type Path } from '../document/json-tree';
import { operatorOf, type Operator } from './kinds';

/** What one may begin with where a value of this property is asked for. */
export function firstValue(property: ContractProperty | null): Json {
  if (property === null || property.format === 'bool') return true;
  if (property.list != null && property.list.length > 0) return property.list[0]!.name;
  if (property.format === 'string') return '';
  const { min, max, step } = property.range ?? { min: 0, max: 100, step: 1 };
  // The middle is nearer to what is meant than an end of the range.
  return Number((min + Math.round((max - min) / 2 / step) * step).toFixed(6));
}

/** Whether a constant can be a value of the property. What is worked out always may. */
export function fits(property: ContractProperty | null, value: Json | undefined): boolean {
  if (property === null || isObject(value)) return true;
  if (property.format === 'bool') return typeof value === 'boolean';
  if (property.list != null && property.list.length > 0) return property.list.some(({ name, value: number }) => number === value || (typeof value === 'string' && name.toLowerCase() === value.toLowerCase()));
  return property.format === 'string' ? typeof value === 'string' : typeof value === 'number';
}

/** Operators that make sense of a property: only numbers are above or below. */
export function operatorsOf(property: ContractProperty | null, isTrigger: boolean): readonly Operator[] {
  const isNumber = property !== null && property.format !== 'bool' && property.format !== 'string' && !(property.list != null && property.list.length > 0);
  return [...(isNumber ? (['above', 'below', 'between'] as const) : []), 'is', 'isNot', ...(isTrigger ? (['changes'] as const) : [])];
}

/** Edits that make a block compare in another way; what a bound said stays where it still has a place. */
export function compareBy(block: JsonObject, path: Path, word: 'becomes' | 'is', operator: Operator, property: ContractProperty | null): readonly Edit[] {
  const wanted = membersOf(block, word, operator, property);
  const gone = ['changes', 'above', 'below', word].filter((name) => Object.hasOwn(block, name) && !Object.hasOwn(wanted, name));
  // New members come before the old ones go, so that a block is never without any.
  return [
    ...Object.entries(wanted).map(([name, value]): Edit => ({ do: 'put', path: [...path, name], value })),
    ...gone.map((name): Edit => ({ do: 'remove', path: [...path, name] })),
  ];
}

function membersOf(block: JsonObject, word: string, operator: Operator, property: ContractProperty | null): JsonObject {
  const number = (name: string): Json | undefined => block[name];
  const bound = number('above') ?? number('below') ?? (typeof block[word] === 'number' ? block[word] : firstValue(property));
  const held = block[word];
  const value = isObject(held) && held['not'] !== undefined ? held['not'] : held !== undefined && fits(property, held) ? held : firstValue(property);
  switch (operator) {
    case 'is': return { [word]: value };
    case 'isNot': return { [word]: { not: value } };
    case 'changes': return { changes: true };
    case 'above': return { above: bound };
    case 'below': return { below: number('below') ?? bound };
    case 'between': return { above: bound, below: number('below') ?? property?.range?.max ?? bound };
  }
}

/** Edits that make a block look at another property; a comparison that does not fit the new one begins anew. */
export function watchOther(block: JsonObject, path: Path, word: 'becomes' | 'is', address: string, property: ContractProperty | null): readonly Edit[] {
  const put: Edit = { do: 'put', path: [...path, 'property'], value: address };
  const operator = operatorOf(block, word);
  const held = block[word];
  const value = isObject(held) && held['not'] !== undefined ? held['not'] : held;
  const known = operator !== null && operatorsOf(property, word === 'becomes').includes(operator);
  if (known && (operator === 'is' || operator === 'isNot' ? fits(property, value) : true)) return [put];
  const to = known ? operator : operatorsOf(property, word === 'becomes').find((one) => one === 'is' || one === 'above')!;
  const without = Object.fromEntries(Object.entries(block).filter(([name]) => name !== word));
  const fresh = compareBy(without, path, word, to, property);
  return [put, ...fresh, ...(Object.hasOwn(block, word) && to !== 'is' && to !== 'isNot' ? [{ do: 'remove', path: [...path, word] } as const] : [])];
}
