// node scripts/guard-lists.mjs FOLDER COMMIT DATE
// Writes src/hygiene/guard/data from the lists of a checkout of MISP/misp-warninglists (CC0-1.0), laid side by side in
// FOLDER as <list>.json. Run by hand when the lists are renewed; read the difference before it is committed.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const [folder, commit, date] = process.argv.slice(2);
if (!folder || !commit || !date) throw new Error('usage: node scripts/guard-lists.mjs FOLDER COMMIT DATE');

const NAME = /^\.?(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)+[a-z0-9-]*[a-z][a-z0-9-]*$/;
const out = fileURLToPath(new URL('../src/hygiene/guard/data/', import.meta.url));
const listOf = (id) => ({ id, ...JSON.parse(readFileSync(join(folder, `${id}.json`), 'utf8')) });

/** As few lines as the rule for the length of files wants, so that a difference still shows where it is. */
function wrapped(entries) {
  const width = Math.max(118, Math.ceil(entries.join(' ').length / 240));
  const lines = [''];
  for (const entry of entries) {
    if (lines.at(-1) !== '' && lines.at(-1).length + entry.length >= width) lines.push('');
    lines[lines.length - 1] += lines.at(-1) === '' ? entry : ` ${entry}`;
  }
  return lines.join('\n');
}

function write(file, about, lists, parts) {
  const head = [
    `// ${about} Written by scripts/guard-lists.mjs; do not edit.`,
    `// From MISP/misp-warninglists at ${commit}, ${date}, CC0-1.0 (public domain dedication):`,
    ...lists.map(({ id, version }) => `//   ${id}, version ${version}`),
    '',
  ];
  const body = parts.map(({ name, entries }) => `export const ${name}: string = \`\n${wrapped(entries)}\n\`;\n`);
  writeFileSync(join(out, file), `${head.join('\n')}\n${body.join('\n')}`);
  console.log(`${file}: ${parts.map(({ name, entries }) => `${name} ${entries.length}`).join(', ')}`);
}

function namesOf(...lists) {
  const all = lists.flatMap(({ list }) => list.map((entry) => entry.trim().toLowerCase()));
  const names = [...new Set(all)].filter((entry) => NAME.test(entry)).sort();
  const left = new Set(all).size - names.length;
  if (left > 0) console.log(`  left out, no host names: ${left}`);
  return names;
}

const popular = ['cloudflare-top1k', 'tranco10k'].map(listOf);
write('popular-sites.ts', 'Sites that very many people use.', popular, [
  { name: 'popularSites', entries: namesOf(...popular) },
]);

const dynamic = [listOf('dynamic-dns')];
write('dynamic-dns.ts', 'Domains below which dynamic DNS services give names away.', dynamic, [
  { name: 'dynamicDns', entries: namesOf(...dynamic).map((name) => name.replace(/^\./, '')) },
]);

const shorteners = [listOf('url-shortener')];
write('url-shorteners.ts', 'Sites whose every path leads somewhere else.', shorteners, [
  { name: 'urlShorteners', entries: namesOf(...shorteners) },
]);

const platforms = ['link-in-bio', 'lots-project', 'public-ipfs-gateways'].map(listOf);
write('shared-platforms.ts', 'Platforms that many people publish on; below `.name` each has a name.', platforms, [
  { name: 'sharedPlatforms', entries: namesOf(...platforms) },
]);

const networks = ['akamai', 'cloudflare', 'fastly'].map(listOf);
write(
  'cdn-ranges.ts',
  'Networks of which one address serves very many sites.',
  networks,
  networks.map(({ id, list }) => ({ name: id, entries: list.map((entry) => entry.toLowerCase()).sort() })),
);
