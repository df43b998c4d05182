import { adopt, type Found } from '../api/joining';
import { RestError } from '../api/rest';
import type { Home } from './home.svelte';

/** Times in milliseconds. */
export const JoinTimes = {
  /** The hub answers sooner, or the request is given up. */
  adopt: 8_000,
  /** A device that works tells its state at once when it is asked. */
  answer: 10_000,
} as const;

export type StepKey = 'heard' | 'contract' | 'named' | 'room' | 'adopted' | 'answered';
export type StepState = 'done' | 'now' | 'waiting' | 'failed';

export interface Step {
  key: StepKey;
  state: StepState;
}

export const STEPS: readonly StepKey[] = ['heard', 'contract', 'named', 'room', 'adopted', 'answered'];

/** Where it stands: a person names it, the hub takes it in, the device answers. */
export type Stage = 'naming' | 'adopting' | 'answering' | 'joined' | 'refused' | 'silent';

/** One piece of hardware on its way into the home. */
export class Joiner {
  readonly did: string;
  found = $state.raw<Found>(null!);
  label = $state('');
  room = $state('');
  stage = $state<Stage>('naming');
  /** The name that it has in rules, once it is adopted. */
  name = $state<string | null>(null);
  /** Why the hub did not take it: stable code, and its sentence. */
  trouble = $state.raw<{ code: string; message: string } | null>(null);
  /** When what is waited for is given up, in milliseconds; 0 while nothing is. */
  until = $state(0);
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(found: Found, label: string, room: string) {
    this.did = found.did;
    this.found = found;
    this.label = label;
    this.room = room;
  }

  get steps(): Step[] {
    return STEPS.map((key) => ({ key, state: this.#stateOf(key) }));
  }

  /** True while it can be added: the hub knows what it is, it has a name, and nothing is under way. */
  get ready(): boolean {
    return this.found.isKnownContract && this.label.trim() !== '' && (this.stage === 'naming' || this.stage === 'refused');
  }

  get isOver(): boolean {
    return this.name !== null;
  }

  /** Has the hub take it in, and waits for its first answer. */
  async start(home: Home): Promise<void> {
    if (!this.ready) return;
    this.trouble = null;
    this.stage = 'adopting';
    this.until = Date.now() + JoinTimes.adopt;
    try {
      this.name = await adopt({ did: this.did, label: this.label.trim(), room: this.room.trim() });
      this.listen(home);
    } catch (error) {
      this.until = 0;
      this.stage = 'refused';
      this.trouble = error instanceof RestError ? { code: error.code, message: error.message } : { code: 'other', message: '' };
    }
  }

  /** Waits for the first answer, anew where it was waited for before. */
  listen(home: Home): void {
    this.stage = 'answering';
    this.until = Date.now() + JoinTimes.answer;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      if (this.stage === 'answering') this.stage = 'silent';
      this.until = 0;
    }, JoinTimes.answer);
    this.hear(home);
  }

  /** Looks whether the device has answered; also one that was given up may still. */
  hear(home: Home): void {
    if (this.stage !== 'answering' && this.stage !== 'silent') return;
    const device = this.name === null ? undefined : home.devices.get(this.name);
    if (device === undefined || (device.heard === null && Object.keys(device.reported).length === 0)) return;
    this.stop();
    this.stage = 'joined';
  }

  /** Waits for nothing any more. */
  stop(): void {
    clearTimeout(this.#timer);
    this.until = 0;
  }

  #stateOf(key: StepKey): StepState {
    const begun = this.stage !== 'naming' && this.stage !== 'refused';
    switch (key) {
      case 'heard': return 'done';
      case 'contract': return this.found.isKnownContract ? 'done' : 'failed';
      case 'named': return !this.found.isKnownContract ? 'waiting' : this.trouble?.code === 'device.name' || this.trouble?.code === 'device.label' ? 'failed' : this.label.trim() === '' ? 'now' : 'done';
      case 'room': return !this.found.isKnownContract ? 'waiting' : begun || this.room.trim() !== '' ? 'done' : 'now';
      case 'adopted': return this.stage === 'adopting' ? 'now' : this.stage === 'refused' ? 'failed' : begun ? 'done' : 'waiting';
      case 'answered': return this.stage === 'answering' ? 'now' : this.stage === 'silent' ? 'failed' : this.stage === 'joined' ? 'done' : 'waiting';
    }
  }
}
