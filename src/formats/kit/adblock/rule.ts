// Takes one filter rule apart: what it matches, whether it excepts, its modifiers. It accepts only rules that say exactly
// what an entry says, and names what any other rule has; it never guesses. Facts: research url-formats 3.17 and section 2.

/** A place in the line. */
interface Span {
  readonly from: number;
  readonly to: number;
}

export type Rule =
  | {
      readonly is: 'name' | 'names-below' | 'page' | 'pages';
      readonly span: Span;
      readonly isException: boolean;
      readonly modifiers: string;
    }
  | { readonly is: 'bare' }
  | { readonly is: 'other'; readonly what: string };

const MODIFIER = /^~?[\w-]+(?:=.*)?$/su;
const COSMETIC = /#@?[?$%]{0,2}#/u;
const NAME = /^[^/*|^$:?=&,]+$/u;

/** `text[from, to)` is one rule without blanks around it, with one character a byte. */
export function parseRule(text: string, from: number, to: number): Rule {
  const whole = text.slice(from, to);
  const isException = whole.startsWith('@@');
  const rule = isException ? whole.slice(2) : whole;
  if (COSMETIC.test(rule)) return other('a cosmetic filter');
  if (/^\/.*\/(?:\$.*)?$/su.test(rule)) return other('a regular expression');
  if (!rule.startsWith('|')) {
    if (isException) return other('an exception for a pattern');
    return { is: 'bare' };
  }
  const modifiers = modifiersOf(rule);
  const pattern = modifiers === '' ? rule : rule.slice(0, -modifiers.length - 1);
  const start = from + whole.length - rule.length;
  const place = (open: number, close: number): Span => ({ from: start + open, to: start + pattern.length - close });
  if (pattern.includes('*')) return other('a wildcard');
  if (/^\|https?:\/\//iu.test(pattern)) return page(pattern, place, isException, modifiers);
  const mark = pattern.startsWith('||') ? 2 : 1;
  const end = /\^\|?$/u.exec(pattern)?.[0].length ?? 0;
  const name = pattern.slice(mark, pattern.length - end);
  if (name.includes('/')) return other('a path below names');
  if (!NAME.test(name)) return other('a pattern');
  if (end === 0) return other('a name without its end');
  return { is: mark === 2 ? 'names-below' : 'name', span: place(mark, end), isException, modifiers };
}

/**
 * Modifiers begin at the first `$` that only modifiers follow. One pattern for all of them would try each `$` to the end
 * of the line: five seconds for 60 KB of `$a=`.
 */
function modifiersOf(rule: string): string {
  let begin = rule.length;
  // From the end, while what stands between commas is a modifier.
  for (let to = rule.length; to >= 0; ) {
    const from = rule.lastIndexOf(',', to - 1) + 1;
    const piece = rule.slice(from, to);
    for (let at = piece.indexOf('$'); at >= 0; at = piece.indexOf('$', at + 1)) {
      if (!MODIFIER.test(piece.slice(at + 1))) continue;
      begin = from + at + 1;
      break;
    }
    if (from === 0 || !MODIFIER.test(piece)) break;
    to = from - 1;
  }
  return rule.slice(begin);
}

/** `|http://host/path` is every URL that starts so, `|http://host/path|` that URL alone. */
function page(
  pattern: string,
  place: (open: number, close: number) => Span,
  isException: boolean,
  modifiers: string,
): Rule {
  const isWhole = pattern.endsWith('|');
  const url = pattern.slice(1, isWhole ? -1 : undefined);
  if (/[\^|]/u.test(url)) return other('a pattern');
  // Without a path it would match longer host names too.
  if (!/^https?:\/\/[^/?#]+\//iu.test(url)) return other('a name without its end');
  return { is: isWhole ? 'page' : 'pages', span: place(1, isWhole ? 1 : 0), isException, modifiers };
}

function other(what: string): Rule {
  return { is: 'other', what };
}

/** Characters that mean something in a rule; a URL that has one cannot be written as one. */
const SPECIAL = /[*^|]|##|#@|\$(?=~?[\w-])/u;

export function isSpecialInRule(url: string): boolean {
  return SPECIAL.test(url);
}

/** Whether a text without marks is a name; without a dot inside, or with one or a hyphen outside, it is a pattern. */
export function isBareName(text: string): boolean {
  return /^[^.-].*\.[^.-](?:[^.]*[^.-])?$/u.test(text);
}
