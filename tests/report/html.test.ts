// The page by its text; how it looks in a browser is for tests/consumers/html-report.test.ts.
import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { htmlReport } from '../../src/report/html/report.ts';
import { digest, found, fullRun, inputOf, inputTally, overlapOf, tallyOf } from './sample.ts';

/** Every tag with its names of attributes, in order: what a browser builds, whatever stands in it. */
function skeleton(page: string): string[] {
  return [...page.replace(/<style>[^<]*<\/style>/u, '').matchAll(/<[^>]*>/gu)].map(([tag]) =>
    tag.replaceAll(/="[^"]*"/gu, ''),
  );
}

function runOf(text: string) {
  const inputs = [
    inputTally('a', { input: `x${text}`, because: text, list: { partner: `p${text}`, title: text, marking: text } }),
  ];
  inputs.push(inputTally('b', { format: `f${text}`, list: { issuedAt: text, version: text } }));
  const overlap = { ...overlapOf(2, 5), sources: ['a', `n${text}`] };
  const findings = [
    found('input/no-column', 3, [
      [
        { input: text, column: text },
        { source: 0, line: 1, path: `p${text}` },
      ],
    ]),
    found('digest/not-hex', 3, [[{ kind: text }, { source: 1, line: 2 }]]),
    found('row/inline-comment', 1, [[{}, {}]]),
  ];
  const output = { output: `o${text}`, format: 'csv', rows: 1, bytes: 1 };
  return inputOf({
    command: 'merge',
    tally: tallyOf({ inputs, overlap, output, rejects: `r${text}`, target: 'csv' }),
    findings,
  });
}

describe('the HTML report', () => {
  it('says which style is meant, and lets nothing else be loaded', () => {
    const page = htmlReport(fullRun);
    const style = /<style>([^<]*)<\/style>/u.exec(page)?.[1] ?? '';
    const hash = createHash('sha256').update(style).digest('base64');
    expect(page).toContain(`content="default-src &#39;none&#39;; style-src &#39;sha256-${hash}&#39;; base-uri`);
    expect(page.indexOf('Content-Security-Policy')).toBeLessThan(page.indexOf('<style>'));
    expect(page.match(/<style/gu)).toHaveLength(1);
    expect(page).not.toMatch(/<script|<link|<img|<iframe|<object|\son\w+=|\sstyle=|\ssrc=|url\(|@import|javascript:/iu);
    expect([...page.matchAll(/href="([^"]*)"/gu)].every(([, target]) => target?.startsWith('#'))).toBe(true);
  });

  it('leads from its contents to every section, and names each id once', () => {
    const page = htmlReport(fullRun);
    const ids = [...page.matchAll(/\sid="([^"]+)"/gu)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const [, target] of page.matchAll(/href="#([^"]+)"/gu)) expect(ids).toContain(target);
    for (const [, names = ''] of page.matchAll(/aria-labelledby="([^"]+)"/gu)) {
      for (const name of names.split(' ')) expect(ids).toContain(name);
    }
  });

  it('has the same elements whatever lists and names of files say', () => {
    const plain = skeleton(htmlReport(runOf('x')));
    const odd = fc.string({
      unit: fc.constantFrom(
        '<',
        '>',
        '"',
        "'",
        '&',
        '&lt;',
        '</td>',
        '<script>',
        '-->',
        ']]>',
        '`',
        '=',
        '\n',
        '\u202e',
        '\u0000',
        '\ud800',
        'a',
      ),
      minLength: 1,
    });
    void fc.assert(
      fc.property(odd, (text) => {
        expect(skeleton(htmlReport(runOf(text)))).toEqual(plain);
      }),
    );
  });

  it('tells who sent what by the name of the sender, unless two lists have the same', () => {
    const page = (second: string): string => {
      const inputs = [
        inputTally('a', { list: { partner: 'Hotline' } }),
        inputTally('b', { list: { partner: second } }),
      ];
      return htmlReport(
        inputOf({ command: 'merge', tally: tallyOf({ inputs, overlap: { ...overlapOf(2, 5), sources: ['a', 'b'] } }) }),
      );
    };
    expect(page('Police')).toContain('<th scope="row">Hotline<span');
    expect(page('Hotline')).toContain('<th scope="row">a</th>');
  });

  it('shows all pairs of a few lists, and the largest pairs of many', () => {
    const page = (lists: number): string => htmlReport(inputOf({ tally: tallyOf({ overlap: overlapOf(lists, 5) }) }));
    expect(page(8).match(/class="number self"/gu)).toHaveLength(8);
    expect(page(9)).toContain('The 15 largest of 36 pairs of lists');
    expect(page(1)).not.toContain('id="overlap"');
  });

  it('says what is not known rather than drawing nothing', () => {
    const nothing = { within: [0, 0, 0, 0, 0, 0, 0], otherSide: 0, none: 9 };
    const upkeep = {
      entries: 9,
      ages: { lastVerified: nothing, lastReviewed: nothing, firstSeen: nothing },
      expiry: { ...nothing, within: [0, 0, 0, 0, 0, 0] },
      reviews: { persons: [9, 0, 0, 0], twoOrganisations: 0, twoCountries: 0, disputed: 0 },
    } as const;
    const page = htmlReport(inputOf({ tally: tallyOf({ upkeep }) }));
    expect(page).toContain('No entry has an expiry date.');
    expect(page).toContain('No entry says who reviewed it.');
    expect(page).not.toContain('NaN');
  });

  it('tells what stopped the run, and that nothing was written', () => {
    const failure = { code: 'output/refused-loss', args: { output: 'x.rpz', classes: 'kind-dropped' } } as const;
    const page = htmlReport(
      inputOf({ command: 'convert', failure, exitCode: 3, tally: tallyOf({ target: 'rpz-zone' }) }),
    );
    expect(page).toContain('Refused, nothing was written.');
    expect(page).toContain('--allow-loss');
  });

  it('holds no value even where values were asked for', () => {
    const findings = [
      {
        ...found('digest/not-hex', 1, [[{ kind: digest(3) }, { source: 0, line: 1, path: digest(3) }]]),
        examples: [
          {
            code: 'digest/not-hex' as const,
            args: { kind: digest(3) },
            at: { source: 0, line: 1, path: digest(3) },
            raw: digest(3),
            entry: { kind: 'sha256' as const, alias: 'e3k7-9m2q', value: digest(3) },
          },
        ],
      },
    ];
    const page = htmlReport(inputOf({ findings, showValues: true }));
    expect(page).not.toContain(digest(3));
    expect(page).toContain('sha256 e3k7-9m2q');
  });
});
