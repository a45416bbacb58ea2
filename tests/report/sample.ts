// Runs as data, for the tests of the reports: what a merge of three lists may have found. Invented, like all values here.
import { createHash } from 'node:crypto';
import type { DiagnosticCode } from '../../src/model/diagnostics.ts';
import { diagnosticOf } from '../../src/model/diagnostics.ts';
import type { At, FindingCount } from '../../src/model/findings.ts';
import type { ArgValue } from '../../src/model/message.ts';
import type { InputTally, Overlap, Tally } from '../../src/model/tally.ts';
import type { ReportInput } from '../../src/report/reporter.ts';
import { plain } from '../../src/report/style.ts';

export function digest(n: number): string {
  return createHash('sha256').update(`fixture-${n}`).digest('hex');
}

/** Codes that the rows of the sample are refused for. */
const REFUSING = /^digest\/(?:not-hex|wrong-length)$/u;

export function found(
  code: DiagnosticCode,
  count: number,
  examples: readonly (readonly [args: Readonly<Record<string, ArgValue>>, at: At])[] = [],
  severity: FindingCount['severity'] = diagnosticOf(code).severity,
): FindingCount {
  // All that the examples do not show is of the source of the first.
  const bySource = new Map<number, number>();
  for (const [, { source }] of examples)
    if (source !== undefined) bySource.set(source, (bySource.get(source) ?? 0) + 1);
  const first = examples[0]?.[1].source;
  if (first !== undefined) bySource.set(first, (bySource.get(first) ?? 0) + count - examples.length);
  return {
    code,
    severity,
    count,
    refused: REFUSING.test(code) ? count : 0,
    bySource,
    examples: examples.map(([args, at]) => ({ code, args, at })),
  };
}

export function inputTally(source: string, given: Partial<InputTally> = {}): InputTally {
  return {
    source,
    input: `lists/${source}.csv`,
    format: 'csv',
    because: 'the header names sha256',
    bytes: 1000,
    sha256: null,
    accepted: 10,
    rejected: 0,
    withdrawn: 0,
    list: {},
    ...given,
  };
}

export function tallyOf(given: Partial<Tally> = {}): Tally {
  return {
    inputs: [inputTally('acme')],
    output: null,
    target: null,
    kinds: {},
    scopes: {},
    dropped: [],
    duplicates: 0,
    overlap: null,
    losses: [],
    rejects: null,
    asOf: '2026-11-23',
    ...given,
  };
}

export function inputOf(given: Partial<ReportInput> = {}): ReportInput {
  const tally = given.tally ?? tallyOf();
  return {
    tool: { name: 'listbridge', version: '0.1.0' },
    command: 'validate',
    tally,
    findings: [],
    sourceNames: tally.inputs.map(({ source }) => source),
    exitCode: 0,
    showValues: false,
    style: plain,
    ...given,
  };
}

/** Sources that share `share` keys each with each and have 1,000 times their number. */
export function overlapOf(count: number, share: number): Overlap {
  const names = Array.from({ length: count }, (_, i) => `partner-${i + 1}`);
  const pairs = names.flatMap((_, first) => names.slice(first + 1).map((__, i) => ({ first, second: first + 1 + i })));
  return {
    sources: names,
    keys: names.map((_, i) => (i + 1) * 1000),
    alone: names.map((_, i) => (i + 1) * 100),
    pairs: share === 0 ? [] : pairs.map((pair) => ({ ...pair, shared: share })),
  };
}

/** A merge with a bit of everything. */
export const fullRun: ReportInput = inputOf({
  command: 'merge',
  exitCode: 1,
  sourceNames: ['acme', 'beta', 'gamma'],
  tally: tallyOf({
    inputs: [
      inputTally('acme', { accepted: 1_221_004, rejected: 1_236, sha256: digest(1), list: { title: 'Weekly' } }),
      inputTally('beta', {
        input: 'lists/beta.txt',
        format: 'plain-digests',
        because: 'the lines are bare hexadecimal digests',
        accepted: 88_120,
        rejected: 8,
        withdrawn: 12,
      }),
      inputTally('gamma', {
        input: '-',
        format: 'url-list',
        because: 'named with --from',
        accepted: 20_000,
        rejected: 3,
      }),
    ],
    output: { output: 'out/merged.hosts', format: 'hosts-file', rows: 1, bytes: 92_134_000 },
    target: 'hosts-file',
    kinds: { url: 20_000, sha256: 1_180_860, domain: 1 },
    scopes: { exact: 1_200_861 },
    dropped: [
      { code: 'expiry/past', count: 3_004 },
      { code: 'digest/empty-file', count: 1 },
    ],
    duplicates: 40_112,
    overlap: {
      sources: ['acme', 'beta', 'gamma'],
      keys: [1_221_004, 88_120, 20_000],
      alone: [1_180_892, 48_005, 19_997],
      pairs: [
        { first: 0, second: 1, shared: 40_112 },
        { first: 1, second: 2, shared: 3 },
      ],
    },
    losses: [
      { class: 'field-dropped', what: 'expires', count: 88 },
      { class: 'kind-dropped', what: 'sha256', count: 1 },
      { class: 'order-lost', what: 'order', count: null },
    ],
    rejects: 'rejects.csv',
    upkeep: {
      entries: 1_200_849,
      ages: {
        lastVerified: {
          within: [310_004, 402_118, 240_900, 96_020, 31_407, 12_011, 1_204],
          otherSide: 3,
          none: 107_182,
        },
        lastReviewed: { within: [0, 0, 41_000, 300_118, 520_400, 88_000, 9_002], otherSide: 0, none: 242_329 },
        firstSeen: { within: [0, 0, 0, 0, 0, 0, 0], otherSide: 0, none: 1_200_849 },
      },
      expiry: { within: [1_204, 8_310, 96_004, 220_018, 401_200, 12_000], otherSide: 3_004, none: 459_109 },
      reviews: {
        persons: [120_004, 310_207, 640_102, 130_536],
        twoOrganisations: 512_010,
        twoCountries: 88_400,
        disputed: 412,
      },
    },
  }),
  findings: [
    found('input/bom-removed', 1, [[{}, { source: 0 }]]),
    found('url/rewritten', 4_018, [
      [{ changes: 'lower-cased, slash-added' }, { source: 2, line: 1, column: 1 }],
      [{ changes: 'lower-cased' }, { source: 2, line: 2, column: 1 }],
    ]),
    found('row/inline-comment', 17, [], 'off'),
    found('list/count-mismatch', 1, [[{ claimed: 1_222_240, counted: 1_221_004 }, { source: 0 }]]),
    found('digest/empty-file', 1, [[{ kind: 'sha256' }, { source: 0, line: 88, column: 3 }]]),
    found(
      'digest/wrong-length',
      1_234,
      [
        [63, 14],
        [12, 190],
        [40, 2041],
        [63, 2042],
        [63, 90_112],
        [63, 90_113],
      ].map(
        ([got = 0, line = 0]) =>
          [
            { kind: 'sha256', want: 64, got },
            { source: 0, line, column: 3 },
          ] as const,
      ),
    ),
    found(
      'digest/not-hex',
      8,
      [5, 9, 12, 100, 101, 102].map((line) => [{ kind: 'sha256' }, { source: 1, line, column: 30 }] as const),
    ),
    found('loss/kind-dropped', 1, [[{ target: 'hosts-file', what: 'sha256', count: 1 }, {}]]),
    found('loss/field-dropped', 1, [[{ target: 'hosts-file', what: 'expires', count: 88 }, {}]]),
  ],
});
