// The profiles that come along are understood, and say that their columns are made up.
import { describe, expect, it } from 'vitest';
import { readProfile } from '../../src/formats/profile.ts';
import { checkProfile } from '../../src/formats/profile-check.ts';
import { shippedProfiles } from '../../src/formats/profiles/index.ts';
import { toUtf8 } from '../../src/model/bytes.ts';

describe('profiles that come along', () => {
  it('are in the order of their ids', () => {
    const ids = shippedProfiles.map(({ id }) => id);
    expect(ids).toEqual(ids.toSorted());
  });

  it.each(shippedProfiles)('$id says what it is, and is understood', ({ id, text }) => {
    expect(text).toMatch(/^# EXAMPLE\. The layout of this list is not public: every column below is made up\./u);
    expect(text).toContain(`listbridge profile show ${id} >`);
    expect(readProfile(text, id).id).toBe(id);
  });

  it.each(shippedProfiles)('$id finds every column that it describes', ({ id, text }) => {
    const profile = readProfile(text, id);
    const empty = checkProfile(profile, toUtf8('nothing\n'));
    const names = empty.columns.filter(({ state }) => state === 'absent').map(({ name }) => name);
    const separator = String.fromCharCode(profile.delimiter ?? 44);
    const { columns } = checkProfile(profile, toUtf8(`${names.join(separator)}\n`));
    expect(columns.map(({ name, state }) => [name, state])).toEqual(names.map((name) => [name, 'described']));
  });
});

describe('profiles that come along, in a list with other columns', () => {
  it.each(shippedProfiles)('$id says of a column of yours that it is not understood', ({ id, text }) => {
    const { columns } = checkProfile(readProfile(text, id), toUtf8('grade\n'));
    expect(columns[0]).toMatchObject({ name: 'grade', state: 'unknown' });
  });
});

describe('a check of a profile', () => {
  const text =
    'profile: 1\nfile: { type: csv }\ncolumns:\n  A: md5\n  B: { label: x, values: { 1: one } }\nignore: [C]\n';
  const rows = 'A,B,C,D\n1,1,x,y\n2,2,,\n3,,,\n';

  it('counts what is filled and what the table does not have, and says what is left out', () => {
    const { rows: count, columns } = checkProfile(readProfile(text, 'p'), toUtf8(rows));
    expect(count).toBe(3);
    expect(columns.map(({ name, state, filled, foreign }) => [name, state, filled, foreign])).toEqual([
      ['A', 'described', 3, 0],
      ['B', 'described', 2, 1],
      ['C', 'ignored', 1, 0],
      ['D', 'unknown', 1, 0],
    ]);
  });

  it('repeats no cell where the header is one', () => {
    const values = 'bad.example.com,192.0.2.1\n';
    const profile = readProfile('profile: 1\ncolumns:\n  A: md5\n', 'p');
    const { columns } = checkProfile(profile, toUtf8(values));
    expect(columns.map(({ name }) => name)).toEqual(['number 1', 'number 2', 'A']);
  });
});
