import { part, send } from './rest';

/** Asks the hub to run a scene. Rejects when the hub refuses or does not answer within the limit. */
export async function runScene(id: string): Promise<void> {
  await send('POST', `/scenes/${part(id)}/run`, {});
}
