// What counts as a contradiction between opinions, and how it is told.
import { describe, expect, it } from 'vitest';
import { disputeIn } from '../../src/model/disputes.ts';
import type { Opinion } from '../../src/model/opinions.ts';

const says = (member: string, scheme: string, label: string): Opinion => ({ member, scheme, label });

/** As `scheme: who says what, who says what`. */
function told(opinions: readonly Opinion[], flags: readonly string[] = []): string | null {
  const dispute = disputeIn(opinions, new Set(flags));
  if (dispute === null) return null;
  const { scheme, member, label, otherMember, otherLabel } = dispute;
  return `${scheme}: ${member} ${label}, ${otherMember} ${otherLabel}`;
}

describe('opinions contradict each other', () => {
  it.each<[string, readonly Opinion[], string | null]>([
    [
      'unlike labels of two members',
      [says('acme', 'ncmec', 'A1'), says('beta', 'ncmec', 'B2')],
      'ncmec: acme A1, beta B2',
    ],
    [
      'in no scheme',
      [
        { member: 'acme', label: 'x' },
        { member: 'beta', label: 'y' },
      ],
      'labels without a scheme: acme x, beta y',
    ],
    ['not where one member gives two', [says('acme', 'topic', 'a'), says('acme', 'topic', 'b')], null],
    [
      'two codes of one member in a scheme that grades',
      [says('acme', 'vics-uk', '1'), says('acme', 'vics-uk', '2')],
      'vics-uk: acme 1, acme 2',
    ],
    ['not where one member is spelled in two ways', [says('acme', 't', 'a'), says(' ACME', 't', 'b')], null],
    ['not where they share a label', [says('acme', 't', 'a'), says('acme', 't', 'b'), says('beta', 't', 'b')], null],
    ['not in unlike schemes', [says('acme', 'one', 'a'), says('beta', 'two', 'b')], null],
    ['not where a flag is spelled in unlike ways', [says('acme', 'real', 'yes'), says('beta', 'real', 'True')], null],
    ['a yes beside a no', [says('acme', 'real', 'Yes'), says('beta', 'real', 'false')], 'real: acme Yes, beta false'],
    [
      'a yes beside a no of one member',
      [says('acme', 'real', 'no'), says('acme', 'real', 'yes')],
      'real: acme yes, acme no',
    ],
    [
      'codes that look like answers',
      [says('acme', 'vics-us', '1'), says('beta', 'vics-us', '0')],
      'vics-us: acme 1, beta 0',
    ],
    [
      'deny beside allow',
      [
        { member: 'acme', polarity: 'deny' },
        { member: 'beta', polarity: 'allow' },
      ],
      'deny or allow: acme deny, beta allow',
    ],
    [
      'deny beside none',
      [
        { member: 'acme', polarity: 'deny' },
        { member: 'beta', polarity: 'none' },
      ],
      null,
    ],
  ])('%s', (_, opinions, dispute) => {
    expect(told(opinions)).toBe(dispute);
    expect(told([...opinions].reverse()) === null).toBe(dispute === null);
  });

  it('takes 1 and y for yes where the policy says that it is a flag', () => {
    const opinions = [says('acme', 'real', '1'), says('beta', 'real', 'y')];
    expect(told(opinions)).toBe('real: acme 1, beta y');
    expect(told(opinions, ['real'])).toBeNull();
  });
});
