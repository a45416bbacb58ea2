// Partner keys of merged rows: those of all records that list the key, so that one record can be taken back without the
// others. Costs nothing where no row has one. The key of a record that a row withdraws is held with a mark, because only in
// the end it is known whether another record, or a list without records, still lists the key.
import type { Batch } from '../../model/batch.ts';
import type { Interns } from '../../model/opinions.ts';
import { hasRecordKey, isRecordKey, joinKeys, keysIn, unionOfKeys, WITHOUT } from '../../model/record-key.ts';
import { WITHDRAWN } from '../../model/scope.ts';
import { opinionsWithout } from '../replay/opinions.ts';
import { type Placed, TextColumn } from './columns.ts';

export type KeysPolicy = 'union' | 'first' | 'last';

const MARK = '-';

export class KeysColumn {
  readonly #chosen: TextColumn | null;
  readonly #keys: (string | undefined)[] = [];
  #isUsed = false;
  #characters = 0;

  constructor(policy: KeysPolicy) {
    this.#chosen = policy === 'union' ? null : new TextColumn(policy);
  }

  take({ partnerKey, op }: Batch, { from, to, target, fresh, known }: Placed): void {
    const chosen = this.#chosen;
    if (chosen !== null) {
      if (partnerKey !== null) for (let i = from; i < to; i++) chosen.take(partnerKey[i], target[i]!, fresh[i] === 1);
      return;
    }
    if (partnerKey === null) {
      if (this.#isUsed) for (const i of known) if (op[i] !== WITHDRAWN) this.#add(target[i]!, undefined);
      return;
    }
    this.#isUsed = true;
    for (let i = from; i < to; i++) {
      const keys = op[i] === WITHDRAWN ? marked(partnerKey[i]) : partnerKey[i];
      if (fresh[i] === 1) this.#set(target[i]!, keys);
      else if (keys !== undefined || op[i] !== WITHDRAWN) this.#add(target[i]!, keys);
    }
  }

  #set(row: number, keys: string | undefined): void {
    if (keys === undefined) return;
    this.#keys[row] = keys;
    this.#characters += keys.length;
  }

  #add(row: number, keys: string | undefined): void {
    const held = this.#keys[row];
    const union = unionOfKeys(held, keys);
    if (union !== held) this.#set(row, union);
  }

  /** Whether taking row i of a batch would change nothing. */
  says(row: number, { partnerKey, op }: Batch, i: number): boolean {
    const keys = partnerKey?.[i];
    if (this.#chosen !== null) return this.#chosen.says(row, keys);
    if (keys === undefined && (op[i] === WITHDRAWN || this.#keys[row] === undefined)) return true;
    const held = this.#keys[row];
    return unionOfKeys(held, op[i] === WITHDRAWN ? marked(keys) : keys) === held;
  }

  fold(from: number, into: number): void {
    if (this.#chosen !== null) this.#chosen.fold(from, into);
    else if (this.#isUsed) this.#add(into, this.#keys[from]);
  }

  /** As they are held, with marks. */
  held(rows: Uint32Array): (string | undefined)[] | null {
    if (this.#chosen !== null) return this.#chosen.isUsed ? Array.from(rows, (row) => this.#chosen!.get(row)) : null;
    return this.#isUsed ? Array.from(rows, (row) => this.#keys[row]) : null;
  }

  /** Rows whose keys differ between sources, where one was chosen. */
  get differing(): number {
    return this.#chosen?.differing ?? 0;
  }

  countOn(from: KeysColumn): void {
    if (this.#chosen !== null) this.#chosen.differing = from.differing;
  }

  get byteLength(): number {
    return this.#chosen?.byteLength ?? this.#keys.length * 24 + this.#characters;
  }
}

/**
 * Settles the partner keys of a merged batch: of a key that is withdrawn in the name of a record all that its records were, of
 * one that is listed those that list it, and of one that was withdrawn by itself no record: it would be read as one that was
 * taken back, and take its other keys along. `opinions` lose what members of records that do not list the key said.
 */
export function settleKeys(
  keys: (string | undefined)[] | null,
  op: Uint8Array,
  opinions: Uint32Array | null,
  interns: Interns,
): void {
  if (keys === null) return;
  for (let i = 0; i < keys.length; i++) {
    const text = keys[i];
    if (text === undefined) continue;
    const isGone = op[i] === WITHDRAWN;
    if (!isGone && !text.includes(MARK)) continue;
    const all = keysIn(text);
    const gone = all.filter(isMarked).map((key) => key.slice(MARK.length));
    if (gone.length === 0) {
      if (isGone) keys[i] = joinKeys(all.filter((key) => !isRecordKey(key)));
      continue;
    }
    const left = all.filter((key) => !isMarked(key));
    keys[i] = joinKeys(isGone ? [...gone, ...left.filter((key) => key !== WITHOUT)] : left);
    if (!isGone && opinions !== null) {
      opinions[i] = opinionsWithout(interns, opinions[i]!, gone, left);
    }
  }
}

function isMarked(key: string): boolean {
  return key.startsWith(MARK) && isRecordKey(key.slice(MARK.length));
}

/** Keys as a row that withdraws them is taken. */
function marked(keys: string | undefined): string | undefined {
  if (keys === undefined || !hasRecordKey(keys)) return keys;
  return joinKeys(keysIn(keys).map((key) => (isRecordKey(key) ? `${MARK}${key}` : key)));
}
