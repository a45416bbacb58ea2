// listbridge formats: what can be read and written, and what each format carries.
import * as z from 'zod';
import { EXIT, type ExitCode } from '../model/failure.ts';
import { formatsText, formatText } from '../report/format-text.ts';
import { formatsPage } from '../report/markdown-formats.ts';
import { colourLevel, styleOf } from '../report/style.ts';
import { answerOptions } from './shared/answer-options.ts';
import { formatNamed } from './shared/format-choice.ts';
import { allFormatFacts, formatFacts } from './shared/format-facts.ts';
import { defineCommand, option } from './shared/spec.ts';

export const formats = defineCommand({
  name: 'formats',
  summary: 'list the formats, or describe one with its options',
  operands: [{ usage: '[format...]', about: 'ids of formats; default: all, in short' }],
  options: {
    markdown: option({
      flags: '--markdown',
      about: 'capability matrix and loss table as a page',
      group: 'Output',
      schema: z.boolean().default(false),
    }),
    color: answerOptions.color,
  },
  examples: [
    { line: 'formats', does: 'one line a format' },
    { line: 'formats rpz-zone', does: 'what it carries, and its options' },
  ],
  async run(ids, { markdown, color }, host): Promise<ExitCode> {
    const style = styleOf(colourLevel(color, host.env, host.stdout));
    if (markdown) await host.stdout.write(formatsPage(allFormatFacts()));
    else if (ids.length === 0) await host.stdout.write(formatsText(allFormatFacts(), style));
    else await host.stdout.write(ids.map((id) => formatText(formatFacts(formatNamed(id)), style)).join('\n'));
    return EXIT.ok;
  },
});
