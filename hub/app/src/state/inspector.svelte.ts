import { connectPacket, PacketReader, pingPacket, subscribePacket, type MqttMessage } from '../api/mqtt-packets';

/** The newest of what went by. */
export const MESSAGES_SHOWN = 200;
/** More of a payload would only be scrolled past. */
const TEXT_MAX = 4_000;
/** A burst is drawn in one go. */
const DRAW_MS = 250;
const PING_MS = 20_000;

export interface SeenMessage {
  key: number;
  at: Date;
  topic: string;
  retained: boolean;
  bytes: number;
  /** Null for what is no text. */
  text: string | null;
}

export type InspectorState = 'connecting' | 'live' | 'filter' | 'closed';

/** Listens to the hub's broker, as any MQTT client may. */
export class Inspector {
  state = $state<InspectorState>('connecting');
  messages = $state.raw<readonly SeenMessage[]>([]);
  /** All that came, also while it was paused. */
  count = $state(0);
  paused = $state(false);
  #waiting: SeenMessage[] = [];
  #seen = 0;

  /** Listens to a topic filter; answers the way to stop. */
  listen(filter: string, socket: WebSocket = open()): () => void {
    const reader = new PacketReader();
    this.state = 'connecting';
    this.messages = [];
    this.#waiting = [];
    this.#seen = this.count = 0;
    let refused = false;
    socket.binaryType = 'arraybuffer';
    socket.addEventListener('open', () => socket.send(connectPacket()));
    socket.addEventListener('close', () => (this.state = refused ? 'filter' : 'closed'));
    socket.addEventListener('message', ({ data }) => {
      try {
        for (const packet of reader.push(new Uint8Array(data as ArrayBuffer))) {
          if (packet.type === 'accepted') socket.send(subscribePacket(filter));
          else if (packet.type === 'message') this.#take(packet.message);
          else if (packet.type === 'subscribed' && packet.ok) this.state = 'live';
          else if (packet.type === 'subscribed' || packet.type === 'refused') {
            refused = packet.type === 'subscribed';
            socket.close();
          }
        }
      } catch {
        socket.close();
      }
    });
    const draw = setInterval(() => this.#draw(), DRAW_MS);
    const ping = setInterval(() => this.state === 'live' && socket.send(pingPacket()), PING_MS);
    return () => {
      clearInterval(draw);
      clearInterval(ping);
      socket.close();
    };
  }

  clear(): void {
    this.messages = [];
    this.#waiting = [];
  }

  #take({ topic, payload, retained }: MqttMessage): void {
    this.#seen += 1;
    if (this.paused) return;
    this.#waiting.push({ key: this.#seen, at: new Date(), topic, retained, bytes: payload.length, text: textOf(payload) });
    if (this.#waiting.length > MESSAGES_SHOWN) this.#waiting.shift();
  }

  #draw(): void {
    this.count = this.#seen;
    if (this.#waiting.length === 0) return;
    this.messages = [...this.#waiting.reverse(), ...this.messages].slice(0, MESSAGES_SHOWN);
    this.#waiting = [];
  }
}

function textOf(payload: Uint8Array): string | null {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(payload);
    return text.length > TEXT_MAX ? `${text.slice(0, TEXT_MAX)}…` : text;
  } catch {
    return null;
  }
}

const open = (): WebSocket => new WebSocket(`${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/mqtt`, 'mqtt');
