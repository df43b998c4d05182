/** Sentences of the hub in Chinese: the book comes when the first of them is to be shown, and until then the hub's own stand. */
class HubWords {
  #say = $state.raw<((text: string) => string) | null>(null);
  #isAsked = false;

  say(text: string): string {
    if (this.#say === null) this.#ask();
    return this.#say?.(text) ?? text;
  }

  #ask(): void {
    if (this.#isAsked) return;
    this.#isAsked = true;
    import('./phrases/zh').then(
      ({ chinese }) => (this.#say = (text) => chinese.say(text)),
      // What did not come may come with the next sentence.
      () => (this.#isAsked = false),
    );
  }
}

export const hubWords = new HubWords();
