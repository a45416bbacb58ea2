// The frame of writers for programs that let the most specific rule win: listed names as they come, exceptions when it is
// known what they are exceptions to.
import type { Batch } from '../../model/batch.ts';
import { EXCEPTED, WITHDRAWN } from '../../model/scope.ts';
import type { WriteContext } from '../format.ts';
import { ByteWriter } from './emit.ts';
import { Exceptions, type Standing } from './exceptions.ts';

export interface NameRules {
  /** Before the first rule; the exceptions are not known yet. */
  begin?(out: ByteWriter): void;
  /** Row i, of which all or only what is below the name stands. */
  listed(out: ByteWriter, batch: Batch, i: number, standing: Standing): void;
  /** Excepted row i, before any listed one; false where the format cannot say it. */
  canExcept?(batch: Batch, i: number): boolean;
  /** After the last row. */
  finish(out: ByteWriter): void;
}

/** Needs exceptions first, each name once, and no covered names; `setup` runs once per run. */
export function writeNames<Options>(
  setup: (context: WriteContext<Options>, exceptions: Exceptions) => NameRules,
): (batches: AsyncIterable<Batch>, context: WriteContext<Options>) => AsyncIterable<Uint8Array> {
  return async function* write(batches, context) {
    const out = new ByteWriter();
    const exceptions = new Exceptions(context);
    const rules = setup(context, exceptions);
    rules.begin?.(out);
    for await (const batch of batches) {
      for (let i = 0; i < batch.count; i++) {
        if (batch.op[i] === WITHDRAWN) continue;
        if (batch.op[i] === EXCEPTED) {
          if (rules.canExcept?.(batch, i) ?? true) exceptions.add(batch, i);
          continue;
        }
        const standing = exceptions.standing(batch, i);
        if (standing !== null) rules.listed(out, batch, i, standing);
      }
      if (out.length > 0) yield out.take();
    }
    rules.finish(out);
    if (out.length > 0) yield out.take();
  };
}
