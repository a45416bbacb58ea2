// The main job on the lists in fixtures/demo: three partners in, one list, one zone, rejects and a report out.
import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));
rmSync('demo-out', { recursive: true, force: true });
mkdirSync('demo-out');

const lists = ['north-hotline.csv', 'police-east.txt', 'south-names.txt'].map((name) => `fixtures/demo/${name}`);

// Findings are what the demo shows: exit 1 is expected, anything else is not.
step(
  [1],
  'merge',
  ...lists,
  ...['--from-profile', 'north-hotline=fixtures/demo/north-hotline.yaml'],
  ...['--from', 'south-names=url-list', '--from-option', 'bare=subtree', '--as-of', '2026-11-23'],
  ...['--rejects', 'demo-out/rejects.txt', '--report', 'text', '--report', 'json=demo-out/report.json'],
  ...['-o', 'demo-out/merged.jsonl'],
);
step(
  [0],
  'convert',
  'demo-out/merged.jsonl',
  '--to',
  'rpz-zone',
  '--to-option',
  'zone=rpz.example',
  '--as-of',
  '2026-11-23',
  ...['--allow-loss', 'kind-dropped', '-o', 'demo-out/block.rpz'],
);

console.log('\ndemo-out/ holds merged.jsonl, block.rpz, rejects.txt and report.json');

function step(expected, ...argv) {
  console.log(`\n$ listbridge ${argv.join(' ')}\n`);
  const { status } = spawnSync(process.execPath, ['bin/listbridge.js', ...argv], { stdio: 'inherit' });
  if (!expected.includes(status)) {
    console.error(`the demo failed: exit ${status}, expected ${expected.join(' or ')}`);
    process.exit(1);
  }
}
