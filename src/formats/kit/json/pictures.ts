// Takes pictures out of JSON values.
import { isPictureText } from '../picture.ts';
import type { JsonValue } from './walk.ts';

/** The value without texts that are pictures; the same value where there are none, as nearly always. */
export function withoutPictures(value: JsonValue, key: string, found: string[]): JsonValue | undefined {
  if (typeof value === 'string') {
    if (!isPictureText(value)) return value;
    found.push(key);
    return undefined;
  }
  if (typeof value !== 'object' || value === null) return value;
  const before = found.length;
  if (value instanceof Map) {
    const kept = [...value].map(([name, each]) => [name, withoutPictures(each, name, found)] as const);
    if (found.length === before) return value;
    return new Map(kept.filter((pair): pair is [string, JsonValue] => pair[1] !== undefined));
  }
  const list = value as readonly JsonValue[]; // not a Map
  const kept = list.map((each) => withoutPictures(each, key, found));
  return found.length === before ? value : kept.filter((each) => each !== undefined);
}
