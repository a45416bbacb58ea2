// Every check against its own examples: a bad key reports exactly its codes, a good one none.
import { describe, expect, it } from 'vitest';
import type { Check, CheckExample } from '../../src/hygiene/check.ts';
import { createGuard } from '../../src/hygiene/guard/guard.ts';
import { checks } from '../../src/hygiene/index.ts';
import { BatchBuilder } from '../../src/model/batch-builder.ts';
import type { DiagnosticCode } from '../../src/model/diagnostics.ts';
import type { TimeField } from '../../src/model/fields.ts';
import { keyBytes } from '../../src/model/key-text.ts';
import { kinds } from '../../src/model/kinds.ts';
import { scopeCode } from '../../src/model/scope.ts';
import { parseIsoText } from '../../src/model/times.ts';

const AS_OF = parseIsoText('2026-01-01');

const network = (text: string): Uint8Array => keyBytes(kinds.cidr, text) ?? new Uint8Array();
const guard = createGuard([
  {
    title: 'own names',
    isOwn: true,
    names: [{ name: 'isp.example', reach: 'subtree' }],
    networks: [network('198.51.100.1/32')],
    substrings: [],
  },
  {
    title: 'schools',
    isOwn: false,
    names: [{ name: 'school.example', reach: 'subtree' }],
    networks: [network('192.0.2.0/28')],
    substrings: [],
  },
]);

async function codesFor(
  check: Check,
  { kind, key, scope = 'exact', times = {} }: CheckExample,
): Promise<DiagnosticCode[]> {
  const builder = new BatchBuilder(0);
  const bytes = keyBytes(kinds[kind], key);
  if (bytes === null) throw new Error('the example is no key');
  builder.begin(1);
  builder.addBytes(kinds[kind].code, scopeCode(scope), bytes, 0, bytes.length);
  for (const [field, text] of Object.entries(times)) builder.setTime(field as TimeField, parseIsoText(text));
  const codes: DiagnosticCode[] = [];
  const batch = builder.take();
  await guard.ready(batch);
  check.check(batch, { asOf: AS_OF, guard, report: (code, i) => codes.push(code) + i });
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
        it(`reports ${says} for an example of ${example.kind}`, async () => {
          expect(await codesFor(check, example)).toEqual(example.codes);
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
