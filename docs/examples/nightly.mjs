import { convert, ListbridgeError, merge, openList } from 'listbridge';

try {
  const merged = await merge(['north-hotline.csv', 'police-east.txt', 'south-names.txt'], {
    fromProfile: { 'north-hotline': 'north-hotline.yaml' }, // what each column of this one means
    from: { 'south-names': 'url-list' },
    fromOption: { bare: 'subtree' }, // a bare name stands for all below it
    output: 'merged.jsonl',
  });
  for (const { input, accepted, rejected } of merged.inputs) console.log(input, accepted, 'rows', rejected, 'refused');
  const zone = await convert('merged.jsonl', { to: 'rpz-zone', allowLoss: 'kind-dropped', output: 'block.rpz' });
  for (const { message } of zone.losses.filter((each) => each.class === 'kind-dropped')) console.log(message);
  const kinds = {};
  for await (const { kind } of openList('merged.jsonl')) kinds[kind] = (kinds[kind] ?? 0) + 1;
  console.log(kinds);
} catch (error) {
  if (!(error instanceof ListbridgeError)) throw error;
  console.error(`${error.message}\n${error.fix}`); // names files and findings, never an entry
  process.exitCode = error.exitCode;
}
