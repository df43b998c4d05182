import type { Component } from 'svelte';
import type { ConfirmRequired } from '../api/protocol';
import type { Home } from './home.svelte';

export interface Question extends ConfirmRequired {
  /** The nonce for yes, null for no. What is said later counts for nothing. */
  answer(nonce: string | null): void;
}

/** What the hub wants confirmed, one after the other. The dialog comes with its first use; all commands and requests share it. */
class Questions {
  waiting = $state.raw<readonly Question[]>([]);
  Sheet = $state.raw<Component<{ home: Home }> | null>(null);

  /** Asks the person; null for no. */
  ask(asked: ConfirmRequired): Promise<string | null> {
    return new Promise((answer) => {
      this.waiting = [...this.waiting, { ...asked, answer }];
      import('../views/confirm/ConfirmSheet.svelte').then((sheet) => (this.Sheet = sheet.default), () => this.answer(null));
    });
  }

  /** Answers the question that is shown. */
  answer(nonce: string | null): void {
    const [first, ...rest] = this.waiting;
    this.waiting = rest;
    first?.answer(nonce);
  }
}

export const questions = new Questions();
