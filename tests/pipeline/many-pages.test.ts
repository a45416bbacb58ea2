// A pull of NCMEC in hundreds of pages, by night in thousands, given in any order to one command: they are applied in the
// order of time, what was taken back is gone, and neither memory nor open files grow with the number of pages.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { inventedHex } from '../support/batches.ts';
import { requireBuild, runBuilt } from '../support/child.ts';
import { RUNS, USUAL_RUNS } from '../support/runs.ts';

const PAGES = RUNS > USUAL_RUNS ? 5000 : 300;
const ENTRIES = RUNS > USUAL_RUNS ? 40 : 10;
/** Each record is sent about four times. */
const RECORDS = (PAGES * ENTRIES) / 4;
/** Far fewer than pages. */
const OPEN_FILES = 128;
/** Far less than the names of 50,000 records take, and their rows. */
const MEMORY = '2M';
/** What the program takes for itself, two threads of it, and some garbage. */
const CEILING = 320;

let folder = '';
beforeAll(() => {
  requireBuild();
  folder = mkdtempSync(join(tmpdir(), 'listbridge-pages-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A number that is as good as drawn. */
function drawn(n: number, salt: number): number {
  const once = Math.imul(n ^ (salt << 16), 0x9e3779b1);
  return Math.imul(once ^ (once >>> 15), 0x85ebca6b) >>> 8;
}

const moment = (page: number): string => new Date(1_767_225_600_000 + page * 60_000).toISOString();

/** The pages by time, and which digest each record lists in the end, if any. */
function write(): Map<number, string> {
  const stands = new Map<number, string>();
  for (let page = 0; page < PAGES; page++) {
    const entries: string[] = [];
    const met = new Set<number>();
    for (let n = 0; n < ENTRIES; n++) {
      const record = drawn(page * ENTRIES + n, 1) % RECORDS;
      if (met.has(record)) continue;
      met.add(record);
      const head = `<member id="${record % 7}">Example</member><timestamp>${moment(page)}</timestamp><id>fixture-${record}</id>`;
      if (drawn(page * ENTRIES + n, 2) % 4 === 0) {
        entries.push(`<deletedImage>${head}</deletedImage>`);
        stands.delete(record);
      } else {
        const md5 = inventedHex('md5', page * RECORDS + record);
        entries.push(`<image>${head}<fingerprints><md5>${md5}</md5></fingerprints></image>`);
        stands.set(record, md5);
      }
    }
    writeFileSync(
      join(folder, `${page}.xml`),
      `<queryResult xmlns="https://hashsharing.ncmec.org/hashsharing/v2"><images>${entries.join('')}</images></queryResult>`,
    );
  }
  return stands;
}

it.skipIf(process.platform === 'win32')('are applied in the order of time within memory and open files', async () => {
  const stands = write();
  const pages = Array.from({ length: PAGES }, (_, page) => page).sort((a, b) => drawn(a, 3) - drawn(b, 3));
  const { exit, stderr, megabytes } = await runBuilt(
    [
      'convert',
      ...pages.map((page) => `${page}.xml`),
      '--to',
      'canonical',
      '-o',
      'out.jsonl',
      '--memory',
      MEMORY,
      '-q',
    ],
    { cwd: folder, openFiles: OPEN_FILES, limit: 170_000 },
  );
  expect(stderr).toBe('');
  expect(exit).toBe(0);
  const listed = new Map<number, string>();
  for (const line of readFileSync(join(folder, 'out.jsonl'), 'utf8').trimEnd().split('\n').slice(1)) {
    const { operation, kind, key, partnerKey } = JSON.parse(line) as Record<string, string>;
    if (operation === 'withdrawn' || kind !== 'md5') continue;
    listed.set(Number(/fixture-(\d+)$/u.exec(partnerKey ?? '')?.[1]), key ?? '');
  }
  expect(listed).toEqual(stands);
  expect(megabytes).toBeLessThan(CEILING);
});
