// The characters of XML 1.0 (section 2.2), and text as it is spelled in an element or in a quoted attribute.

export const LF = 10;
export const SLASH = 47;
export const LESS = 60;
export const GREATER = 62;

export function isCharacter(code: number): boolean {
  if (code < 0x20) return code === 9 || code === 10 || code === 13;
  return code < 0xd800 || (code >= 0xe000 && code <= 0x10ffff && code !== 0xfffe && code !== 0xffff);
}

/** Whether XML has a spelling for the text: for controls and lone surrogates it has none. */
export function isSayable(text: string): boolean {
  for (const character of text) if (!isCharacter(character.codePointAt(0) as number)) return false; // of a text that is not empty
  return true;
}

/** Blanks and line ends as well: a reader may turn them into something else. */
const SPECIAL = /[&<>"'\t\n\r]/gu;

/** A text that `isSayable`, with entities. */
export function xmlText(text: string): string {
  return text.replaceAll(SPECIAL, (character) => `&#${character.charCodeAt(0)};`);
}
