// The HTML report in a real browser: at the width of a phone and of a desk, light and dark, on paper, by keyboard, and for
// who hears it. What it says is for tests/report/html.test.ts.
import { mkdtempSync, realpathSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { htmlReport } from '../../src/report/html/report.ts';
import { junitReport } from '../../src/report/junit.ts';
import { found, fullRun, inputOf, inputTally, overlapOf, tallyOf } from '../report/sample.ts';
import { forget, type Look, lookAt, openBrowser } from './support/browser.ts';
import { contrasts, type Painted } from './support/contrast.ts';
import { withPrograms } from './support/programs.ts';

const LONG = 'a-very-long-name-without-any-blank-'.repeat(6);
const HOSTILE = `"><script>document.title='run'</script><img src=x onerror="document.title='run'"><style>*{color:red}</style>`;

/** Many lists, long names, large numbers, and markup wherever text may come from a list. */
const hostileRun = inputOf({
  command: 'merge',
  tally: tallyOf({
    inputs: Array.from({ length: 8 }, (_, i) =>
      inputTally(`partner-${i + 1}`, {
        input: `${LONG}${i}${HOSTILE}`,
        accepted: 1_234_567_890,
        rejected: 987_654_321,
        withdrawn: 12_345_678,
        sha256: '0'.repeat(64),
        list: { partner: `${HOSTILE}${LONG}${i}`, title: HOSTILE, marking: LONG },
      }),
    ),
    overlap: overlapOf(8, 123_456_789),
    output: { output: HOSTILE, format: 'csv', rows: 9_876_543_210, bytes: 1e12 },
    target: 'csv',
  }),
  findings: [
    found('input/no-column', 3, [
      [
        { input: HOSTILE, column: HOSTILE },
        { source: 0, line: 1, path: HOSTILE },
      ],
    ]),
  ],
});

const pages = {
  full: htmlReport(fullRun),
  hostile: htmlReport(hostileRun),
  empty: htmlReport(inputOf({ tally: tallyOf({ inputs: [] }), exitCode: 4 })),
};

withPrograms('the HTML report in Chromium', ['chromium'], () => {
  let folder = '';
  let browser: Browser;
  beforeAll(async () => {
    folder = mkdtempSync(join(realpathSync(tmpdir()), 'listbridge-page-'));
    for (const [name, page] of Object.entries(pages)) writeFileSync(join(folder, `${name}.html`), page);
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    forget(folder);
  });

  async function onPage<T>(
    name: keyof typeof pages,
    options: Parameters<typeof lookAt>[2],
    see: (look: Look) => Promise<T>,
  ) {
    const look = await lookAt(browser, join(folder, `${name}.html`), options);
    try {
      return await see(look);
    } finally {
      await look.close();
    }
  }

  describe.each([390, 1280])('%i wide', (width) => {
    it.each(['full', 'hostile', 'empty'] as const)(
      'fits, asks for nothing and complains of nothing: %s',
      async (name) => {
        await onPage(name, { viewport: { width, height: 900 } }, async ({ page, noticed }) => {
          const widths = await page.evaluate(() => {
            const right = (element: Element): number => element.getBoundingClientRect().right + scrollX;
            const inside = (element: Element): boolean => element.closest('.scroll, .hidden, .skip') !== null;
            const all = [...document.body.querySelectorAll('*')].filter((element) => !inside(element));
            return { page: document.documentElement.scrollWidth, widest: Math.max(...all.map(right)) };
          });
          expect(widths.page).toBeLessThanOrEqual(width);
          expect(widths.widest).toBeLessThanOrEqual(width + 0.5);
          expect(noticed).toEqual([]);
        });
      },
    );

    it.each(['light', 'dark'] as const)('can be read in %s colours', async (colorScheme) => {
      const painted = await onPage('full', { viewport: { width, height: 900 }, colorScheme }, ({ page }) =>
        contrasts(page),
      );
      expect(painted.length).toBeGreaterThan(150);
      const weak = painted.filter(({ ratio }) => ratio < 4.5);
      expect(weak.map(({ text, ratio }: Painted) => `${ratio.toFixed(2)} ${text}`)).toEqual([]);
    });
  });

  it('runs nothing and styles nothing that came with a list', async () => {
    await onPage('hostile', { viewport: { width: 1280, height: 900 } }, async ({ page, noticed }) => {
      expect(await page.title()).toBe('Eight lists merged into one, 2026-11-23');
      expect(await page.locator('script, img, main style').count()).toBe(0);
      expect(await page.locator('h1').evaluate((element) => getComputedStyle(element).color)).not.toBe(
        'rgb(255, 0, 0)',
      );
      expect(noticed).toEqual([]);
    });
  });

  it('would not run a script that got into it, nor load a picture, nor take a style', async () => {
    const file = join(folder, 'broken.html');
    const planted =
      '<img src="https://example.com/x.png"><script>document.title="run"</script><p style="color:red" id="p">x</p>';
    writeFileSync(file, pages.full.replace('<main id="main">', `<main id="main">${planted}`));
    const look = await lookAt(browser, file);
    expect(await look.page.title()).toBe('Three lists merged into one, 2026-11-23');
    expect(await look.page.locator('#p').evaluate((element) => getComputedStyle(element).color)).not.toBe(
      'rgb(255, 0, 0)',
    );
    expect(look.noticed.filter((each) => each.startsWith('blocked'))).toEqual(['blocked: csp']);
    expect(look.noticed.filter((each) => /Content Security Policy/u.test(each)).length).toBeGreaterThanOrEqual(3);
    await look.close();
  });

  it('is dark where the reader wants it dark, and light on paper all the same', async () => {
    const paper = (colorScheme: 'light' | 'dark', media?: 'print') =>
      onPage('full', { colorScheme }, async ({ page }) => {
        await page.emulateMedia({ colorScheme, media: media ?? 'screen' });
        return page.locator('body').evaluate((element) => getComputedStyle(element).backgroundColor);
      });
    const [light, dark, print] = [await paper('light'), await paper('dark'), await paper('dark', 'print')];
    expect(dark).not.toBe(light);
    expect(print).toBe('rgb(255, 255, 255)');
  });

  it('is heard as it is seen: landmarks, headings in their order, tables that say what they count', async () => {
    await onPage('full', {}, async ({ page }) => {
      const tree = await page.evaluate(() => ({
        lang: document.documentElement.lang,
        landmarks: ['header', 'nav', 'main', 'footer'].map((name) => document.querySelectorAll(name).length),
        headings: [...document.querySelectorAll('h1, h2, h3, h4')].map((element) => Number(element.tagName.slice(1))),
        unnamed: [...document.querySelectorAll('section')].filter(
          (section) => document.getElementById(section.getAttribute('aria-labelledby') ?? '') === null,
        ).length,
        tables: [...document.querySelectorAll('table')].map((table) => ({
          caption: table.caption?.textContent ?? '',
          columns: [...table.querySelectorAll('thead th')].every((cell) => cell.getAttribute('scope') === 'col'),
          rows: [...table.querySelectorAll('tbody tr')].every(
            (row) => row.children[0]?.getAttribute('scope') === 'row',
          ),
          isEven: new Set([...table.rows].map((row) => row.cells.length)).size === 1,
        })),
        pictures: [...document.querySelectorAll('svg:not([aria-hidden="true"])')].map((picture) => ({
          role: picture.getAttribute('role'),
          title: picture.querySelector('title')?.textContent ?? '',
          desc: picture.querySelector('desc')?.textContent ?? '',
        })),
      }));
      expect(tree.lang).toBe('en');
      expect(tree.landmarks).toEqual([1, 1, 1, 1]);
      expect(tree.headings.filter((level) => level === 1)).toHaveLength(1);
      expect(tree.headings[0]).toBe(1);
      const steps = tree.headings.map((level, i) => level - (tree.headings[i - 1] ?? 0));
      expect(Math.max(...steps)).toBe(1);
      expect(tree.unnamed).toBe(0);
      expect(tree.tables.length).toBeGreaterThan(4);
      for (const table of tree.tables) {
        expect(table).toMatchObject({ columns: true, rows: true, isEven: true });
        expect(table.caption).not.toBe('');
      }
      expect(tree.pictures.length).toBeGreaterThanOrEqual(3);
      for (const { role, title, desc } of tree.pictures) {
        expect(role).toBe('img');
        expect(title).not.toBe('');
        expect(desc).toMatch(/\d/u);
      }
    });
  });

  it('can be walked through by keyboard: first the way past the contents, then the contents, then what scrolls', async () => {
    await onPage('full', { viewport: { width: 390, height: 900 } }, async ({ page }) => {
      const focused = async (): Promise<string> => {
        await page.keyboard.press('Tab');
        return page.evaluate(() => {
          const element = document.activeElement;
          return `${element?.getAttribute('href') ?? element?.getAttribute('aria-label') ?? ''}`;
        });
      };
      expect(await focused()).toBe('#main');
      const stops: string[] = [];
      for (let i = 0; i < 14; i++) stops.push(await focused());
      expect(stops.slice(0, 2)).toEqual(['#intake', '#outcome']);
      expect(stops).toContain('Table: overlap between lists');
      const outline = await page.evaluate(() => {
        document.querySelector<HTMLElement>('nav a')?.focus();
        return getComputedStyle(document.activeElement ?? document.body).outlineStyle;
      });
      expect(outline).not.toBe('none');
    });
  });

  it('prints to a few pages', async () => {
    await onPage('full', {}, async ({ page }) => {
      const pdf = await page.pdf({ preferCSSPageSize: true });
      expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
      const sheets = pdf.toString('latin1').match(/\/Type\s*\/Page\b(?!s)/gu) ?? [];
      expect(sheets.length).toBeGreaterThan(1);
      expect(sheets.length).toBeLessThan(9);
    });
  });

  it('reads the JUnit report as well-formed XML, whatever lists say', async () => {
    await onPage('empty', {}, async ({ page }) => {
      const faults = await page.evaluate(
        (texts) =>
          texts.map(
            (text) =>
              new DOMParser().parseFromString(text, 'application/xml').querySelector('parsererror')?.textContent,
          ),
        [junitReport(fullRun), junitReport(hostileRun)],
      );
      expect(faults).toEqual([undefined, undefined]);
    });
  });
});
