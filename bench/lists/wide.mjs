// Two partners' lists of 2.5 million rows and six columns: digest, category, two reviewers, two times.
// 20 % of the rows repeat a digest within or between the two, 5 % of those repeats under another category.
// Also the two end to end, and the first fifth of that for peers too slow for all of it.
import { closeSync, openSync, readSync } from 'node:fs';
import { createFingerprint, rowFacts } from '../fingerprint.mjs';
import { shuffledIds, word } from '../random.mjs';
import { Sink } from '../sink.mjs';

const header = 'sha256,category,reviewer_1,reviewer_2,reviewed_at,first_seen\n';
const categories = ['A1', 'A2', 'B1', 'B2'];
const countries = ['GB', 'DE', 'FR', 'SE', 'NL', 'CA', 'AU', 'JP', 'BR', 'IE', 'NO', 'FI'];
// Analyst n always works for organisation n mod 12, so the number alone names the person (the merge check relies on it).
const reviewers = Array.from({ length: 480 }, (_, n) => Buffer.from(`analyst-${n}@org-${n % 12}/${countries[n % 12]}`));
const twoDigits = Array.from({ length: 60 }, (_, n) => String(n).padStart(2, '0'));
// First seen is always before reviewed, so the smallest and the largest time of a merged line say which is which.
const seenDays = dayTexts('2019-01-01', 1500);
const reviewDays = dayTexts('2024-01-01', 900);
const longestRow = 200;

function dayTexts(from, count) {
  const start = Date.parse(from);
  return Array.from({ length: count }, (_, day) => new Date(start + day * 86_400_000).toISOString().slice(0, 11));
}

function time(days, random) {
  const second = random % 86_400;
  const clock = [Math.floor(second / 3600), Math.floor(second / 60) % 60, second % 60].map((n) => twoDigits[n]);
  return `${days[Math.floor(random / 86_400) % days.length]}${clock.join(':')}Z`;
}

/** One row; returns where its digest starts. Everything but the digest depends on the row, so repeats differ. */
function writeRow(sink, id, category, row) {
  sink.room(longestRow);
  const start = sink.at;
  for (let lane = 0; lane < 8; lane++) sink.hex(word(id, lane), false);
  const first = word(row, 41) % reviewers.length;
  // An offset that is no multiple of 12 puts the second reviewer in another organisation.
  const second = (first + 12 * (word(row, 42) % 39) + 1 + (word(row, 43) % 11)) % reviewers.length;
  sink.text(`,${categories[category]},`);
  sink.copy(reviewers[first]);
  sink.byte(44);
  sink.copy(reviewers[second]);
  sink.text(`,${time(reviewDays, word(row, 44))},${time(seenDays, word(row, 45))}\n`);
  return start;
}

function factsOf(row) {
  const [digest, category, first, second, reviewed, seen] = row.split(',');
  const people = [first, second].map((reviewer) => reviewer.slice(0, reviewer.indexOf('@')));
  return rowFacts(digest, [category], people, seen, reviewed);
}

function append(sink, path, from, to) {
  const file = openSync(path, 'r');
  const chunk = Buffer.allocUnsafe(1 << 20);
  for (let at = from; at < to; ) {
    const got = readSync(file, chunk, 0, Math.min(chunk.length, to - at), at);
    if (got === 0) throw new Error('the list is shorter than it was when written');
    sink.room(got);
    sink.copy(chunk.subarray(0, got));
    at += got;
  }
  closeSync(file);
}

export const wide = {
  files: ['wide-a.csv', 'wide-b.csv', 'wide-all.csv', 'wide-head.csv'],
  params: (scale) => ({
    made: 2,
    rows: 2 * Math.round(2_500_000 * scale),
    repeats: 0.2,
    recategorised: 0.05,
    seed: 29,
  }),
  write([pathA, pathB, pathAll, pathHead], { rows, repeats, recategorised, seed }) {
    const distinct = Math.round(rows * (1 - repeats));
    const ids = shuffledIds(rows, distinct, seed);
    const seen = new Uint8Array(distinct); // one bit a category
    const headRows = rows / 5;
    const first = createFingerprint();
    const firstRows = createFingerprint();
    let inHead = null;
    let headBytes = 0;
    const sizes = [];
    [pathA, pathB].forEach((path, part) => {
      const sink = new Sink(path);
      sink.text(header);
      for (let row = (part * rows) / 2; row < ((part + 1) * rows) / 2; row++) {
        const id = ids[row];
        const own = word(id, 40) & 3;
        const moved = seen[id] !== 0 && word(row, 46) < recategorised * 2 ** 32;
        const category = moved ? (own + 1 + (word(row, 47) % 3)) & 3 : own;
        const start = writeRow(sink, id, category, row);
        if (seen[id] === 0) {
          first.add(sink.bytes, start, start + 64);
          firstRows.addText(factsOf(sink.bytes.latin1Slice(start, sink.at)));
        }
        seen[id] |= 1 << category;
        if (row + 1 === headRows) {
          inHead = { distinct: first.value(), firstRows: firstRows.value() };
          headBytes = sink.size;
        }
      }
      sizes.push(sink.close());
    });
    const all = new Sink(pathAll);
    append(all, pathA, 0, sizes[0]);
    append(all, pathB, header.length, sizes[1]);
    all.close();
    const start = new Sink(pathHead);
    append(start, pathA, 0, headBytes);
    start.close();
    let disputed = 0;
    for (const bits of seen) if ((bits & (bits - 1)) !== 0) disputed++;
    const head = { rows: headRows, ...inHead };
    return { rows, distinct: first.value(), firstRows: firstRows.value(), disputed, head };
  },
};

/** Ten thousand rows of which 100 carry a digest that is cut or not hexadecimal: a validator must refuse exactly these. */
export const flawed = {
  files: ['wide-flawed.csv'],
  params: () => ({ made: 1, rows: 10_000, flaws: 100 }),
  write([path], { rows, flaws }) {
    const sink = new Sink(path);
    sink.text(header);
    for (let row = 0; row < rows; row++) {
      const start = writeRow(sink, row, 0, row);
      if (row % (rows / flaws) !== 0) continue;
      if (row % (2 * (rows / flaws)) === 0) {
        sink.bytes[start + 20] = 0x67; // 'g'
      } else {
        sink.bytes.copyWithin(start + 63, start + 64, sink.at);
        sink.at--;
      }
    }
    sink.close();
    return { rows, flaws };
  },
};
