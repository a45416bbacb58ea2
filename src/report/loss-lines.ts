// Losses as lines, for the plan of a conversion and for the summary of a run: one line a class or a count, the
// severest first, with the option that accepts what would otherwise stop the run.
import { diagnosticOf, type Severity } from '../model/diagnostics.ts';
import type { FindingCount } from '../model/findings.ts';
import { type Loss, type LossClass, lossCode } from '../model/loss.ts';
import type { RekeyClass } from '../model/rekey.ts';
import { lossSentence } from './phrase.ts';
import type { Redaction } from './redact.ts';
import { severities } from './severity.ts';
import type { Style } from './style.ts';
import { joined, padded } from './table.ts';
import { lossSubject } from './words.ts';

export interface LossLine {
  readonly class: LossClass;
  /** As graded by the user; `allowed` where it was switched off. */
  readonly severity: Severity | 'allowed';
  readonly text: string;
}

/** The lines of some losses. What was not counted yet is told once a class: `does not carry notes, file names`. */
export function lossLines(
  losses: readonly Loss[],
  target: string,
  findings: readonly FindingCount[],
  redaction: Redaction,
): LossLine[] {
  const rank: readonly string[] = [...severities, 'allowed'];
  return joinedByClass(losses)
    .map((loss) => ({
      class: loss.class,
      severity: severityOf(loss.class, findings),
      text: lossSentence(loss, target, redaction),
    }))
    .sort((a, b) => rank.indexOf(a.severity) - rank.indexOf(b.severity));
}

export function lossTable(lines: readonly LossLine[], style: Style): string[] {
  const rows = lines.map((line) => [line.severity, line.text]);
  return padded(rows, ['left', 'left']).map(([severity = '', text = ''], i) => {
    const word = lines[i]?.severity ?? 'allowed';
    return joined([word === 'allowed' ? style.faint(severity) : style.severity(word, severity), text]);
  });
}

/** The options that would let a run lose what stops it, or an empty text. */
export function acceptOptions(lines: readonly LossLine[]): string {
  const classes = new Set(lines.filter(({ severity }) => severity === 'error').map((line) => line.class));
  return [...classes].map((each) => `--allow-loss ${each}`).join(' ');
}

/** What may be done with rows of a kind that the target does not hold, other than leaving them out; one line a way. */
export function insteadLines(losses: readonly Loss[], lines: readonly LossLine[]): string[] {
  if (!lines.some((line) => line.class === 'kind-dropped' && line.severity === 'error')) return [];
  const ways = new Map<string, string[]>();
  for (const { instead = [], what } of losses) {
    if (instead.length === 0) continue;
    const options = instead.map((each) => `--allow-loss ${each}`).join(' ');
    ways.set(options, [...(ways.get(options) ?? []), lossSubject(what)]);
  }
  return [...ways].map(([options, subjects]) => {
    const last = options.slice(options.lastIndexOf(' ') + 1) as RekeyClass; // as put together above
    return `or, instead of leaving out ${subjects.join(' and ')}: ${options} (${INSTEAD[last]})`;
  });
}

/** The option of the target that avoids a loss which stops the run; one line an option. */
export function optionLines(losses: readonly Loss[], lines: readonly LossLine[], target: string): string[] {
  const stopping = new Set(lines.filter(({ severity }) => severity === 'error').map((line) => line.class));
  const avoided = new Map<string, Set<string>>();
  for (const { class: lossClass, what, option } of losses) {
    if (option === undefined || !stopping.has(lossClass)) continue;
    avoided.set(option, (avoided.get(option) ?? new Set()).add(lossSubject(what)));
  }
  return [...avoided].map(
    ([option, subjects]) =>
      `not lost ${option}: ${[...subjects].join(', ')} (listbridge formats ${target} says what that asks of the consumer)`,
  );
}

const INSTEAD: Readonly<Record<RekeyClass, string>> = {
  'url-widened': 'blocks the whole host of each, with every other page on it',
  'key-hashed': 'lists a hash of each, which nobody can read back',
  'hash-cut': 'lists only the beginning of each, which others share',
};

function severityOf(lossClass: LossClass, findings: readonly FindingCount[]): LossLine['severity'] {
  const code = lossCode(lossClass);
  const graded = findings.find((finding) => finding.code === code)?.severity ?? diagnosticOf(code).severity;
  return graded === 'off' ? 'allowed' : graded;
}

function joinedByClass(losses: readonly Loss[]): Loss[] {
  const found: Loss[] = [];
  for (const loss of losses) {
    const like = found.findIndex((other) => other.class === loss.class && other.count === null && loss.count === null);
    const before = found[like];
    if (before === undefined) found.push({ ...loss, what: lossSubject(loss.what) });
    else found[like] = { ...before, what: listed(before.what, lossSubject(loss.what)) };
  }
  return found;
}

/** `MD5, SHA-1 digests` rather than `MD5 digests, SHA-1 digests`: a list may miss a dozen kinds. */
function listed(before: string, next: string): string {
  return `${next.endsWith(DIGESTS) && before.endsWith(DIGESTS) ? before.slice(0, -DIGESTS.length) : before}, ${next}`;
}

const DIGESTS = ' digests';
