// listbridge policy: the list policies that ship, and what a policy asks for in plain words.
import * as z from 'zod';
import { presets } from '../hygiene/policies/presets/index.ts';
import { closest } from '../model/closest.ts';
import { EXIT, type ExitCode, usage } from '../model/failure.ts';
import { policiesPage } from '../report/markdown-policies.ts';
import { policiesText, policyPlainText } from '../report/policy-text.ts';
import { colourLevel, styleOf } from '../report/style.ts';
import { answerOptions } from './shared/answer-options.ts';
import { policyChosen } from './shared/policy-choice.ts';
import { presetPolicies } from './shared/preset-policies.ts';
import { defineCommand, option } from './shared/spec.ts';

const ACTIONS = ['list', 'show'];

export const policy = defineCommand({
  name: 'policy',
  summary: 'list the list policies, or explain one in plain words',
  operands: [
    { usage: '[action]', about: 'list or show; default: list', values: ACTIONS },
    { usage: '[name...]', about: 'policies to show: their names, or files of yours', values: [...presets.keys()] },
  ],
  options: {
    yaml: option({
      flags: '--yaml',
      about: 'show the file itself, to copy or to extend',
      group: 'Output',
      schema: z.boolean().default(false),
    }),
    markdown: option({
      flags: '--markdown',
      about: 'all policies that ship, as a page',
      group: 'Output',
      schema: z.boolean().default(false),
    }),
    color: answerOptions.color,
  },
  examples: [
    { line: 'policy list', does: 'the policies that ship' },
    { line: 'policy show iwol', does: 'what it asks for, where that is published, what it leaves open' },
    { line: 'policy show ours.yaml', does: 'whether your file is understood, and what it means' },
    { line: 'policy show iwol --yaml', does: 'the file itself' },
  ],
  async run([action = 'list', ...names], { yaml, markdown, color }, host): Promise<ExitCode> {
    const style = styleOf(colourLevel(color, host.env, host.stdout));
    if (!ACTIONS.includes(action)) throw unknownAction(action);
    if (markdown) await host.stdout.write(policiesPage(presetPolicies()));
    else if (action === 'list') await host.stdout.write(policiesText(presetPolicies(), style));
    else await host.stdout.write((await Promise.all(wanted(names).map(textOf))).join('\n'));
    return EXIT.ok;

    async function textOf(name: string): Promise<string> {
      if (yaml) return presets.get(name) ?? refuseYaml(name);
      const chosen = await policyChosen(name, host);
      return chosen === null ? '' : policyPlainText(chosen, style);
    }
  },
});

function wanted(names: readonly string[]): readonly string[] {
  if (names.length > 0) return names;
  throw usage('usage/command-line', { reason: `show which? ${[...presets.keys()].join(', ')}, or a file` });
}

function refuseYaml(name: string): never {
  throw usage('usage/bad-option', { option: '--yaml', reason: `${name} does not ship; your own file is that already` });
}

function unknownAction(action: string): Error {
  const near = closest(action, ACTIONS);
  if (presets.has(action)) return usage('usage/command-line', { reason: `to see that policy: policy show ${action}` });
  const hint = near === null ? 'it is list or show' : `did you mean ${near}?`;
  return usage('usage/command-line', { reason: `policy ${action} is no command; ${hint}` });
}
