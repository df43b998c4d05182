// azure-iot-device over azure-iot-device-mqtt.
import { execFile } from 'node:child_process';
import {
  at, Client, close, connectionsOf, control, equal, fault, happenings, Message, messagesOf, Mqtt, newDevice, open, rejected, Sas, until, wait, within,
} from './support.mjs';

export async function telemetryWithPropertyBag(id) {
  const client = await open(id);
  const message = new Message(JSON.stringify({ lamp: 'on' }));
  message.messageId = 'm-1';
  message.correlationId = 'c-1';
  message.contentType = 'application/json';
  message.contentEncoding = 'utf-8';
  message.properties.add('hall & stairs', 'a/b?c=d&e#f');
  message.properties.add('empty', '');
  message.properties.add('städte', '北京 Köln');
  await within(client.sendEvent(message), 'sendEvent');
  const [sent] = await messagesOf(id);
  equal(sent.body, '{"lamp":"on"}', 'body');
  equal(sent.system, { ce: 'utf-8', cid: 'c-1', ct: 'application/json', mid: 'm-1' }, 'system properties');
  equal(sent.application['hall & stairs'], 'a/b?c=d&e#f', 'reserved characters');
  equal(sent.application['städte'], '北京 Köln', 'other scripts');
  equal(sent.application.empty, '', 'empty value');
  await close(client);
}

export async function hostNameAliasWithPort(id) {
  await control('POST', `devices/${id}`, {});
  const { key } = await control('GET', `devices/${id}`);
  const client = Client.fromConnectionString(`HostName=127.0.0.1:${at.mqtt};DeviceId=${id};SharedAccessKey=${key}`, Mqtt);
  await within(client.open(), 'open');
  await close(client);
}

export async function x509(id) {
  const { cert, key, thumbprint } = await control('POST', `certificates/${id}`, {});
  await control('POST', `devices/${id}`, { thumbprint });
  const client = Client.fromConnectionString(`HostName=127.0.0.1:${at.mqtt};DeviceId=${id};x509=true`, Mqtt);
  await client.setOptions({ cert, key });
  await within(client.open(), 'open');
  await within(client.sendEvent(new Message('by certificate')), 'sendEvent');
  equal((await messagesOf(id)).length, 1, 'messages');
  equal((await connectionsOf(id))[0].password, null, 'password');
  await close(client);
}

export async function x509WithAnotherCertificateIsRefused(id) {
  const { thumbprint } = await control('POST', `certificates/${id}`, {});
  const { cert, key } = await control('POST', `certificates/${id}`, {});
  await control('POST', `devices/${id}`, { thumbprint });
  const client = Client.fromConnectionString(`HostName=127.0.0.1:${at.mqtt};DeviceId=${id};x509=true`, Mqtt);
  await client.setOptions({ cert, key });
  equal((await rejected(client.open(), 'open')).name, 'UnauthorizedError', 'error');
}

export async function customAuthorityThroughSetOptions(id) {
  // In a process of its own, without NODE_EXTRA_CA_CERTS: it connects with the option and does not without.
  const text = await newDevice(id);
  const run = (ca) => new Promise((resolve) => {
    const script = `const {Client}=require('azure-iot-device');const {Mqtt}=require('azure-iot-device-mqtt');
      const c=Client.fromConnectionString(process.argv[1],Mqtt);
      (async()=>{if(process.argv[2])await c.setOptions({ca:process.argv[2]});
      await c.open();console.log('opened');process.exit(0);})().catch(e=>{console.log(e.name);process.exit(0);});`;
    const environment = { ...process.env };
    delete environment.NODE_EXTRA_CA_CERTS;
    execFile(process.execPath, ['-e', script, text, ca], { env: environment, cwd: import.meta.dirname, timeout: 30_000 }, (_, output) => resolve(output.trim()));
  });
  equal(await run(at.authority), 'opened', 'with the authority');
  equal(await run(''), 'UnauthorizedError', 'without');
}

export async function badKeyIsRefused(id) {
  await newDevice(id);
  const other = Buffer.from('not the key of this device at all').toString('base64');
  const client = Client.fromConnectionString(`HostName=${at.host};DeviceId=${id};SharedAccessKey=${other};GatewayHostName=127.0.0.1:${at.mqtt}`, Mqtt);
  equal((await rejected(client.open(), 'open')).name, 'UnauthorizedError', 'error');
}

export async function expiredTokenIsRefused(id) {
  await newDevice(id);
  const { key } = await control('GET', `devices/${id}`);
  const token = Sas.create(`${at.host}/devices/${id}`, null, key, Math.floor(Date.now() / 1000) - 60).toString();
  const client = Client.fromSharedAccessSignature(token, Mqtt);
  equal((await rejected(client.open(), 'open')) !== undefined, true, 'refused');
}

export async function connackCodeIsAnError(id) {
  const client = Client.fromConnectionString(await newDevice(id), Mqtt);
  await fault({ connackRefusals: 1, connackCode: 5 });
  equal((await rejected(client.open(), 'open')).name, 'UnauthorizedError', 'error');
  equal((await connectionsOf(id)).map((connection) => connection.returnCode), [5], 'return codes');
}

export async function twinGetReportAndDesired(id) {
  const client = await open(id);
  const twin = await within(client.getTwin(), 'getTwin');
  equal(twin.properties.desired.$version, 1, 'version');
  await within(new Promise((resolve, reject) => twin.properties.reported.update({ health: { uptime: 1 } }, (error) => (error ? reject(error) : resolve()))), 'report');
  await until('204', async () => (await happenings(id)).includes(`${id} twin 204`));
  await close(client);
}

export async function twinThrottledIsAnErrorAndNoCrash(id) {
  const client = await open(id);
  await fault({ twinThrottled: 1 });
  equal(/429|Too many/.test(`${(await rejected(client.getTwin(), 'getTwin')).message}`), true, 'the error says so');
  const twin = await within(client.getTwin(), 'getTwin again');
  equal(twin.properties.desired.$version, 1, 'version');
  await close(client);
}

export async function twinReportThatIsTooDeepIsRefused(id) {
  const client = await open(id);
  const twin = await within(client.getTwin(), 'getTwin');
  let deep = { end: 1 };
  for (let depth = 0; depth < 11; depth++) deep = { inner: deep };
  await rejected(new Promise((resolve, reject) => twin.properties.reported.update(deep, (error) => (error ? reject(error) : resolve()))), 'report');
  await close(client);
}

export async function cloudMessageIsAcknowledgedOnReceipt(id) {
  const client = await open(id);
  const got = new Promise((resolve) => client.on('message', resolve));
  await until('subscribed', async () => (await happenings(id)).some((line) => line.includes('subscribed devices')));
  await control('POST', `devices/${id}/message`, { body: 'hello', properties: { room: 'a/b&c' } });
  const message = await within(got, 'message');
  equal(message.getData().toString(), 'hello', 'body');
  equal(message.properties.getValue('room'), 'a/b&c', 'property');
  await until('acknowledged', async () => (await control('GET', `devices/${id}`)).pending === 0);
  await close(client);
}

export async function cloudMessageWaitsForTheDevice(id) {
  const text = await newDevice(id);
  await control('POST', `devices/${id}/message`, { body: 'left before', properties: {} });
  const client = Client.fromConnectionString(text, Mqtt);
  const got = new Promise((resolve) => client.on('message', resolve));
  await within(client.open(), 'open');
  equal((await within(got, 'message')).getData().toString(), 'left before', 'body');
  await close(client);
}

export async function largestMessageIsTakenAndALargerClosesTheConnection(id) {
  const client = await open(id);
  await within(client.sendEvent(new Message(Buffer.alloc(256 * 1024 - 64, 'x'))), 'largest');
  equal((await messagesOf(id))[0].bytes, 256 * 1024 - 64, 'bytes');
  // The package itself counts the body only; the service counts properties too.
  const larger = new Message(Buffer.alloc(256 * 1024 - 10, 'x'));
  larger.properties.add('note', 'long enough');
  client.sendEvent(larger, () => {});
  await until('closed', async () => (await happenings(id)).some((line) => line.startsWith(`${id} closed: message of`)));
  await close(client);
}

export async function reconnectsAfterALostConnection(id) {
  const client = await open(id);
  await within(client.sendEvent(new Message('before')), 'before');
  await control('POST', `devices/${id}/kick`, {});
  await until('lost', async () => (await happenings(id)).includes(`${id} lost`));
  await within(client.sendEvent(new Message('after')), 'after');
  equal((await messagesOf(id)).map((message) => message.body), ['before', 'after'], 'bodies');
  equal((await connectionsOf(id)).map((connection) => connection.sessionPresent), [false, true], 'sessions');
  await close(client);
}

export async function closeOnPublishIsSentAgain(id) {
  const client = await open(id);
  await fault({ closeOnPublish: 1 });
  const message = new Message('twice');
  message.messageId = 'same';
  await within(client.sendEvent(message), 'sendEvent', 60_000);
  equal((await messagesOf(id)).map((sent) => sent.system.mid), ['same', 'same'], 'message ids');
  await close(client);
}

export async function withheldPubackIsPublishedAnewWithoutDup(id) {
  const client = await open(id);
  await fault({ dropPubacks: 1 });
  const message = new Message('twice');
  message.messageId = 'same';
  await within(client.sendEvent(message), 'sendEvent', 60_000);
  const sent = await messagesOf(id);
  equal(sent.map((one) => [one.system.mid, one.isDup]), [['same', false], ['same', false]], 'message ids and DUP');
  equal(sent[0].packetId === sent[1].packetId, false, 'packet ids are equal');
  await close(client);
}

export async function tokenRenewalReconnectsAndKeepsSubscriptions(id) {
  const client = await open(id);
  client.onDeviceMethod('ping', (request, response) => response.send(200, { pong: true }, () => {}));
  await until('subscribed', async () => (await happenings(id)).some((line) => line.includes('$iothub/methods')));
  await client.setOptions({ ca: at.authority, tokenRenewal: { tokenValidTimeInSeconds: 8, tokenRenewalMarginInSeconds: 5 } });
  await until('renewed', async () => (await connectionsOf(id)).length >= 2);
  await until('accepted', async () => (await connectionsOf(id)).at(-1).returnCode === 0);
  equal((await connectionsOf(id)).at(-1).sessionPresent, true, 'session');
  equal((await happenings(id)).filter((line) => line.includes('subscribed $iothub/methods')).length, 1, 'subscriptions to methods');
  const { serviceClients } = await import('./support.mjs');
  const { client: cloud } = await serviceClients();
  const answer = await within(cloud.invokeDeviceMethod(id, { methodName: 'ping', payload: null, responseTimeoutInSeconds: 5 }), 'method after renewal');
  equal(answer.result.payload, { pong: true }, 'payload');
  await close(client);
}

export async function socketIsClosedWhenTheTokenEnds(id) {
  await newDevice(id);
  const { key } = await control('GET', `devices/${id}`);
  const token = Sas.create(`${at.host}/devices/${id}`, null, key, Math.floor(Date.now() / 1000) + 3).toString();
  const mqtt = (await import('node:module')).createRequire(import.meta.url)('mqtt');
  const raw = mqtt.connect(`mqtts://127.0.0.1:${at.mqtt}`, {
    clientId: id, username: `${at.host}/${id}/?api-version=2020-09-30`, password: token, clean: false, protocolVersion: 4, reconnectPeriod: 0,
  });
  raw.on('error', () => {});
  await within(new Promise((resolve) => raw.on('connect', resolve)), 'connect');
  await within(new Promise((resolve) => raw.on('close', resolve)), 'close at expiry');
  raw.end(true);
}

export async function anotherConnectionClosesTheFirst(id) {
  const text = await newDevice(id);
  const first = Client.fromConnectionString(text, Mqtt);
  const { NoRetry } = (await import('node:module')).createRequire(import.meta.url)('azure-iot-common');
  first.setRetryPolicy(new NoRetry());
  const gone = new Promise((resolve) => first.on('disconnect', resolve));
  first.on('error', () => {});
  await within(first.open(), 'first');
  const second = Client.fromConnectionString(text, Mqtt);
  await within(second.open(), 'second');
  await within(gone, 'disconnect of the first');
  await within(second.sendEvent(new Message('second')), 'sendEvent');
  await close(second);
}

export async function rawMqttRules(id) {
  await newDevice(id);
  const { key } = await control('GET', `devices/${id}`);
  const mqtt = (await import('node:module')).createRequire(import.meta.url)('mqtt');
  const connect = (options = {}, query = 'api-version=2021-04-12&model-id=dtmi:example:Hub;1') => {
    const raw = mqtt.connect(`mqtts://127.0.0.1:${at.mqtt}`, {
      clientId: id,
      username: `${at.host}/${id}/?${query}`,
      password: Sas.create(`${at.host}/devices/${id}`, null, key, Math.floor(Date.now() / 1000) + 600).toString(),
      clean: true, protocolVersion: 4, reconnectPeriod: 0, ...options,
    });
    raw.on('error', () => {});
    return raw;
  };
  const connected = (raw) => within(new Promise((resolve, reject) => { raw.on('connect', resolve); raw.on('close', () => reject(new Error('closed'))); }), 'connect');
  const closed = (raw) => within(new Promise((resolve) => raw.on('close', resolve)), 'close');

  const will = connect({ will: { topic: `devices/${id}/messages/events/`, payload: 'gone', qos: 1, retain: false } });
  await connected(will);
  const granted = await new Promise((resolve) => will.subscribe({ 'devices/other/messages/devicebound/#': { qos: 1 }, [`devices/${id}/messages/devicebound/#`]: { qos: 2 } }, (_, list) => resolve(list)));
  equal((granted ?? []).map((one) => one.qos), [128, 1], 'granted');
  will.publish(`devices/${id}/messages/events/`, 'kept', { qos: 1, retain: true });
  await until('retain', async () => (await messagesOf(id)).some((message) => message.application['mqtt-retain'] === 'true'));
  will.stream.destroy();
  await until('will', async () => (await messagesOf(id)).some((message) => message.body === 'gone' && message.application['iothub-MessageType'] === 'Will'));

  const two = connect();
  await connected(two);
  two.publish(`devices/${id}/messages/events/`, 'qos 2', { qos: 2 });
  await closed(two);

  const stray = connect();
  await connected(stray);
  stray.publish('no/such/topic', 'stray', { qos: 1 });
  await closed(stray);

  equal(await connected(connect({}, 'DeviceClientType=x')).then(() => 'accepted', () => 'refused'), 'refused', 'without api-version');
}

export async function forgottenSessionLosesMethods(id) {
  await fault({ forgetSessions: true });
  try {
    const client = await open(id);
    await control('POST', `devices/${id}/kick`, {});
    await until('lost', async () => (await happenings(id)).includes(`${id} lost`));
    await within(client.sendEvent(new Message('after')), 'after');
    equal((await connectionsOf(id)).map((connection) => connection.sessionPresent), [false, false], 'sessions');
    await close(client);
  } finally {
    await fault({ forgetSessions: false });
  }
}

export async function skewedClockRefusesTokens(id) {
  await fault({ clockSkewSeconds: 86_400 });
  try {
    const client = Client.fromConnectionString(await newDevice(id), Mqtt);
    equal((await rejected(client.open(), 'open')).name, 'UnauthorizedError', 'error');
  } finally {
    await fault({ clockSkewSeconds: 0 });
  }
}

export async function throttleRefusesAsUnavailable(id) {
  const client = Client.fromConnectionString(await newDevice(id), Mqtt);
  await fault({ throttle: 1 });
  await within(client.open(), 'open, the second time round', 40_000).catch(() => {});
  equal((await connectionsOf(id))[0].returnCode, 3, 'return code');
  await close(client);
}
