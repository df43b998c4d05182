import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import type { Plugin } from 'vite';

/** Emits /sw.js: src/sw.js with the list of built files and their version filled in (instead of Workbox and its 300 packages). */
export function serviceWorker(): Plugin {
  return {
    name: 'hub-service-worker',
    apply: 'build',
    enforce: 'post',
    generateBundle(_, bundle) {
      const assets = readdirSync('public').map((file) => `/${file}`);
      const built = Object.keys(bundle).filter((file) => !file.endsWith('.map') && file !== 'index.html').map((file) => `/${file}`);
      const files = ['/index.html', ...assets, ...built].sort();
      const hash = createHash('sha256');
      for (const file of Object.values(bundle)) hash.update(file.fileName).update(file.type === 'chunk' ? file.code : file.source);
      for (const file of assets) hash.update(readFileSync(`public${file}`));
      const source = readFileSync('src/sw.js', 'utf8')
        .replace('__PRECACHE__', JSON.stringify(files))
        .replace('__VERSION__', hash.digest('hex').slice(0, 12));
      this.emitFile({ type: 'asset', fileName: 'sw.js', source });
    },
  };
}
