import type { Availability, ContractInfo, DeviceRecord, Value, Values } from '../api/protocol';
import { shareOf, type Share } from '../presentation/summary';

/** `settling`: the hub said yes, the new value is on its way; shown as wanted, but no longer as busy. */
export type CommandPhase = 'pending' | 'settling';

export interface PendingCommand {
  readonly cmd: string;
  /** What is still wanted; a later command for the same property takes its part over. Empty for an action. */
  want: Values;
  /** The action that was called; absent where values were set. */
  readonly call?: string;
  /** Arguments of the action. */
  readonly args?: Values;
  phase: CommandPhase;
  timer: ReturnType<typeof setTimeout>;
}

/** The last command that did not work out, until a person retries or dismisses it. */
export interface Failure {
  readonly want: Values;
  /** The action that was called; absent where values were set. */
  readonly call?: string;
  /** Arguments of the action. */
  readonly args?: Values;
  /** Stable code: `device.rejected`, `device.offline`, `expired`, `link.down` … */
  readonly code: string;
  readonly at: number;
}

const NOTHING: ContractInfo = { properties: {} };

/**
 * A device on the screen. What was reported and what is wanted are kept apart: the reported state is never overwritten by a wish,
 * so a failed command has something true to fall back to.
 */
export class DeviceView {
  readonly id: string;
  label = $state('');
  room = $state('');
  kind = $state('');
  /** URN of the contract. */
  type = $state('');
  online = $state(false);
  since = $state<string | null>(null);
  availability = $state<Availability>('unknown');
  heard = $state<string | null>(null);
  /** Why it is offline, where the hub knows. */
  reason = $state<string | null>(null);
  reported = $state<Values>({});
  contract = $state.raw<ContractInfo>(NOTHING);
  commands = $state<PendingCommand[]>([]);
  failure = $state.raw<Failure | null>(null);
  /** When a command of this page was confirmed last, in milliseconds; null before the first. */
  confirmedAt = $state<number | null>(null);
  /** What a change of mind would set again, for a while; null when there is nothing to take back. */
  before = $state.raw<Values | null>(null);
  /** True once a command has been pending long enough to be worth a word and a ring. */
  slow = $state(false);
  /** What it adds to the summaries of its room and of the home. */
  readonly share: Share = $derived.by(() => shareOf(this));

  constructor(record: DeviceRecord, contract: ContractInfo | undefined) {
    this.id = record.id;
    this.replace(record, contract);
  }

  /** Takes the hub's whole record; pending commands stay. */
  replace(record: DeviceRecord, contract: ContractInfo | undefined): void {
    this.label = record.label || record.id;
    this.room = record.room ?? '';
    this.kind = record.kind ?? '';
    this.type = record.contract;
    this.online = record.online;
    this.since = record.since ?? null;
    this.availability = record.availability ?? (record.online ? 'online' : 'offline');
    this.heard = record.heard ?? null;
    this.reason = record.reason ?? null;
    this.reported = { ...record.state };
    this.contract = contract ?? NOTHING;
  }

  /** What is shown of it may be old: it has not been heard for longer than it should. Commands are sent all the same, and verified. */
  get doubtful(): boolean {
    return !this.online || this.availability === 'silent';
  }

  get busy(): boolean {
    return this.commands.some((command) => command.phase === 'pending');
  }

  /** True while an action is under way. */
  isCalling(action: string): boolean {
    return this.commands.some((command) => command.call === action && command.phase === 'pending');
  }

  /** What the screen shows of one property: the wish while it is open, else the truth. */
  value(property: string): Value | undefined {
    for (let i = this.commands.length - 1; i >= 0; i--) {
      const want = this.commands[i]!.want[property];
      if (want !== undefined) return want;
    }
    return this.reported[property];
  }

  /** What is wanted of one property by an open command; undefined if none asks for it. */
  wanted(property: string): Value | undefined {
    return this.commands.findLast((command) => command.want[property] !== undefined)?.want[property];
  }
}
