import { get, part, send } from './rest';

/** Hardware that announced itself and is not part of the home. */
export interface Found {
  did: string;
  /** URN of the contract that it announced. */
  contract: string;
  isKnownContract: boolean;
  firmware?: string | null;
  maker?: string | null;
  /** A name that it offers. */
  label?: string | null;
  room?: string | null;
  firstSeenAt: string;
}

/** How devices are brought to this hub. */
export interface JoiningWays {
  /** `auto`: a device with a known contract joins at once; `ask`: a person adopts it. */
  adopt: 'auto' | 'ask';
  broker: 'embedded' | 'external';
  /** Absent where any address of the hub will do. */
  address?: string;
  port?: number;
  tlsPort?: number;
  needsCertificate: boolean;
  /** On the port of the app. */
  webSocketPath?: string;
  needsSignIn: boolean;
  /** True where only programs on the hub's machine reach the broker. */
  isLocalOnly: boolean;
}

export interface Adoption {
  did: string;
  name?: string;
  label: string;
  room: string;
}

/** How a property, action or event of the hardware that goes fares. */
export interface ReplacedNode {
  kind: 'property' | 'action' | 'event';
  address: string;
  verdict: 'kept' | 'changed' | 'missing';
  /** True when an automation or a scene uses it. */
  used: boolean;
  reasons: readonly string[];
}

export interface ReplacedDocument {
  kind: 'automation' | 'scene';
  id: string;
  name: string;
  fate: 'kept' | 'changed' | 'broken' | 'still-broken' | 'mended';
  uses: readonly string[];
  diagnostics: readonly { message: string }[];
}

export interface Replacement {
  device: string;
  fromDid: string;
  fromContract: string;
  toDid: string;
  toContract: string;
  /** True when an automation or a scene that is right would have errors. */
  breaks: boolean;
  nodes: readonly ReplacedNode[];
  documents: readonly ReplacedDocument[];
  lostValues: readonly string[];
}

export const found = (signal: AbortSignal): Promise<Found[]> => get('/found', { signal });
export const joiningWays = (signal: AbortSignal): Promise<JoiningWays> => get('/joining', { signal });
/** Makes hardware part of the home; answers the name that it has in rules. */
export const adopt = async (adoption: Adoption): Promise<string> => (await send<{ name: string }>('POST', '/devices', adoption)).name;

const replacing = (device: string): string => `/devices/${part(device)}/replace`;
export const previewReplace = (device: string, did: string, signal: AbortSignal): Promise<Replacement> => send('POST', `${replacing(device)}/preview`, { did }, { signal });
export const replaceDevice = (device: string, did: string, acceptBreaks: boolean): Promise<Replacement> => send('POST', replacing(device), { did, acceptBreaks });
export const undoReplace = (device: string): Promise<Replacement> => send('POST', `${replacing(device)}/undo`);
