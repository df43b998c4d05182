/** The rules of the page of topics by number: `- **R-5** Words of the rule …`, which may go on in further lines. Marks of code are left out. */
export function clausesOf(markdown: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const [, number, words] of markdown.matchAll(/^- \*\*([A-Z]-\d+)\*\* ((?:.|\n(?! *\n|- |#|\|))+)/gm)) {
    found.set(number!, words!.replaceAll('`', '').replace(/\s+/g, ' ').trim());
  }
  return found;
}
