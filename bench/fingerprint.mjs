// What a list holds, as three numbers: how many keys, their sum (any order) and their chain (this order).
// Two answers of the same count and sum hold the same keys; this is how a fast wrong answer is caught.
import { closeSync, openSync, readSync } from 'node:fs';
import { mix } from './random.mjs';

const digit = new Uint8Array(256);
for (const byte of Buffer.from('0123456789abcdefABCDEF')) digit[byte] = 1;

export function createFingerprint() {
  let count = 0;
  let sum = 0;
  let order = 0;
  const take = (hash) => {
    const mixed = mix(hash);
    count++;
    sum = (sum + mixed) >>> 0;
    order = (Math.imul(order, 31) + mixed) >>> 0;
  };
  return {
    /** `| 0x20` folds A-Z and leaves digits, dot and hyphen alone: two spellings of one key are one key. */
    add(bytes, from, to) {
      let hash = 0x811c9dc5;
      for (let i = from; i < to; i++) hash = Math.imul(hash ^ (bytes[i] | 0x20), 0x01000193);
      take(hash);
    },
    addText(text) {
      let hash = 0x811c9dc5;
      for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
      take(hash);
    },
    value: () => ({ count, sum, order }),
  };
}

/** Calls `onLine(bytes, from, to)` for each line, without its ending. The bytes are reused. */
export function eachLine(path, onLine) {
  const file = openSync(path, 'r');
  let bytes = Buffer.allocUnsafe(4 << 20);
  let held = 0;
  for (;;) {
    if (held === bytes.length) bytes = Buffer.concat([bytes, Buffer.allocUnsafe(bytes.length)]);
    const got = readSync(file, bytes, held, bytes.length - held, null);
    const end = held + got;
    let from = 0;
    for (let to = bytes.indexOf(10, from); to >= 0 && to < end; to = bytes.indexOf(10, from)) {
      onLine(bytes, from, bytes[to - 1] === 13 && to > from ? to - 1 : to);
      from = to + 1;
    }
    held = end - from;
    if (got === 0) {
      if (held > 0) onLine(bytes, from, end);
      break;
    }
    bytes.copyWithin(0, from, end);
  }
  closeSync(file);
}

/** Where a run of exactly `length` hexadecimal digits starts in the line, or -1: works for lines, CSV and JSON alike. */
export function findDigest(bytes, from, to, length) {
  for (let at = from; at < to; at++) {
    let end = at;
    while (end < to && digit[bytes[end]] === 1) end++;
    if (end - at === length) return at;
    at = end;
  }
  return -1;
}

/** The digests of a list, one a line wherever it stands; lines without one (header, comments) are only counted. */
export function readDigests(path, length) {
  const digests = createFingerprint();
  let others = 0;
  eachLine(path, (bytes, from, to) => {
    const at = findDigest(bytes, from, to, length);
    if (at < 0) others++;
    else digests.add(bytes, at, at + length);
  });
  return { ...digests.value(), others };
}

/** What a row says about its digest, in one spelling: the generator and the checks must write it alike. */
export function rowFacts(digest, categories, people, firstSeen, lastReviewed) {
  return `${digest} ${categories.sort()} ${people.sort()} ${plainTime(firstSeen)} ${plainTime(lastReviewed)}`;
}

const plainTime = (time) => time.slice(0, 19).replace('T', ' ');
