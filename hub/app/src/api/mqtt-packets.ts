// As much of MQTT 3.1.1 as listening takes: https://docs.oasis-open.org/mqtt/mqtt/v3.1.1/os/mqtt-v3.1.1-os.html

/** A published message. */
export interface MqttMessage {
  topic: string;
  payload: Uint8Array;
  /** True when the broker had kept it from before. */
  retained: boolean;
}

export type MqttPacket = { type: 'accepted' } | { type: 'refused'; code: number } | { type: 'subscribed'; ok: boolean } | { type: 'message'; message: MqttMessage } | { type: 'other' };

/** The broker takes no larger ones either. */
const PACKET_BYTES_MAX = 1 << 20;
const KEEP_ALIVE_S = 30;
const CONNACK = 2;
const PUBLISH = 3;
const SUBACK = 9;
const FAILURE = 0x80;

const text = new TextEncoder();

function string(value: string): number[] {
  const bytes = text.encode(value);
  return [bytes.length >> 8, bytes.length & 255, ...bytes];
}

function packet(first: number, body: readonly number[]): Uint8Array<ArrayBuffer> {
  const length: number[] = [];
  for (let left = body.length; ; left >>= 7) {
    length.push(left > 127 ? (left & 127) | 128 : left);
    if (left <= 127) break;
  }
  return new Uint8Array([first, ...length, ...body]);
}

/** A clean session whose client id the broker chooses (3.1.3.1). */
export const connectPacket = (): Uint8Array<ArrayBuffer> => packet(0x10, [...string('MQTT'), 4, 2, 0, KEEP_ALIVE_S, ...string('')]);

/** Listens at QoS 0. */
export const subscribePacket = (filter: string): Uint8Array<ArrayBuffer> => packet(0x82, [0, 1, ...string(filter), 0]);

export const pingPacket = (): Uint8Array<ArrayBuffer> => packet(0xc0, []);

/** Cuts a stream of bytes into packets, wherever it was cut on the way (6: a frame need not be a packet). */
export class PacketReader {
  #rest = new Uint8Array(0);

  /** @throws RangeError where the stream is not MQTT, or a packet is larger than any broker would send here. */
  push(bytes: Uint8Array): MqttPacket[] {
    const all = new Uint8Array(this.#rest.length + bytes.length);
    all.set(this.#rest);
    all.set(bytes, this.#rest.length);
    const packets: MqttPacket[] = [];
    let at = 0;
    for (;;) {
      const head = lengthAt(all, at + 1);
      if (head === null || all.length < head.next + head.length) break;
      packets.push(read(all[at]!, all.subarray(head.next, head.next + head.length)));
      at = head.next + head.length;
    }
    this.#rest = all.slice(at);
    return packets;
  }
}

/** The remaining length that begins here (2.2.3), and where it ends; null while it is not all there. */
function lengthAt(bytes: Uint8Array, from: number): { length: number; next: number } | null {
  let length = 0;
  for (let digit = 0; digit < 4; digit++) {
    const byte = bytes[from + digit];
    if (byte === undefined) return null;
    length += (byte & 127) * 128 ** digit;
    if (length > PACKET_BYTES_MAX) break;
    if (byte < 128) return { length, next: from + digit + 1 };
  }
  throw new RangeError('not MQTT');
}

function read(first: number, body: Uint8Array): MqttPacket {
  switch (first >> 4) {
    case CONNACK:
      return body[1] === 0 ? { type: 'accepted' } : { type: 'refused', code: body[1] ?? -1 };
    case SUBACK:
      return { type: 'subscribed', ok: (body[2] ?? FAILURE) < FAILURE };
    case PUBLISH: {
      const end = 2 + ((body[0] ?? 0) << 8) + (body[1] ?? 0);
      // A packet id stands before the payload of what is sent with acknowledgement.
      const from = (first & 6) === 0 ? end : end + 2;
      return { type: 'message', message: { topic: new TextDecoder().decode(body.subarray(2, end)), payload: body.slice(from), retained: (first & 1) === 1 } };
    }
    default:
      return { type: 'other' };
  }
}
