// One line of an nginx map file: `key value;`, in the spelling nginx gives to words (research url-formats 3.12). Only
// what lists one key; variables, regular expressions and several pairs on a line are told apart and refused.

/** `directive`: a word of the map itself, such as `hostnames`. */
export type NginxLine =
  | { readonly is: 'nothing' }
  | { readonly is: 'directive'; readonly name: string }
  /** `isOpen`: its value is one that `if` takes for no, so that the key is an exception to those that also match. */
  | { readonly is: 'pair'; readonly key: string; readonly isOpen: boolean; readonly column: number }
  | { readonly is: 'bad'; readonly want: string };

const WORD = /^(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|((?:[^\s;{}"'#\\]|\\.)(?:[^\s;{}\\]|\\.)*))/u;

/** Words that a map takes for something else than a key. */
const RESERVED = ['default', 'hostnames', 'include', 'volatile'];

export function parseNginxLine(line: string): NginxLine {
  const from = line.search(/\S/u);
  if (from < 0 || line[from] === '#') return { is: 'nothing' };
  const words: string[] = [];
  let rest = line.slice(from);
  for (let match = WORD.exec(rest); match !== null; match = WORD.exec(rest)) {
    words.push(unquoted(match));
    rest = rest.slice(match[0].length).trimStart();
  }
  const isEnded = /^;\s*(?:#.*)?$/u.test(rest);
  const [first = '', value] = words;
  if (!isEnded || words.length === 0 || words.length > 2)
    return { is: 'bad', want: 'one key and one value with ; behind' };
  const name = RESERVED.find((word) => word === first);
  if (name === 'include') return { is: 'bad', want: 'an entry: read the included file by itself' };
  if (name !== undefined) return { is: 'directive', name };
  if (value === undefined) return { is: 'bad', want: 'one key and one value with ; behind' };
  if (first.startsWith('~')) return { is: 'bad', want: 'a plain key: a regular expression stands for many' };
  // A backslash before a reserved word makes a key of it.
  return { is: 'pair', key: first.replace(/^\\/u, ''), isOpen: value === '' || value === '0', column: from + 1 };
}

/** Quoted words lose a backslash before a quotation mark or a backslash; the first one of a bare word stays, see above. */
function unquoted([, double, single, bare = '']: RegExpExecArray): string {
  return (double ?? single)?.replaceAll(/\\(["'\\])/gu, '$1') ?? bare;
}

/** A word as nginx reads it back, whatever it holds. */
export function nginxWord(text: string): string {
  return `"${text.replaceAll(/["\\]/gu, '\\$&')}"`;
}

/** A host name as key: bare, with a backslash where it would be a word of the map. */
export function isReservedWord(text: string): boolean {
  return RESERVED.includes(text);
}
