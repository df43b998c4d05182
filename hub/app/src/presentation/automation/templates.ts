import { isObject, readJson, valueAt, type Json } from '../document/json-tree';

/** What a template asks of whoever uses it. */
export interface TemplateInput {
  readonly name: string;
  readonly type: string;
  /** Of a device or property; null for any. */
  readonly kind: string | null;
  readonly description: string;
  /** Undefined where it must be given. */
  readonly default: Json | undefined;
}

/** The inputs of a template in their order; none of a text that is no template. */
export function inputsOf(text: string): readonly TemplateInput[] {
  const inputs = valueAt(readJson(text).root?.value, ['template', 'inputs']);
  if (!isObject(inputs)) return [];
  return Object.entries(inputs).filter(([name, of]) => !name.startsWith('//') && isObject(of)).map(([name, of]) => {
    const word = (member: string): string => {
      const at = valueAt(of, [member]);
      return typeof at === 'string' ? at : '';
    };
    return { name, type: word('type'), kind: word('kind') === '' ? null : word('kind'), description: word('description'), default: valueAt(of, ['default']) };
  });
}
