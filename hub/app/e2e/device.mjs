// A device of its own for the browser checks: MQTT 3.1.1 over the hub's WebSocket, as much of it as a device needs.
import WebSocket from 'ws';

const CONNECT = 1, CONNACK = 2, PUBLISH = 3, PUBACK = 4, SUBSCRIBE = 8, SUBACK = 9, PINGREQ = 12;

const text = (value) => Buffer.concat([Buffer.from([Buffer.byteLength(value) >> 8, Buffer.byteLength(value) & 255]), Buffer.from(value)]);

function packet(kind, flags, ...parts) {
  const body = Buffer.concat(parts);
  const length = [];
  let left = body.length;
  do {
    length.push((left % 128) | (left > 127 ? 128 : 0));
    left = Math.floor(left / 128);
  } while (left > 0);
  return Buffer.concat([Buffer.from([(kind << 4) | flags, ...length]), body]);
}

/** Connects, announces itself and answers what is asked of it; `mute` says nothing beyond that. Answers what ends it, and what was set. */
export async function device(hub, did, { contract, state, label, room, maker = 'Acme', mute = false }) {
  const root = `devices/${did}/`;
  const socket = new WebSocket(`${hub.replace('http', 'ws')}/mqtt`, 'mqtt');
  const calls = [];
  let buffer = Buffer.alloc(0);
  let id = 0;
  const waiting = new Map();
  const reply = (kind) => new Promise((resolve) => waiting.set(kind, resolve));
  const publish = (topic, body, retain = false) => {
    id = (id % 65535) + 1;
    socket.send(packet(PUBLISH, 2 | (retain ? 1 : 0), text(root + topic), Buffer.from([id >> 8, id & 255]), Buffer.from(typeof body === 'string' ? body : JSON.stringify(body))));
  };

  function answer({ id: of, set, get, call }) {
    if (mute) return;
    if (set) Object.assign(state, set);
    if (call) calls.push(call);
    publish('responses', { id: of, code: 0, ...(get && { values: Object.fromEntries(get.map((key) => [key, state[key]])) }), ...(set && { values: set }) });
    if (set) publish('properties', set);
  }

  socket.on('message', (data) => {
    buffer = Buffer.concat([buffer, data]);
    for (;;) {
      let length = 0, at = 1;
      for (let shift = 1; at < buffer.length; shift *= 128) {
        length += (buffer[at] & 127) * shift;
        if (buffer[at++] < 128) break;
      }
      if (buffer.length < 2 || buffer.length < at + length) return;
      const [kind, flags, body] = [buffer[0] >> 4, buffer[0] & 15, buffer.subarray(at, at + length)];
      buffer = buffer.subarray(at + length);
      if (kind === PUBLISH) {
        const topic = body.readUInt16BE(0);
        const qos = (flags >> 1) & 3;
        if (qos > 0) socket.send(packet(PUBACK, 0, body.subarray(2 + topic, 4 + topic)));
        answer(JSON.parse(body.subarray(2 + topic + (qos > 0 ? 2 : 0)).toString()));
      }
      waiting.get(kind)?.();
    }
  });
  await new Promise((resolve, reject) => socket.on('open', resolve).on('error', reject));
  const connected = reply(CONNACK);
  socket.send(packet(CONNECT, 0, text('MQTT'), Buffer.from([4, 2 | 4 | 8 | 32, 0, 60]), text(did), text(`${root}status`), text('offline')));
  await connected;
  const subscribed = reply(SUBACK);
  socket.send(packet(SUBSCRIBE, 2, Buffer.from([0, 1]), text(`${root}requests`), Buffer.from([1])));
  await subscribed;
  publish('announce', { contract, maker, firmware: '1.4.2', ...(label && { label }), ...(room && { room }) }, true);
  publish('status', 'online', true);
  if (!mute) publish('properties', state);
  const alive = setInterval(() => socket.send(packet(PINGREQ, 0)), 20_000);
  return {
    calls,
    state,
    publish,
    end() {
      clearInterval(alive);
      socket.close();
    },
  };
}
