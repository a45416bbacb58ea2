// What a record of the audit log says of the edition that it tells of: one sum of all that is kept of it. Without it the log
// would protect itself alone, and whoever wrote another name into the history, or other rows, would leave no trace in it
// (docs/decisions/0022).
import { createHash, hash } from 'node:crypto';
import type { Database } from '../sqlite/driver.ts';
import { ALL, type Blocks, CHANGES } from './blocks.ts';

/** Sums of the parts of an edition that its writers gave; of a part that it has not, that of nothing. */
export interface PartSums {
  readonly changes: string;
  readonly all: string;
}

/** `content`: of its rows; `terms`: the last term when it was written; `sum`: of all of it, and of the terms since the record before. */
export interface EditionSum {
  readonly content: string;
  readonly terms: number;
  readonly sum: string;
}

export const NO_BLOCKS = hash('sha256', '', 'hex');

/** All columns but the state, which `accept` changes. Never changed: sums of years ago are made of these. */
const SUMMED = [
  ...['number', 'action', 'at', 'person', 'input', 'sha256', 'format', 'tool', 'command', 'facts', 'policy'],
  ...['standing', 'held', 'reason', 'base', 'grouped', 'listed', 'rows', 'added', 'removed', 'changed'],
];

export function contentSum({ changes, all }: PartSums): string {
  return hash('sha256', `${changes} ${all}`, 'hex');
}

export function contentOf(blocks: Blocks, list: number, edition: number): string {
  return contentSum({ changes: blocks.sum(list, edition, CHANGES), all: blocks.sum(list, edition, ALL) });
}

/** `since`: the last term that an earlier record summed; `until`: the last that this one does, or all that there are. */
export function editionSum(
  database: Database,
  list: number,
  edition: number,
  content: string,
  since: number,
  until = Number.MAX_SAFE_INTEGER,
): EditionSum {
  const sum = createHash('sha256');
  const row = database.prepare('SELECT * FROM edition WHERE list = ? AND number = ?').get(list, edition);
  const issued = row?.['issued'] ?? null;
  const late = issued === null ? [] : [issued]; // sums of older versions have none
  sum.update(JSON.stringify([...SUMMED.map((column) => row?.[column]), content, ...late]));
  let terms = since;
  // Sets of reviews and opinions stand in blocks as the numbers of these.
  const added = database.prepare('SELECT id, body FROM term WHERE id > ? AND id <= ? ORDER BY id');
  for (const { id, body } of added.iterate(since, until)) {
    sum.update(JSON.stringify([id, body]));
    terms = Number(id);
  }
  return { content, terms, sum: sum.digest('hex') };
}
