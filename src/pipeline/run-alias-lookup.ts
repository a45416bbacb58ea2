// The plot of a question by alias: one list in, for each alias the entries that go by it, and the refused rows. The key of
// the aliases is the list itself unless the user has one, so it is read twice: once for its key, once for its entries.

import { entryAt } from '../model/entry.ts';
import { usage } from '../model/failure.ts';
import type { Finding } from '../model/findings.ts';
import { keyText } from '../model/key-text.ts';
import { kindOf } from '../model/kinds.ts';
import { aliasOf, LEAST_ROWS } from './alias.ts';
import { type AnsweredRow, answeredRow } from './answered-row.ts';
import type { Job, Outcome, World } from './job.ts';
import { openInput } from './open.ts';
import { onScene, type Scene } from './scene.ts';
import type { Opening } from './seal/sealing.ts';

export interface AliasOutcome extends Outcome {
  readonly answers: readonly AliasAnswer[];
}

interface AliasAnswer {
  readonly number: number;
  readonly alias: string;
  readonly isUsable: true;
  readonly rows: readonly AnsweredRow[];
  readonly refused: readonly { readonly file: string; readonly line: number; readonly code: string }[];
}

/** Looks for the entries of the first source of a job that go by these aliases. Values only where the user asked. */
export async function runAliasLookup(job: Job, world: World, aliases: readonly string[]): Promise<AliasOutcome> {
  const rows = new Map<string, AnsweredRow[]>(aliases.map((alias) => [alias, []]));
  const refused = new Map<string, AliasAnswer['refused'][number][]>(aliases.map((alias) => [alias, []]));
  const outcome = await onScene({ ...job, hashes: { ...job.hashes, secret: false } }, world, async (scene) => {
    const file = scene.sources[0]?.input.operand ?? '';
    const opening = job.sources[0]?.opening;
    const secret = job.aliasSecret ?? (await secretIn(file, opening, world));
    world.findings.listen(({ code, about, at }: Finding) => {
      if (about?.kind !== null || at.line === undefined) return;
      refused.get(aliasOf(secret, about))?.push({ file, line: at.line, code });
    });
    for await (const batch of scene.read()) {
      for (let row = 0; row < batch.count; row++) {
        const found = rows.get(aliasOf(secret, entryAt(batch, row)));
        if (found === undefined) continue;
        const told = answeredRow(batch, row, { relation: 'listed', file, interns: world.interns });
        found.push(job.showsValues === true ? { ...told, value: valueAt(batch, row) } : told);
      }
    }
    if (job.aliasSecret === null) refuseShort(scene);
  });
  const answers = aliases.map((alias, i) => ({
    number: i + 1,
    alias,
    isUsable: true as const,
    rows: rows.get(alias) ?? [],
    refused: refused.get(alias) ?? [],
  }));
  return { ...outcome, answers };
}

function valueAt(batch: Parameters<typeof entryAt>[0], row: number): string {
  return keyText(kindOf(batch.kind[row] ?? 0), entryAt(batch, row).bytes);
}

/** The secret of a list that is not open yet. */
async function secretIn(operand: string, opening: Opening | undefined, { host }: World): Promise<string> {
  if (operand === '-') throw badAlias('standard input can be read once, and the aliases of a list need it twice');
  const input = await openInput(operand, host, { sha256: false, secret: true }, opening);
  try {
    for await (const _chunk of input.chunks()); // hashed on its way
    return input.progress.secret ?? '';
  } finally {
    await input.close();
  }
}

/** Reports on so short a list name no entry by an alias of its own, so nothing would ever be found. */
function refuseShort({ sources }: Scene): void {
  const rows = sources.reduce((sum, { accepted, rejected }) => sum + accepted + rejected, 0);
  if (rows < LEAST_ROWS) throw badAlias(`a list of fewer than ${LEAST_ROWS} rows has aliases only with --alias-key`);
}

function badAlias(reason: string): Error {
  return usage('usage/bad-option', { option: '--alias', reason });
}
