import { HubSocket } from '../api/socket';
import { Home } from './home.svelte';

/** The home of this page and its link to the hub. */
export const home = new Home();

let socket: HubSocket | undefined;

export function connect(): void {
  const scheme = location.protocol === 'https:' ? 'wss' : 'ws';
  socket = new HubSocket(`${scheme}://${location.host}/api/v1/ws`, {
    message: (message) => home.receive(message),
    link: (link) => (home.link = link),
  });
  home.attach((command) => socket?.send(command) ?? false);
  socket.start();
}

/** Reconnects at once instead of waiting for the back-off. */
export function wake(): void {
  socket?.wake();
}
