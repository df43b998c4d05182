// What the checks share: the emulator's controls, clients of the official packages, and waiting that ends.
import https from 'node:https';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
export const { Client, Message } = require('azure-iot-device');
export const { Mqtt } = require('azure-iot-device-mqtt');
export const { ProvisioningDeviceClient } = require('azure-iot-provisioning-device');
export const { Mqtt: ProvisioningMqtt } = require('azure-iot-provisioning-device-mqtt');
export const { SymmetricKeySecurityClient } = require('azure-iot-security-symmetric-key');
export const service = require('azure-iothub');
export const { SharedAccessSignature: Sas } = require('azure-iot-common');

export const at = JSON.parse(process.argv[2]);

/** Asks the emulator; NODE_EXTRA_CA_CERTS makes its certificate trusted. */
export async function control(method, path, body) {
  const answer = await fetch(`https://127.0.0.1:${at.rest}/emulator/${path}`, { method, body: body === undefined ? undefined : JSON.stringify(body) });
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status}`);
  const text = await answer.text();
  return text === '' ? undefined : JSON.parse(text);
}

export const fault = (faults) => control('POST', 'faults', faults);
export const record = () => control('GET', 'record');
export const messagesOf = async (id) => (await record()).messages.filter((message) => message.deviceId === id);
export const connectionsOf = async (id) => (await record()).connections.filter((connection) => connection.clientId === id);
export const happenings = async (id) => (await record()).happenings.filter((line) => line.startsWith(`${id} `));

export const wait = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** The other side is another process, so that what it does is asked after until it is there. */
export async function until(what, isThere) {
  const end = Date.now() + 20_000;
  for (;;) {
    const found = await isThere();
    if (found) return found;
    if (Date.now() > end) throw new Error(`never came: ${what}`);
    await wait(25);
  }
}

export function equal(actual, expected, what) {
  const [a, e] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (a !== e) throw new Error(`${what}: ${a}, expected ${e}`);
}

export const within = (promise, what, milliseconds = 20_000) =>
  Promise.race([promise, wait(milliseconds).then(() => { throw new Error(`never came: ${what}`); })]);

export async function rejected(promise, what) {
  try {
    await within(promise, what);
  } catch (error) {
    return error;
  }
  throw new Error(`was to be refused: ${what}`);
}

/** A new device and the connection string that the official client takes. */
export async function newDevice(id, more = '') {
  await control('POST', `devices/${id}`, {});
  const { key } = await control('GET', `devices/${id}`);
  return `HostName=${at.host};DeviceId=${id};SharedAccessKey=${key};GatewayHostName=127.0.0.1:${at.mqtt}${more}`;
}

/** An open client of a new device. */
export async function open(id) {
  const client = Client.fromConnectionString(await newDevice(id), Mqtt);
  client.on('error', () => {});
  await within(client.open(), `${id} opens`);
  return client;
}

export const close = (client) => within(client.close(), 'close').catch(() => {});

/** The service's package has no way to say a port: connections for 443 are made to the emulator's. */
class Redirected extends https.Agent {
  createConnection(options, done) {
    return super.createConnection({ ...options, port: at.rest }, done);
  }
}

export async function serviceClients() {
  const { policy } = await control('GET', 'keys/any');
  const text = `HostName=127.0.0.1;SharedAccessKeyName=iothubowner;SharedAccessKey=${policy}`;
  const options = { http: { agent: new Redirected() } };
  const client = service.Client.fromConnectionString(text);
  client._restApiClient.setOptions(options);
  const registry = service.Registry.fromConnectionString(text);
  registry._restApiClient.setOptions(options);
  return { client, registry };
}
