// Starting and stopping: what every short command pays. Fifteen runs for each asked for, as each lasts milliseconds.
import { share } from '../budget.mjs';
import { listbridge } from '../peers/listbridge.mjs';

export const startup = {
  id: 'startup',
  title: 'start-up',
  lists: [],
  runsFactor: 5,
  contenders: () => [
    {
      id: 'listbridge --version',
      ...listbridge,
      command: listbridge.command('--version'),
      check: (run) => ({ good: run.stdout.trim() === listbridge.version, told: run.stdout.trim() }),
    },
    { id: 'node -e 0', missing: null, command: [process.execPath, '-e', '0'] },
  ],
  budgets: () => [share('wall', 'node -e 0', 2.5, 'listbridge --version')],
};
