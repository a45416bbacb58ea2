// The record reader against the patient one: the same objects are read, the same are refused, and the values are the same.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ABSENT, FALSE, JsonRecord, NESTED, NULL, NUMBER, TEXT, TRUE } from '../../src/formats/kit/json/record.ts';
import { type JsonValue, readJson } from '../../src/formats/kit/json/walk.ts';

const keys = ['a', 'b', 'é', 'long key', 'a"b'];

function valuesOf(record: JsonRecord): Map<string, JsonValue> {
  const values = new Map<string, JsonValue>();
  keys.forEach((key, i) => {
    const type = record.type[i];
    if (type === NULL) values.set(key, null);
    else if (type === TRUE || type === FALSE) values.set(key, type === TRUE);
    else if (type === NUMBER) values.set(key, Number(record.text(i)));
    else if (type === TEXT) values.set(key, record.text(i));
    else if (type === NESTED) values.set(key, record.nested(i));
    else expect(type).toBe(ABSENT);
  });
  return values;
}

function expectAlike(record: JsonRecord, bytes: Uint8Array): void {
  const patient = readJson(bytes, 0, bytes.length);
  const reason = record.read(bytes, 0, bytes.length);
  const isObject = patient.ok && patient.value instanceof Map;
  // Of keys that nobody asked for it is not noticed that they stand twice.
  if (!isObject && !(patient.ok === false && patient.reason === 'a key stands twice')) expect(reason).not.toBeNull();
  if (!isObject) return;
  expect(reason).toBeNull();
  const object = patient.value as ReadonlyMap<string, JsonValue>;
  expect(valuesOf(record)).toEqual(new Map([...object].filter(([key]) => keys.includes(key))));
  expect(record.others.length).toBe([...object.keys()].filter((key) => !keys.includes(key)).length);
}

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('a record', () => {
  const value = fc.jsonValue({ maxDepth: 3 });
  const object = fc.dictionary(fc.constantFrom(...keys, 'c', 'other'), value);

  it('is read as the patient reader does, one after another', () => {
    const record = new JsonRecord(keys);
    return fc.assert(
      fc.property(object, fc.constantFrom(0, 1, '\t'), (json, indent) => {
        expectAlike(record, encode(JSON.stringify(json, null, indent)));
      }),
    );
  });

  it('is refused where the patient reader refuses, whatever was lost or added', () => {
    const record = new JsonRecord(keys);
    const piece = fc.constantFrom('', '"', '\\', '{', '}', '[', ']', ',', ':', '\n', 'x', '0', '-', '.', 'é', '\u0001');
    return fc.assert(
      fc.property(object, fc.nat(), fc.nat({ max: 2 }), piece, (json, at, lost, added) => {
        const text = JSON.stringify(json);
        const place = at % (text.length + 1);
        expectAlike(record, encode(text.slice(0, place) + added + text.slice(place + lost)));
      }),
    );
  });

  it.each([
    ['{"a":1,"a":2}', 'a key stands twice'],
    ['{"a":"b"} 1', 'something follows the value'],
    ['{"a":01}', 'a value is missing'],
    ['{"a":1.}', 'a value is missing'],
    ['{"a":tru}', 'a value is missing'],
    ['{"a":"\t"}', 'a text holds a control character'],
    ['{"a":"\\x"}', 'a text holds a bad escape'],
    ['{"a":[1,{"b":}]}', 'a value is missing'],
    ['{"a":1', 'it is cut short'],
    ['[]', 'it is no object'],
  ])('%j: %s', (text, reason) => {
    const bytes = encode(text);
    expect(new JsonRecord(keys).read(bytes, 0, bytes.length)).toBe(reason);
  });

  it('refuses what is not UTF-8, and keeps no picture', () => {
    const record = new JsonRecord(keys);
    expect(record.read(Uint8Array.of(123, 34, 97, 34, 58, 34, 0xff, 34, 125), 0, 9)).toBe('it is not UTF-8');
    const picture = `data:image/png;base64,${'A'.repeat(100)}`;
    const bytes = encode(JSON.stringify({ a: picture, b: { x: [picture, 'y'] }, c: picture }));
    expect(record.read(bytes, 0, bytes.length)).toBeNull();
    expect(record.pictures).toEqual(['a', 'x', 'c']);
    expect(valuesOf(record)).toEqual(
      new Map<string, JsonValue>([
        ['a', null],
        ['b', new Map([['x', ['y']]])],
      ]),
    );
  });
});
