/** A new version of the page waits until a person wants it: nothing reloads under the finger. */
class Update {
  waiting = $state.raw<ServiceWorker | null>(null);

  /** Rejects where the browser allows no worker, as in some private windows: the app works without. */
  async register(): Promise<void> {
    const registration = await navigator.serviceWorker.register('/sw.js');
    if (navigator.serviceWorker.controller !== null) this.waiting = registration.waiting;
    this.#watch(registration.installing);
    registration.addEventListener('updatefound', () => this.#watch(registration.installing));
    let reloaded = false;
    navigator.serviceWorker.addEventListener('controllerchange', () => {
      if (this.waiting === null || reloaded) return;
      reloaded = true;
      location.reload();
    });
  }

  apply(): void {
    this.waiting?.postMessage('skipWaiting');
  }

  #watch(worker: ServiceWorker | null): void {
    worker?.addEventListener('statechange', () => {
      // Without a controller this is the first installation, not an update.
      if (worker.state === 'installed' && navigator.serviceWorker.controller !== null) this.waiting = worker;
    });
  }
}

export const update = new Update();
