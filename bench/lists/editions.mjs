// A list of three columns - digest, label, day - as a partner sends it: an edition, the edition after it with a change in one
// row of a hundred (a third of them gone, a third new, a third under another label), only those changes, the first edition
// ten times as long, and a list of files with two digests each. Rows stand in no order, as in the lists of most partners.
import { createFingerprint } from '../fingerprint.mjs';
import { word } from '../random.mjs';
import { Sink } from '../sink.mjs';

const labels = ['A1', 'A2', 'B1', 'B2'];
const days = Array.from({ length: 1500 }, (_, day) =>
  new Date(Date.parse('2019-01-01') + day * 86_400_000).toISOString().slice(0, 10),
);
const longestRow = 200;
const kept = { gone: 0, added: 1, relabelled: 2 };

function digest(sink, id, words, lane = 0) {
  for (let i = 0; i < words; i++) sink.hex(word(id, lane + i), false);
}

/** One row; `keys` gets its digest. */
function writeRow(sink, id, relabelled = 0, keys = null, operation = '') {
  sink.room(longestRow);
  const start = sink.at;
  digest(sink, id, 8);
  keys?.add(sink.bytes, start, sink.at);
  sink.text(`,${labels[(word(id, 40) + relabelled) & 3]},${days[word(id, 41) % days.length]}${operation}\n`);
}

function writeDelta(path, rows, changeOf) {
  const sink = new Sink(path);
  sink.text('sha256,label,first_seen,operation\n');
  for (let id = 0; id < rows; id++) {
    const change = changeOf(id);
    if (change === kept.gone) writeRow(sink, id, 0, null, ',withdrawn');
    if (change === kept.added) writeRow(sink, id + rows, 0, null, ',present');
    if (change === kept.relabelled) writeRow(sink, id, 1, null, ',present');
  }
  sink.close();
}

function writeRecords(path, records) {
  const sink = new Sink(path);
  sink.text('md5,sha256,label\n');
  for (let id = 0; id < records; id++) {
    sink.room(longestRow);
    digest(sink, id, 4, 50);
    sink.byte(44);
    digest(sink, id, 8);
    sink.text(`,${labels[word(id, 40) & 3]}\n`);
  }
  sink.close();
}

export const editions = {
  files: ['edition-1.csv', 'edition-2.csv', 'edition-delta.csv', 'edition-long.csv', 'edition-records.csv'],
  params: (scale) => ({ made: 1, rows: Math.round(1_000_000 * scale), share: 300, seed: 50 }),
  write([first, second, delta, long, records], { rows, share, seed }) {
    const changeOf = (id) => word(id ^ seed, 51) % share;
    const header = 'sha256,label,first_seen\n';
    const [one, two, all] = [createFingerprint(), createFingerprint(), createFingerprint()];
    const sinks = [first, second, long].map((path) => new Sink(path));
    for (const sink of sinks) sink.text(header);
    let changes = 0;
    for (let id = 0; id < rows; id++) {
      const change = changeOf(id);
      if (Object.values(kept).includes(change)) changes++;
      writeRow(sinks[0], id, 0, one);
      if (change !== kept.gone) writeRow(sinks[1], id, change === kept.relabelled ? 1 : 0, two);
      if (change === kept.added) writeRow(sinks[1], id + rows, 0, two);
    }
    for (let id = 0; id < rows * 10; id++) writeRow(sinks[2], id, 0, all);
    for (const sink of sinks) sink.close();
    writeDelta(delta, rows, changeOf);
    writeRecords(records, rows);
    return { rows, changes, first: one.value(), second: two.value(), long: all.value() };
  },
};

/** Digests that are on the lists, as they are typed: the row in the middle. */
export const listed = ({ rows }) => {
  const id = Math.floor(rows / 2);
  const hex = (lane, words) =>
    Array.from({ length: words }, (_, i) =>
      word(id, lane + i)
        .toString(16)
        .padStart(8, '0'),
    ).join('');
  return { sha256: hex(0, 8), md5: hex(50, 4) };
};
