// The walker of JSON documents against JSON.parse: the same entries, however the document is spelled and cut.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_ITEM } from '../../src/formats/kit/document.ts';
import { type DocumentShape, JsonItems } from '../../src/formats/kit/json/items.ts';

interface Walked {
  readonly items: { readonly text: string; readonly line: number; readonly path: string; readonly isCut: boolean }[];
  readonly facts: [string, string][];
  readonly faults: string[];
  readonly tooLong: number;
}

const shape: DocumentShape = {
  items: ['objects[]', 'response[].Event.Attribute[]', '[]'],
  facts: ['type', 'info.date'],
};

function walk(text: string | Uint8Array, chunk = 65_536): Walked {
  const result: Walked & { tooLong: number } = { items: [], facts: [], faults: [], tooLong: 0 };
  const walker = new JsonItems(shape, {
    onFact: (path, json) => result.facts.push([path, json]),
    onFault: (reason) => result.faults.push(reason),
    onCut: () => result.faults.push('it is cut short'),
    onTooLong: (_line, piece) => {
      result.tooLong += piece.length;
    },
  });
  const take = (): void => {
    while (walker.next()) {
      const { line, path, isCut } = walker;
      result.items.push({ text: Buffer.from(walker.raw()).toString(), line, path, isCut });
    }
  };
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += chunk) {
    walker.feed(bytes.subarray(at, at + chunk));
    take();
  }
  walker.finish();
  take();
  return result;
}

const texts = (walked: Walked): string[] => walked.items.map(({ text }) => text);

describe('entries of a document', () => {
  it('stops at each element of the arrays asked for, and tells facts around them', () => {
    const walked = walk(
      '{"type":"bundle",\n"x":[{"objects":[1]}],"objects":[{"a":1},\n {"b":[2,{}]}],"info":{"date":"d"}}',
    );
    expect(texts(walked)).toEqual(['{"a":1}', '{"b":[2,{}]}']);
    expect(walked.items.map(({ line, path }) => [line, path])).toEqual([
      [2, 'objects[0]'],
      [3, 'objects[1]'],
    ]);
    expect(walked.facts).toEqual([
      ['type', '"bundle"'],
      ['info.date', '"d"'],
    ]);
    expect(walked.faults).toEqual([]);
  });

  it('finds arrays in arrays, and a bare array', () => {
    expect(texts(walk('{"response":[{"Event":{"id":1,"Attribute":[{"v":1}]}},{"Event":{"Attribute":[2]}}]}'))).toEqual([
      '{"v":1}',
      '2',
    ]);
    expect(texts(walk('[{"a":1},"b",3]'))).toEqual(['{"a":1}', '"b"', '3']);
  });

  it('takes objects that stand alone, one after another, as entries', () => {
    const walked = walk('{"a":{"objects":[1]}}\n{"type":"x"}{"c":"}"}\n');
    expect(texts(walked)).toEqual(['{"a":{"objects":[1]}}', '{"type":"x"}', '{"c":"}"}']);
    expect(walked.items.map(({ line, path }) => [line, path])).toEqual([
      [1, ''],
      [2, ''],
      [2, ''],
    ]);
  });

  it('gives what JSON.parse gives, in any spelling and any pieces', () => {
    const json = fc.jsonValue({ maxDepth: 4 });
    return fc.assert(
      fc.property(
        fc.array(json),
        json,
        fc.boolean(),
        fc.integer({ min: 1, max: 40 }),
        (items, other, isPretty, chunk) => {
          const document = { other, objects: items, type: 'bundle', last: other };
          const text = JSON.stringify(document, null, isPretty ? 2 : 0);
          const walked = walk(text, chunk);
          expect(texts(walked).map((each) => JSON.parse(each))).toEqual(JSON.parse(JSON.stringify(items)));
          expect(walked.facts).toEqual([['type', '"bundle"']]);
          expect(walked.faults).toEqual([]);
          expect(walked.items.some(({ isCut }) => isCut)).toBe(false);
          const lines = text.split('\n');
          for (const each of walked.items) expect(lines[each.line - 1]).toContain(each.text.slice(0, 1));
        },
      ),
    );
  });

  it('tells of any cut, and never of an entry that is whole as cut', () => {
    const text = '{"type":"bundle","objects":[{"a":"x\\"]}"},{"b":[1,2]},3],"info":{"date":"d"}}';
    for (let end = 1; end < text.length; end++) {
      const walked = walk(text.slice(0, end), 3);
      const whole = texts(walked).filter((_, i) => walked.items[i]?.isCut === false);
      expect(['{"a":"x\\"]}"}', '{"b":[1,2]}', '3'].slice(0, whole.length)).toEqual(whole);
      expect(walked.faults.length + walked.items.filter(({ isCut }) => isCut).length).toBe(1);
    }
  });

  it('loses no more than the neighbours of a fault', () => {
    expect(texts(walk('{"objects":[{"a":1} {"b":2},,oops {"c":3}]}'))).toEqual([
      '{"a":1}',
      '{"b":2}',
      'oops',
      '{"c":3}',
    ]);
    expect(walk('{"objects":[1}').faults).toEqual(['a bracket is not where it belongs', 'it is cut short']);
    expect(walk('{"type":"a","type":"b","objects":[]}').faults).toEqual(['a key stands twice']);
    expect(walk(']}').faults).toEqual(['a bracket is not where it belongs']);
    expect(walk('{1:2,"objects":[{"a":1}]}').faults).toEqual(['a key is missing']);
  });

  it('holds no more than one entry, and lets go of one without end', () => {
    const long = `{"objects":[{"a":"${'x'.repeat(MAX_ITEM + 100_000)}"},{"b":1}]}`;
    const walked = walk(long);
    expect(texts(walked)).toEqual(['{"b":1}']);
    expect(walked.tooLong).toBe(MAX_ITEM + 100_000 + 8);
    const alone = walk(`{"a":"${'x'.repeat(MAX_ITEM + 100_000)}"}`);
    expect([alone.items.length, alone.faults]).toEqual([0, ['it is longer than an entry may be']]);
  });

  it('survives anything, alike in any pieces', () => {
    const token = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      '"',
      '\\',
      ',',
      ':',
      '"objects"',
      '"type"',
      '1',
      'x',
      ' ',
      '\n',
      '\0',
      'é',
    );
    return fc.assert(
      fc.property(fc.array(token, { maxLength: 40 }), fc.integer({ min: 1, max: 9 }), (tokens, chunk) => {
        const text = tokens.join('');
        const whole = walk(text);
        expect(walk(text, chunk)).toEqual(whole);
      }),
    );
  });
});
