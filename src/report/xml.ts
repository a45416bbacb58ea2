// The only door to XML: a template whose every value is escaped, unless it came out of such a template itself.

/** XML that may stand where content may stand. */
export interface Xml {
  readonly xml: string;
}

type Value = string | number | Xml | readonly Xml[];

/** xml`<a b="${text}">${parts}</a>`; a value stands in content or between double quotes. */
export function xml(parts: TemplateStringsArray, ...values: readonly Value[]): Xml {
  const pieces = parts.map((part, i) => part + written(values[i] ?? '', part.endsWith('="')));
  return { xml: pieces.join('') };
}

function written(value: Value, isAttribute: boolean): string {
  if (typeof value === 'string') return isAttribute ? escaped(value).replaceAll(/\s/gu, blank) : escaped(value);
  if (typeof value === 'number') return String(value);
  return 'xml' in value ? value.xml : value.map((each) => each.xml).join('');
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
