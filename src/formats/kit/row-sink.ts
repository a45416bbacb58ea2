// What a reader puts rows into: adds keys to the batch, and turns every fault into a finding that costs the whole row,
// so that the row can be mended in the rejects file and fed back.

import { parseCidr, parseIp } from '../../model/address.ts';
import { parseRange, rangeDash } from '../../model/address-range.ts';
import type { BatchBuilder } from '../../model/batch-builder.ts';
import { ADDED } from '../../model/batch-builder.ts';
import { base64Length } from '../../model/bytes.ts';
import { type Canonical, changeBits, changesIn, type Fault, faultAt } from '../../model/canonical.ts';
import type { ArgsOf, DiagnosticCode } from '../../model/diagnostics.ts';
import type { ExtraField } from '../../model/fields.ts';
import type { At } from '../../model/findings.ts';
import { canonicalHost, canonicalHostInto, hostChanges } from '../../model/host-name.ts';
import { isWidth, type Kind, kinds, PREFIX_BYTES } from '../../model/kinds.ts';
import { refang } from '../../model/refang.ts';
import { EXACT, PRESENT } from '../../model/scope.ts';
import { canonicalUrl, canonicalUrlInto } from '../../model/url.ts';
import type { ReadContext } from '../format.ts';
import { fieldText, isAscii } from './decode.ts';
import { hexOfNumbers, isNumbers } from './photodna.ts';
import { isOfWholeRecord } from './whole-record.ts';
import { isDigestWord, isWord } from './word.ts';

/** The record a reader is looking at: where it is and what it looked like. */
export interface SourceRecord {
  readonly line: number;
  /** Its place inside a document, where lines tell little: `objects[3]`. */
  readonly path?: string;
  /** Whether no other record stands on its line. */
  readonly isWholeLine?: boolean;
  /** Whether nothing ends the record: it is the last of the input, which may go on elsewhere. */
  readonly isOpen?: boolean;
  /** The record as sent, without its line end. */
  raw(): Uint8Array;
}

export class RowSink {
  readonly builder: BatchBuilder;
  readonly #context: ReadContext<unknown>;
  readonly #record: SourceRecord;
  /** Where text was last, and a Buffer over it. */
  #bytes: Uint8Array = new Uint8Array(0);
  #buffer: Buffer = Buffer.alloc(0);
  #isRejected = false;
  /** The line refused last: its bytes are kept. */
  #keptLine = 0;
  #isCutTold = false;

  constructor(context: ReadContext<unknown>, record: SourceRecord) {
    this.#context = context;
    this.#record = record;
    this.builder = context.builder();
  }

  /** Starts the rows of the current record. */
  begin(op = 0): void {
    this.#isRejected = false;
    this.builder.begin(this.#record.line, op);
  }

  /** Whether the current record was refused since `begin`. */
  get isRejected(): boolean {
    return this.#isRejected;
  }

  /** The field that comes next where a fault in it costs no more than itself, if the record has a key already. */
  spare: string | null = null;

  /** Refuses the current record: takes back its rows, tells the reason once, keeps its bytes for the rejects file. */
  reject<C extends DiagnosticCode>(code: C, args: ArgsOf<C>, column?: number): void {
    if (this.#isRejected) return;
    this.#charge(code, args, column);
    const { line, isOpen } = this.#record;
    // Many a whole list lacks its last line end: that says nothing of a record which is good, or is refused for what it means.
    if (isOpen === true && line > 1 && !isOfWholeRecord(code)) this.tellCut(line);
  }

  /** The input ends inside its last record, as it does where a transfer breaks off: told once. */
  tellCut(line = this.#record.line): void {
    if (this.#isCutTold) return;
    this.#isCutTold = true;
    this.#context.report('input/cut-short', {}, { source: this.#context.source, line });
  }

  #charge<C extends DiagnosticCode>(code: C, args: ArgsOf<C>, column: number | undefined): void {
    if (this.spare !== null && this.builder.recordRows > 0) {
      const fault = code.slice(code.indexOf('/') + 1).replaceAll('-', ' ');
      this.report('digest/left-out', { field: this.spare, fault }, column);
      return;
    }
    this.#isRejected = true;
    this.builder.cancel();
    const { line, isWholeLine = false } = this.#record;
    const isKept = isWholeLine && line === this.#keptLine;
    this.#keptLine = line;
    this.#context.reject(code, args, this.#place(column), this.#record.raw(), isKept);
  }

  /** A finding about the current record that costs nothing. */
  report<C extends DiagnosticCode>(code: C, args: ArgsOf<C>, column?: number): void {
    this.#context.report(code, args, this.#place(column));
  }

  #place(column: number | undefined): At {
    const { line, path } = this.#record;
    return {
      source: this.#context.source,
      line,
      ...(column === undefined ? {} : { column }),
      ...(path === undefined || path === '' ? {} : { path }),
    };
  }

  /** Adds the digest spelled in `bytes[from..to)` in the kind's codec; false when the record was refused. */
  digest(kind: Kind, bytes: Uint8Array, from: number, to: number, column = 1): boolean {
    if (kind.codec === 'hex') {
      const width = kind.width === 0 ? (to - from) >> 1 : kind.width;
      if (to - from !== width * 2 || !isWidth(kind, width)) {
        this.reject('digest/wrong-length', { kind: kind.id, want: charactersOf(kind), got: to - from }, column);
        return false;
      }
      const bad = this.builder.addHex(kind, bytes, from, width);
      if (bad === ADDED) return true;
      this.reject('digest/not-hex', { kind: kind.id }, column + bad);
      return false;
    }
    if (kind.codec === 'base64') {
      const isList = kind.id === 'photodna' && isNumbers(bytes, from, to);
      return isList ? this.#numbers(kind, bytes, from, to, column) : this.base64(kind, bytes, from, to, column);
    }
    if (to === from) {
      this.reject('row/missing-field', { field: kind.id }, column);
      return false;
    }
    this.builder.addBytes(kind.code, EXACT, bytes, from, to);
    return true;
  }

  #numbers(kind: Kind, bytes: Uint8Array, from: number, to: number, column: number): boolean {
    const hex = hexOfNumbers(bytes, from, to, kind.width);
    if (hex !== null) return this.base64(kind, hex, 0, hex.length, column);
    this.reject('row/bad-value', { field: kind.title, want: `base64 or ${kind.width} numbers up to 255` }, column);
    return false;
  }

  /** Adds a digest of fixed width spelled in base64; PhotoDNA also arrives as hexadecimal of twice the width. */
  base64(kind: Kind, bytes: Uint8Array, from: number, to: number, column = 1): boolean {
    if (kind.width !== 0 && to - from === kind.width * 2) {
      if (this.builder.addHex(kind, bytes, from) === ADDED) return true;
    }
    const want = Math.ceil(kind.width / 3) * 4;
    if (kind.width !== 0 && to - from !== want && to - from !== Math.ceil((kind.width * 4) / 3)) {
      this.reject('digest/wrong-length', { kind: kind.id, want, got: to - from }, column);
      return false;
    }
    if (kind.id === 'sb-prefix' && !isWidth(kind, base64Length(bytes, from, to))) {
      this.reject('digest/wrong-length', { kind: kind.id, want: '6 to 44', got: to - from }, column);
      return false;
    }
    const bad = this.builder.addBase64(kind, bytes, from, to);
    if (bad === ADDED) return true;
    this.reject('digest/not-base64', { kind: kind.id }, column + bad);
    return false;
  }

  /** Adds a host name in canonical form, keeping the sender's spelling where it differs. */
  host(bytes: Uint8Array, from: number, to: number, scope: number, column = 1): boolean {
    if (isDigestWord(bytes, from, to)) return this.#refuse('domain', faultAt('url/is-digest', 0), column);
    const written = this.builder.addWritten(kinds.domain.code, scope, to - from, (dst, at) =>
      canonicalHostInto(bytes, from, to, dst, at),
    );
    if (written >= 0) {
      const changes = hostChanges(bytes, from, to);
      if (changes !== 0) this.#rewritten(this.text(bytes, from, to), changes, column);
      return true;
    }
    return this.#addText(kinds.domain, canonicalHost, this.text(bytes, from, to), scope, column);
  }

  /** Adds a URL in canonical form, keeping the sender's spelling where it differs. */
  url(bytes: Uint8Array, from: number, to: number, scope: number, column = 1): boolean {
    if (isWord(bytes, from, to)) return this.#refuse('url', faultAt('url/single-label', 0), column);
    const written = this.builder.addWritten(kinds.url.code, scope, to - from + 8, (dst, at) =>
      canonicalUrlInto(bytes, from, to, dst, at),
    );
    if (written >= 0) return true;
    return this.#addText(kinds.url, canonicalUrl, this.text(bytes, from, to), scope, column);
  }

  /** The patient way: international names, every fault, and where asked for what was written harmless. */
  #addText(kind: Kind, read: (text: string) => Canonical, text: string, scope: number, column: number): boolean {
    const as = this.#asSent(text, read);
    const canonical = read(as);
    if (!canonical.ok) return this.#refuse(kind.id, canonical, column);
    const key = canonical.text;
    this.builder.addWritten(kind.code, scope, key.length, (dst, at) => {
      for (let i = 0; i < key.length; i++) dst[at + i] = key.charCodeAt(i); // canonical forms are ASCII
      return key.length;
    });
    if (as !== text) this.#refanged(text, column);
    this.#rewritten(text, canonical.changes, column);
    return true;
  }

  /** The text, or what it was before it was made harmless where it is nothing as it stands. */
  #asSent(text: string, read: (text: string) => { readonly ok: boolean }): string {
    if (this.#context.refang !== true || read(text).ok) return text;
    const plain = refang(text);
    return plain !== null && read(plain).ok ? plain : text;
  }

  #refanged(text: string, column: number): void {
    this.report('url/refanged', {}, column);
    this.#keepSpelling(text);
  }

  /** Adds an address, or a network where the text has a prefix length. */
  address(bytes: Uint8Array, from: number, to: number, column = 1): boolean {
    const text = this.text(bytes, from, to);
    const as = this.#asSent(text, (given) => (given.includes('/') ? parseCidr(given) : parseIp(given)));
    const isNetwork = as.includes('/');
    const address = isNetwork ? parseCidr(as) : parseIp(as);
    if (!address.ok) return this.#refuse(isNetwork ? 'cidr' : 'ip', address, column);
    const kind = isNetwork ? kinds.cidr : kinds.ip;
    this.builder.addBytes(kind.code, EXACT, address.bytes, 0, address.bytes.length);
    if (as !== text) this.#refanged(text, column);
    this.#rewritten(text, address.changes, column);
    return true;
  }

  /**
   * Adds what `first-last` covers, as rows of their own: the fewest networks that are exactly the range. Other text is
   * taken for an address or a network.
   */
  addressOrRange(bytes: Uint8Array, from: number, to: number, column = 1, op = PRESENT): boolean {
    const text = this.text(bytes, from, to);
    if (rangeDash(text) < 0) return this.address(bytes, from, to, column);
    const range = parseRange(text);
    if (!range.ok) return this.#refuse('ip', range, column);
    range.keys.forEach((key, i) => {
      if (i > 0) this.begin(op);
      this.builder.addBytes((key.length % 4 === 0 ? kinds.ip : kinds.cidr).code, EXACT, key, 0, key.length);
    });
    this.report('address/range-split', { count: range.keys.length }, column);
    return true;
  }

  /** Sets a text fact of the record, or tells that the run does not want it. */
  extra(field: ExtraField, bytes: Uint8Array, from: number, to: number): void {
    if (from === to) return;
    if (this.#context.want.has(field)) {
      this.builder.setExtra(field, this.text(bytes, from, to));
      return;
    }
    this.#context.skipped(field);
    // Told whether or not anybody wants the text: what is wrong with a list does not depend on what becomes of it.
    if (!isAscii(bytes, from, to)) this.text(bytes, from, to);
  }

  /** Text of a field: UTF-8, or Windows-1252 with a finding. */
  text(bytes: Uint8Array, from: number, to: number): string {
    if (isAscii(bytes, from, to)) {
      if (bytes !== this.#bytes) this.#look(bytes);
      return this.#buffer.toString('latin1', from, to); // half the time of a decoder
    }
    return fieldText(bytes, from, to, () => this.report('input/not-utf8', {}));
  }

  #look(bytes: Uint8Array): void {
    this.#bytes = bytes;
    this.#buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  }

  #refuse(kind: string, fault: Fault, column: number): false {
    const at = fault.at === null ? column : column + fault.at;
    this.reject('url/unusable', { kind, fault: fault.fault }, at);
    return false;
  }

  #rewritten(text: string, changes: number, column: number): void {
    if (changes === 0) return;
    if ((changes & changeBits['userinfo-dropped']) !== 0) this.report('url/userinfo-dropped', {}, column);
    if ((changes & changeBits['fragment-dropped']) !== 0) this.report('url/fragment-dropped', {}, column);
    const others = changesIn(changes).filter((name) => name !== 'userinfo-dropped' && name !== 'fragment-dropped');
    if (others.length > 0) this.report('url/rewritten', { changes: others.join(', ') }, column);
    this.#keepSpelling(text);
  }

  #keepSpelling(text: string): void {
    if (this.#context.want.has('spelling')) this.builder.setSpelling(text);
    else this.#context.skipped('spelling');
  }
}

/** How many characters a hexadecimal key of this kind has, for findings. */
function charactersOf(kind: Kind): number | string {
  const { least, most } = PREFIX_BYTES;
  return kind.width === 0 ? `${least * 2} to ${most * 2}` : kind.width * 2;
}
