// The official packages against the emulator: each behaviour is a check with a name. One line of JSON for each.
import { at } from './support.mjs';
import * as device from './device-checks.mjs';
import * as other from './service-checks.mjs';

process.on('unhandledRejection', (error) => console.error('unhandled', error));
for (const [name, check] of [...Object.entries(device), ...Object.entries(other)]) {
  if (at.only && at.only !== name) continue;
  try {
    await check(`npm-${name.toLowerCase()}`);
    console.log(JSON.stringify({ check: name, ok: true, detail: '' }));
  } catch (error) {
    console.log(JSON.stringify({ check: name, ok: false, detail: `${error?.stack ?? error}` }));
  }
}
console.log(JSON.stringify({ check: 'end', ok: true, detail: '' }));
process.exit(0);
