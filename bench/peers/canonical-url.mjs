// The canonical form of listbridge alone, line by line as its readers use it, beside `new URL` over the same lines: bytes in,
// bytes out, the patient way where the fast one declines. Run as a program it does the work.
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { createFingerprint, eachLine } from '../fingerprint.mjs';
import { listbridge } from './listbridge.mjs';

const own = fileURLToPath(import.meta.url);
const source = fileURLToPath(new URL('../../src/model/url.ts', import.meta.url));
const built = new URL('../data/canonical-url.js', import.meta.url);

/** The module by itself, which the bundle of the program does not have. */
let isBuilt = false;

export const canonicalUrls = {
  ...listbridge,
  command(path, ...words) {
    if (!isBuilt) {
      execFileSync('npx', ['rolldown', source, '--format', 'esm', '--file', fileURLToPath(built)], { stdio: 'ignore' });
      isBuilt = true;
    }
    return [process.execPath, own, path, ...words];
  },
};

if (process.argv[1] === own) {
  const { canonicalUrl, canonicalUrlInto } = await import(built);
  const prints = process.argv[3] === 'fingerprint';
  const print = createFingerprint();
  const encoder = new TextEncoder();
  const out = Buffer.alloc(1 << 16);
  let rows = 0;
  let length = 0;
  eachLine(process.argv[2], (bytes, from, to) => {
    let end = canonicalUrlInto(bytes, from, to, out, 0);
    if (end < 0) {
      const url = canonicalUrl(bytes.latin1Slice(from, to));
      if (!url.ok) throw new Error(url.fault);
      end = encoder.encodeInto(url.text, out).written;
    }
    length += end;
    rows++;
    if (prints) print.addText(out.latin1Slice(0, end));
  });
  process.stdout.write(`${JSON.stringify({ rows, length, ...(prints ? { sum: print.value().sum } : {}) })}\n`);
}
