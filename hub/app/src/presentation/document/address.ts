/** A text's name as an address has it: lower case, hyphens, nothing else; empty for one that has no such letters. */
export function addressOf(text: string): string {
  const [, name = ''] = /"name":\s*"([^"\\]*)"/.exec(text) ?? [];
  return name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-').replaceAll(/^-|-$/g, '').slice(0, 64);
}

/** Whether an address is one that the hub takes. */
export const isAddress = (address: string): boolean => /^[a-z0-9]+(-[a-z0-9]+)*$/.test(address);
