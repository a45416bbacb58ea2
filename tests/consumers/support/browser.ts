// A real browser that looks at a page from a file, without a network, and what it notices on the way.
// The types of a browser are for functions that run in one; the build of src, which knows none of them, keeps them out of
// the program.
/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import { rmSync } from 'node:fs';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { program } from './programs.ts';

export async function openBrowser(): Promise<Browser> {
  // Tests may run as root, where Chromium has no sandbox; pages are our own, and their policy lets nothing run.
  return chromium.launch({ executablePath: program('chromium'), args: ['--no-sandbox', '--disable-gpu'] });
}

export interface Look {
  readonly page: Page;
  /** What the console said, and what was asked for beside the page. */
  readonly noticed: string[];
  close(): Promise<void>;
}

/** Opens a file in a window of this kind. */
export async function lookAt(browser: Browser, file: string, options: BrowserContextOptions = {}): Promise<Look> {
  const context = await browser.newContext({ offline: true, ...options });
  const page = await context.newPage();
  const noticed: string[] = [];
  page.on('console', (message) => noticed.push(`console: ${message.text()}`));
  page.on('pageerror', (error) => noticed.push(`error: ${error.message}`));
  page.on('request', (request) => {
    if (request.url() !== `file://${file}`) noticed.push(`request: ${request.url()}`);
  });
  page.on('requestfailed', (request) => noticed.push(`blocked: ${request.failure()?.errorText ?? ''}`));
  await page.goto(`file://${file}`);
  return { page, noticed, close: () => context.close() };
}

/** Removes what a test has laid down. */
export function forget(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
}
