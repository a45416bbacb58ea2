// The only door to XML, HTML and SVG: a template whose every value is escaped, unless it came out of such a template
// itself. What is escaped in the one is escaped in the others; text inside `script` and `style` is another matter, and no
// value may stand there.

/** Markup that may stand where content may stand. */
export interface Markup {
  readonly markup: string;
}

export type Value = string | number | Markup | readonly Markup[];

/** markup`<a b="${text}">${parts}</a>`; a value stands in content or between double quotes. */
export function markup(parts: TemplateStringsArray, ...values: readonly Value[]): Markup {
  const pieces = parts.map((part, i) => part + written(values[i] ?? '', part.endsWith('="')));
  return { markup: pieces.join('') };
}

function written(value: Value, isAttribute: boolean): string {
  if (typeof value === 'string') return isAttribute ? escaped(value).replaceAll(/\s/gu, blank) : escaped(value);
  if (typeof value === 'number') return String(value);
  return 'markup' in value ? value.markup : value.map((each) => each.markup).join('');
}

/** Inside an attribute a parser makes a blank of a line end, unless it is written as a number. */
function blank(character: string): string {
  return character === ' ' ? ' ' : `&#${character.charCodeAt(0)};`;
}

const NAMED: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Characters that XML 1.0 has no way to write become the sign for what cannot be shown. */
function escaped(text: string): string {
  return text
    .replaceAll(/[&<>"']/gu, (character) => NAMED[character] ?? '')
    .replaceAll(/[^\n\r\t -\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '\ufffd');
}
