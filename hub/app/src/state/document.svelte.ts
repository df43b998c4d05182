import { history, isolateHistory, redo, redoDepth, undo, undoDepth } from '@codemirror/commands';
import { ChangeSet, EditorState, Transaction, type Extension, type TransactionSpec } from '@codemirror/state';
import type { EditorView } from '@codemirror/view';
import { changesOf, type Edit } from '../presentation/document/json-edit';
import { readJson, type JsonFault, type JsonNode } from '../presentation/document/json-tree';

/**
 * A document that is edited as blocks and as text. The text is the truth: an edit of a block is a change of its characters, and both share one way
 * back. It goes on without the text editor being on the screen.
 */
export class EditedDocument {
  #state: EditorState = $state.raw(EditorState.create());
  #view: EditorView | null = null;
  #mended: ChangeSet | null = null;
  /** As it was when it last was JSON; null if it never was. */
  root: JsonNode | null = $state.raw(null);
  /** Where it is not JSON; null while it is. */
  fault: JsonFault | null = $state.raw(null);

  readonly text: string = $derived(this.#state.doc.toString());
  readonly canUndo: boolean = $derived(undoDepth(this.#state) > 0);
  readonly canRedo: boolean = $derived(redoDepth(this.#state) > 0);

  /** `onwrite` is told each new text. */
  constructor(text: string, extensions: Extension, private readonly onwrite: (text: string) => void) {
    this.#state = EditorState.create({ doc: text, extensions: [history(), extensions] });
    this.#read();
  }

  get state(): EditorState {
    return this.#state;
  }

  /** The text editor that shows it while it is on the screen. */
  attach(view: EditorView | null): void {
    this.#view = view;
  }

  get view(): EditorView | null {
    return this.#view;
  }

  /** What the text editor does, which it does to itself as well. */
  took(transactions: readonly Transaction[], state: EditorState): void {
    this.#state = state;
    for (const transaction of transactions) {
      // The common way back may have taken it back already.
      if (transaction.isUserEvent('undo') || transaction.isUserEvent('redo')) this.#mended = null;
      else if (transaction.docChanged) this.#mended = this.#mended?.map(transaction.changes) ?? null;
    }
    if (transactions.some(({ docChanged }) => docChanged)) {
      this.#read();
      this.onwrite(this.text);
    }
  }

  dispatch(spec: TransactionSpec): void {
    if (this.#view !== null) this.#view.dispatch(spec);
    else {
      const transaction = this.#state.update(spec);
      this.took([transaction], transaction.state);
    }
  }

  /** Edits as one step of the way back. False, and nothing is done, where one of them leads nowhere. */
  edit(...edits: readonly Edit[]): boolean {
    return this.#edit(edits) !== null;
  }

  /** As {@link edit}, and for itself it can be taken back: {@link takeBack}. */
  editForNow(...edits: readonly Edit[]): boolean {
    const back = this.#edit(edits);
    this.#mended = back;
    return back !== null;
  }

  /** What would take it back; null where it was not done. */
  #edit(edits: readonly Edit[]): ChangeSet | null {
    let text = this.text;
    let all = ChangeSet.empty(text.length);
    for (const edit of edits) {
      const changes = changesOf(text, edit);
      if (changes === null) return null;
      const set = ChangeSet.of([...changes], text.length);
      all = all.compose(set);
      text = set.apply(this.#state.toText(text)).toString();
    }
    const back = all.invert(this.#state.doc);
    if (!all.empty) this.dispatch({ changes: all, userEvent: 'input.blocks', annotations: isolateHistory.of('full') });
    return back;
  }

  /** Takes the last {@link editForNow} back, though others came after it; they stay. False where its place is not there any more. */
  takeBack(): boolean {
    const back = this.#mended;
    if (back === null || back.empty) return false;
    const after = back.apply(this.#state.doc).toString();
    if (this.fault === null && readJson(after).root === null) return false;
    this.dispatch({ changes: back, annotations: isolateHistory.of('full') });
    this.#mended = null;
    return true;
  }

  undo(): void {
    undo(this.#view ?? { state: this.#state, dispatch: (transaction) => this.took([transaction], transaction.state) });
  }

  redo(): void {
    redo(this.#view ?? { state: this.#state, dispatch: (transaction) => this.took([transaction], transaction.state) });
  }

  /** A text that comes from elsewhere, such as a restored version: what is the same of both stays where it is. */
  replace(text: string): void {
    const before = this.text;
    if (before === text) return;
    let [from, same] = [0, 0];
    while (from < Math.min(before.length, text.length) && before[from] === text[from]) from += 1;
    while (same < Math.min(before.length, text.length) - from && before.at(-1 - same) === text.at(-1 - same)) same += 1;
    this.dispatch({ changes: { from, to: before.length - same, insert: text.slice(from, text.length - same) }, annotations: isolateHistory.of('full') });
  }

  #read(): void {
    const { root, fault } = readJson(this.text);
    if (root !== null) this.root = root;
    this.fault = fault;
  }
}
