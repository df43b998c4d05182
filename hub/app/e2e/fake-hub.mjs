// A small hub for working on the app without the real one: serves the built app and speaks hub.v1 with a simulated home.
//   npm run build && npm run dev:fake          then http://127.0.0.1:5080
// DEVICES sets how many devices there are: beyond the first ones they are copies, a dozen to a room.
// Special devices: `stubborn-lamp` refuses, `silent-lamp` never answers, `reading-lamp` is offline. LATE_MS sets the answer time.
import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { WebSocketServer } from 'ws';

const PORT = Number(process.env.PORT ?? 5080);
const LATE_MS = Number(process.env.LATE_MS ?? 150);
const SPEED = Number(process.env.SPEED ?? 1);
const ROOT = process.env.APP_DIST ?? new URL('../../../artifacts/app', import.meta.url).pathname;
const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml', '.webmanifest': 'application/manifest+json' };

const bool = (access = 'rwn') => ({ format: 'bool', access: accesses(access) });
const number = (unit, min, max, step = 1, access = 'rwn', format = 'uint8') => ({ format, unit, min, max, step, access: accesses(access) });
const choice = (names, access = 'rwn') => ({ format: 'uint8', access: accesses(access), list: names.map((name, value) => ({ value, name, label: name })) });
const accesses = (of) => [...of].map((letter) => ({ r: 'read', w: 'write', n: 'notify' })[letter]);
const temperature = number('celsius', -40, 125, 0.1, 'rn', 'float');
const humidity = number('percentage', 0, 100, 1, 'rn');

const contracts = {
  light: { 'light.on': bool(), 'light.brightness': number('percentage', 1, 100), 'light.color-temperature': number('kelvin', 2200, 6500, 1, 'rwn', 'uint32'), 'light.color': number('rgb', 0, 16777215, 1, 'rwn', 'uint32'), 'light.mode': choice(['Day', 'Night', 'Color', 'Warmth']) },
  speaker: { 'speaker.on': bool(), 'speaker.volume': number('percentage', 0, 100), 'speaker.mute': bool(), 'play-control.playing-state': choice(['Idle', 'Playing', 'Pause'], 'rn') },
  'air-purifier': { 'air-purifier.on': bool(), 'air-purifier.mode': choice(['Auto', 'Sleep', 'Favorite']), 'air-purifier.fan-level': number('none', 1, 3), 'environment.pm2.5-density': number('μg/m3', 0, 600, 1, 'rn', 'float') },
  outlet: { 'outlet.on': bool(), 'power-consumption.electric-power': number('watt', 0, 3000, 1, 'rn', 'float') },
  'motion-sensor': { 'motion-sensor.motion-state': bool('rn'), 'motion-sensor.illumination': number('lux', 0, 10000, 1, 'rn', 'float'), 'battery.battery-level': number('percentage', 0, 100, 1, 'rn') },
  'contact-sensor': { 'contact-sensor.contact-state': bool('rn'), 'battery.battery-level': number('percentage', 0, 100, 1, 'rn') },
  'temperature-humidity-sensor': { 'temperature-humidity-sensor.temperature': temperature, 'temperature-humidity-sensor.relative-humidity': humidity, 'battery.battery-level': number('percentage', 0, 100, 1, 'rn') },
  'water-valve': { 'valve.on': bool(), 'valve.flow-rate': number('litre', 0, 40, 0.1, 'rn', 'float') },
};

const lamp = (on, brightness, kelvin, more = {}) => ({ 'light.on': on, 'light.brightness': brightness, 'light.color-temperature': kelvin, 'light.color': 16711680, 'light.mode': 0, ...more });
const climate = (degrees, percent, battery = 90) => ({ 'temperature-humidity-sensor.temperature': degrees, 'temperature-humidity-sensor.relative-humidity': percent, 'battery.battery-level': battery });
const at = (hours, minutes) => { const time = new Date(); time.setHours(hours, minutes, 0, 0); return time.toISOString(); };

const devices = [
  ['living-floor-lamp', 'Floor lamp', 'Living room', 'light', lamp(true, 64, 2700)],
  ['living-ceiling', 'Ceiling', 'Living room', 'light', lamp(false, 80, 4000)],
  ['living-speaker', 'Speaker', 'Living room', 'speaker', { 'speaker.on': true, 'speaker.volume': 35, 'speaker.mute': false, 'play-control.playing-state': 1 }],
  ['living-tv', 'TV', 'Living room', 'outlet', { 'outlet.on': true, 'power-consumption.electric-power': 112 }],
  ['living-purifier', 'Air purifier', 'Living room', 'air-purifier', { 'air-purifier.on': true, 'air-purifier.mode': 0, 'air-purifier.fan-level': 2, 'environment.pm2.5-density': 12 }],
  ['reading-lamp', 'Reading lamp', 'Living room', 'light', lamp(true, 40, 3000), false, at(18, 40)],
  ['living-climate', 'Climate', 'Living room', 'temperature-humidity-sensor', climate(21.8, 46)],
  ['kitchen-worktop', 'Worktop', 'Kitchen', 'light', lamp(true, 80, 4000)],
  ['stubborn-lamp', 'Spotlight', 'Kitchen', 'light', lamp(false, 50, 3000)],
  ['kitchen-coffee', 'Coffee', 'Kitchen', 'outlet', { 'outlet.on': false, 'power-consumption.electric-power': 0 }],
  ['silent-lamp', 'Pantry', 'Kitchen', 'light', lamp(false, 50, 3000)],
  ['kitchen-valve', 'Water valve', 'Kitchen', 'water-valve', { 'valve.on': true, 'valve.flow-rate': 0.4 }],
  ['kitchen-climate', 'Climate', 'Kitchen', 'temperature-humidity-sensor', climate(22.4, 51, 12)],
  ['bedside', 'Bedside', 'Bedroom', 'light', lamp(true, 30, 2200, { 'light.mode': 2, 'light.color': 0x7f5fe8 })],
  ['bedroom-window', 'Window', 'Bedroom', 'contact-sensor', { 'contact-sensor.contact-state': false, 'battery.battery-level': 71 }],
  ['bedroom-climate', 'Climate', 'Bedroom', 'temperature-humidity-sensor', climate(19.2, 48)],
  ['hall-light', 'Hall light', 'Hall', 'light', lamp(true, 20, 6000)],
  ['hall-motion', 'Motion', 'Hall', 'motion-sensor', { 'motion-sensor.motion-state': true, 'motion-sensor.illumination': 41, 'battery.battery-level': 64 }],
  ['front-door', 'Front door', 'Hall', 'contact-sensor', { 'contact-sensor.contact-state': true, 'battery.battery-level': 55 }],
].map(([id, label, room, kind, state, online = true, since = at(7, 0)]) => ({ id, label, room, kind, contract: `urn:hub:device:${kind}`, online, since, state }));

const ROOM_SIZE = 12;
const rooms = ['Living room', 'Kitchen', 'Bedroom', 'Hall'];
const originals = devices.length;
while (devices.length < Number(process.env.DEVICES ?? 0)) {
  const at = devices.length;
  const room = `Room ${1 + Math.floor((at - originals) / ROOM_SIZE)}`;
  if (!rooms.includes(room)) rooms.push(room);
  const model = devices[at % originals];
  devices.push({ ...model, id: `${model.id}-${at}`, label: `${model.label} ${at}`, room, state: { ...model.state } });
}

const scenes = [['evening', 'Evening', 'sunset'], ['movie', 'Movie', 'film'], ['night', 'Good night', 'moon'], ['leave', 'Leave', 'footprints']].map(([id, name, icon]) => ({ id, name, icon }));
const epoch = `fake-${Date.now().toString(36)}`;
const ring = [];
let seq = 0;
const clients = new Set();

function log(message) {
  const line = { ...message, seq: ++seq, at: new Date().toISOString() };
  ring.push(line);
  if (ring.length > 2048) ring.shift();
  for (const client of clients) client.send(JSON.stringify(line));
}

function change(id, set, cmd) {
  Object.assign(devices.find((device) => device.id === id).state, set);
  log({ t: 'delta', id, set, ...(cmd && { cmd }) });
}

function snapshot() {
  const described = Object.fromEntries(Object.entries(contracts).map(([kind, properties]) => [`urn:hub:device:${kind}`, { properties }]));
  return { t: 'snap', epoch, seq, devices, rooms, scenes, contracts: described };
}

function hello(socket, { epoch: known, since }) {
  const first = ring[0]?.seq ?? seq + 1;
  if (known === epoch && since <= seq && since >= first - 1) {
    socket.send(JSON.stringify({ t: 'resume', epoch, seq: since }));
    for (const line of ring.filter((entry) => entry.seq > since)) socket.send(JSON.stringify(line.t === 'event' ? { ...line, live: false } : line));
  } else {
    socket.send(JSON.stringify(snapshot()));
  }
  clients.add(socket);
}

function command(socket, { cmd, id, set }) {
  const ack = (st, code) => socket.send(JSON.stringify({ t: 'ack', cmd, st, ...(code && { err: { code, args: { device: id } } }) }));
  const device = devices.find((d) => d.id === id);
  if (!device) return ack('failed', 'device.unknown');
  ack('accepted');
  if (id === 'silent-lamp') return setTimeout(() => ack('expired'), 6000);
  if (id === 'stubborn-lamp') return setTimeout(() => ack('failed', 'device.rejected'), LATE_MS);
  setTimeout(() => { change(id, set, cmd); ack('confirmed'); }, LATE_MS);
}

const server = createServer(async (request, response) => {
  const { pathname } = new URL(request.url, 'http://hub');
  if (/^\/api\/v1\/scenes\/[^/]+\/run$/.test(pathname) && request.method === 'POST') return response.writeHead(202).end();
  if (pathname.startsWith('/api/')) return response.writeHead(404).end();
  const name = extname(pathname) === '' ? '/index.html' : pathname;
  try {
    const body = await readFile(join(ROOT, name));
    response.writeHead(200, { 'Content-Type': TYPES[extname(name)] ?? 'application/octet-stream', 'Content-Security-Policy': "default-src 'self'; frame-ancestors 'none'" }).end(body);
  } catch {
    response.writeHead(404).end();
  }
});

new WebSocketServer({ server, path: '/api/v1/ws', handleProtocols: () => 'hub.v1' }).on('connection', (socket) => {
  socket.on('message', (data) => {
    const message = JSON.parse(data.toString());
    if (message.t === 'hello') hello(socket, message);
    else if (message.t === 'ping') socket.send('{"t":"pong"}');
    else if (message.t === 'cmd') command(socket, message);
  });
  socket.on('close', () => clients.delete(socket));
});

let turn = 0;
setInterval(() => {
  turn += 1;
  change('living-tv', { 'power-consumption.electric-power': 110 + (turn % 7) });
  if (turn % 5 === 0) change('hall-motion', { 'motion-sensor.motion-state': turn % 10 === 0 });
  if (turn % 7 === 0) change('front-door', { 'contact-sensor.contact-state': turn % 14 === 0 });
}, 1000 / SPEED);

server.listen(PORT, '127.0.0.1', () => console.log(`fake hub on http://127.0.0.1:${PORT}`));
