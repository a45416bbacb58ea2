// An answer of a source's own is a block only where it leads nowhere, or to the stop page the user has named: one rule for
// every format that has answers (docs/decisions/0008).
import { describe, expect, it } from 'vitest';
import { adblock } from '../../src/formats/adblock.ts';
import { dnsmasq } from '../../src/formats/dnsmasq.ts';
import type { Format } from '../../src/formats/format.ts';
import { hostsFile } from '../../src/formats/hosts-file.ts';
import { rpzZone } from '../../src/formats/rpz-zone.ts';
import { unboundLocalZone } from '../../src/formats/unbound-local-zone.ts';
import { fromUtf8 } from '../../src/model/bytes.ts';
import { codesOf, type ReadResult, readText } from '../support/format-harness.ts';

const keys = ({ rows }: ReadResult): string[] => rows.map(({ scope, key }) => `${scope} ${fromUtf8(key)}`);
const codes = (result: ReadResult): string[] => codesOf(result.findings).map(([code, line]) => `${line} ${code}`);

describe.each<[string, Format<object>, object, (answer: string) => string, RegExp]>([
  ['hosts-file', hostsFile as Format<object>, {}, (answer) => `${answer} a.example\n`, /^[\d.:a-f]+$/],
  ['dnsmasq', dnsmasq as Format<object>, {}, (answer) => `address=/a.example/${answer}\n`, /^[\d.:a-f]+$/],
  ['adblock', adblock as Format<object>, { consumer: 'dns' }, (answer) => `||a.example^$dnsrewrite=${answer}\n`, /./],
  [
    'unbound-local-zone',
    unboundLocalZone as Format<object>,
    {},
    (answer) => `local-zone: "a.example" redirect\nlocal-data: "a.example ${typeOf(answer)}"\n`,
    /./,
  ],
  ['rpz-zone', rpzZone as Format<object>, {}, (answer) => `a.example ${typeOf(answer)}\n`, /./],
])('%s', (_id, format, given, rule, known) => {
  const read = (answer: string, page?: string): Promise<ReadResult> =>
    readText(format, rule(answer), page === undefined ? given : { ...given, 'stop-page': page });
  const answers = (all: string[]): string[] => all.filter((answer) => known.test(answer));

  it.each(answers(['0.0.0.0', '127.0.0.1', '::', '::1']))('%s blocks', async (answer) => {
    const { rows, rejected } = await read(answer);
    expect([rows.length, rejected]).toEqual([1, []]);
  });

  it.each(answers(['192.0.2.80', '2001:db8::80', 'stop.example']))('%s is local data until named', async (answer) => {
    const local = await read(answer);
    expect(local.rows).toEqual([]);
    expect(new Set(local.findings.map(({ code }) => code))).toEqual(new Set(['zone/local-data']));
    expect(local.rejected.map(({ raw }) => `${raw}\n`).sort()).toEqual(
      rule(answer)
        .split(/(?<=\n)/u)
        .sort(),
    );
    const named = await read(answer, answer);
    expect([named.rows.length, named.rejected]).toEqual([1, []]);
    const other = await read(answer, '192.0.2.81');
    expect(other.rows).toEqual([]);
  });
});

function typeOf(answer: string): string {
  return answer.includes(':') ? `AAAA ${answer}` : /^[\d.]+$/u.test(answer) ? `A ${answer}` : `CNAME ${answer}.`;
}

describe('zones of Unbound', () => {
  const lines = [
    'local-zone: "a.example" redirect',
    'local-zone: "B.example." redirect',
    'local-zone: "c.example" redirect',
    'local-zone: "d.example" redirect',
    'local-data: "a.example TXT x"',
    'local-data: "a.example A 192.0.2.80"',
    'local-data: "b.example A 192.0.2.10"',
    'local-data: "d.example MX 1 c.example."',
    'local-data: "e.example A 192.0.2.10"',
    'local-zone: "e.example" redirect',
    'local-zone: "f.example" redirect',
    'local-data: "f.example A 192.0.2.80"',
    'local-data: "f.example AAAA 2001:db8::10"',
    'local-data: "f.example TXT x"',
  ];

  it.each([1, 3, 8192])('wait for their data, wherever these stand: batches of %d', async (limit) => {
    const result = await readText(unboundLocalZone, lines.join('\n'), { 'stop-page': '192.0.2.80' }, { limit });
    expect(keys(result).sort()).toEqual(['subtree a.example', 'subtree c.example', 'subtree f.example']);
    expect(result.rows.map(({ line }) => line).sort((a, b) => a - b)).toEqual([1, 3, 11]);
    expect(codes(result).sort()).toEqual(
      [
        '2 url/rewritten',
        '2 zone/local-data',
        '4 zone/local-data',
        '5 zone/answer-dropped',
        '7 zone/local-data',
        '8 zone/local-data',
        '9 zone/local-data',
        '10 zone/local-data',
        '13 zone/local-data',
        '14 zone/answer-dropped',
      ].sort(),
    );
    expect(result.rejected.map(({ raw }) => raw).sort()).toEqual(
      [2, 4, 7, 8, 9, 10, 13].map((line) => lines[line - 1]!).sort(),
    );
  });

  it('list every zone whatever it answers, where the user says so', async () => {
    const result = await readText(unboundLocalZone, lines.slice(0, 4).concat(lines[6]!).join('\n'), {
      answers: 'block',
    });
    expect(keys(result)).toContain('subtree b.example');
    expect(result.rejected).toEqual([]);
  });
});
