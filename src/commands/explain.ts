// listbridge explain: what a finding means and what to do about it.
import * as z from 'zod';
import { closest } from '../model/closest.ts';
import { diagnosticCodes, isDiagnosticCode } from '../model/diagnostics.ts';
import { EXIT, type ExitCode, usage } from '../model/failure.ts';
import { isLossClass, lossCode } from '../model/loss.ts';
import { explainList, explainText } from '../report/explain.ts';
import { diagnosticsPage } from '../report/markdown.ts';
import { colourLevel, styleOf } from '../report/style.ts';
import { answerOptions } from './shared/answer-options.ts';
import { codePatterns } from './shared/code-values.ts';
import { matches } from './shared/session.ts';
import { defineCommand, option } from './shared/spec.ts';

export const explain = defineCommand({
  name: 'explain',
  summary: 'say what a finding means and what to do',
  operands: [{ usage: '[code...]', about: 'codes such as digest/wrong-length, or group/*; default: all, in short' }],
  options: {
    markdown: option({
      flags: '--markdown',
      about: 'the whole catalogue as a page',
      group: 'Output',
      schema: z.boolean().default(false),
    }),
    color: answerOptions.color,
  },
  examples: [
    { line: 'explain digest/wrong-length', does: 'why it matters and what to do' },
    { line: 'explain url/*', does: 'a whole group' },
  ],
  async run(codes, { markdown, color }, host): Promise<ExitCode> {
    const style = styleOf(colourLevel(color, host.env, host.stdout));
    if (markdown) await host.stdout.write(diagnosticsPage(diagnosticCodes));
    else if (codes.length === 0) await host.stdout.write(explainList(style));
    else
      await host.stdout.write(
        wanted(codes)
          .map((code) => explainText(code, style))
          .join('\n'),
      );
    return EXIT.ok;
  },
});

function wanted(patterns: readonly string[]): (typeof diagnosticCodes)[number][] {
  return patterns.flatMap((pattern) => {
    if (isDiagnosticCode(pattern)) return [pattern];
    // As --allow-loss and the loss lines name it.
    if (isLossClass(pattern)) return [lossCode(pattern)];
    const group = diagnosticCodes.filter((code) => matches([pattern], code));
    if (group.length > 0) return group;
    const near = closest(pattern, codePatterns) ?? diagnosticCodes.find((code) => code.endsWith(`/${pattern}`)) ?? null;
    throw usage('usage/unknown-code', {
      code: pattern,
      suggestion: near === null ? '' : `; did you mean ${near}?`,
    });
  });
}
