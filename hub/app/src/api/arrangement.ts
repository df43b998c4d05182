import { get, send } from './rest';

export interface ArrangedRoom {
  name: string;
  /** Names of devices in order; also of those that are not here now. */
  devices: string[];
}

export interface ArrangedFloor {
  name: string;
  rooms: ArrangedRoom[];
}

/** Floors, rooms and tiles in order; rooms on no floor come after those on one. */
export interface Arrangement {
  floors: ArrangedFloor[];
  rooms: ArrangedRoom[];
}

export interface KeptArrangement extends Arrangement {
  /** 0 where nobody arranged the home. */
  version: number;
}

export const arrangement = (signal: AbortSignal): Promise<KeptArrangement> => get('/arrangement', { signal });

/** Rejects with the status 412 when somebody else arranged it in between. */
export const arrange = ({ floors, rooms }: Arrangement, version: number): Promise<KeptArrangement> =>
  send('PUT', '/arrangement', { floors, rooms }, { headers: { 'If-Match': `"${version}"` } });
