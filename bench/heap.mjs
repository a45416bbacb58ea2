// node bench/heap.mjs [FOLDER]   A Project VIC document of two gigabytes, one line, converts on a heap of 512 MB.
// Writes the document and the list into FOLDER (bench/data if not given; 8 GB), and takes them away. Exit 1: it did not.
import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { checkMedia } from './checks.mjs';
import { vics } from './lists/vics.mjs';
import { measure } from './measure.mjs';
import { listbridge } from './peers/listbridge.mjs';

const HEAP = '--max-old-space-size=512';
const folder = process.argv[2] ?? fileURLToPath(new URL('data', import.meta.url));
const [list, head, out] = ['heap.json', 'heap-1.json', 'heap.jsonl'].map((name) => `${folder}/${name}`);

mkdirSync(folder, { recursive: true });
try {
  if (listbridge.missing) throw new Error(`listbridge is ${listbridge.missing}`);
  const facts = vics.write([list, head], vics.params(2.1));
  rmSync(head);
  spawnSync('sync');
  const [node, ...words] = listbridge.command('convert', list, '--to', 'canonical', '-o', out, '-q');
  const run = await measure({ command: [node, HEAP, ...words] });
  if (run.exit !== 0) throw new Error(`exit ${run.exit}: ${run.stderr.trim().split('\n').at(-1)}`);
  const { good, told } = checkMedia(out, facts);
  const megabytes = (bytes) => `${(bytes / 1e6).toFixed(0)} MB`;
  process.stdout.write(
    `${megabytes(statSync(list).size)} in ${run.wall.toFixed(1)} s, CPU ${run.cpu.toFixed(1)} s, peak ${megabytes(run.peak)}, ${HEAP}: ${told}\n`,
  );
  if (!good) process.exitCode = 1;
} catch (error) {
  process.stderr.write(`heap: ${error.message}\n`);
  process.exitCode = 1;
} finally {
  for (const path of [list, head, out]) rmSync(path, { force: true });
}
