// URLs on their way to a proxy: what it does not look at is told as loss, and what it would trip over is left out.
import { describe, expect, it } from 'vitest';
import { formats } from '../../src/formats/index.ts';
import type { LossClass } from '../../src/model/loss.ts';
import { convert, type Dialect } from '../support/convert.ts';

function dialect(id: string, options: Dialect['options'] = {}): Dialect {
  const format = formats.find((each) => each.id === id);
  if (format === undefined) throw new Error(`there is no format ${id}`);
  return { format, options };
}

async function written(text: string, target: Dialect, allowedLoss: LossClass[], scope = 'prefix') {
  const { outcome, findings, bytes } = await convert(dialect('url-list', { scope }), text, target, { allowedLoss });
  const lines = bytes.toString().split('\n');
  return {
    entries: lines.filter((line) => line !== '' && !line.startsWith('#')),
    refused: outcome.failure?.args['classes'] ?? null,
    lost: outcome.tally.losses.map(({ class: lossClass, what, count }) => `${lossClass} ${what} ${count ?? '?'}`),
    covered: findings.countOf('merge/covered'),
  };
}

describe('parts of URLs that a target ignores', () => {
  it('are told, and make one entry of two', async () => {
    const text = 'http://example.com/A\nhttps://www.example.com/a\nexample.net/%28\n';
    const { entries, lost, refused } = await written(text, dialect('squidguard-urls'), []);
    expect(refused).toBeNull();
    expect(entries).toEqual(['example.com/a', 'example.net/(']);
    expect(lost).toEqual(
      expect.arrayContaining([
        'url-coarsened http and https 2',
        'url-coarsened capital and small letters 1',
        'url-coarsened hosts with www and without 1',
        'url-coarsened escaped and plain characters of paths 1',
      ]),
    );
  });

  it('stop the run where another page would be blocked too', async () => {
    const text = 'http://example.com:8080/a\nhttp://example.com/b\n';
    const nginx = dialect('nginx-map', { match: 'url' });
    const { refused } = await written(text, nginx, [], 'exact');
    expect(refused).toBe('scope-widened');
    const { entries, lost } = await written(text, nginx, ['scope-widened'], 'exact');
    expect(entries).toEqual(['"example.com/a" 1;', '"example.com/b" 1;']);
    expect(lost).toContain('scope-widened one port to all ports 1');
  });

  it('cost nothing where the target looks at all of it', async () => {
    const { lost } = await written('http://example.com:8080/A?b\n', dialect('squid-url-regex'), [], 'exact');
    expect(lost.filter((loss) => /coarsened|widened/u.test(loss))).toEqual([]);
  });
});

describe('a URL that begins like a listed prefix', () => {
  it('is left out where the longer one would hide the shorter', async () => {
    const text = 'example.com/a/b\nexample.com/a/\nexample.com/a\nexample.com/b\nexample.net/a/b\n';
    const { entries, covered } = await written(text, dialect('squidguard-urls'), []);
    expect(entries).toEqual(['example.com/a', 'example.com/b', 'example.net/a/b']);
    expect(covered).toBe(2);
  });

  it('stays where both may stand', async () => {
    const { entries, covered } = await written('example.com/a/b\nexample.com/a/\n', dialect('squid-url-regex'), []);
    expect([entries.length, covered]).toEqual([2, 0]);
  });
});
