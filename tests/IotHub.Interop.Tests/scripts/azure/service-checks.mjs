// azure-iothub, provisioning, and both sides together.
import {
  at, Client, close, control, equal, fault, happenings, Message, messagesOf, Mqtt, open, ProvisioningDeviceClient, ProvisioningMqtt, rejected,
  serviceClients, SymmetricKeySecurityClient, until, within,
} from './support.mjs';

export async function serviceCallsAMethod(id) {
  const device = await open(id);
  device.onDeviceMethod('ping', (request, response) => response.send(200, { got: request.payload }, () => {}));
  await until('subscribed', async () => (await happenings(id)).some((line) => line.includes('$iothub/methods')));
  const { client } = await serviceClients();
  const answer = await within(client.invokeDeviceMethod(id, { methodName: 'ping', payload: { a: 1 }, responseTimeoutInSeconds: 10 }), 'answer');
  equal(answer.result, { status: 200, payload: { got: { a: 1 } } }, 'result');
  const empty = await within(client.invokeDeviceMethod(id, { methodName: 'ping', responseTimeoutInSeconds: 10 }), 'answer without payload');
  equal(empty.result, { status: 200, payload: { got: null } }, 'result without payload');
  await close(device);
}

export async function methodOfAnAbsentDeviceIsNotFound(id) {
  const device = await open(id);
  await close(device);
  const { client } = await serviceClients();
  equal((await rejected(client.invokeDeviceMethod(id, { methodName: 'ping', payload: null, responseTimeoutInSeconds: 5 }), 'method')).message, 'Not found', 'error');
}

export async function methodSilenceIsATimeout(id) {
  const device = await open(id);
  device.onDeviceMethod('ping', (request, response) => response.send(200, null, () => {}));
  await until('subscribed', async () => (await happenings(id)).some((line) => line.includes('$iothub/methods')));
  await fault({ methodSilence: 1 });
  const { client } = await serviceClients();
  await rejected(client.invokeDeviceMethod(id, { methodName: 'ping', payload: null, responseTimeoutInSeconds: 5 }), 'method');
  await close(device);
}

export async function serviceReadsAndChangesATwin(id) {
  const device = await open(id);
  const twin = await within(device.getTwin(), 'getTwin');
  const changed = new Promise((resolve) => twin.on('properties.desired', (delta) => { if (delta.interval) resolve(delta); }));
  await until('subscribed', async () => (await happenings(id)).some((line) => line.includes('desired')));
  await within(new Promise((resolve, reject) => twin.properties.reported.update({ fw: '1.2' }, (error) => (error ? reject(error) : resolve()))), 'report');
  const { registry } = await serviceClients();
  const seen = (await within(registry.getTwin(id), 'getTwin of the service')).responseBody;
  equal(seen.properties.reported.fw, '1.2', 'reported');
  await within(registry.updateTwin(id, { properties: { desired: { interval: 60 } }, tags: { street: 'x' } }, seen.etag), 'updateTwin');
  const delta = await within(changed, 'desired');
  equal([delta.interval, delta.$version], [60, 2], 'delta');
  equal((await within(registry.getTwin(id), 'getTwin again')).responseBody.tags, { street: 'x' }, 'tags');
  await close(device);
}

export async function twinOfAnUnknownDeviceIsNotFound(id) {
  const { registry } = await serviceClients();
  equal((await rejected(registry.getTwin(`${id}-unknown`), 'getTwin')).name, 'DeviceNotFoundError', 'error');
}

export async function serviceWithABadTokenIsRefused(id) {
  const answer = await fetch(`https://127.0.0.1:${at.rest}/twins/${id}?api-version=2021-04-12`, { headers: { authorization: 'SharedAccessSignature sr=x&sig=y&se=1' } });
  equal(answer.status, 401, 'status');
}

const register = (client) => new Promise((resolve, reject) => client.register((error, result) => (error ? reject(error) : resolve(result))));

async function provision(id) {
  const { derived } = await control('GET', `keys/${id}`);
  const security = new SymmetricKeySecurityClient(id, derived);
  const client = ProvisioningDeviceClient.create(`127.0.0.1:${at.mqtt}`, at.idScope, new ProvisioningMqtt(), security);
  client.setProvisioningPayload({ model: 'hub' });
  return { derived, result: await within(register(client), 'register', 40_000) };
}

export async function provisionsByAGroupKeyAndConnects(id) {
  const { derived, result } = await provision(id);
  equal([result.assignedHub, result.deviceId], [at.host, id], 'assignment');
  equal((await happenings(id)).filter((line) => line.includes('registration 20')), [`${id} registration 202`, `${id} registration 202`, `${id} registration 200`], 'answers');
  const client = Client.fromConnectionString(`HostName=${result.assignedHub};DeviceId=${id};SharedAccessKey=${derived};GatewayHostName=127.0.0.1:${at.mqtt}`, Mqtt);
  await within(client.open(), 'open');
  await within(client.sendEvent(new Message('provisioned')), 'sendEvent');
  equal((await messagesOf(id)).length, 1, 'messages');
  await close(client);
}

export async function provisioningThrottledIsTriedAgain(id) {
  await fault({ provisioningFailures: 1, provisioningCode: 429 });
  equal((await provision(id)).result.deviceId, id, 'device');
}

export async function provisioningByX509(id) {
  const { cert, key } = await control('POST', `certificates/${id}`, {});
  const security = { getRegistrationId: () => id, getCertificate: (done) => done(null, { cert, key }) };
  const { X509Registration } = await import('./x509-registration.mjs');
  const result = await within(X509Registration.register(security), 'register', 40_000);
  equal(result.deviceId, id, 'device');
}

export async function provisioningWithABadKeyIsRefused(id) {
  const security = new SymmetricKeySecurityClient(id, Buffer.from('another key').toString('base64'));
  const client = ProvisioningDeviceClient.create(`127.0.0.1:${at.mqtt}`, at.idScope, new ProvisioningMqtt(), security);
  await rejected(register(client), 'register');
}
