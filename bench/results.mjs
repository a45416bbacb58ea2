// What was measured, kept by job: a whole run takes an hour, in which a machine seldom stays as it was. A job that is measured
// anew replaces its own figures only, and each says when, on what and of which listbridge it was measured.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { renderResults } from './table.mjs';

const at = (name) => fileURLToPath(new URL(name, import.meta.url));
const KEPT = at('results.json');

/** `measured`: by job its title, note, results and judged budgets; `ids`: of all jobs, in their order. */
export function writeResults(measured, ids, machine, runs) {
  const kept = existsSync(KEPT) ? JSON.parse(readFileSync(KEPT, 'utf8')) : {};
  const all = { ...kept };
  for (const [id, job] of Object.entries(measured)) all[id] = { ...job, machine: Object.fromEntries(machine), runs };
  const known = Object.fromEntries(ids.filter((id) => all[id]).map((id) => [id, all[id]]));
  writeFileSync(KEPT, `${JSON.stringify(known, null, 1)}\n`);
  writeFileSync(at('RESULTS.md'), renderResults(known));
}
