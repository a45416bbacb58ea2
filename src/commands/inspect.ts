// listbridge inspect: what a file is, why, and what is in it; in numbers, without values.
import { candidates, headOf } from '../formats/detect.ts';
import { formats } from '../formats/index.ts';
import type { ExitCode } from '../model/failure.ts';
import { openInput } from '../pipeline/open.ts';
import { run } from '../pipeline/run.ts';
import { inspectionText } from '../report/inspection.ts';
import { colourLevel, styleOf } from '../report/style.ts';
import { ANSWER, readingJob } from './shared/list-job.ts';
import { inputOptions, judgeOptions, reportOptions } from './shared/options.ts';
import { openSession } from './shared/session.ts';
import { defineCommand } from './shared/spec.ts';

export const inspect = defineCommand({
  name: 'inspect',
  summary: 'tell what a file is and what is in it, without values',
  operands: [{ usage: '<file>', about: 'a list; - is standard input' }],
  options: { ...inputOptions, ...judgeOptions, ...reportOptions },
  examples: [
    { line: 'inspect unknown.txt', does: 'format and why, encoding, entries by kind, age, findings' },
    { line: 'inspect list.csv.gz --report json=facts.json', does: 'the same for a program' },
  ],
  async run(operands, options, host): Promise<ExitCode> {
    const session = openSession('inspect', options, host);
    const [operand = '-'] = operands;
    const job = await readingJob([operand], { ...options, output: ANSWER }, host, session);
    const hashed = { ...job, hashes: { ...job.hashes, sha256: true } };
    // What every detector says is worth seeing above all when they disagree. Standard input can be looked at only once.
    const found = operand === '-' ? [] : await detections(operand);
    const outcome = await run(hashed, session.world);
    const style = styleOf(colourLevel(options.color, host.env, host.stdout));
    await host.stdout.write(inspectionText(outcome.tally, found, style, outcome.failure === null));
    return session.finish(outcome);

    async function detections(file: string): Promise<{ format: string; sure: string; because: string }[]> {
      const input = await openInput(file, host, { sha256: false }, job.sources[0]?.opening);
      try {
        const head = headOf(input.head, input.name, input.whole);
        const found = candidates(head, formats);
        // A name that many formats share is no news beside a content that one of them recognised.
        const told = found.filter(({ sure }) => sure !== 'possible' || sure === found[0]?.sure);
        return told.map(({ format, sure, because }) => ({ format: format.id, sure, because }));
      } finally {
        await input.close();
      }
    }
  },
});
