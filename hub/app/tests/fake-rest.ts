import { vi } from 'vitest';

export interface Asked {
  method: string;
  path: string;
  /** Behind the question mark. */
  query: string;
  /** As it was sent. */
  body: string | undefined;
  headers: Record<string, string>;
}

interface Answer {
  status?: number;
  body?: unknown;
}

/** The hub's REST, as far as a test wants it: answers by method and address without its query. Whatever is not here is a 404. */
export class FakeRest {
  readonly asked: Asked[] = [];
  readonly #answers = new Map<string, Answer | ((asked: Asked) => Answer)>();

  /** `on('GET /automations', { body: [] })` */
  on(what: string, answer: Answer | ((asked: Asked) => Answer)): this {
    this.#answers.set(what, answer);
    return this;
  }

  /** What was asked but for reading. */
  get writes(): Asked[] {
    return this.asked.filter(({ method }) => method !== 'GET');
  }

  install(): void {
    vi.stubGlobal('fetch', (address: string, { method = 'GET', body, headers }: RequestInit) => {
      const path = address.replace('/api/v1', '').replace(/\?.*/, '');
      const asked: Asked = { method, path, query: address.split('?')[1] ?? '', body: body as string | undefined, headers: headers as Record<string, string> };
      this.asked.push(asked);
      const found = this.#answers.get(`${method} ${path}`);
      const answer = typeof found === 'function' ? found(asked) : (found ?? { status: 404, body: { code: 'unknown', detail: path } });
      const status = answer.status ?? (answer.body === undefined ? 204 : 200);
      return Promise.resolve(new Response(answer.body === undefined ? null : JSON.stringify(answer.body), { status }));
    });
  }
}
