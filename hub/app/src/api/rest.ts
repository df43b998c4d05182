import { questions } from '../state/questions.svelte';
import type { ConfirmRequired } from './protocol';

/** A fault in a document, with its place. */
export interface Diagnostic {
  severity: 'information' | 'warning' | 'error';
  code: string;
  path: string;
  /** From 1; 0 where not known. */
  line: number;
  column: number;
  message: string;
  suggestion?: string | null;
}

/** The hub said no, or nothing. */
export class RestError extends Error {
  constructor(
    /** HTTP status; 0 when no answer came. */
    readonly status: number,
    /** Stable, dotted: `device.unknown`. `link.down` when no answer came. */
    readonly code: string,
    message: string,
    readonly diagnostics: readonly Diagnostic[] = [],
    /** What a person said no to. */
    readonly confirm?: ConfirmRequired,
  ) {
    super(message);
  }
}

/** True where nothing was done because a person said no. */
export const declined = (error: unknown): boolean => (error as RestError).confirm !== undefined;

/** No request waits longer, so that no page waits for ever. */
const WITHIN_MS = 8_000;

interface Options {
  signal?: AbortSignal;
  withinMs?: number;
  headers?: Record<string, string>;
}

const BASE = '/api/v1';

/** Where the hub has something that the browser fetches itself. */
export const addressOf = (path: string): string => BASE + path;

export function get<T>(path: string, options: Options = {}): Promise<T> {
  return ask<T>('GET', path, undefined, options);
}

/** Text exactly as the hub sends it. */
export function getText(path: string, options: Options = {}): Promise<string> {
  return answerOf('GET', path, undefined, options);
}

/** Sends a body: JSON, or a document's text as it is written. */
export function send<T = void>(method: 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: string, body?: unknown, options: Options = {}): Promise<T> {
  const text = body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body);
  return ask<T>(method, path, text, options);
}

/** A part of an address that may hold anything. */
export const part = (text: string): string => encodeURIComponent(text);

async function ask<T>(method: string, path: string, body: string | undefined, options: Options): Promise<T> {
  const text = await answerOf(method, path, body, options);
  return (text === '' ? undefined : JSON.parse(text)) as T;
}

async function answerOf(method: string, path: string, body: string | undefined, { signal, withinMs = WITHIN_MS, headers }: Options): Promise<string> {
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(new Error(`no answer within ${withinMs} ms`)), withinMs);
  let response: Response;
  let text: string;
  try {
    response = await fetch(BASE + path, {
      method,
      ...(body !== undefined && { body }),
      headers: { ...(body !== undefined && { 'Content-Type': 'application/json' }), ...headers },
      signal: signal === undefined ? late.signal : AbortSignal.any([signal, late.signal]),
    });
    // The end of an answer may stay away as its beginning may.
    text = await response.text();
  } catch (error) {
    if (signal?.aborted === true) throw error;
    throw new RestError(0, 'link.down', `${method} ${path}: ${error instanceof Error ? error.message : String(error)}`);
  } finally {
    clearTimeout(timer);
  }
  if (response.ok) return text;
  const refused = problem(response.status, text);
  const nonce = refused.confirm ? await questions.ask(refused.confirm) : null;
  if (nonce === null) throw refused;
  return answerOf(method, path, body, { signal, withinMs, headers: { ...headers, Confirm: nonce } });
}

function problem(status: number, text: string): RestError {
  try {
    const { code, detail, diagnostics, confirm } = JSON.parse(text) as { code?: string; detail?: string; diagnostics?: Diagnostic[]; confirm?: ConfirmRequired };
    return new RestError(status, code ?? `http.${status}`, detail ?? '', diagnostics ?? [], confirm);
  } catch {
    return new RestError(status, `http.${status}`, text.slice(0, 200));
  }
}
