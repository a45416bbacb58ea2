// A reader of XML documents.
import type { Batch } from '../../../model/batch.ts';
import type { ByteChunks } from '../../../model/bytes.ts';
import type { ReadContext } from '../../format.ts';
import { type EntryReader, readEntries, type Syntax } from '../document.ts';
import { isDigestLength, isPictureText, SHORTEST_PICTURE } from '../picture.ts';
import type { RowSink } from '../row-sink.ts';
import { XmlItems } from './items.ts';
import type { XmlShape } from './shape.ts';
import { readXml, type XmlElement } from './walk.ts';

/** `setup` runs once per input. Entries that are not well formed never reach it: they are refused and kept. */
export function readXmlDocument<Options>(
  shape: XmlShape,
  setup: (rows: RowSink, context: ReadContext<Options>) => EntryReader<XmlElement>,
): (input: ByteChunks, context: ReadContext<Options>) => AsyncIterable<Batch> {
  const syntax: Syntax<XmlElement> = {
    items: (handlers) => new XmlItems(shape, handlers),
    parse: readXml,
    bad: 'row/bad-xml',
    withoutPictures,
  };
  return readEntries(syntax, setup);
}

/** The element without texts and attributes that are pictures; the same where there are none, as nearly always. */
function withoutPictures(element: XmlElement, found: string[]): XmlElement {
  if (!mayHoldPicture(element)) return element;
  const before = found.length;
  const isPicture = (name: string, text: string): boolean => {
    if (!isPictureText(text)) return false;
    found.push(name);
    return true;
  };
  const text = isPicture(element.name, element.text.trim()) ? '' : element.text;
  const attributes = [...element.attributes].filter(([name, value]) => !isPicture(name, value));
  const children = element.children.map((child) => withoutPictures(child, found));
  return found.length === before ? element : { ...element, text, attributes: new Map(attributes), children };
}

/** Nearly no entry has such a text: those are looked at without making anything. */
function mayHoldPicture({ text, attributes, children }: XmlElement): boolean {
  if (isLong(text)) return true;
  if (attributes.size > 0) for (const value of attributes.values()) if (isLong(value)) return true;
  for (let i = 0; i < children.length; i++) if (mayHoldPicture(children[i]!)) return true;
  return false;
}

function isLong(text: string): boolean {
  const { length } = text;
  return length >= SHORTEST_PICTURE && !isDigestLength(length) && !isDigestLength(text.trim().length);
}
