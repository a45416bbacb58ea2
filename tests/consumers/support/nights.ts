// The section "Every night" of a page in docs/deploy/, on the nights it is there for: a good list, a list that grew or was cut
// beyond the limits, a list with a bad row, one that holds an own name, and one that the consumer's own check refuses.
import { readFileSync } from 'node:fs';
import { expect } from 'vitest';
import type { Page } from './page.ts';
import type { Stand } from './stand.ts';

export interface Nights {
  readonly page: Page;
  readonly stand: Stand;
  /** What the script writes, in the stand. */
  readonly files: readonly string[];
  /** First line of the list. */
  readonly header: string;
  /** Rows for the entry with that number. */
  readonly rows: (n: number) => readonly string[];
  readonly badRow: string;
  /** A row for a name or address that the page gives as an own one. */
  readonly ownRow: string;
  /** Program whose failure keeps an edition back: the check, or the reload where there is none. */
  readonly check: string;
  /** Does the consumer block the entry with that number? */
  readonly isBlocked: (n: number) => boolean | Promise<boolean>;
  /** Takes the place of the service manager, where a page restarts the server. */
  readonly afterNight?: () => Promise<void>;
}

const LIST = 'var/lib/lists/hotline.csv';
/** Reloads are asked for and then done by the server on its own time. */
const RELOAD = { timeout: 15_000, interval: 50 };

/** A page takes a dozen runs and more of the tool. */
export const NIGHTS_MS = 180_000;

export async function playNights(nights: Nights): Promise<void> {
  const { page, stand, files, header, rows, badRow, ownRow, check, isBlocked } = nights;
  page.play('Every night');
  const pageList = readFileSync(stand.path(LIST), 'utf8');
  await nights.afterNight?.();

  const editions = (): string[] => files.map((file) => readFileSync(stand.path(file), 'utf8'));
  const night = async (numbers: readonly number[], more: readonly string[], options = '') => {
    stand.write(LIST, [header, ...numbers.flatMap(rows), ...more, ''].join('\n'));
    const before = editions();
    const ran = page.run(`sh /etc/listbridge/nightly ${options}`);
    await nights.afterNight?.();
    // What is mailed is read by others: it may not hold what is listed.
    for (const row of numbers.flatMap(rows)) expect(ran.output).not.toContain(row.split(',')[1]);
    const isKept = editions().every((text, i) => text === before[i]);
    return { ...ran, isKept };
  };
  const kept = { exit: 3, isKept: true };

  const grown = await night(range(0, 20), []);
  expect(grown).toMatchObject(kept);
  expect(grown.output).toContain('output/would-grow');
  await expect.poll(() => isBlocked(0), RELOAD).toBe(false);

  expect(await night(range(0, 20), [], '--max-growth 2000')).toEqual({ exit: 0, output: '', isKept: false });
  await expect.poll(() => isBlocked(19), RELOAD).toBe(true);

  const bad = await night(range(1, 21), [badRow]);
  expect(bad).toMatchObject({ exit: 1, isKept: false });
  expect(bad.output).toMatch(/^error +url\/[a-z-]+ +[12]$/mu);
  await expect.poll(() => isBlocked(20), RELOAD).toBe(true);
  await expect.poll(() => isBlocked(0), RELOAD).toBe(false);

  const cut = await night(range(1, 3), []);
  expect(cut).toMatchObject(kept);
  expect(cut.output).toContain('output/would-shrink');
  expect(await isBlocked(20)).toBe(true);

  const own = await night(range(2, 22), [ownRow]);
  expect(own).toMatchObject(kept);
  expect(own.output).toContain('overblock/own-name');
  expect(await isBlocked(1)).toBe(true);

  const mend = page.standIn(check, 'exit 1');
  expect(await night(range(2, 22), [])).toMatchObject({ exit: 4, isKept: true });
  mend();
  expect(await isBlocked(1)).toBe(true);
  // The sections after this one go on with the list of the page.
  stand.write(LIST, pageList);
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, i) => from + i);
}
