// 10 million MD5-shaped lines, 20 % of them repeats, in random order, 1 % in upper case.
// The digits come from a pseudo-random generator, not from MD5: no file has these digests, and they are made faster.
import { createFingerprint } from '../fingerprint.mjs';
import { shuffledIds, word } from '../random.mjs';
import { Sink } from '../sink.mjs';

export const digests = {
  files: ['md5.txt'],
  params: (scale) => ({ made: 1, rows: Math.round(10_000_000 * scale), repeats: 0.2, upper: 0.01, seed: 17 }),
  write(paths, { rows, repeats, upper, seed }) {
    const distinct = Math.round(rows * (1 - repeats));
    const ids = shuffledIds(rows, distinct, seed);
    const seen = new Uint8Array(distinct);
    const first = createFingerprint();
    const sink = new Sink(paths[0]);
    let spellings = 0;
    for (let row = 0; row < rows; row++) {
      const id = ids[row];
      const isUpper = word(row ^ seed, 31) < upper * 2 ** 32;
      sink.room(33);
      const start = sink.at;
      for (let lane = 0; lane < 4; lane++) sink.hex(word(id, lane), isUpper);
      if (seen[id] === 0) first.add(sink.bytes, start, sink.at);
      sink.byte(10);
      const spelling = isUpper ? 2 : 1;
      if ((seen[id] & spelling) === 0) spellings++;
      seen[id] |= spelling;
    }
    sink.close();
    return { rows, distinct: first.value(), spellings };
  },
};
