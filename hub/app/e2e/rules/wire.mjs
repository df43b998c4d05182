// A wire between the browser and the hub that can be cut and can fall silent.
import { connect, createServer } from 'node:net';

/** Listens on a port of its own and passes everything to the hub, as long as it is whole. */
export async function wireTo(hub) {
  const { hostname, port } = new URL(hub);
  const pairs = new Set();
  let silent = false;

  const server = createServer((near) => {
    const far = connect(Number(port), hostname);
    const pair = { near, far };
    pairs.add(pair);
    const drop = () => {
      pairs.delete(pair);
      near.destroy();
      far.destroy();
    };
    near.on('data', (bytes) => silent || far.write(bytes));
    far.on('data', (bytes) => silent || near.write(bytes));
    for (const side of [near, far]) side.on('close', drop).on('error', drop);
  });
  const listen = (at) => new Promise((resolve) => server.listen(at, '127.0.0.1', resolve));
  const dropAll = () => pairs.forEach(({ near }) => near.destroy());
  await listen(0);
  const own = server.address().port;

  return {
    url: `http://127.0.0.1:${own}`,
    /** Nothing answers any more: connections break, new ones are refused. */
    async cut() {
      await new Promise((resolve) => {
        server.close(resolve);
        dropAll();
      });
    },
    /** As after a cut, the hub is there again. */
    mend: () => listen(own),
    /** Connections stand and new ones are taken, but no word goes through, either way: a half-open link. */
    hush() {
      silent = true;
    },
    /** What stood through the silence has lost words and is of no use. */
    speak() {
      silent = false;
      dropAll();
    },
    async end() {
      dropAll();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
