/** Worst first. */
export const VERDICTS = ['fail', 'not-checked', 'pass', 'not-applicable'] as const;

export type Verdict = (typeof VERDICTS)[number];

export interface Check {
  subject: string;
  verdict: Verdict;
  expected?: string;
  /** As it came over the wire, shortened. */
  seen?: string;
  reason?: string;
}

export interface ClauseResult {
  /** `R-5`. */
  clause: string;
  title: string;
  verdict: Verdict;
  fix: string;
  checks: readonly Check[];
}

/** What `device-sim certify --json` writes: firmware-contracts/schemas/certification.schema.json. */
export interface Report {
  version: 1;
  did: string;
  contract: string;
  begin: string;
  seconds: number;
  verdict: 'pass' | 'fail';
  clauses: Record<Verdict, number>;
  'left-out': number;
  results: readonly ClauseResult[];
}

/** A report is some 100 kB; more is another file. */
export const REPORT_BYTES_MAX = 8 * 1024 * 1024;

/** Why a file is no report: not JSON, another version, or a member that is not as it should be. */
export type ReportFault = { kind: 'json' | 'version' } | { kind: 'member'; path: string };

type Row = Record<string, unknown>;
const isRow = (value: unknown): value is Row => typeof value === 'object' && value !== null && !Array.isArray(value);
const isText = (value: unknown): value is string => typeof value === 'string';
const isCount = (value: unknown): value is number => Number.isInteger(value) && (value as number) >= 0;
const isVerdict = (value: unknown): value is Verdict => VERDICTS.includes(value as Verdict);

/** Reads the text of a report; nothing of it leaves the page. */
export function readReport(text: string): { report: Report } | { fault: ReportFault } {
  let root: unknown;
  try {
    root = JSON.parse(text);
  } catch {
    return { fault: { kind: 'json' } };
  }
  if (!isRow(root)) return { fault: { kind: 'member', path: '' } };
  if (root['version'] !== 1) return { fault: { kind: 'version' } };
  const path = faultOf(root);
  return path === null ? { report: root as unknown as Report } : { fault: { kind: 'member', path } };
}

/** Place of the first member that is wrong; null where all are right. */
function faultOf(root: Row): string | null {
  for (const name of ['did', 'contract']) if (!isText(root[name]) || root[name] === '') return `/${name}`;
  if (!isText(root['begin']) || Number.isNaN(Date.parse(root['begin']))) return '/begin';
  if (typeof root['seconds'] !== 'number') return '/seconds';
  if (root['verdict'] !== 'pass' && root['verdict'] !== 'fail') return '/verdict';
  if (!isCount(root['left-out'])) return '/left-out';
  const counts = root['clauses'];
  if (!isRow(counts)) return '/clauses';
  for (const verdict of VERDICTS) if (!isCount(counts[verdict])) return `/clauses/${verdict}`;
  const results = root['results'];
  if (!Array.isArray(results)) return '/results';
  for (const [at, result] of results.entries()) {
    const fault = clauseFault(result);
    if (fault !== null) return `/results/${at}${fault}`;
  }
  return null;
}

function clauseFault(result: unknown): string | null {
  if (!isRow(result)) return '';
  if (!isText(result['clause']) || !/^[A-Z]-\d+$/.test(result['clause'])) return '/clause';
  for (const name of ['title', 'fix']) if (!isText(result[name])) return `/${name}`;
  if (!isVerdict(result['verdict'])) return '/verdict';
  const checks = result['checks'];
  if (!Array.isArray(checks)) return '/checks';
  for (const [at, check] of checks.entries()) {
    if (!isRow(check) || !isText(check['subject']) || !isVerdict(check['verdict'])) return `/checks/${at}`;
    for (const name of ['expected', 'seen', 'reason']) if (check[name] !== undefined && !isText(check[name])) return `/checks/${at}/${name}`;
  }
  return null;
}

export interface Change {
  clause: string;
  title: string;
  /** Null where only one of the two knows the clause. */
  before: Verdict | null;
  after: Verdict | null;
}

/** Clauses that ended otherwise than in an earlier report: what fails now first, then the rest in order. */
export function changes(earlier: Report, later: Report): Change[] {
  const before = new Map(earlier.results.map((result) => [result.clause, result]));
  const after = new Map(later.results.map((result) => [result.clause, result]));
  const all = [...new Set([...after.keys(), ...before.keys()])].map((clause): Change => ({
    clause, title: (after.get(clause) ?? before.get(clause))!.title, before: before.get(clause)?.verdict ?? null, after: after.get(clause)?.verdict ?? null,
  }));
  const changed = all.filter((one) => one.before !== one.after);
  return [...changed.filter(({ after: now }) => now === 'fail'), ...changed.filter(({ after: now }) => now !== 'fail')];
}

/** A verdict on a clause from its checks: the worst, and a pass where anything passed. As the certification itself judges. */
export function verdictOf(verdicts: readonly Verdict[]): Verdict {
  return (['fail', 'pass', 'not-checked'] as const).find((verdict) => verdicts.includes(verdict)) ?? 'not-applicable';
}
