// Every check against its own examples: a bad key reports exactly its codes, a good one none.
import { describe, expect, it } from 'vitest';
import type { Check, CheckExample } from '../../src/hygiene/check.ts';
import { checks } from '../../src/hygiene/index.ts';
import { BatchBuilder } from '../../src/model/batch-builder.ts';
import type { DiagnosticCode } from '../../src/model/diagnostics.ts';
import type { TimeField } from '../../src/model/fields.ts';
import { keyBytes } from '../../src/model/key-text.ts';
import { kinds } from '../../src/model/kinds.ts';
import { parseIsoText } from '../../src/model/times.ts';

const AS_OF = parseIsoText('2026-01-01');

function codesFor(check: Check, { kind, key, times = {} }: CheckExample): DiagnosticCode[] {
  const builder = new BatchBuilder(0);
  const bytes = keyBytes(kinds[kind], key);
  if (bytes === null) throw new Error('the example is no key');
  builder.begin(1);
  builder.addBytes(kinds[kind].code, 0, bytes, 0, bytes.length);
  for (const [field, text] of Object.entries(times)) builder.setTime(field as TimeField, parseIsoText(text));
  const codes: DiagnosticCode[] = [];
  check.check(builder.take(), { asOf: AS_OF, report: (code, i) => codes.push(code) + i });
  return codes;
}

describe('checks', () => {
  it('are listed in the order of their ids, once', () => {
    const ids = checks.map(({ id }) => id);
    expect(ids).toEqual([...new Set(ids)].sort());
  });

  for (const check of checks) {
    describe(check.id, () => {
      for (const example of check.examples) {
        const says = example.codes.length === 0 ? 'nothing' : example.codes.join(', ');
        it(`reports ${says} for an example of ${example.kind}`, () => {
          expect(codesFor(check, example)).toEqual(example.codes);
        });
      }

      it('has an example for every code, and a good one', () => {
        const shown = new Set(check.examples.flatMap(({ codes }) => codes));
        expect([...shown].sort()).toEqual([...check.codes].sort());
        expect(check.examples.some(({ codes }) => codes.length === 0)).toBe(true);
      });
    });
  }
});
