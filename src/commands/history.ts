// listbridge history: the editions of a list: who made them, when, from what, with which command and version.
import { EXIT, type ExitCode } from '../model/failure.ts';
import { historyJson, historyText } from '../report/registry-text.ts';
import { colourLevel, styleOf } from '../report/style.ts';
import { answerOptions } from './shared/answer-options.ts';
import { registryOptions } from './shared/registry-options.ts';
import { jsonOptions, withRegistry } from './shared/registry-run.ts';
import { defineCommand } from './shared/spec.ts';

export const history = defineCommand({
  name: 'history',
  summary: 'tell who imported what into a list, and when',
  operands: [{ usage: '<list>', about: 'the name of the list in the registry' }],
  options: { ...registryOptions, ...jsonOptions, color: answerOptions.color },
  examples: [{ line: 'history acme', does: 'every edition, the newest last, and those that were held' }],
  async run([name = ''], { registry: named, json, color }, host): Promise<ExitCode> {
    return withRegistry(named, host, 'read', async (registry) => {
      const editions = registry.editions(registry.list(name));
      const style = styleOf(colourLevel(color, host.env, host.stdout));
      await host.stdout.write(json ? historyJson(editions) : historyText(editions, style));
      return EXIT.ok;
    });
  },
});
