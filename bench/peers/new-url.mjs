// `new URL` of Node, the usual way to normalise a URL in JavaScript: each line to its `href`. It follows another standard
// and keeps logins, fragments and last dots, so its answer is only counted.
// Run as a program it does the work.
import { fileURLToPath } from 'node:url';
import { eachLine } from '../fingerprint.mjs';

const own = fileURLToPath(import.meta.url);

export const newUrl = {
  missing: null,
  version: process.versions.ada ?? process.version,
  command: (path) => [process.execPath, own, path],
};

if (process.argv[1] === own) {
  let rows = 0;
  let length = 0;
  eachLine(process.argv[2], (bytes, from, to) => {
    length += new URL(bytes.latin1Slice(from, to)).href.length;
    rows++;
  });
  process.stdout.write(`${JSON.stringify({ rows, length })}\n`);
}
