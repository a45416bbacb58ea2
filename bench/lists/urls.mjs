// A million URLs under reserved names, in the shapes that lists have: a path, often a query, some with a port. Seven in ten
// are canonical as they stand; the others need one change each, and the form they must get is known here. One in five is
// there already, mostly in another spelling.
import { createFingerprint } from '../fingerprint.mjs';
import { word } from '../random.mjs';
import { Sink } from '../sink.mjs';

const suffixes = ['example', 'test', 'invalid', 'example.com', 'example.net', 'example.org'];
const folders = ['images', 'a', 'gallery/2026', 'view.php', 'forum/topic', 'x/y/z', 'wp-content/uploads', ''];

/** How a sender spells `scheme://host/path`, and what it must become. */
const spellings = [
  (scheme, host, path) => `${scheme.toUpperCase()}://${host}/${path}`,
  (scheme, host, path) => `${scheme}://${host.toUpperCase()}/${path}`,
  (scheme, host, path) => `${scheme}://${host}./${path}`,
  (scheme, host, path) => `${scheme}://${host}:${scheme === 'http' ? 80 : 443}/${path}`,
  (scheme, host, path) => `${scheme}://${host}/${path}#part`,
  (scheme, host, path) => `${scheme}://${host}/./b/../${path}`,
  (scheme, host, path) => `${scheme}://${host}/${path.replace('i', '%69')}`,
  (scheme, host, path) => `${scheme}://user@${host}/${path}`,
];

function urlOf(id) {
  const scheme = id % 3 === 0 ? 'http' : 'https';
  const host = `${id % 5 === 0 ? 'www.' : ''}s${word(id, 61) % 400_000}.${suffixes[id % suffixes.length]}`;
  const query = id % 4 === 0 ? `?id=${word(id, 62) % 1_000_000}` : '';
  return { scheme, host, path: `${folders[id % folders.length]}/p${id}-i.html${query}`.replace(/^\//, '') };
}

export const urls = {
  files: ['urls.txt'],
  params: (scale) => ({ made: 2, rows: Math.round(1_000_000 * scale), changed: 0.3, repeated: 0.2 }),
  write(paths, { rows, changed, repeated }) {
    const canonical = createFingerprint();
    const every = createFingerprint();
    const sink = new Sink(paths[0]);
    let distinct = 0;
    for (let row = 0; row < rows; row++) {
      const isRepeat = distinct > 0 && (word(row, 65) % 1000) / 1000 < repeated;
      const id = isRepeat ? word(row, 66) % distinct : distinct++;
      const { scheme, host, path } = urlOf(id);
      const wanted = `${scheme}://${host}/${path}`;
      every.addText(wanted);
      if (!isRepeat) canonical.addText(wanted);
      const isChanged = (word(row, 63) % 1000) / 1000 < changed;
      const spell = spellings[word(row, 64) % spellings.length];
      sink.room(300);
      sink.text(`${isChanged ? spell(scheme, host, path) : wanted}\n`);
    }
    sink.close();
    return { rows, canonical: canonical.value(), every: every.value() };
  },
};
