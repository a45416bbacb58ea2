// The bytes between the item and the key of a canonical row: kind, scope and operation. A list has few of them, so each is
// understood once and then only compared.
import { fromUtf8 } from '../../../model/bytes.ts';
import { isKindId, type Kind, kinds } from '../../../model/kinds.ts';
import { type Operation, operationCode, type Scope, scopeCode } from '../../../model/scope.ts';
import type { JsonCursor } from '../json/cursor.ts';
import { mayScope } from './shape.ts';

export interface Head {
  readonly bytes: Uint8Array;
  readonly kind: Kind;
  readonly scope: number;
  readonly op: number;
}

const KEY = '"key":"';
const HEAD =
  /^"kind":"([a-z0-9-]{1,24})"(?:,"scope":"(exact|subtree|prefix)")?(?:,"operation":"(present|withdrawn|excepted)")?,"key":"$/u;
/** Longer than the longest head. */
const WINDOW = 120;

export class Heads {
  readonly #known: Head[] = [];

  /** Steps over the head that stands here, into the key; null where it is not one as the writer spells it. */
  next(cursor: JsonCursor): Head | null {
    for (const head of this.#known) if (cursor.sees(head.bytes)) return head;
    const { bytes, at, to } = cursor;
    const window = fromUtf8(bytes, at, Math.min(to, at + WINDOW));
    const end = window.indexOf(KEY) + KEY.length;
    const parts = end < KEY.length ? null : HEAD.exec(window.slice(0, end));
    const id = parts?.[1];
    if (!parts || id === undefined || !isKindId(id)) return null;
    const kind = kinds[id];
    const scope = (parts[2] ?? 'exact') as Scope; // the pattern names them
    const operation = (parts[3] ?? 'present') as Operation;
    if (!mayScope(kind, scope)) return null;
    const head = { bytes: bytes.slice(at, at + end), kind, scope: scopeCode(scope), op: operationCode(operation) };
    this.#known.push(head);
    cursor.at += end;
    return head;
  }
}
