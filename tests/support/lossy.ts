// What is left of a list in a format that cannot hold all of it, worked out row by row from the two lines of a format
// that say what it carries. It knows nothing of the runner: the two are held against each other.
import type { Carries } from '../../src/model/carries.ts';
import { timeFields } from '../../src/model/fields.ts';
import type { Scope } from '../../src/model/scope.ts';
import { scopesOf } from './arbitraries.ts';
import type { PlainGroup, PlainRow } from './batches.ts';

const DAY = 86_400;

export function whatRemains(groups: readonly PlainGroup[], target: Carries): PlainGroup[] {
  const kept = groups
    .map((group) => group.flatMap((row) => remainsOf(row, target)))
    .flatMap((group) => (target.perItem === 'one' ? group.map((row) => [row]) : [group]));
  return (target.duplicates ? kept : withoutRepeats(kept)).filter((group) => group.length > 0);
}

function remainsOf(row: PlainRow, target: Carries): PlainRow[] {
  if (!target.kinds.includes(row.kind)) return [];
  if (row.operation === 'excepted' && !target.exceptions) return [];
  if (row.operation === 'withdrawn' && target.withdrawals !== 'rows') return [];
  const scope = scopeIn(row, target);
  if (scope === null) return [];
  const { size, partnerKey, name, note, spelling, times, ...key } = row;
  const { fields } = target;
  const facts = { size, partnerKey, name, note, spelling };
  return [
    {
      ...key,
      scope,
      opinions: target.opinions === 'none' ? [] : row.opinions,
      reviews: fields.reviews === undefined ? [] : row.reviews,
      times: Object.fromEntries(
        timeFields.flatMap((field) => {
          const seconds = times[field];
          if (seconds === undefined || fields[field] === undefined) return [];
          return [[field, fields[field] === 'coarse' ? Math.floor(seconds / DAY) * DAY : seconds]];
        }),
      ),
      ...Object.fromEntries(
        Object.entries(facts).filter(([field, value]) => value !== undefined && fields[field as keyof typeof facts]),
      ),
      origins: fields.origins === undefined ? [] : row.origins,
    },
  ];
}

/** The row's own scope, or the next one its kind can have there: wider before narrower. */
function scopeIn({ kind, scope }: PlainRow, { scopes }: Carries): Scope | null {
  if (scopes.includes(scope)) return scope;
  return scopesOf(kind).filter((other) => other !== scope && scopes.includes(other))[0] ?? null;
}

function withoutRepeats(groups: readonly PlainGroup[]): PlainGroup[] {
  const met = new Set<string>();
  return groups.map((group) =>
    group.filter(({ kind, scope, operation, key }) => {
      const identity = `${kind} ${scope} ${operation === 'excepted'} ${key}`;
      const isNew = !met.has(identity);
      met.add(identity);
      return isNew;
    }),
  );
}
