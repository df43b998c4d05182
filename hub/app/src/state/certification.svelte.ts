import { certification, type Certification, type Finding } from '../api/certification';
import { Polled } from './polled.svelte';

/** New findings should seem to come by themselves. */
const EVERY_MS = 1_000;

/** The run on the hub: what is found is asked for once, however often it is looked at. */
export class CertificationRun {
  /** All findings so far, in the order in which they came. */
  findings = $state.raw<readonly Finding[]>([]);
  #begin = '';

  readonly run: Polled<Certification> = new Polled(async (signal) => {
    let now = await certification(this.findings.length, signal);
    // Another run than the one that is known: all of it is wanted.
    if ((now.begin ?? '') !== this.#begin) {
      if (this.findings.length > 0) now = await certification(0, signal);
      this.#begin = now.begin ?? '';
      this.findings = now.results;
    } else if (now.results.length > 0) {
      this.findings = [...this.findings, ...now.results];
    }
    return now;
  }, EVERY_MS);

  get state(): Certification['state'] {
    return this.run.value?.state ?? 'idle';
  }
}
