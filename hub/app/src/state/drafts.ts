const PREFIX = 'draft.automation.';

/** A text that is not saved yet, and the version that it began from; null for one that is new. */
export interface Draft {
  text: string;
  version: number | null;
}

/** Drafts survive a reload and a dead battery. */
export function keepDraft(id: string, draft: Draft | null): void {
  try {
    if (draft === null) localStorage.removeItem(PREFIX + id);
    else localStorage.setItem(PREFIX + id, JSON.stringify(draft));
  } catch {
    // A private window may keep nothing: the draft then lasts as long as the page.
  }
}

export function draftOf(id: string): Draft | null {
  try {
    const kept = JSON.parse(localStorage.getItem(PREFIX + id) ?? 'null') as Partial<Draft> | null;
    return typeof kept?.text === 'string' ? { text: kept.text, version: kept.version ?? null } : null;
  } catch {
    return null;
  }
}
