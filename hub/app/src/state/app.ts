import type { ServerMessage } from '../api/protocol';
import { HubSocket } from '../api/socket';
import { Bursts } from './bursts';
import { Home } from './home.svelte';

/** The home of this page and its link to the hub. */
export const home = new Home();

let socket: HubSocket | undefined;

export function connect(): void {
  const told = new Bursts<ServerMessage>((message) => home.receive(message));
  const scheme = location.protocol === 'https:' ? 'wss' : 'ws';
  socket = new HubSocket(`${scheme}://${location.host}/api/v1/ws`, {
    message: (message) => told.push(message),
    link: (link) => {
      // A link is good when what it told is on the screen.
      told.flush();
      home.link = link;
    },
  });
  home.attach((command) => socket?.send(command) ?? false);
  socket.start();
}

/** Reconnects at once instead of waiting for the back-off. */
export function wake(): void {
  socket?.wake();
}
