// An edition of the registry as a source of a run, beside files: every command reads it as it reads them.
import { defineFormat, type Format } from '../../formats/format.ts';
import type { Batch } from '../../model/batch.ts';
import { everyRow } from '../../model/carries.ts';
import { type ListFacts, listFieldIds } from '../../model/fields.ts';
import type { Host } from '../../model/host.ts';
import type { Interns } from '../../model/opinions.ts';
import type { Input } from '../../pipeline/open.ts';
import type { SourceSpec } from '../../pipeline/source.ts';
import type { Edition } from '../../registry/edition.ts';
import { neverLive } from '../../registry/held.ts';
import { openRegistry } from '../../registry/open.ts';
import type { ListEntry, Registry } from '../../registry/registry.ts';
import type { LateDelta } from './late-delta.ts';
import { editionNamed, isFuture, registryFile } from './registry-place.ts';
import { WaitingCount } from './waiting.ts';

interface Opened {
  readonly registry: Registry;
  readonly list: ListEntry;
  readonly edition: Edition;
  /** What of it is read; absent: all. */
  readonly part?: ((interns: Interns) => Iterable<Batch>) | undefined;
}

/**
 * The source that an operand such as `registry:LIST@12` names; its registry is open while it is read. It goes by the name of
 * the list, or by another where a run has several editions of it, which are those of one member all the same.
 */
export function editionSource(operand: string, name: string, named: string | undefined, host: Host): SourceSpec {
  const { list, at, text } = editionNamed(operand);
  const future = text !== null && isFuture(text, host.now()) ? text : null;
  let opened: Opened | null = null;
  return {
    operand,
    name,
    member: list,
    choose: () => ({ format: editionFormat(() => opened, false, future), because: 'it is in the registry' }),
    options: () => ({}),
    open: async () => {
      const registry = await openRegistry(registryFile(named, host), 'read');
      try {
        const entry = registry.list(list);
        opened = { registry, list: entry, edition: registry.edition(entry, at) };
      } catch (error) {
        registry.close();
        throw error;
      }
      return inputOf(operand, async () => registry.close());
    },
  };
}

/**
 * An edition of a registry that is open already, for the next one: with what waits for reviews, and with what was withdrawn,
 * because a later state of a record must be told from an earlier.
 */
export function openedSource(
  registry: Registry,
  list: ListEntry,
  edition: Edition,
  operand: string,
  part?: (interns: Interns) => Iterable<Batch>,
): SourceSpec {
  const opened = { registry, list, edition, part };
  return {
    operand,
    name: list.name,
    choose: () => ({ format: editionFormat(() => opened, true), because: 'it is in the registry' }),
    options: () => ({}),
    open: async () => inputOf(operand, async () => {}),
  };
}

/** `future`: the time that was asked for and has not come. */
function editionFormat(opened: () => Opened | null, isWhole: boolean, future: string | null = null): Format {
  return defineFormat({
    id: 'registry',
    title: 'An edition of the registry',
    about: { since: '0.2.0', status: 'stable' },
    files: { extensions: [] },
    carries: { ...everyRow, list: listFieldIds },
    examples: [{ name: 'nothing', text: '', rows: [] }],
    detect: () => null,
    async *read(_input, context) {
      const from = opened();
      if (from === null) return;
      const { registry, list, edition, part } = from;
      context.header(factsOf(edition));
      const { name } = list;
      const waiting = new WaitingCount({ name, standing: edition.standing }, context.interns, edition.facts.partner);
      if (future !== null) context.report('registry/future', { at: future, list: name });
      const never = isWhole ? null : neverLive(edition);
      // Before any row, so that none of them gets out.
      if (never !== null) context.report('registry/never-live', { list: name, never });
      let isAny = false;
      const all = (): Iterable<Batch> =>
        isWhole ? registry.keptRows(list, edition, context.interns) : registry.rows(list, edition, context.interns);
      for (const batch of part?.(context.interns) ?? all()) {
        const own = { ...batch, source: context.source };
        const rows = isWhole ? own : waiting.standing(own);
        if (rows.count === 0) continue;
        isAny = true;
        yield rows;
      }
      waiting.tell(context.report);
      if (!isWhole && !isAny) context.report('registry/nothing-listed', { list: name, edition: edition.number });
    },
  });
}

/** What the sender counted is no count of the registry, and what is kept is whole whatever came. */
function factsOf({ facts }: Edition): ListFacts {
  const { claimedCount: _, ...others } = facts;
  return { ...others, edition: 'full' };
}

/**
 * A delta as one to this list: whoever made it from two files gave it the name of a file, and what a stranger withdraws
 * would stay listed by the list. Names that the list knows stay, or a merged list would lose who listed what.
 */
export function deltaSource(source: SourceSpec, list: string, late: LateDelta): SourceSpec {
  return {
    ...source,
    name: list,
    choose: (head, input) => {
      const { format, because } = source.choose(head, input);
      return { because, format: { ...format, ...readAsDelta(format, late) } };
    },
  };
}

function readAsDelta({ read }: Format, late: LateDelta): Pick<Format, 'read'> {
  if (read === undefined) return {};
  return {
    async *read(input, context) {
      const known = context.interns.sources.names.length; // those of the edition, which was read before
      let facts: ListFacts = {};
      const header = (more: ListFacts): void => {
        facts = { ...facts, ...more };
        context.header(more);
      };
      for await (const batch of read(input, { ...context, header })) {
        const { origins } = batch;
        const source = origins?.source.map((id) => (id < known ? id : context.source));
        yield late.standing(
          origins === null || source === undefined ? batch : { ...batch, origins: { ...origins, source } },
          facts,
          context.report,
        );
      }
    },
  };
}

function inputOf(operand: string, close: () => Promise<void>): Input {
  const progress = { bytes: 0, sha256: null, secret: null };
  const nothing = async (): Promise<void> => {};
  const input: Input = {
    operand,
    name: operand,
    head: new Uint8Array(0),
    whole: true,
    isEmpty: false, // though it has no bytes
    size: null,
    isPacked: false,
    identity: null,
    file: null,
    signedBy: null,
    hashed: { sha256: false, secret: false },
    progress,
    async *chunks() {},
    stop: nothing,
    letGo: async () => input,
    reopen: () => Promise.resolve(null),
    close,
  };
  return input;
}
