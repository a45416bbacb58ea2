// XML as strictly as a reader of reports may take it: anything that is not well-formed is an error. No document types.

export interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: Element[];
  /** The text directly inside, entities resolved. */
  text: string;
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
const LEGAL = /^[\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]*$/u;
const TAG = /<\/?([A-Za-z][\w.-]*)((?:\s+[A-Za-z][\w.:-]*="[^"<]*")*)\s*(\/?)>/uy;

/** The root element; throws where a parser would. */
export function parseXml(text: string): Element {
  if (!LEGAL.test(text)) throw new Error('a character that XML does not allow');
  const root: Element = { name: '', attributes: {}, children: [], text: '' };
  const open = [root];
  let at = /^<\?xml version="1\.0" encoding="UTF-8"\?>/u.exec(text)?.[0].length ?? 0;
  while (at < text.length) {
    const top = open.at(-1);
    if (top === undefined) throw new Error('an end too many');
    const next = text.indexOf('<', at);
    const content = text.slice(at, next < 0 ? text.length : next);
    if (content.includes(']]>')) throw new Error('the end of a section in content');
    top.text += resolved(content);
    if (next < 0) break;
    TAG.lastIndex = next;
    const tag = TAG.exec(text);
    if (tag === null) throw new Error(`no tag at ${next}`);
    const [whole, name = '', attributes = '', empty] = tag;
    at = next + whole.length;
    if (whole.startsWith('</')) {
      if (top.name !== name) throw new Error(`${name} ends inside ${top.name}`);
      open.pop();
    } else {
      const element = { name, attributes: attributesOf(attributes), children: [], text: '' };
      top.children.push(element);
      if (empty === '') open.push(element);
    }
  }
  const [only, ...others] = root.children;
  if (only === undefined || others.length > 0 || open.length !== 1 || root.text.trim() !== '') {
    throw new Error('not one root');
  }
  return only;
}

function attributesOf(text: string): Record<string, string> {
  const found: Record<string, string> = {};
  for (const [, name = '', value = ''] of text.matchAll(/([\w.:-]+)="([^"]*)"/gu)) {
    if (name in found) throw new Error(`${name} twice`);
    found[name] = resolved(value.replaceAll(/[\t\n\r]/gu, ' '));
  }
  return found;
}

function resolved(text: string): string {
  return text.replaceAll(/&([^;]*;)?/gu, (_, entity: string | undefined) => {
    const name = entity?.slice(0, -1) ?? '';
    const number = /^#(?:x([0-9a-f]+)|(\d+))$/iu.exec(name);
    const character =
      number === null
        ? ENTITIES[name]
        : String.fromCodePoint(Number.parseInt(number[1] ?? number[2] ?? '', number[1] ? 16 : 10));
    if (character === undefined || !LEGAL.test(character)) throw new Error(`entity ${name}`);
    return character;
  });
}
