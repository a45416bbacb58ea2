// Whether what is kept is what the audit log tells of. The chain of the log shows a record that was changed; this shows an
// edition, a demand or a vote that was, or that no record tells of.
import type { Database } from '../sqlite/driver.ts';
import { ASKED, type AuditEntry, auditEntries, REJECT } from './audit.ts';
import { ALL, Blocks, CHANGES } from './blocks.ts';
import { censusSum } from './census.ts';
import type { Edition } from './edition.ts';
import type { ListEntry, Registry } from './registry.ts';
import { contentOf, editionSum } from './sums.ts';
import { personText, votesSum } from './votes.ts';
import { leadsRight } from './ways.ts';

/** What is not as it was written, in words; the record that says so, null where none tells of it. */
export interface Alteration {
  readonly what: string;
  readonly number: number | null;
}

/** The first of them; null where all is as the log tells. Reads every block, and a damaged one is a failure. */
export function alteration(registry: Registry): Alteration | null {
  const { database } = registry;
  const lists = new Map(registry.lists().map((list) => [list.name, list]));
  const editions = new Map([...lists].map(([name, list]) => [name, registry.editions(list)]));
  const told = new Set<string>();
  const rejected = new Set<string>();
  const asked = new Set<string>();
  const voted = new Map<string, AuditEntry & { readonly number: number }>();
  const blocks = new Blocks(database, registry.file.operand);
  let terms = 0;
  for (const entry of auditEntries(database)) {
    const { number, list: name = '', edition: wanted, action, by = '', at } = entry;
    if (action === REJECT || action.endsWith(ASKED)) voted.set(name, entry);
    if (wanted === undefined) {
      asked.add([action, name, by, at].join('\n'));
      continue;
    }
    const list = lists.get(name);
    const all = editions.get(name) ?? [];
    const edition = all.find((each) => each.number === wanted);
    if (action === REJECT) {
      if (!isRejection(entry, edition)) return { what: editionText(name, wanted), number };
      rejected.add(keyOf(name, wanted));
      continue;
    }
    if (list === undefined || edition === undefined || !isTold(entry, edition, all) || told.has(keyOf(name, wanted)))
      return { what: editionText(name, wanted), number };
    told.add(keyOf(name, wanted));
    if (entry.terms === undefined) continue; // as older versions wrote it
    const { content = '', sum } = entry;
    // Once it is accepted, a held edition has no rows any more: they are those of the edition that it became.
    const isSame = edition.state === 'accepted' || contentOf(blocks, list.id, wanted) === content;
    if (!isSame || editionSum(database, list.id, wanted, content, terms, entry.terms).sum !== sum)
      return { what: editionText(name, wanted), number };
    terms = entry.terms;
    // What is found by a key is as much as what there is: `why` would say that an entry is not listed.
    if (!(leadsRight(database, list.id, wanted, CHANGES) && leadsRight(database, list.id, wanted, ALL)))
      return { what: editionText(name, wanted), number };
    const counted = entry.census === undefined ? null : censusSum(database, list.id, wanted);
    if (counted !== null && counted !== entry.census) return { what: editionText(name, wanted), number };
  }
  for (const [name, all] of editions) {
    const other = all.find(({ number }) => !told.has(keyOf(name, number)));
    if (other !== undefined) return { what: editionText(name, other.number), number: null };
    const unasked = all.find((each) => each.rejected !== null && !rejected.has(keyOf(name, each.number)));
    if (unasked !== undefined) return { what: `the rejection of ${editionText(name, unasked.number)}`, number: null };
  }
  return unrecorded(database, [...lists.values()], editions, asked) ?? unvoted(database, lists, voted);
}

/** A vote that is there no more, or that is another: what is wanted would seem to be wanted by nobody, or by somebody else. */
function unvoted(
  database: Database,
  lists: ReadonlyMap<string, ListEntry>,
  voted: ReadonlyMap<string, AuditEntry & { readonly number: number }>,
): Alteration | null {
  for (const [name, { votes, number }] of voted) {
    const list = lists.get(name);
    // As older versions wrote it, also after a newer one: what it left cannot be held against any sum.
    if (votes === undefined) continue;
    if (list === undefined || votesSum(database, list) !== votes)
      return { what: `what waits for a second vote on ${name}`, number };
  }
  return null;
}

/** Beside editions: what a list asks for, and votes for what is not done yet. */
function unrecorded(
  database: Database,
  lists: readonly ListEntry[],
  editions: ReadonlyMap<string, readonly Edition[]>,
  asked: ReadonlySet<string>,
): Alteration | null {
  for (const { id, name, standing } of lists) {
    // Both were written by the same import.
    const last = editions.get(name)?.at(-1)?.standing ?? null;
    if (JSON.stringify(standing) !== JSON.stringify(last)) return { what: `what ${name} asks for`, number: null };
    for (const vote of database.prepare('SELECT * FROM vote WHERE list = ?').all(id)) {
      const [action = ''] = String(vote['subject']).split(' ', 1);
      const [reviewer, organisation, country] = [vote['reviewer'], vote['organisation'], vote['country']].map(String);
      const by = personText({ reviewer: reviewer ?? '', organisation: organisation ?? '', country: country ?? '' });
      if (!asked.has([`${action}${ASKED}`, name, by, Number(vote['at'])].join('\n')))
        return { what: `the vote of ${by} on ${name}`, number: null };
    }
  }
  return null;
}

function isTold({ action, at, by }: AuditEntry, edition: Edition, all: readonly Edition[]): boolean {
  const { number, state, action: made, at: when, person, sha256 } = edition;
  const isState =
    state !== 'accepted' ||
    all.some((each) => each.action === 'accept' && each.number > number && each.sha256 === sha256);
  return isState && action === (state === 'live' ? made : `${made} held`) && at === when && (by ?? null) === person;
}

function isRejection({ at, by, note }: AuditEntry, edition: Edition | undefined): boolean {
  const rejection = edition?.rejected ?? null;
  return rejection !== null && rejection.at === at && rejection.by === by && rejection.reason === (note ?? null);
}

function keyOf(list: string, edition: number): string {
  return `${edition} ${list}`;
}

function editionText(list: string, edition: number): string {
  return `edition ${edition} of ${list}`;
}
