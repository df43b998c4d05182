import { getContext, setContext } from 'svelte';
import type { SvelteMap } from 'svelte/reactivity';
import type { Diagnostic } from '../../../api/rest';
import type { Marks } from '../../../presentation/automation/last-run';
import type { Edit } from '../../../presentation/document/json-edit';
import { pointerOf, type Path } from '../../../presentation/document/json-tree';
import type { EditedDocument } from '../../../state/document.svelte';
import type { HomeNames } from '../../../state/home-names.svelte';
import { undo } from '../../../state/undo.svelte';

/** What blocks have in common: the document that they edit, and which of them are open. */
export interface BlockContext {
  readonly document: EditedDocument;
  readonly names: HomeNames;
  /** Pointers of the blocks that are open. */
  readonly open: SvelteMap<string, true>;
  /** True while the text is no JSON. */
  readonly stale: boolean;
  readonly diagnostics: readonly Diagnostic[];
  /** How blocks did the last time, by pointer; empty while the text is another than what ran. */
  readonly marks: Marks;
  /** Where in the text a block is. */
  readonly show: (path: Path) => void;
  /** Says something to those who do not see it. */
  readonly say: (text: string) => void;
}

const KEY = Symbol('blocks');

export const provideBlocks = (context: BlockContext): void => void setContext(KEY, context);
export const blocks = (): BlockContext => getContext(KEY);

/** The element that a block is, by its pointer. */
export const idOf = (path: Path): string => `block${pointerOf(path)}`;

export function edit(context: BlockContext, ...edits: readonly Edit[]): boolean {
  return !context.stale && context.document.edit(...edits);
}

/** Faults at a place and below it; `own` leaves out those of the blocks that it holds, which tell their own. */
export function faultsAt({ diagnostics }: BlockContext, path: Path, own: boolean): readonly Diagnostic[] {
  const pointer = pointerOf(path);
  return diagnostics.filter((one) => one.path === pointer || (one.path.startsWith(`${pointer}/`) && !(own && /\/\d+(\/|$)/.test(one.path.slice(pointer.length)))));
}

/** Open blocks keep their place while those of a list move; a number that becomes null is gone. */
export function reorder(open: SvelteMap<string, true>, list: Path, place: (at: number) => number | null): void {
  const prefix = `${pointerOf(list)}/`;
  const moved = [...open.keys()].filter((pointer) => pointer.startsWith(prefix));
  for (const pointer of moved) open.delete(pointer);
  for (const pointer of moved) {
    const [at, ...rest] = pointer.slice(prefix.length).split('/');
    const next = place(Number(at));
    if (next !== null) open.set([`${prefix}${next}`, ...rest].join('/'), true);
  }
}

/** Takes a part out of the document; for a while it can be had back, whatever is edited meanwhile. */
export function removeAt(context: BlockContext, path: Path, words: { removed: string; failed: string }): boolean {
  if (context.stale || !context.document.editForNow({ do: 'remove', path })) return false;
  undo.make({ text: words.removed, trouble: words.failed, undo: () => {
    if (!context.document.takeBack()) throw new Error(words.failed);
  } });
  return true;
}
