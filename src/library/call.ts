// One call: the job of a command in a session of its own, with a host that reads and writes what the caller gave it and
// nothing else. What is told goes into the report; no stream of the process is touched.
import { resolve } from 'node:path';
import { type ListCommand, type ListTable, playList } from '../commands/shared/list-command.ts';
import { meanings } from '../commands/shared/meanings.ts';
import type { OptionTable } from '../commands/shared/spec.ts';
import { Failure, usage } from '../model/failure.ts';
import type { ByteSink, Host } from '../model/host.ts';
import type { Interns } from '../model/opinions.ts';
import type { Stage } from '../pipeline/stage.ts';
import { withoutForeignNames } from '../report/foreign-names.ts';
import { reportRecord } from '../report/json.ts';
import type { Report } from '../report/report-data.ts';
import type { ReportInput } from '../report/reporter.ts';
import { surroundings } from '../surroundings.ts';
import { errorOf, explained } from './explain.ts';
import { bytesOf, wrongIn } from './given.ts';
import type { CallOptions, Many, WriteOptions } from './options.ts';
import { typedOptions } from './typed.ts';

type Given = CallOptions & Pick<WriteOptions, 'stdout' | 'output'> & { readonly showValues?: boolean };

type Command = Pick<ListCommand<ListTable>, 'name' | 'options' | 'job'>;

/** Plays a command; gives its report, or throws a ListbridgeError. `watch` sees the rows of a run that writes nothing. */
export async function call(
  command: Command,
  files: Many,
  given: Given,
  watch?: (interns: Interns) => Stage,
): Promise<Report> {
  const wrong = wrongIn(given);
  if (wrong !== null) throw errorOf(wrong, { showValues: false });
  const { cwd, signal, stdin, stdout, ...options } = given;
  const redaction = { showValues: given.showValues === true };
  const theirs = new Theirs();
  const here = surroundings();
  const host: Host = {
    ...here,
    cwd: resolve(here.cwd, cwd ?? ''),
    signal: signal ?? new AbortController().signal,
    stdin: Object.assign(theirs.pieces(stdin), { isTTY: false }),
    stdout: theirs.sink(stdout),
    stderr: theirs.sink(undefined),
  };
  try {
    host.signal.throwIfAborted();
    const operands = operandsOf(files);
    const typed = typedOptions(command.options, options);
    const meant = meanings(command.options, { ...typed, report: ['json'], quiet: true });
    checkStreams(command.options, operands, given);
    const { session, outcome } = await playList(command, operands, meant, host, ({ world }) =>
      watch === undefined ? {} : { watch: watch(world.interns) },
    );
    const report = reportOf(session.told(outcome));
    if (outcome.failure !== null) throw errorOf(outcome.failure, redaction, report);
    return report;
  } catch (error) {
    if (theirs.fault !== null) throw theirs.fault.error;
    throw explained(error, { command: command.name, runtime: host.runtime, signal: host.signal, redaction });
  }
}

/** As --report json writes it; with values where the caller asked for them. */
function reportOf(input: ReportInput): Report {
  return reportRecord(input.showValues ? input : withoutForeignNames(input));
}

/** A list given in the place of its name would be told as the name of a file that is not there. */
function operandsOf(files: Many): string[] {
  const operands: unknown[] = typeof files === 'string' ? [files] : Array.isArray(files) ? [...files] : [];
  if (operands.length > 0 && operands.every(isName)) return operands;
  const reason = 'give the name of a file, or several; what is in memory goes into stdin, and its name is -';
  throw usage('usage/bad-option', { option: 'files', reason });
}

/** Not what begins as JSON or XML, nor lines. */
function isName(name: unknown): name is string {
  return typeof name === 'string' && /^[^\s{[<\0\ufeff][^\n\r\0]{0,4095}$/u.test(name);
}

/** `-` stands for what the caller gave; the streams of the process are not ours. */
function checkStreams(table: OptionTable, operands: readonly string[], given: Given): void {
  const { stdin, stdout, output = '-' } = given;
  const refuse = (option: string, reason: string): Error => usage('usage/bad-option', { option, reason });
  if (operands.includes('-') && stdin === undefined) throw refuse('stdin', 'it is missing, and a file is called -');
  if (Reflect.get(given, 'rejects') === '-') throw refuse('rejects', 'name a file');
  if (table['output'] === undefined && stdout !== undefined) throw refuse('stdout', 'this call writes no list');
  if (table['output'] === undefined || Reflect.get(given, 'plan') === true) return;
  if (output === '-' && typeof stdout !== 'function') throw refuse('output', 'name a file, or give a function stdout');
  if (output !== '-' && stdout !== undefined) throw refuse('stdout', 'the output goes to a file');
}

/** The caller's streams. What they throw is the caller's, and thrown as it is. */
class Theirs {
  fault: { readonly error: unknown } | null = null;

  async *pieces(stdin: CallOptions['stdin']): AsyncGenerator<Uint8Array> {
    const pieces = typeof stdin === 'string' || stdin instanceof Uint8Array ? [stdin] : (stdin ?? []);
    try {
      // A copy: readers work in the bytes they are given.
      for await (const piece of pieces) yield Uint8Array.from(bytesOf(piece));
    } catch (error) {
      if (!(error instanceof Failure)) this.fault = { error };
      throw error;
    }
  }

  sink(take: WriteOptions['stdout']): ByteSink {
    return {
      isTTY: false,
      columns: 80,
      write: async (chunk) => {
        try {
          await take?.(Uint8Array.from(bytesOf(chunk)));
        } catch (error) {
          this.fault = { error };
          throw error;
        }
      },
    };
  }
}
