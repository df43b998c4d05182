// An MQTT client on MQTT.js that does what each line of standard input says (JSON) and prints what happens, a line each.
//
// Commands: connect, subscribe, unsubscribe, publish, drop (closes the socket without a word), disconnect.
// paho_client.py in the folder above speaks the same language.
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import mqtt from 'mqtt';

let client;
let version = 4;

const say = (event, more = {}) => process.stdout.write(`${JSON.stringify({ event, ...more })}\n`);

function publishProperties(given) {
  if (version < 5 || !given) return undefined;
  const user = {};
  for (const [name, value] of given.user ?? []) (user[name] ??= []).push(value);
  const made = {
    messageExpiryInterval: given.expiry,
    contentType: given.contentType,
    responseTopic: given.responseTopic,
    correlationData: given.correlation === undefined ? undefined : Buffer.from(given.correlation),
    payloadFormatIndicator: given.payloadFormat === undefined ? undefined : given.payloadFormat === 1,
    topicAlias: given.topicAlias,
    userProperties: given.user === undefined ? undefined : user,
  };
  return Object.fromEntries(Object.entries(made).filter(([, value]) => value !== undefined));
}

function described(given) {
  if (!given) return {};
  const user = Object.entries(given.userProperties ?? {}).flatMap(([name, value]) => [value].flat().map((one) => [name, one]));
  const said = {
    expiry: given.messageExpiryInterval,
    contentType: given.contentType,
    responseTopic: given.responseTopic,
    correlation: given.correlationData?.toString(),
    payloadFormat: given.payloadFormatIndicator === undefined ? undefined : Number(given.payloadFormatIndicator),
    topicAlias: given.topicAlias,
    user: user.length === 0 ? undefined : user,
    identifiers: given.subscriptionIdentifier === undefined ? undefined : [given.subscriptionIdentifier].flat().sort((a, b) => a - b),
  };
  return Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined));
}

function connect(order) {
  version = order.version;
  const scheme = { tcp: 'mqtt', ws: 'ws', tls: 'mqtts' }[order.transport];
  const properties = {
    sessionExpiryInterval: order.sessionExpiry,
    receiveMaximum: order.receiveMaximum,
    topicAliasMaximum: order.topicAliasMaximum,
  };
  client = mqtt.connect(`${scheme}://localhost:${order.port}${order.transport === 'ws' ? '/mqtt' : ''}`, {
    clientId: order.clientId,
    protocolVersion: version,
    clean: order.clean,
    keepalive: order.keepAlive,
    resubscribe: false,
    reconnectPeriod: 50,
    autoAssignTopicAlias: order.autoAssignTopicAlias ?? false,
    ca: order.ca === undefined ? undefined : readFileSync(order.ca),
    properties: version < 5 ? undefined : Object.fromEntries(Object.entries(properties).filter(([, value]) => value !== undefined)),
    will: order.will && {
      ...order.will,
      payload: Buffer.from(order.will.payload),
      properties: version < 5 || !order.will.delay ? undefined : { willDelayInterval: order.will.delay },
    },
  });
  client.on('connect', (packet) => say('connected', {
    sessionPresent: packet.sessionPresent,
    reason: packet.reasonCode ?? packet.returnCode,
    receiveMaximum: packet.properties?.receiveMaximum ?? null,
    assignedId: packet.properties?.assignedClientIdentifier ?? null,
  }));
  client.on('message', (topic, payload, packet) => say('message', {
    topic,
    payload: payload.toString(),
    qos: packet.qos,
    retain: packet.retain,
    dup: packet.dup,
    properties: described(packet.properties),
  }));
  client.on('error', (error) => say('error', { reason: error.message }));
  client.on('close', () => say('closed', { reason: 0 }));
}

function subscribe(order) {
  const filters = Object.fromEntries(order.filters.map((item) => [item.filter, {
    qos: item.qos,
    nl: item.noLocal ?? false,
    rap: item.retainAsPublished ?? false,
    rh: item.retainHandling ?? 0,
  }]));
  const options = version < 5 || order.identifier === undefined ? {} : { properties: { subscriptionIdentifier: order.identifier } };
  client.subscribe(filters, options, (error, given, packet) =>
    say('subscribed', { granted: packet?.granted ?? given.map((item) => item.qos), error: error?.message }));
}

const orders = {
  connect,
  subscribe,
  unsubscribe: (order) => client.unsubscribe(order.filter, () => say('unsubscribed')),
  publish: (order) => client.publish(
    order.topic, order.payload, { qos: order.qos, retain: order.retain ?? false, properties: publishProperties(order.properties) },
    (error) => say(error ? 'error' : 'published', { reason: error?.message })),
  drop: () => client.stream.destroy(),
  disconnect: () => client.end(),
};

const lines = createInterface({ input: process.stdin });
lines.on('line', (line) => {
  const order = JSON.parse(line);
  orders[order.do](order);
});
lines.on('close', () => process.exit(0));
