import { mount } from 'svelte';
import './app.css';
import App from './App.svelte';
import { i18n } from './i18n/i18n.svelte';
import { connect } from './state/app';
import { router } from './state/router.svelte';
import { update } from './state/update.svelte';

// After an update of the hub an old page may ask for a chunk that is gone: load the new page, once.
addEventListener('vite:preloadError', (event) => {
  if (sessionStorage.getItem('reloaded') !== null) return;
  event.preventDefault();
  sessionStorage.setItem('reloaded', '1');
  location.reload();
});

// Words first: a screen that changes its language under the eye looks broken. English needs no waiting.
await i18n.use(navigator.language).catch(() => undefined);
connect();
router.start();
mount(App, { target: document.getElementById('app')! });

// http://192.168.x.x is not a secure context: there the app is simply a page, and everything else works.
if (window.isSecureContext && 'serviceWorker' in navigator && import.meta.env.PROD) {
  update.register().catch((error: unknown) => console.warn('No offline shell:', error));
}
