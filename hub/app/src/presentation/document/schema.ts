import { isList, isObject, valueAt, type Json, type JsonObject, type Path } from './json-tree';

/** The part of JSON Schema that the hub's documents are described with. */
export interface Schema {
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, Schema>>;
  readonly title?: string;
  readonly description?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly Json[];
  readonly const?: Json;
  readonly examples?: readonly Json[];
  readonly default?: Json;
  readonly oneOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: boolean | Schema;
  readonly required?: readonly string[];
  readonly items?: Schema;
}

/** A schema that may hold at a place. `name` is that of its definition, `about` what is said of it where it stands. */
export interface Candidate {
  readonly schema: Schema;
  readonly name: string;
  readonly about: string;
}

/** A member that may stand in an object. */
export interface MemberGuide {
  readonly name: string;
  readonly about: string;
  readonly candidates: readonly Candidate[];
}

const DEEPEST = 12;

/** Says what may stand where in a document, by its schema. */
export class SchemaGuide {
  constructor(readonly root: Schema) {}

  /** What may stand at a path. Of several forms of an object those stay that its members speak for. */
  at(document: Json, path: Path): readonly Candidate[] {
    let found = this.#open({ schema: this.root, name: '', about: '' });
    for (const [depth, step] of path.entries()) {
      const held = valueAt(document, path.slice(0, depth));
      const fitting = isObject(held) ? fittingOf(found, held) : found;
      found = fitting.flatMap(({ schema }) => {
        const next = typeof step === 'number' ? schema.items : (schema.properties?.[step] ?? (typeof schema.additionalProperties === 'object' ? schema.additionalProperties : undefined));
        return next === undefined ? [] : this.#open({ schema: next, name: '', about: next.description ?? '' });
      });
    }
    return unique(found);
  }

  /** Members that may stand in the object at a path and do not yet. */
  members(document: Json, path: Path): readonly MemberGuide[] {
    const held = valueAt(document, path);
    const object = isObject(held) ? held : {};
    const all = new Map<string, MemberGuide>();
    for (const { schema } of fittingOf(this.at(document, path), object)) {
      for (const [name, of] of Object.entries(schema.properties ?? {})) {
        if (Object.hasOwn(object, name)) continue;
        const candidates = this.#open({ schema: of, name: '', about: of.description ?? '' });
        const known = all.get(name);
        all.set(name, { name, about: known?.about || (of.description ?? ''), candidates: [...(known?.candidates ?? []), ...candidates] });
      }
    }
    return [...all.values()];
  }

  /** Follows references and alternatives down to schemas that say something themselves. */
  #open(of: Candidate, depth = 0): readonly Candidate[] {
    const { schema } = of;
    if (depth > DEEPEST) return [];
    if (schema.$ref !== undefined) {
      const name = schema.$ref.replace('#/$defs/', '');
      const to = this.root.$defs?.[name];
      return to === undefined ? [] : this.#open({ schema: to, name: of.name === '' || to.oneOf === undefined && to.anyOf === undefined ? name : of.name, about: schema.description ?? (of.about || (to.description ?? '')) }, depth + 1);
    }
    // An object may also say which of its members must come together; its alternatives are no schemas of their own.
    if (schema.properties !== undefined) return [of];
    const alternatives = schema.oneOf ?? schema.anyOf;
    return alternatives === undefined ? [of] : alternatives.flatMap((one) => this.#open({ schema: one, name: of.name, about: of.about }, depth + 1));
  }
}

/** Forms that have a place for most of the members. */
function fittingOf(candidates: readonly Candidate[], object: JsonObject): readonly Candidate[] {
  const objects = candidates.filter(({ schema }) => schema.properties !== undefined || schema.additionalProperties !== undefined);
  const names = Object.keys(object);
  const places = ({ schema }: Candidate): number => names.filter((name) => Object.hasOwn(schema.properties ?? {}, name) || typeof schema.additionalProperties === 'object').length;
  const most = Math.max(0, ...objects.map(places));
  return objects.filter((one) => places(one) === most);
}

function unique(all: readonly Candidate[]): readonly Candidate[] {
  return all.filter((one, at) => all.findIndex((other) => other.schema === one.schema || (other.name === one.name && one.name !== '' && JSON.stringify(other.schema) === JSON.stringify(one.schema))) === at);
}

/** Constants that a schema names. */
export function constantsOf(candidates: readonly Candidate[]): Json[] {
  const all = candidates.flatMap(({ schema }) => [...(schema.enum ?? []), ...(schema.const === undefined ? [] : [schema.const]), ...(schema.type === 'boolean' ? [true, false] : []), ...(schema.default === undefined || isList(schema.default) ? [] : [schema.default])]);
  return [...new Set(all)];
}
