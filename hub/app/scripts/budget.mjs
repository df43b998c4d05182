// The first load must stay small: a phone on a weak link opens the app through it. Prints one line per file and fails over the budget.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const BUDGET_KB = 60;
const dist = process.env.APP_DIST ?? new URL('../../../artifacts/app', import.meta.url).pathname;

const html = readFileSync(join(dist, 'index.html'), 'utf8');
const entry = [...html.matchAll(/(?:src|href)="\/(assets\/[^"]+)"/g)].map((match) => match[1]);
const files = ['index.html', ...entry];
const sizes = files.map((file) => gzipSync(readFileSync(join(dist, file)), { level: 9 }).length);
files.forEach((file, i) => console.log(`${(sizes[i] / 1024).toFixed(1).padStart(7)} KB gz  ${file}`));

const totalKb = sizes.reduce((sum, size) => sum + size, 0) / 1024;
const ok = entry.length > 0 && totalKb <= BUDGET_KB;
console.log(`${ok ? 'ok  ' : 'FAIL'} first load ${totalKb.toFixed(1)} KB gz of ${BUDGET_KB} KB`);
process.exit(ok ? 0 : 1);
