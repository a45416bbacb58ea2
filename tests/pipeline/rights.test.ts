// What stays of owner, group and mode where the system does not let everything stay.
import { expect, it } from 'vitest';
import { keepRights } from '../../src/pipeline/rights.ts';

/** A file of user 1000, whose process is root or may use these groups. */
function fileOf(groups: readonly number[], isRoot = false) {
  const file = { uid: 1000, gid: 1000, mode: 0o600 };
  return {
    file,
    stat: async () => file,
    async chown(uid: number, gid: number) {
      if (!isRoot && (uid !== file.uid || !groups.includes(gid))) throw new Error('EPERM');
      Object.assign(file, { uid, gid });
    },
    async chmod(mode: number) {
      file.mode = mode;
    },
  };
}

const ZONE = { uid: 53, gid: 530, mode: 0o100640 };

it.each([
  ['root keeps all', fileOf([], true), ZONE, { uid: 53, gid: 530, mode: 0o640 }, false],
  ['a member of the group leaves it to the group', fileOf([530]), ZONE, { uid: 1000, gid: 530, mode: 0o640 }, false],
  [
    'which does not help a reader who owned it alone',
    fileOf([530]),
    { ...ZONE, mode: 0o600 },
    { uid: 1000, gid: 530, mode: 0o600 },
    true,
  ],
  ['anybody else opens it to no other group', fileOf([1000]), ZONE, { uid: 1000, gid: 1000, mode: 0o600 }, true],
  [
    'the owner keeps the mode',
    fileOf([1000]),
    { uid: 1000, gid: 1000, mode: 0o100660 },
    { uid: 1000, gid: 1000, mode: 0o660 },
    false,
  ],
])('%s', async (_, file, replaced, kept, isLost) => {
  expect(await keepRights(replaced, file)).toBe(isLost);
  expect(file.file).toEqual(kept);
});
