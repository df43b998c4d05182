// The official provisioning client told by its own factory to use a certificate.
import { createRequire } from 'node:module';
import { at } from './support.mjs';

const require = createRequire(import.meta.url);
const { X509Registration: Official } = require('azure-iot-provisioning-device/dist/x509_registration.js');
const { Mqtt } = require('azure-iot-provisioning-device-mqtt');

export const X509Registration = {
  register: (security) => new Promise((resolve, reject) => {
    new Official(`127.0.0.1:${at.mqtt}`, at.idScope, new Mqtt(), security).register((error, result) => (error ? reject(error) : resolve(result)));
  }),
};
