// Columns that hold keys. The common case, a digest of fixed width in hexadecimal, goes from the record straight into
// the batch; blanks, prefixes, lists, other kinds and every fault take the slow way.
import { ADDED, type BatchBuilder } from '../../../model/batch-builder.ts';
import { fromUtf8, indexOfByte, startsWithAscii } from '../../../model/bytes.ts';
import { usage } from '../../../model/failure.ts';
import { type Kind, kindOf } from '../../../model/kinds.ts';
import { EXACT } from '../../../model/scope.ts';
import { isBlankByte } from '../lines.ts';
import { editionOf } from '../photodna.ts';
import { type CellReader, REFUSED } from './cells.ts';
import type { TableDesk, TableRecord } from './desk.ts';
import { type KeyColumn, UNSAID } from './profile.ts';

/** `[2001:db8::1]:443` or `192.0.2.1:443`; without brackets an address with colons has no end. */
const ENDPOINT = /^(?:\[([0-9a-f:.]+)\]|([0-9.]+)):\d{1,5}$/iu;
const MOST_ENDPOINT = 64;

/** A value that is the same for every row, or read from a column. */
export type Code = number | CellReader;

export class KeyReader {
  readonly slot: number;
  readonly shown: string;
  readonly #desk: TableDesk;
  readonly #builder: BatchBuilder;
  readonly #column: KeyColumn;
  readonly #kind: Code;
  readonly #scope: Code;
  /** The kind when every row has the same and it is spelled in hexadecimal, and its width in characters. */
  readonly #fixed: Kind | null;
  readonly #characters: number;

  constructor(desk: TableDesk, column: KeyColumn, slot: number, kind: Code, scope: Code) {
    this.slot = slot;
    this.shown = column.column.shown;
    this.#desk = desk;
    this.#builder = desk.rows.builder;
    this.#column = column;
    this.#kind = kind;
    this.#scope = scope;
    const fixed = typeof kind === 'number' ? kindOf(kind) : null;
    const isHex = fixed !== null && fixed.codec === 'hex' && fixed.width > 0 && column.encoding !== 'base64';
    this.#fixed = isHex ? fixed : null;
    this.#characters = isHex ? fixed.width * 2 : -1;
  }

  /** Adds the keys of the cell, none where it is empty. False: the record was refused. */
  read(record: TableRecord): boolean {
    const from = record.starts[this.slot]!;
    const to = record.ends[this.slot]!;
    if (to - from === this.#characters && this.#builder.addHex(this.#fixed!, record.bytes, from) === ADDED) return true;
    if (from === to) return true;
    const { rows } = this.#desk;
    rows.spare = this.#column.isSpare === true ? this.shown : null;
    const isRead = this.#readSlow(record, from, to);
    rows.spare = null;
    return isRead || (this.#column.isSpare === true && !rows.isRejected);
  }

  #readSlow(record: TableRecord, start: number, end: number): boolean {
    const { bytes } = record;
    const { list } = this.#column;
    const kind = this.#codeOf(this.#kind, record);
    if (kind === REFUSED) return false;
    const scope = this.#codeOf(this.#scope, record);
    if (scope === REFUSED) return false;
    for (let from = start; from <= end; ) {
      let to = list === null ? -1 : indexOfByte(bytes, list.separator, from, end);
      if (to < 0) to = end;
      if (!this.#add(bytes, from, to, start, kind, scope)) return false;
      from = to + 1;
    }
    return true;
  }

  #codeOf(code: Code, record: TableRecord): number {
    return typeof code === 'number' ? code : code.read(record);
  }

  #add(bytes: Uint8Array, start: number, end: number, cell: number, code: number, scope: number): boolean {
    const { rows, blanks } = this.#desk;
    let from = start;
    let to = end;
    while (from < to && isBlankByte(bytes[from]!)) from++;
    while (to > from && isBlankByte(bytes[to - 1]!)) to--;
    from = this.#afterPrefix(bytes, this.#desk.afterApostrophe(bytes, from, to), to);
    if (from === to) return true;
    if (blanks.size > 0 && to - from < 32 && blanks.has(fromUtf8(bytes, from, to).toLowerCase())) return true;
    const kind = kindOf(code);
    const column = this.#desk.columnOf(this.slot) + from - cell;
    if (kind.codec === 'ip' || kind.codec === 'cidr') return this.#address(bytes, from, to, column);
    if (kind.id === 'url') return rows.url(bytes, from, to, scope === UNSAID ? EXACT : scope, column);
    if (kind.id === 'domain' && scope === UNSAID) {
      // In a list with such a column the row lacks it; in one without, nobody has said it of any name.
      if (typeof this.#scope === 'number' || this.#desk.profile.container === 'json-lines') throw scopeUnsaid();
      this.#desk.missing('scope', this.slot);
      return false;
    }
    if (kind.id === 'domain') return rows.host(bytes, from, to, scope, column);
    if (this.#column.encoding === 'base64' && kind.codec === 'hex') return rows.base64(kind, bytes, from, to, column);
    return rows.digest(editionOf(kind, to - from), bytes, from, to, column);
  }

  #address(bytes: Uint8Array, from: number, to: number, column: number): boolean {
    const { rows } = this.#desk;
    const { endpoints } = this.#column;
    const parts =
      endpoints === undefined ? null : ENDPOINT.exec(fromUtf8(bytes, from, Math.min(to, from + MOST_ENDPOINT)));
    if (parts === null) return rows.address(bytes, from, to, column);
    if (endpoints !== 'address') {
      this.#desk.bad(this.shown, 'an address without a port; endpoints=address lists the whole address', this.slot);
      return false;
    }
    const isBracketed = parts[1] !== undefined;
    const length = (parts[1] ?? parts[2] ?? '').length;
    const start = from + (isBracketed ? 1 : 0);
    if (!rows.address(bytes, start, start + length, column)) return false;
    rows.report('address/port-dropped', {}, column + length);
    return true;
  }

  #afterPrefix(bytes: Uint8Array, from: number, to: number): number {
    for (const prefix of this.#column.strip) if (startsWithAscii(bytes, from, to, prefix)) return from + prefix.length;
    return from;
  }
}

/** A name that is listed may mean itself or everything below it. */
function scopeUnsaid(): Error {
  return usage('usage/bad-option', {
    option: '--from-option scope',
    reason: 'names do not say how far they reach; say scope=exact or scope=subtree, or add a column scope',
  });
}
