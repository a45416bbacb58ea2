// The walker and the reader of XML against saxes: the same elements, however the document is spelled and cut.
import * as fc from 'fast-check';
import { SaxesParser } from 'saxes';
import { describe, expect, it } from 'vitest';
import { MAX_ITEM } from '../../src/formats/kit/document.ts';
import { xmlText } from '../../src/formats/kit/xml/characters.ts';
import { XmlItems } from '../../src/formats/kit/xml/items.ts';
import type { XmlShape } from '../../src/formats/kit/xml/shape.ts';
import { readXml, type XmlElement } from '../../src/formats/kit/xml/walk.ts';

interface Walked {
  readonly items: { readonly text: string; readonly line: number; readonly path: string; readonly isCut: boolean }[];
  readonly facts: [string, string][];
  readonly faults: string[];
  readonly tooLong: number;
}

const shape: XmlShape = { items: ['list/entries/entry', '//file'], facts: ['list/title', 'list/entries@count'] };

function walk(text: string, chunk = 65_536): Walked {
  const result: Walked & { tooLong: number } = { items: [], facts: [], faults: [], tooLong: 0 };
  const walker = new XmlItems(shape, {
    onFact: (path, written) => result.facts.push([path, written]),
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

const texts = (text: string): string[] => walk(text).items.map((item) => item.text);

function read(text: string): XmlElement | string {
  const bytes = Buffer.from(text);
  const result = readXml(bytes, 0, bytes.length);
  return result.ok ? result.value : result.reason;
}

/** What saxes makes of the element, or null where it is not well formed. */
function oracle(text: string): XmlElement | null {
  type Open = { name: string; attributes: Map<string, string>; children: XmlElement[]; text: string };
  const open: Open[] = [];
  let root: XmlElement | null = null;
  let isBad = false;
  const local = (name: string): string => name.slice(name.indexOf(':') + 1);
  const parser = new SaxesParser({ fragment: false });
  parser.on('error', () => {
    isBad = true;
  });
  parser.on('opentag', ({ name, attributes }) => {
    const kept = Object.entries(attributes).filter(([key]) => key !== 'xmlns' && !key.startsWith('xmlns:'));
    open.push({
      name: local(name),
      attributes: new Map(kept.map(([key, value]) => [local(key), value])),
      children: [],
      text: '',
    });
  });
  const addText = (more: string): void => {
    const top = open.at(-1);
    if (top !== undefined) top.text += more;
  };
  parser.on('text', addText);
  parser.on('cdata', addText);
  parser.on('closetag', () => {
    const closed = open.pop();
    if (closed === undefined) return;
    const parent = open.at(-1);
    if (parent === undefined) root = closed;
    else parent.children.push(closed);
  });
  parser.write(text).close();
  return isBad ? null : root;
}

const word = fc.constantFrom('a', 'bc', 'd-e', 'f.g', 'x:h');
const plain = fc.string({ unit: fc.constantFrom('a', ' ', '\n', '<', '>', '&', '"', "'", 'ü', '😀', ']') });
const attributes = fc.uniqueArray(fc.tuple(fc.constantFrom('k', 'l', 'm'), plain), { selector: ([key]) => key });
const aside = fc.constantFrom('<!-- <file> -->', '<?p q?>', '<![CDATA[</file> & ]]>', '<!---->');

const element: fc.Arbitrary<string> = fc.letrec<{ element: string }>((tie) => ({
  element: fc
    .record({
      name: word,
      attributes,
      blank: fc.constantFrom('', ' ', '\n'),
      quote: fc.constantFrom('"', "'"),
      inside: fc.array(fc.oneof({ maxDepth: 3 }, plain.map(xmlText), aside, tie('element')), { maxLength: 3 }),
    })
    .map(({ name, attributes: pairs, blank, quote, inside }) => {
      const written = pairs.map(([key, value]) => ` ${key}${blank}=${blank}${quote}${xmlText(value)}${quote}`).join('');
      const content = inside.join('');
      return content === '' && quote === '"'
        ? `<${name}${written}${blank}/>`
        : `<${name}${written}${blank}>${content}</${name}${blank}>`;
    }),
})).element;

describe('an element', () => {
  it('is what saxes reads', () => {
    return fc.assert(
      fc.property(element, (text) => {
        const bound = text.replace(/^<([^\s/>]+)/u, '<$1 xmlns:x="urn:x"'); // saxes asks for no more of a prefix
        expect(read(bound)).toEqual(oracle(bound));
      }),
    );
  });

  it('that saxes refuses is never taken for one that it reads otherwise', () => {
    const broken = fc
      .tuple(element, fc.nat(), fc.constantFrom('', '<', '>', '"', '&', '/', 'a'))
      .map(([text, at, put]) => text.slice(0, at % (text.length + 1)) + put + text.slice((at % (text.length + 1)) + 1));
    return fc.assert(
      fc.property(broken, (text) => {
        fc.pre(Buffer.from(text).toString() === text); // saxes stumbles over half a character
        const ours = read(text);
        const theirs = oracle(text);
        if (typeof ours !== 'string' && theirs !== null) expect(ours).toEqual(theirs);
      }),
    );
  });

  it.each([
    ['<a><b></a>', 'a tag closes another element'],
    ['<a k="1" k="2"/>', 'an attribute stands twice'],
    ['<a k=1/>', 'an attribute has no quotes'],
    ['<a k/>', 'an attribute has no value'],
    ['<a>&lol;</a>', 'an entity is not one of XML'],
    ['<a>& b</a>', 'an entity is not one of XML'],
    ['<a>&#0;</a>', 'an entity is not one of XML'],
    ['<a>&#xd800;</a>', 'an entity is not one of XML'],
    ['<a><!ELEMENT b></a>', 'a declaration stands among the elements'],
    ['<a/><b/>', 'something follows the element'],
    ['<a', 'it is cut short'],
    ['<a>text', 'it is cut short'],
    ['<a><!-- ', 'it is cut short'],
    ['text', 'it is no element'],
    [`${'<a>'.repeat(65)}${'</a>'.repeat(65)}`, 'it is nested too deeply'],
  ])('is refused with a reason: %s', (text, reason) => expect(read(text)).toBe(reason));
});

describe('entries of a document', () => {
  it('are found by path and anywhere, with facts around them', () => {
    const walked = walk(
      '<?xml version="1.0"?>\n<l:list xmlns:l="urn:x"><title> A &amp; B </title>\n<entries count="2"><entry id="1"/>\n' +
        '<entry><file/></entry></entries><entry/><deep><file>x</file></deep></l:list>\n',
    );
    expect(walked.items.map(({ text }) => text)).toEqual([
      '<entry id="1"/>',
      '<entry><file/></entry>',
      '<file>x</file>',
    ]);
    expect(walked.items.map(({ line, path }) => [line, path])).toEqual([
      [3, 'list/entries/entry[0]'],
      [4, 'list/entries/entry[1]'],
      [4, 'list/deep/file[0]'],
    ]);
    expect(walked.facts).toEqual([
      ['list/title', 'A & B'],
      ['list/entries@count', '2'],
    ]);
    expect(walked.faults).toEqual([]);
  });

  it('stand alone where they were refused', () => {
    expect(texts('<entry>1</entry>\n<file/>\n<entry>2</entry>')).toEqual([
      '<entry>1</entry>',
      '<file/>',
      '<entry>2</entry>',
    ]);
  });

  it('end where their name is closed, whatever was lost inside', () => {
    const text = '<list><entries><entry><a></entry><entry><!-- </entry> --><b></b></entry></entries></list>';
    expect(texts(text)).toEqual(['<entry><a></entry>', '<entry><!-- </entry> --><b></b></entry>']);
  });

  it('are the same for pieces of any size', () => {
    const piece = fc.oneof(
      element,
      element.map((inside) => `<entry>${inside}</entry>`),
      aside,
      plain.map(xmlText),
    );
    return fc.assert(
      fc.property(fc.array(piece, { maxLength: 5 }), fc.integer({ min: 1, max: 9 }), (pieces, chunk) => {
        const text = `<list><entries count="1">${pieces.join('\n')}</entries></list>`;
        expect(walk(text, chunk)).toEqual(walk(text));
      }),
    );
  });

  it('are cut where the document is', () => {
    const text = '<list><entries><entry><a/></entry></entries></list>';
    for (let end = 1; end < text.length; end++) {
      const { items, faults } = walk(text.slice(0, end));
      expect(items.some(({ isCut }) => isCut) || faults.includes('it is cut short'), text.slice(0, end)).toBe(true);
    }
    expect(walk(text).faults).toEqual([]);
  });

  it('have nothing but blanks around the document', () => {
    expect(walk('\n<list/>\n').faults).toEqual([]);
    for (const chunk of [1, 65_536]) {
      expect(walk('words <list/>', chunk).faults).toEqual(['text stands outside of it']);
      expect(walk('<list/> words', chunk).faults).toEqual(['text stands outside of it']);
    }
  });

  it('may not be longer than the limit', () => {
    const long = `<list><entries><entry>${'x'.repeat(MAX_ITEM + 100_000)}</entry><entry/></entries></list>`;
    const walked = walk(long);
    expect(walked.items.map(({ text }) => text)).toEqual(['<entry/>']);
    expect(walked.tooLong).toBe(MAX_ITEM + 100_000 + 15);
  });
});

describe('a document type', () => {
  it.each([
    '<!DOCTYPE list [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]><list><entries><entry>&b;</entry></entries></list>',
    '<?xml version="1.0"?>\n<!doctype list SYSTEM "file:///etc/passwd"><list/>',
  ])('is refused: %s', (text) => {
    for (const chunk of [1, 65_536]) expect(() => walk(text, chunk)).toThrow('input/doctype');
  });
});
