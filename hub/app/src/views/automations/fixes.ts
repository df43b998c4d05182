import type { Diagnostic } from '../../api/rest';
import { nodeAt, type JsonNode, type Path } from '../../presentation/document/json-tree';
import type { EditedDocument } from '../../state/document.svelte';

/** What the hub would write in place of a fault. */
export interface Fix {
  readonly to: string;
  apply(): void;
}

const MEANT = /^Did you mean "((?:[^"\\]|\\.)+)"\?$/;

/** The text that a hub's suggestion names; null where it suggests something else. */
export function meantBy(suggestion: string | null | undefined): string | null {
  return MEANT.exec(suggestion ?? '')?.[1] ?? null;
}

/** A fault that the hub knows a word for can be mended by it; null where the text has changed there meanwhile. */
export function fixOf(document: EditedDocument, fault: Diagnostic): Fix | null {
  const to = meantBy(fault.suggestion);
  if (to === null || document.fault !== null || document.root === null) return null;
  const path = pathOf(document.root, fault.path);
  const name = path?.at(-1);
  if (path === null || name === undefined) return null;
  const at = offsetOf(document.text, fault.line, fault.column);
  const member = nodeAt(document.root, path.slice(0, -1))!.members.findLast((one) => one.name === name);
  if (member?.from === at) return { to, apply: () => void document.edit({ do: 'rename', path, name: to }) };
  const node = nodeAt(document.root, path)!;
  return node.from === at && typeof node.value === 'string' ? { to, apply: () => void document.edit({ do: 'put', path, value: to }) } : null;
}

/** The path that a pointer of the hub means in the text; null where it leads nowhere. */
export function pathOf(root: JsonNode, pointer: string): Path | null {
  const path: (string | number)[] = [];
  let node: JsonNode | null = root;
  for (const step of pointer.split('/').slice(1)) {
    const next: string | number = node.kind === 'array' ? Number(step) : step.replaceAll('~1', '/').replaceAll('~0', '~');
    node = nodeAt(node, [next]);
    if (node === null) return null;
    path.push(next);
  }
  return path;
}

/** Where a line and a column, both from 1, are in a text. */
export function offsetOf(text: string, line: number, column: number): number {
  const before = text.split('\n').slice(0, Math.max(line, 1) - 1).reduce((sum, row) => sum + row.length + 1, 0);
  return Math.min(before + Math.max(column - 1, 0), text.length);
}
