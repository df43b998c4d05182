import { HighlightStyle } from '@codemirror/language';
import { StateEffect, StateField } from '@codemirror/state';
import { Decoration, EditorView, type DecorationSet } from '@codemirror/view';
import { tags } from '@lezer/highlight';

/** The inks of the app have twins for the dark: one style serves both. */
export const colours = HighlightStyle.define([
  { tag: tags.propertyName, color: 'var(--sky-ink)' },
  { tag: tags.string, color: 'var(--leaf-ink)' },
  { tag: [tags.number, tags.bool, tags.null], color: 'var(--coral-ink)' },
  { tag: tags.invalid, color: 'var(--red-ink)' },
]);

export const look = EditorView.theme({
  '.cm-open-block': { backgroundColor: 'var(--accent-soft)', boxShadow: 'inset 3px 0 0 var(--accent)' },
  '.cm-diagnosticAction': { padding: '8px 14px', margin: '6px 8px 2px 0', borderRadius: '12px', backgroundColor: 'var(--accent)', color: 'var(--on-accent)', fontWeight: '600' },
  '&': { color: 'var(--ink)', backgroundColor: 'transparent', fontSize: '0.875rem' },
  '&.cm-focused': { outline: '2.5px solid var(--accent)', outlineOffset: '-2.5px', borderRadius: '18px' },
  '.cm-scroller': { fontFamily: 'ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace', lineHeight: '1.65', maxHeight: 'var(--editor-height, 64vh)' },
  '.cm-content': { padding: '14px 0', caretColor: 'var(--ink)' },
  '.cm-cursor': { borderLeftColor: 'var(--ink)' },
  '.cm-gutters': { backgroundColor: 'transparent', color: 'var(--ink3)', border: '0' },
  '.cm-activeLine': { backgroundColor: 'color-mix(in oklab, var(--sunken) 55%, transparent)' },
  '.cm-activeLineGutter': { backgroundColor: 'transparent', color: 'var(--ink)' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': { backgroundColor: 'var(--accent-soft)' },
  '.cm-tooltip': {
    border: '1px solid var(--line2)', borderRadius: '14px', overflow: 'hidden', backgroundColor: 'var(--surface)', color: 'var(--ink)', boxShadow: 'var(--shadow)',
    fontFamily: 'var(--font)', maxWidth: 'min(92vw, 480px)',
  },
  '.cm-tooltip.cm-tooltip-autocomplete > ul': { fontFamily: 'var(--font)', maxHeight: '40vh' },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li': { padding: '7px 12px' },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]': { backgroundColor: 'var(--accent)', color: 'var(--on-accent)' },
  '.cm-completionDetail': { fontStyle: 'normal', opacity: '0.8' },
  '.cm-about': { padding: '8px 12px', maxWidth: '420px' },
  '.cm-diagnostic': { padding: '8px 12px' },
  '.cm-matchingBracket, &.cm-focused .cm-matchingBracket': { backgroundColor: 'var(--accent-soft)' },
});

/** Marks the lines of the block that is open; null for none. */
export const markBlock = StateEffect.define<{ from: number; to: number } | null>();

const line = Decoration.line({ class: 'cm-open-block' });

export const blockMark = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(before, transaction) {
    let marks = before.map(transaction.changes);
    for (const effect of transaction.effects) {
      if (!effect.is(markBlock)) continue;
      const { doc } = transaction.state;
      const rows: number[] = [];
      if (effect.value !== null && effect.value.to <= doc.length) {
        for (let at = doc.lineAt(effect.value.from); ; at = doc.line(at.number + 1)) {
          rows.push(at.from);
          if (at.to >= effect.value.to || at.number === doc.lines) break;
        }
      }
      marks = Decoration.set(rows.map((from) => line.range(from)));
    }
    return marks;
  },
  provide: (field) => EditorView.decorations.from(field),
});
