// Three lists of the same files as forensic tools exchange them: audit lines of hashdeep, lines of md5sum, and NSRLFile.txt.
// The digits come from a pseudo-random generator: no file has these digests. One name in fifty holds a comma, as real ones do.
import { createFingerprint } from '../fingerprint.mjs';
import { word } from '../random.mjs';
import { Sink } from '../sink.mjs';

const nsrlHeader = '"SHA-1","MD5","CRC32","FileName","FileSize","ProductCode","OpSystemCode","SpecialCode"\n';
const hashdeepHeader = '%%%% HASHDEEP-1.0\n%%%% size,md5,sha256,filename\n## Invoked from: /example\n##\n';
const folders = ['pictures', 'system/lib', 'documents/2024', 'cache', 'media/video/part'];
const longestRow = 320;

function digest(sink, row, lane, words, isUpper) {
  for (let i = 0; i < words; i++) sink.hex(word(row, lane + i), isUpper);
}

function nameOf(row) {
  const number = word(row, 61) % 1_000_000;
  return row % 50 === 0 ? `part ${number}, copy.bin` : `file-${number}.bin`;
}

export const hashSets = {
  files: ['hashdeep.txt', 'md5sum.txt', 'NSRLFile.txt', 'hashdeep-1.txt', 'NSRLFile-1.txt'],
  params: (scale) => ({ made: 3, rows: Math.round(4_000_000 * scale) }),
  write(paths, { rows }) {
    const head = Math.round(rows / 4);
    const sinks = paths.map((path) => new Sink(path));
    const [audit, sums, table, auditHead, tableHead] = sinks;
    const md5 = createFingerprint();
    for (const sink of [audit, auditHead]) sink.text(hashdeepHeader);
    for (const sink of [table, tableHead]) sink.text(nsrlHeader);
    for (let row = 0; row < rows; row++) {
      const name = nameOf(row);
      const path = `${folders[row % folders.length]}/${name}`;
      const size = word(row, 62) % 10_000_000;
      for (const sink of row < head ? [audit, auditHead] : [audit]) {
        sink.room(longestRow);
        sink.text(`${size},`);
        digest(sink, row, 0, 4, false);
        sink.byte(44);
        digest(sink, row, 4, 8, false);
        sink.text(`,${path}\n`);
      }
      sums.room(longestRow);
      const start = sums.at;
      digest(sums, row, 0, 4, false);
      md5.add(sums.bytes, start, sums.at);
      sums.text(`  ${path}\n`);
      for (const sink of row < head ? [table, tableHead] : [table]) {
        sink.room(longestRow);
        sink.byte(34);
        digest(sink, row, 12, 5, true);
        sink.text('","');
        digest(sink, row, 0, 4, true);
        sink.text('","00000000",');
        sink.text(`"${name}",${size},${1 + (row % 9000)},"358",""\n`);
      }
    }
    for (const sink of sinks) sink.close();
    return { rows, head, md5: md5.value() };
  },
};
