import { parseMessage, type ClientMessage, type ServerMessage } from './protocol';

/** `offline` is `reconnecting` that has lasted: the app then pauses its controls. */
export type Link = 'connecting' | 'online' | 'reconnecting' | 'offline';

/** Times in milliseconds. */
export const SocketTimes = {
  /** A silent link is probed this often. */
  pingEvery: 15_000,
  /** No word after a probe for this long: the socket is half open, as after a phone's sleep, and is replaced. */
  deadAfter: 4_000,
  /** A socket or a greeting that takes longer is given up. */
  openWithin: 8_000,
  retryFirst: 400,
  /** Short, because a hub that is back is to be found at once: in a house that is a request every two seconds for each open page. */
  retryMax: 2_000,
  retryFactor: 1.8,
  /** Each wait is spread by this share either way, so that a house full of tablets does not return in one instant. */
  retryJitter: 0.3,
  /** A link that is down for longer counts as offline. */
  offlineAfter: 8_000,
} as const;

export interface SocketListener {
  message(message: ServerMessage): void;
  link(link: Link): void;
}

/** One socket, one job: keep it open, tell the truth about it, resume where it stopped. */
export class HubSocket {
  #socket: WebSocket | undefined;
  #retryDelay: number = SocketTimes.retryFirst;
  #retryTimer: ReturnType<typeof setTimeout> | undefined;
  #openTimer: ReturnType<typeof setTimeout> | undefined;
  #deadTimer: ReturnType<typeof setTimeout> | undefined;
  #pingTimer: ReturnType<typeof setInterval> | undefined;
  #stopped = false;
  /** Runs while there is no link. */
  #offlineTimer: ReturnType<typeof setTimeout> | undefined;
  #isOffline = false;
  /** Identity of the hub's log; null asks for a whole snapshot. */
  #epoch: string | null = null;
  #seq = 0;

  constructor(
    private readonly url: string,
    private readonly listener: SocketListener,
    private readonly random: () => number = Math.random,
  ) {}

  start(): void {
    // A phone that wakes up must neither wait for a back-off timer nor trust a half-open socket.
    document.addEventListener('visibilitychange', this.#onVisible);
    addEventListener('pageshow', this.#onWake);
    addEventListener('online', this.#onWake);
    this.#open();
  }

  stop(): void {
    this.#stopped = true;
    document.removeEventListener('visibilitychange', this.#onVisible);
    removeEventListener('pageshow', this.#onWake);
    removeEventListener('online', this.#onWake);
    this.#clearTimers();
    clearTimeout(this.#offlineTimer);
    this.#drop(1000, 'bye');
  }

  /** False when the link is down: nothing is queued, the caller says so. */
  send(message: ClientMessage): boolean {
    if (this.#socket?.readyState !== WebSocket.OPEN) return false;
    this.#socket.send(JSON.stringify(message));
    return true;
  }

  /** Probes an open link, or reconnects at once. */
  wake(): void {
    if (this.#stopped) return;
    const state = this.#socket?.readyState;
    // `pageshow` fires on the first load too: a socket that is still connecting must be left alone.
    if (state === WebSocket.CONNECTING) return;
    if (state === WebSocket.OPEN) {
      this.#probe();
      return;
    }
    this.#retryDelay = SocketTimes.retryFirst;
    this.#drop(4002, 'wake');
    this.#open();
  }

  readonly #onWake = (): void => this.wake();

  readonly #onVisible = (): void => {
    if (document.visibilityState === 'visible') this.wake();
  };

  #open(): void {
    this.#clearTimers();
    this.#watchOffline();
    const socket = new WebSocket(this.url, 'hub.v1');
    this.#socket = socket;
    this.#openTimer = setTimeout(() => this.#lost(socket, 4001, 'no answer'), SocketTimes.openWithin);
    socket.onopen = () => this.send({ t: 'hello', epoch: this.#epoch, since: this.#seq });
    socket.onmessage = (event) => {
      if (socket === this.#socket) this.#receive(event.data);
    };
    socket.onclose = () => this.#lost(socket, 1000, 'closed');
  }

  #receive(data: unknown): void {
    clearTimeout(this.#deadTimer);
    this.#deadTimer = undefined;
    const message = parseMessage(data);
    if (message === null) return;
    switch (message.t) {
      case 'snap':
        this.#seq = message.seq;
        this.#greeted(message.epoch);
        break;
      case 'resume':
        this.#greeted(message.epoch);
        break;
      case 'delta':
      case 'event':
      case 'notice':
      case 'other':
        if (message.seq <= this.#seq) return; // told already
        if (message.seq !== this.#seq + 1) {
          // Something was missed and is not coming: only a whole snapshot is the truth.
          this.#epoch = null;
          this.#lost(this.#socket, 4000, 'gap');
          return;
        }
        this.#seq = message.seq;
        break;
    }
    this.listener.message(message);
    if (message.t === 'snap' || message.t === 'resume') this.listener.link('online');
  }

  #greeted(epoch: string): void {
    this.#epoch = epoch;
    clearTimeout(this.#offlineTimer);
    this.#offlineTimer = undefined;
    this.#isOffline = false;
    this.#retryDelay = SocketTimes.retryFirst;
    clearTimeout(this.#openTimer);
    clearInterval(this.#pingTimer);
    this.#pingTimer = setInterval(() => this.#probe(), SocketTimes.pingEvery);
  }

  #probe(): void {
    if (this.#deadTimer !== undefined || !this.send({ t: 'ping' })) return;
    const socket = this.#socket;
    this.#deadTimer = setTimeout(() => this.#lost(socket, 4001, 'silent'), SocketTimes.deadAfter);
  }

  /** Whatever an attempt is waiting for, a person is told in time. */
  #watchOffline(): void {
    this.#offlineTimer ??= setTimeout(() => {
      this.#isOffline = true;
      this.listener.link('offline');
    }, SocketTimes.offlineAfter);
  }

  /** Does not wait for the close event: on a half-open link it may come minutes later. */
  #lost(socket: WebSocket | undefined, code: number, reason: string): void {
    if (socket !== this.#socket || this.#stopped) return;
    this.#clearTimers();
    this.#drop(code, reason);
    this.#watchOffline();
    this.listener.link(this.#isOffline ? 'offline' : 'reconnecting');
    const spread = 1 + SocketTimes.retryJitter * (2 * this.random() - 1);
    this.#retryTimer = setTimeout(() => this.#open(), this.#retryDelay * spread);
    this.#retryDelay = Math.min(this.#retryDelay * SocketTimes.retryFactor, SocketTimes.retryMax);
  }

  #drop(code: number, reason: string): void {
    const socket = this.#socket;
    this.#socket = undefined;
    if (socket === undefined) return;
    socket.onopen = socket.onmessage = socket.onclose = null;
    socket.close(code, reason);
  }

  #clearTimers(): void {
    clearTimeout(this.#retryTimer);
    clearTimeout(this.#openTimer);
    clearTimeout(this.#deadTimer);
    clearInterval(this.#pingTimer);
    this.#deadTimer = undefined;
  }
}
