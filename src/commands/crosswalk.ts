// listbridge crosswalk: the crosswalks that come along, and what one makes of which label.
import { shippedCrosswalks } from '../crosswalks/examples/index.ts';
import { closest } from '../model/closest.ts';
import { EXIT, type ExitCode, usage } from '../model/failure.ts';
import { crosswalkPlainText, crosswalksText } from '../report/crosswalk-text.ts';
import { colourLevel, styleOf } from '../report/style.ts';
import { answerOptions } from './shared/answer-options.ts';
import { crosswalkNamed, crosswalkText } from './shared/crosswalk-choice.ts';
import { flag } from './shared/option-values.ts';
import { defineCommand, option } from './shared/spec.ts';

const ACTIONS = ['list', 'show'];

export const crosswalk = defineCommand({
  name: 'crosswalk',
  summary: 'list the crosswalks between label schemes, or show what one makes of each label',
  operands: [
    { usage: '[action]', about: 'list or show; default: list', values: ACTIONS },
    {
      usage: '[name...]',
      about: 'crosswalks to show: their names, or files of yours',
      values: [...shippedCrosswalks.keys()],
    },
  ],
  options: {
    yaml: option({ flags: '--yaml', about: 'show the file itself, to copy', group: 'Output', schema: flag }),
    color: answerOptions.color,
  },
  examples: [
    { line: 'crosswalk list', does: 'the examples that come along' },
    { line: 'crosswalk show ours.yaml', does: 'whether your file is understood, and what it means' },
    { line: 'crosswalk show ncmec-vics-us --yaml > ours.yaml', does: 'an example, to decide on and to change' },
  ],
  async run([action = 'list', ...names], { yaml, color }, host): Promise<ExitCode> {
    const style = styleOf(colourLevel(color, host.env, host.stdout));
    const read = (name: string) => crosswalkNamed(name, host);
    if (action === 'list') {
      await host.stdout.write(crosswalksText(await Promise.all([...shippedCrosswalks.keys()].map(read)), style));
    } else if (action !== 'show') throw unknownAction(action);
    else if (names.length === 0) {
      const ids = [...shippedCrosswalks.keys()].join(', ');
      throw usage('usage/command-line', { reason: `show which? ${ids}, or a file` });
    } else if (yaml) {
      await host.stdout.write((await Promise.all(names.map((name) => crosswalkText(name, host)))).join('\n'));
    } else {
      const shown = (await Promise.all(names.map(read))).map((each) => crosswalkPlainText(each, style));
      await host.stdout.write(shown.join('\n'));
    }
    return EXIT.ok;
  },
});

function unknownAction(action: string): Error {
  const near = closest(action, ACTIONS);
  const hint = near === null ? 'it is list or show' : `did you mean ${near}?`;
  return usage('usage/command-line', { reason: `crosswalk ${action} is no command; ${hint}` });
}
