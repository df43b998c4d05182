import { SvelteMap } from 'svelte/reactivity';
import type {
  AckMessage, AutomationRecord, CommandMessage, ConfirmRequired, ContractInfo, DeltaMessage, DeviceRecord, EventMessage, FloorRecord, SceneRecord, ServerMessage, SnapMessage, Values,
} from '../api/protocol';
import type { Link } from '../api/socket';
import type { Share } from '../presentation/summary';
import { ActivityLog } from './activity.svelte';
import { nextCommandId } from './command-id';
import { Inbox } from './inbox.svelte';
import { DeviceView, type Failure, type PendingCommand } from './device.svelte';
import { questions } from './questions.svelte';
import { Room, tallyOf } from './room.svelte';
import { UNDO_MS } from './undo.svelte';

/** Times in milliseconds. */
export const CommandTimes = {
  /** How long the hub may try. */
  ttl: 6_000,
  /** The hub tells of an expired command itself; this much later the app says it alone, because the link may have swallowed the word. */
  grace: 1_500,
  /** A confirmed wish is shown at most this long while its value is still on the way. */
  settle: 1_500,
  /** Below this a command feels immediate and a ring would only flicker. */
  slowAfter: 400,
} as const;

export type SendCommand = (message: CommandMessage) => boolean;

/** The home as this page knows it. */
export class Home {
  readonly devices = new SvelteMap<string, DeviceView>();
  readonly activity = new ActivityLog();
  readonly inbox = new Inbox();
  scenes = $state.raw<SceneRecord[]>([]);
  #link = $state<Link>('connecting');
  /** How often the hub was reached. What a page read before the last time may be old. */
  linkCount = $state(0);
  /** True from the first snapshot on: until then the screen shows placeholders, not an empty home. */
  synced = $state(false);
  automations = $state.raw<AutomationRecord[]>([]);
  floors = $state.raw<FloorRecord[]>([]);
  /** How much hardware waits to join. */
  found = $state(0);
  /** Names of devices as the hub arranged them. */
  #order = $state.raw<string[]>([]);
  #roomNames = $state.raw<string[]>([]);
  #contracts: Record<string, ContractInfo> = {};
  #send: SendCommand = () => false;
  readonly #undoTimers = new Map<string, ReturnType<typeof setTimeout>>();

  readonly rooms: readonly Room[] = $derived.by(() => this.#groupByRoom());
  /** All rooms together. */
  readonly #all = $derived(tallyOf(this.rooms));

  get link(): Link {
    return this.#link;
  }

  set link(link: Link) {
    if (link === 'online' && this.#link !== 'online') this.linkCount += 1;
    this.#link = link;
  }

  /** What all devices add up to. */
  get share(): Share {
    return this.#all.share;
  }

  /** Gives the store its way to the hub; the function answers false when the link is down. */
  attach(send: SendCommand): void {
    this.#send = send;
  }

  receive(message: ServerMessage): void {
    switch (message.t) {
      case 'snap': return this.#snapshot(message);
      case 'delta': return this.#delta(message);
      case 'event': return this.#event(message);
      case 'notice': return this.inbox.told(message);
      case 'ack': return this.#ack(message);
    }
  }

  /** Asks a device for new values: shown at once, then confirmed or failed, never silently forgotten. */
  set(device: DeviceView, want: Values): void {
    device.failure = null;
    this.#supersede(device, want);
    this.#start(device, { want }, { set: want });
  }

  /** As {@link set}, and what stood before can be had back for a while: {@link undo}. */
  change(device: DeviceView, want: Values): void {
    const before: Values = {};
    for (const property of Object.keys(want)) {
      // A slider sends many values: the first of the gesture is what one wants back.
      const old = device.before?.[property] ?? device.reported[property];
      if (old !== undefined && old !== null) before[property] = old;
    }
    this.#offerUndo(device, before);
    this.set(device, want);
  }

  /** Asks again for what stood before the last {@link change}. */
  undo(device: DeviceView): void {
    const { before } = device;
    this.#offerUndo(device, {});
    if (before !== null) this.set(device, before);
  }

  /** Asks a device to do something. */
  call(device: DeviceView, action: string, args: Values = {}): void {
    device.failure = null;
    const some = Object.keys(args).length > 0;
    this.#start(device, { want: {}, call: action, ...(some && { args }) }, { call: action, ...(some && { in: args }) });
  }

  retry(device: DeviceView): void {
    const { failure } = device;
    if (failure === null) return;
    if (failure.call === undefined) this.set(device, failure.want);
    else this.call(device, failure.call, failure.args);
  }

  dismiss(device: DeviceView): void {
    device.failure = null;
  }

  #start(device: DeviceView, what: Pick<Failure, 'want' | 'call' | 'args'>, message: Partial<CommandMessage>): void {
    const cmd = nextCommandId();
    if (!this.#send({ t: 'cmd', cmd, id: device.id, ...message, ttl: CommandTimes.ttl })) {
      this.#fail(device, what, 'link.down');
      return;
    }
    const wasBusy = device.busy;
    device.commands.push({
      cmd,
      ...what,
      want: { ...what.want },
      phase: 'pending',
      timer: setTimeout(() => this.#expire(device, cmd), CommandTimes.ttl + CommandTimes.grace),
    });
    if (!wasBusy) this.#watchSlow(device);
  }

  #offerUndo(device: DeviceView, before: Values): void {
    clearTimeout(this.#undoTimers.get(device.id));
    device.before = Object.keys(before).length === 0 ? null : before;
    if (device.before !== null) this.#undoTimers.set(device.id, setTimeout(() => (device.before = null), UNDO_MS));
  }

  #groupByRoom(): Room[] {
    const rooms = new Map<string, DeviceView[]>(this.#roomNames.map((name) => [name, []]));
    // As the hub arranged them; one that came since then is last.
    for (const id of new Set([...this.#order, ...this.devices.keys()])) {
      const device = this.devices.get(id);
      if (device === undefined) continue;
      const members = rooms.get(device.room);
      if (members === undefined) rooms.set(device.room, [device]);
      else members.push(device);
    }
    // Devices without a room come last.
    const homeless = rooms.get('');
    rooms.delete('');
    if (homeless !== undefined) rooms.set('', homeless);
    return [...rooms].filter(([, devices]) => devices.length > 0).map(([name, devices]) => new Room(name, devices));
  }

  /** Who did it is told by name; the id serves for one that is gone. */
  nameOfAutomation(id: string): string {
    return this.automations.find((automation) => automation.id === id)?.name ?? id;
  }

  #snapshot(snap: SnapMessage): void {
    this.#contracts = snap.contracts ?? {};
    const present = new Set(snap.devices.map((record) => record.id));
    for (const id of [...this.devices.keys()]) {
      if (!present.has(id)) this.#remove(id);
    }
    for (const record of snap.devices) this.#upsert(record);
    this.#roomNames = snap.rooms ?? [];
    this.scenes = snap.scenes ?? [];
    this.automations = snap.automations ?? [];
    this.floors = snap.floors ?? [];
    this.found = snap.foundCount ?? 0;
    this.#order = snap.devices.map(({ id }) => id);
    this.synced = true;
  }

  #delta(delta: DeltaMessage): void {
    if (delta.removed === true) {
      this.#remove(delta.id);
      return;
    }
    if (delta.contracts) this.#contracts = { ...this.#contracts, ...delta.contracts };
    if (delta.device) this.#upsert(delta.device);
    const device = this.devices.get(delta.id);
    if (device === undefined) return;
    if (delta.online !== undefined) {
      if (device.online !== delta.online) device.since = delta.since ?? delta.at ?? null;
      device.online = delta.online;
    }
    if (delta.availability !== undefined) {
      device.availability = delta.availability;
      device.heard = delta.heard ?? device.heard;
      device.reason = delta.reason ?? null;
    }
    if (delta.set) {
      const why = delta.automation === undefined ? '' : this.nameOfAutomation(delta.automation);
      this.activity.changed(device, delta.set, delta.at, why);
      Object.assign(device.reported, delta.set);
      this.#settleArrived(device, delta.cmd);
    }
  }

  #event(event: EventMessage): void {
    const device = this.devices.get(event.id);
    if (device !== undefined && event.live !== false) this.activity.happened(device, event.ev, event.at);
  }

  #ack(ack: AckMessage): void {
    const found = this.#find(ack.cmd);
    if (found === undefined) return;
    const { device, command } = found;
    switch (ack.st) {
      case 'accepted':
        return;
      case 'confirmed':
        device.confirmedAt = Date.now();
        if (arrived(device, command)) this.#close(device, command);
        else this.#awaitValue(device, command);
        return;
      case 'failed':
      case 'expired':
        this.#close(device, command);
        if (ack.err?.confirm) {
          this.#confirm(device, command, ack.err.confirm);
          return;
        }
        this.#fail(device, command, ack.err?.code ?? ack.st);
        return;
    }
  }

  /** Every control of every page sends its commands here, so that none can forget the question. */
  #confirm(device: DeviceView, { want, call, args }: PendingCommand, question: ConfirmRequired): void {
    const { before } = device;
    this.#offerUndo(device, {});
    void questions.ask(question).then((confirm) => {
      if (confirm === null) return;
      this.#offerUndo(device, before ?? {});
      this.#start(device, { want, ...(call !== undefined && { call, args }) }, call === undefined ? { set: want, confirm } : { call, in: args, confirm });
    });
  }

  /** The value is on its way after the word: showing the old one for a moment would look like a refusal. */
  #awaitValue(device: DeviceView, command: PendingCommand): void {
    command.phase = 'settling';
    clearTimeout(command.timer);
    command.timer = setTimeout(() => this.#close(device, command), CommandTimes.settle);
    if (!device.busy) device.slow = false;
  }

  #settleArrived(device: DeviceView, cmd: string | undefined): void {
    for (const command of [...device.commands]) {
      const causedByIt = command.cmd === cmd || command.phase === 'settling';
      if (!causedByIt || !arrived(device, command)) continue;
      device.confirmedAt = Date.now();
      this.#close(device, command);
    }
  }

  #expire(device: DeviceView, cmd: string): void {
    const command = device.commands.find((c) => c.cmd === cmd);
    if (command === undefined) return;
    this.#close(device, command);
    // The answer may have been lost with the link while the value came through.
    if (command.call !== undefined || !arrived(device, command)) this.#fail(device, command, 'expired');
  }

  #fail(device: DeviceView, { want, call, args }: Pick<Failure, 'want' | 'call' | 'args'>, code: string): void {
    device.failure = { want: { ...want }, ...(call !== undefined && { call, args }), code, at: Date.now() };
    this.#offerUndo(device, {});
    this.activity.failed(device);
  }

  #supersede(device: DeviceView, want: Values): void {
    for (const command of [...device.commands]) {
      if (command.call !== undefined) continue;
      for (const property of Object.keys(want)) delete command.want[property];
      if (Object.keys(command.want).length === 0) this.#close(device, command);
    }
  }

  #close(device: DeviceView, command: PendingCommand): void {
    clearTimeout(command.timer);
    const at = device.commands.findIndex((c) => c.cmd === command.cmd);
    if (at >= 0) device.commands.splice(at, 1);
    if (!device.busy) device.slow = false;
  }

  #watchSlow(device: DeviceView): void {
    setTimeout(() => {
      // A later command may have taken over; what counts is that the person still waits.
      if (device.busy) device.slow = true;
    }, CommandTimes.slowAfter);
  }

  #find(cmd: string): { device: DeviceView; command: PendingCommand } | undefined {
    for (const device of this.devices.values()) {
      const command = device.commands.find((c) => c.cmd === cmd);
      if (command !== undefined) return { device, command };
    }
    return undefined;
  }

  #upsert(record: DeviceRecord): void {
    const known = this.devices.get(record.id);
    const contract = this.#contracts[record.contract];
    if (known === undefined) this.devices.set(record.id, new DeviceView(record, contract));
    else known.replace(record, contract ?? known.contract);
  }

  #remove(id: string): void {
    const device = this.devices.get(id);
    if (device === undefined) return;
    for (const command of device.commands) clearTimeout(command.timer);
    this.#offerUndo(device, {});
    this.#undoTimers.delete(id);
    this.devices.delete(id);
  }
}

function arrived(device: DeviceView, command: PendingCommand): boolean {
  return Object.entries(command.want).every(([property, value]) => device.reported[property] === value);
}
