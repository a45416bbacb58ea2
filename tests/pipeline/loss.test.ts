// What a conversion says it loses, in cases where two rules meet. The rest is in the contract of the formats.
import { describe, expect, it } from 'vitest';
import type { Format } from '../../src/formats/format.ts';
import { formats } from '../../src/formats/index.ts';
import { type LossClass, lossOf, presenceOf } from '../../src/model/loss.ts';
import { inventedHex } from '../support/batches.ts';
import { carriesOf, convert, type Dialect } from '../support/convert.ts';

function dialect(id: string, options: Dialect['options'] = {}): Dialect {
  const format = formats.find((each: Format) => each.id === id);
  if (format === undefined) throw new Error(`there is no format ${id}`);
  return { format, options };
}

const told = async (source: Dialect, text: string, target: Dialect, allowedLoss: LossClass[] = []) => {
  const { outcome, bytes } = await convert(source, text, target, { allowedLoss });
  return {
    refused: outcome.failure?.args['classes'] ?? null,
    lost: outcome.tally.losses.map((loss) => `${loss.class} ${loss.what} ${loss.count ?? '?'}`),
    text: bytes.toString(),
  };
};

describe('loss', () => {
  it('of a scope is not told of rows that are dropped for their kind', async () => {
    const text = 'kind,key,scope\nurl,http://example.com/a/,prefix\ndomain,example.net,exact\n';
    const { refused, lost, text: out } = await told(dialect('csv'), text, dialect('hosts-file'), ['kind-dropped']);
    expect(refused).toBeNull();
    expect(lost.filter((loss) => loss.startsWith('scope'))).toEqual([]);
    expect(out).toBe('0.0.0.0 example.net\n');
  });

  it('of a scope is told by the scope the kind can have: URLs have no subtree', async () => {
    const target = dialect('url-list', { scope: 'prefix', bare: 'subtree' });
    const { lost } = await told(dialect('url-list'), 'http://example.com/a\n', target, ['scope-widened']);
    expect(lost).toContain('scope-widened exact to prefix 1');
    const planned = lossOf(presenceOf(carriesOf(dialect('url-list'))), carriesOf(target));
    expect(planned.map((loss) => loss.what)).not.toContain('exact to subtree');
  });

  it('of a withdrawal is told where a delta cannot say it by absence', async () => {
    const text = (edition: string) =>
      `{"canonical":1,"list":{"edition":"${edition}"}}\n{"kind":"domain","key":"example.com"}\n` +
      '{"kind":"domain","operation":"withdrawn","key":"example.net"}\n';
    const target = dialect('domain-list', { scope: 'exact' });
    expect((await told(dialect('canonical'), text('full'), target)).text).toBe('example.com\n');
    const { refused } = await told(dialect('canonical'), text('delta'), target);
    expect(refused).toContain('withdrawal-dropped');
  });

  it('of a kind is told where a bare list would mix kinds that nobody can tell apart again', async () => {
    const text = `sha256,pdq\n${inventedHex('sha256', 1)},${inventedHex('sha256', 2)}\n`;
    const { refused, text: out } = await told(dialect('csv'), text, dialect('plain-digests'));
    expect(out.trim().split('\n').length === 2 && refused === null).toBe(false);
  });
});
