import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';
import { serviceWorker } from './sw-plugin.ts';

const hub = process.env.HUB_URL ?? 'http://127.0.0.1:5080';

export default defineConfig({
  plugins: [svelte(), serviceWorker()],
  build: {
    target: 'es2022',
    // The repository's artifacts/ folder: nothing is built into the source tree.
    outDir: '../../artifacts/app',
    emptyOutDir: true,
    // Files stay files: the content security policy allows no data: scripts or styles.
    assetsInlineLimit: 0,
    // The editor with all that it stands on; it comes when somebody edits. What comes first has a budget of its own.
    chunkSizeWarningLimit: 600,
    modulePreload: { polyfill: false },
    // What the first screen needs is one file, and its framework another: many small ones compress worse, and each is a request.
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: 'framework', test: /node_modules[\\/]svelte[\\/]/, tags: ['$initial'] }, { name: 'first', tags: ['$initial'] }] } } },
  },
  // Schemas and examples of the documents lie beside the app in the repository.
  server: { host: '127.0.0.1', port: 5173, fs: { allow: ['../..'] }, proxy: { '/api': { target: hub, ws: true }, '/mqtt': { target: hub, ws: true } } },
  // Without this Vitest resolves the server build of Svelte, and mount() throws.
  resolve: process.env.VITEST ? { conditions: ['browser'] } : undefined,
  test: {
    environment: 'happy-dom',
    include: ['tests/**/*.test.ts'],
    reporters: ['default', 'json'],
    outputFile: { json: process.env.APP_TEST_RESULTS ?? '../../artifacts/test-results/app.json' },
  },
});
