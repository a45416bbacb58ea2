// Entities in the texts of XML: the five of XML itself and numbered characters.
import { isCharacter } from './characters.ts';

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** The text with its entities replaced; null where one is not of XML: none is ever defined, so none can expand. */
export function decodeEntities(raw: string): string | null {
  let isGood = true;
  const text = raw.replaceAll(/&([^;&\s]{0,12});?/gu, (entity, name: string) => {
    const known = entity.endsWith(';') ? (ENTITIES[name] ?? character(name)) : undefined;
    if (known === undefined) isGood = false;
    return known ?? '';
  });
  return isGood ? text : null;
}

/** The character a numbered entity stands for. */
function character(name: string): string | undefined {
  const digits = /^#(?:x([0-9a-f]{1,6})|([0-9]{1,7}))$/iu.exec(name);
  if (digits === null) return undefined;
  const code = digits[1] === undefined ? Number(digits[2]) : Number.parseInt(digits[1], 16);
  return isCharacter(code) ? String.fromCodePoint(code) : undefined;
}
