import type { Version } from './automations';
import { get, part, send, type Diagnostic } from './rest';

/** Folders of documents that are kept in versions. */
export type DocumentFolder = 'automations' | 'scenes' | 'templates' | 'people';

export interface SceneDocument {
  id: string;
  name: string;
  icon: string;
  version: number;
  status: 'active' | 'waiting' | 'broken';
  savedBy: string;
  savedAt: string;
  diagnostics: readonly Diagnostic[];
  text?: string | null;
}

const address = (folder: DocumentFolder, id: string): string => `/${folder}/${part(id)}`;

export const documentText = async (folder: DocumentFolder, id: string, signal: AbortSignal): Promise<string> => (await get<{ text: string }>(address(folder, id), { signal })).text;
export const versionsOf = (folder: DocumentFolder, id: string, signal: AbortSignal): Promise<Version[]> => get(`${address(folder, id)}/versions`, { signal });
export const versionText = async (folder: DocumentFolder, id: string, version: number): Promise<string> => (await get<{ text: string }>(`${address(folder, id)}/versions/${version}`)).text;
export const restore = (folder: DocumentFolder, id: string, version: number): Promise<void> => send('POST', `${address(folder, id)}:restore`, { version });

export const scene = (id: string, signal: AbortSignal): Promise<SceneDocument> => get(address('scenes', id), { signal });
export const deleteScene = (id: string, version: number): Promise<void> => send('DELETE', address('scenes', id), undefined, { headers: { 'If-Match': `"${version}"` } });

/** Saves a text as it is written; null for `version` only if there is none of this id. */
export const saveScene = (id: string, text: string, version: number | null): Promise<SceneDocument> =>
  send('PUT', address('scenes', id), text, { headers: version === null ? { 'If-None-Match': '*' } : { 'If-Match': `"${version}"` } });
