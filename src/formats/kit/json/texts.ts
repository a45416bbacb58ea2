// JSON documents whose entries are texts in an array.
import type { Syntax } from '../document.ts';
import { type DocumentShape, JsonItems } from './items.ts';
import { readJson } from './walk.ts';

export function textSyntax(shape: DocumentShape): Syntax<string> {
  return {
    items: (handlers) => new JsonItems(shape, handlers),
    parse(bytes, from, to) {
      const json = readJson(bytes, from, to);
      if (!json.ok) return json;
      return typeof json.value === 'string' ? { ok: true, value: json.value } : { ok: false, reason: 'it is no text' };
    },
    bad: 'row/bad-json',
    withoutPictures: (entry) => entry,
  };
}
