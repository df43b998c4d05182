/** Asks the hub to run a scene. Rejects when the hub refuses or does not answer within the limit. */
export async function runScene(id: string, withinMs = 8_000): Promise<void> {
  const response = await fetch(`/api/v1/scenes/${encodeURIComponent(id)}/run`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: '{}',
    signal: AbortSignal.timeout(withinMs),
  });
  if (!response.ok) throw new Error(`scene ${id}: ${response.status}`);
}
