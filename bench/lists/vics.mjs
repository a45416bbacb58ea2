// One Project VIC document on one line, as national sets are distributed: three million media in a gigabyte. Half of them have
// a PhotoDNA, a quarter has flags. The digits come from a pseudo-random generator: no file has these digests.
import { createFingerprint } from '../fingerprint.mjs';
import { word } from '../random.mjs';
import { Sink } from '../sink.mjs';

const context = 'http://github.com/VICSDATAMODEL/ProjectVic/DataModels/2.0.xml/US/$metadata#Media';
const longestMedium = 700;
/** Words of PhotoDNA, 144 bytes. */
const photoWords = 36;

function photo(row) {
  const bytes = Buffer.alloc(photoWords * 4);
  for (let i = 0; i < photoWords; i++) bytes.writeUInt32LE(word(row, 20 + i), i * 4);
  return bytes.toString('base64');
}

export const vics = {
  files: ['vics-media.json', 'vics-media-1.json'],
  params: (scale) => ({ made: 1, media: Math.round(3_000_000 * scale) }),
  write(paths, { media }) {
    const head = Math.round(media / 5);
    const sinks = paths.map((path) => new Sink(path));
    const [all] = sinks;
    const md5 = createFingerprint();
    let rows = 0;
    for (const sink of sinks) sink.text(`{"@odata.context":"${context}","value":[`);
    for (let row = 0; row < media; row++) {
      const size = word(row, 62) % 10_000_000;
      const second = String(word(row, 63) % 60).padStart(2, '0');
      const facts =
        `","MediaSize":"${size}","MimeType":"${row % 9 === 0 ? 'video/mp4' : 'image/jpeg'}",` +
        `"DateUpdated":"2023-0${1 + (row % 9)}-1${row % 10}T02:31:${second}.8300Z"` +
        (row % 4 === 0
          ? `,"VictimIdentified":"${row % 8 === 0}","OffenderIdentified":"false","IsDistributed":"true"`
          : '') +
        (row % 2 === 0 ? `,"PhotoDNA":"${photo(row)}"}` : '}');
      rows += row % 2 === 0 ? 3 : 2;
      for (const sink of row < head ? sinks : [all]) {
        sink.room(longestMedium);
        sink.text(`${row === 0 ? '' : ','}{"MediaID":${row},"Category":${row % 6},"MD5":"`);
        const at = sink.at;
        for (let lane = 0; lane < 4; lane++) sink.hex(word(row, lane), true);
        if (sink === all) md5.add(sink.bytes, at, sink.at);
        sink.text('","SHA1":"');
        for (let lane = 4; lane < 9; lane++) sink.hex(word(row, lane), true);
        sink.text(facts);
      }
    }
    for (const sink of sinks) sink.text(']}');
    for (const sink of sinks) sink.close();
    return { media, head, rows, md5: md5.value() };
  },
};
