/** Texts of C# source: each literal, with {} for what an interpolated one fills in, also those within such a hole. Comments and raw literals are left out. */
export function literalsOf(source: string): string[] {
  const found: string[] = [];
  let at = 0;

  const literal = (interpolated: boolean): void => {
    let text = '';
    at += 1;
    while (at < source.length && source[at] !== '"') {
      if (source[at] === '\\') {
        text += source[at + 1] === 'n' ? '\n' : source[at + 1]!;
        at += 2;
      } else if (interpolated && source.startsWith('{{', at)) {
        text += '{';
        at += 2;
      } else if (interpolated && source.startsWith('}}', at)) {
        text += '}';
        at += 2;
      } else if (interpolated && source[at] === '{') {
        text += '{}';
        hole();
      } else {
        text += source[at]!;
        at += 1;
      }
    }
    at += 1;
    found.push(text);
  };

  const hole = (): void => {
    let depth = 0;
    do {
      if (source[at] === '{') depth += 1;
      if (source[at] === '}') depth -= 1;
      if (source[at] === '"') literal(source[at - 1] === '$');
      else at += 1;
    } while (depth > 0 && at < source.length);
  };

  while (at < source.length) {
    if (source.startsWith('//', at)) at = Math.max(source.indexOf('\n', at), at + 2);
    else if (source.startsWith('"""', at)) at = source.indexOf('"""', at + 3) + 3;
    else if (/^'(\\.[^']*|[^'\\])'/.test(source.slice(at, at + 10))) at += /^'(\\.[^']*|[^'\\])'/.exec(source.slice(at, at + 10))![0].length;
    else if (source[at] === '"') literal(source[at - 1] === '$');
    else at += 1;
  }
  return found;
}
