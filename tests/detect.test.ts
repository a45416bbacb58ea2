// What is said of the name of a file, and of a list that no format recognises.
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { detect, headOf } from '../src/formats/detect.ts';
import { formats } from '../src/formats/index.ts';
import { Failure } from '../src/model/failure.ts';
import { HEAD_BYTES } from '../src/pipeline/files.ts';

const md5 = (n: number): string => createHash('md5').update(`fixture-${n}`).digest('hex');

const example = (id: string): string => {
  const text = formats.find((format) => format.id === id)?.examples[0].text;
  if (typeof text !== 'string') throw new Error(`${id} has no example in text`);
  return text;
};

function disagreements(text: string, name: string): string[] {
  const codes: string[] = [];
  detect(headOf(Buffer.from(text), name, true), formats, name, (code) => void codes.push(code));
  return codes;
}

describe('the name of a file', () => {
  it('is no contradiction where its ending is that of the container only', () => {
    for (const id of ['icse-csv', 'iped-csv', 'misp-csv', 'abuse-ch', 'checkpoint-csv', 'phishtank-csv'])
      expect([id, disagreements(example(id), 'list.csv')]).toEqual([id, []]);
    for (const id of ['misp-warninglist', 'phishtank-json', 'case-uco'])
      expect([id, disagreements(example(id), 'list.json')]).toEqual([id, []]);
  });

  it('contradicts a content that is made of something else, or that belongs to another format', () => {
    expect(disagreements(example('stopncii'), 'list.csv')).toEqual(['detect/name-disagrees']);
    expect(disagreements(example('icse-csv'), 'list.json')).toEqual(['detect/name-disagrees']);
    expect(disagreements(example('icse-csv'), 'list.rpz')).toEqual(['detect/name-disagrees']);
  });
});

describe('a file made to be looked at for long', () => {
  // Every format looks at every file: a pattern that begins anew at every line, over what it has passed, cost six seconds.
  it.each(['\n', ' ', '\r\n ', '\t\n', '{', '<', '"', '# \n', 'rule '])('is none: %j again and again', (piece) => {
    const head = headOf(Buffer.from(piece.repeat(Math.ceil(HEAD_BYTES / piece.length))), 'list', true);
    for (const { id, detect: look } of formats) {
      const spent = process.cpuUsage();
      look(head);
      const { user } = process.cpuUsage(spent);
      expect([id, user / 1000 < 400]).toEqual([id, true]);
    }
  });
});

describe('a warning list of MISP that is longer than what is looked at', () => {
  const names = Array.from({ length: 50 }, (_, n) => `    "a${n}.example"`).join(',\n');
  const text = `{\n  "description": "Known \\"dynamic\\" names.",\n  "list": [\n${names},\n`;

  // What type it is stands behind its entries. Six formats that are named .json were as likely, by the name alone.
  it.each(['names.json', 'list', ''])('is known by how it begins, whatever it is called: %j', (name) => {
    const told: string[] = [];
    const chosen = detect(headOf(Buffer.from(text), name, false), formats, 'input', (code) => void told.push(code));
    expect(chosen.format.id).toBe('misp-warninglist');
    expect(chosen.because).toMatch(/^it begins as warning lists of MISP do/u);
    expect(told).toEqual([]);
  });
});

describe('a name', () => {
  const failureOf = (text: string, name: string): Failure => {
    try {
      disagreements(text, name);
    } catch (error) {
      if (error instanceof Failure) return error;
    }
    return expect.unreachable();
  };
  const tie = `url\n${'http://example.com/a\n'.repeat(12)}`;

  it('decides between formats that are as sure of the content, and it is said so', () => {
    expect(failureOf(tie, 'list.txt').code).toBe('detect/ambiguous');
    expect(failureOf(tie, '').code).toBe('detect/ambiguous');
    const chosen = detect(headOf(Buffer.from(tie), 'list.csv', true), formats, 'list.csv', () => {});
    expect(chosen.format.id).toBe('csv');
    expect(chosen.because).toBe(
      'the header has url; the file name speaks for it and not for url-list (the lines are URLs)',
    );
  });

  it('chooses nothing alone, and it is said what it could be', () => {
    for (const [name, ids] of [
      ['list.rpz', 'rpz-zone'],
      ['list.jsonl', 'canonical, json-lines'],
    ] as const) {
      const { code, args } = failureOf('two words\nno list\n', name);
      expect([code, args['nearest']]).toEqual([
        'detect/unknown',
        `; its content says nothing, its name could be that of ${ids}`,
      ]);
    }
  });
});

describe('a table of nothing but its header', () => {
  // Its third column is called as a type of Check Point, and a header is no record.
  it.each(['', 'list', 'list.csv'])('is a table, called %j', (name) => {
    const head = headOf(Buffer.from('md5,sha1,sha256,size,first_seen\n'), name, true);
    expect(detect(head, formats, 'input', () => {}).format.id).toBe('csv');
  });
});

describe('a bad row in a short list', () => {
  const chosen = (text: string | Uint8Array): string =>
    detect(headOf(Buffer.from(text), 'list.txt', true), formats, 'input', () => {}).format.id;

  it.each([
    ['plain-digests', `${md5(1)}\n${md5(2)}\0\n`],
    ['plain-digests', `${md5(1)}\nzz\n${md5(2)}\n`],
    ['plain-digests', `${md5(1)}\n${'\0'.repeat(4096)}`],
    ['domain-list', 'a.example\nb.exa\0mple\nc.example\n'],
    ['checksum-file', `\0\n${md5(1)}  a.bin\n${md5(2)}  b.bin\n`],
  ])('costs that row: %s', (id, text) => expect(chosen(text)).toBe(id));

  it.each([
    ['where most lines have NUL in them', `${md5(1)}\n${`${md5(2)}\0\n`.repeat(2)}`],
    ['where the first line may be the header of a table', `reference\n${md5(1)}\n${md5(2)}\n`],
    ['where there are two among few', `${md5(1)}\nzz\n${md5(2)}\nzz\n${md5(3)}\n`],
    ['where all is bytes', Uint8Array.from({ length: 4096 }, (_, i) => (i * i * 31) >> 3)],
  ])('leaves it unrecognised: %s', (_, text) => expect(() => chosen(text)).toThrow(Failure));
});

describe('a list that no format recognises', () => {
  it('is said to be of digests where most of its lines are', () => {
    const text = `${[1, 2, 3].map(md5).join('\n')}\n5bdd18e537b6\n7c4e\n`;
    try {
      disagreements(text, 'cut.txt');
      expect.unreachable();
    } catch (error) {
      const nearest = error instanceof Failure ? error.args['nearest'] : error;
      expect(nearest).toBe('; most lines look like digests (--from plain-digests)');
    }
  });
});
