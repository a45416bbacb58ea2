// Undoes defanging: the spellings that keep a URL from being clicked (`hxxp`, `[.]`, `(dot)`). Never done unasked, since
// what looks so may be what was meant: `(.)` can stand in a path. Facts: research url-formats 4.2.

/** `hxxp://`, `http[:]//`, `hxxp[://]`, `[http]://`. */
const SCHEME = /^\[?h(?:xx|tt|\*\*|__)p(s?)\]?(?::\/\/|[[({]:[\])}]\/\/|[[({]:\/\/[\])}])/iu;

/** Square brackets stand around one of these in no name and in hardly a path. */
const SQUARE = /\[(\.|dot|:|\/|@)\]/giu;

/** In a host all of these can only be meant for a dot. */
const DOTS = /[({](?:\.|dot)[)}]|\\\./giu;

/** A dot with blanks around it. */
const SPACED = /(?<=\s)(?:dot|\[dot\]|\[\.\]|\(dot\)|\(\.\))(?=\s)/giu;

/** The text as it was before it was made harmless, or null where it shows no such habit before its path. */
export function refang(text: string): string | null {
  const [written = '', secure = ''] = SCHEME.exec(text) ?? [];
  const scheme = written === '' ? '' : `http${secure.toLowerCase()}://`;
  const given = text.slice(written.length);
  // Spaced dots first: the blanks around `[.]` belong to it.
  const rest = given.replace(/^[^/?#]*/u, spacedDots).replace(SQUARE, (_, inner: string) => unbracketed(inner));
  const end = rest.search(/[/?#]/u);
  const host = (end < 0 ? rest : rest.slice(0, end)).replace(DOTS, '.');
  const plain = scheme + host + (end < 0 ? '' : rest.slice(end));
  const before = given.search(/[/?#]/u);
  const isDefanged = scheme !== written.toLowerCase() || host !== (before < 0 ? given : given.slice(0, before));
  return isDefanged ? plain : null;
}

function spacedDots(host: string): string {
  let plain = '';
  let done = 0;
  // The dot is looked for, and then the blanks around it: a pattern that begins with blanks walks every run of them once
  // for each of its characters, which on a line of blanks takes minutes.
  for (const { 0: dot, index } of host.matchAll(SPACED)) {
    const before = host.slice(done, index);
    // One blank cannot belong to two dots.
    if (done > 0 && before === '') continue;
    plain += `${before.trimEnd()}.`;
    done = host.length - host.slice(index + dot.length).trimStart().length;
  }
  return plain + host.slice(done);
}

function unbracketed(inner: string): string {
  return inner.length > 1 ? '.' : inner;
}
