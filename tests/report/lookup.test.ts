// What lookup tells of an entry, in words.
import { expect, it } from 'vitest';
import { unionOfKeys } from '../../src/model/record-key.ts';
import { type AnswerRow, lookupText } from '../../src/report/lookup-text.ts';
import { styleOf } from '../../src/report/style.ts';

it('tells the keys of several records one by one, and that one source gave none', () => {
  const partnerKey = unionOfKeys(unionOfKeys('ncmec:1/fixture-1', 'fixture-2'), undefined);
  const row: AnswerRow = {
    ...{ relation: 'listed', file: 'list.jsonl', line: 2, kind: 'md5', scope: 'exact', operation: 'present' },
    ...{ opinions: [], reviews: [], times: {}, origins: [], ...(partnerKey === undefined ? {} : { partnerKey }) },
  };
  const text = lookupText([{ number: 1, isUsable: true, rows: [row] }], { style: styleOf(0), values: null });
  expect(text).toContain('partner key: none, fixture-2, ncmec:1/fixture-1\n');
});
