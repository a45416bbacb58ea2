// A page of NCMEC Hash Sharing, as large as thousands of them: entries of images with an MD5 and a PhotoDNA digest, indented
// as the service sends them. The digits come from a pseudo-random generator: no image has these digests.
import { word } from '../random.mjs';
import { Sink } from '../sink.mjs';

const classes = ['A1', 'A2', 'B1', 'B2'];
const pad = ' '.repeat(12);
const longestEntry = 1024;

function photoDna(row) {
  const bytes = Buffer.alloc(144);
  for (let i = 0; i < 36; i++) bytes.writeUInt32LE(word(row, 4 + i), i * 4);
  return bytes.toString('base64');
}

export const ncmec = {
  files: ['ncmec.xml'],
  params: (scale) => ({ made: 1, rows: Math.round(600_000 * scale) }),
  write([path], { rows }) {
    const sink = new Sink(path);
    sink.text('<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n');
    sink.text('<queryResult xmlns="https://hashsharing.ncmec.org/hashsharing/v2">\n');
    sink.text(`    <images count="${rows}" maxTimestamp="2026-01-05T23:59:59Z">\n`);
    for (let row = 0; row < rows; row++) {
      const member = word(row, 50) % 200;
      const second = word(row, 51) % 60;
      sink.room(longestEntry);
      sink.text(`        <image>\n${pad}<member id="${member}">Example ESP ${member}</member>\n`);
      sink.text(`${pad}<timestamp>2026-01-0${1 + (row % 5)}T10:00:${second < 10 ? '0' : ''}${second}Z</timestamp>\n`);
      sink.text(`${pad}<id>example-${row}</id>\n${pad}<classification>${classes[row % 4]}</classification>\n`);
      sink.text(`${pad}<fingerprints>\n${pad}    <md5>`);
      for (let i = 0; i < 4; i++) sink.hex(word(row, i), false);
      sink.text(`</md5>\n${pad}    <pdna>${photoDna(row)}</pdna>\n${pad}</fingerprints>\n${pad}<feedback/>\n`);
      sink.text('        </image>\n');
    }
    sink.text('    </images>\n</queryResult>\n');
    sink.close();
    return { rows };
  },
};
