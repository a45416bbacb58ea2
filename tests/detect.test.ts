// What is said of the name of a file, and of a list that no format recognises.
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { candidates, detect, headOf } from '../src/formats/detect.ts';
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
  it('is said to be possible by how it begins: what type it is stands behind its entries', () => {
    const names = Array.from({ length: 50 }, (_, n) => `    "a${n}.example"`).join(',\n');
    const text = `{\n  "description": "Known \\"dynamic\\" names.",\n  "list": [\n${names},\n`;
    const head = headOf(Buffer.from(text), 'names.json', false);
    const [found] = candidates(head, formats).filter(({ format }) => format.id === 'misp-warninglist');
    expect(found?.because).toMatch(/^it begins as warning lists of MISP do/u);
  });
});

describe('a list that no format recognises', () => {
  it('is said to be of digests where most of its lines are', () => {
    const text = `${[1, 2, 3].map(md5).join('\n')}\n5bdd18e537b6\n`;
    try {
      disagreements(text, 'cut.txt');
      expect.unreachable();
    } catch (error) {
      const nearest = error instanceof Failure ? error.args['nearest'] : error;
      expect(nearest).toBe('; most lines look like digests (--from plain-digests)');
    }
  });
});
