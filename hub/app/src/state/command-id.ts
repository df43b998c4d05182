let count = 0;
const page = pageToken();

/** A new id for a command, unlike any other of any page. */
export function nextCommandId(): string {
  count += 1;
  return `c-${page}-${count.toString(36)}`;
}

/** `crypto.randomUUID` is absent on plain http://hub.local, which is where most homes open the app; getRandomValues is not. */
function pageToken(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(9));
  return Array.from(bytes, (b) => (b % 36).toString(36)).join('');
}
