// What a list policy asks for (docs/policies.md): who may send entries, what they may be, who must have looked at them.

import { msg } from '../message.ts';
import { define } from './define.ts';

export const policyDiagnostics = {
  'review/missing': define({
    severity: 'error',
    message: msg`${'found'} of ${'needed'} reviews`,
    why: 'An entry that too few have looked at may block or accuse by one mistake.',
    fix: 'Have it reviewed, or merge the list with the partner who reviewed it. --drop review/missing leaves it out.',
  }),
  'review/not-independent': define({
    severity: 'error',
    message: msg`${'found'} of ${'needed'} reviews are independent: ${'why'}`,
    why: 'Two reviews count as two only where they are known to differ in what the policy names.',
    fix: 'Have it reviewed by somebody else. --drop review/not-independent leaves it out.',
  }),
  'review/expired': define({
    severity: 'error',
    message: msg`last reviewed on ${'date'}, which is too long ago for the policy`,
    why: 'What was confirmed then may have changed since.',
    fix: 'Have it reviewed again. --drop review/expired leaves it out.',
  }),
  'review/undated': define({
    severity: 'error',
    message: msg`nothing says when it was reviewed`,
    why: 'The policy limits the age of a review, and nobody can tell the age of this one.',
    fix: 'Ask the sender for the date, or name its column in a profile. --drop review/undated leaves it out.',
  }),
  'review/disputed': define({
    severity: 'error',
    message: msg`one reviewer confirms what another refutes`,
    why: 'While they disagree nobody can answer for the entry.',
    fix: 'Settle it with the reviewers. --drop review/disputed leaves it out.',
  }),
  'review/reporter-unknown': define({
    severity: 'error',
    message: msg`nothing says who reported it`,
    why: 'The policy wants reviews by others than who reported the entry, and nobody can tell whether these are.',
    fix: 'Name the column of the members in a profile, or the partner of the list (list: { partner: NAME }).',
  }),
  'review/reporter-assumed': define({
    severity: 'warning',
    message: msg`no column says who reported, so it is taken to be ${'source'}, by the name of the list`,
    why: 'The policy wants reviews by others than who reported the entry, and the name of a file may be that of nobody.',
    fix: 'Name the column of the members in a profile, or the partner of the list (list: { partner: NAME }).',
  }),
  'review/unnamed': define({
    severity: 'warning',
    message: msg`reviews name a ${'part'} by what is no name, such as a hyphen or n/a`,
    why: 'Two cells that name nobody are not two reviewers: such a cell counts as empty.',
    fix: 'Ask the sender who reviewed, or to leave the cell empty. It is told once for each list.',
  }),
  'review/country-unknown': define({
    severity: 'warning',
    message: msg`reviews name a country that is no code of ISO 3166-1 (two letters): ${'country'}`,
    why: 'SE and SWE are one country in two spellings. What is no code counts as no country, so that one country is not two.',
    fix: 'Have the sender write the code of two letters, or translate the column in a profile (values: { SWE: SE }).',
  }),
  'source/unknown': define({
    severity: 'error',
    message: msg`comes from ${'source'} and from nobody else whom the policy names`,
    why: 'The policy takes entries from named third parties only.',
    fix: 'Name the sender in the policy (parties), or leave such entries out with --drop source/unknown.',
  }),
  'policy/kind': define({
    severity: 'error',
    message: msg`${'kind'} does not belong on such a list`,
    why: 'The policy names the kinds of entries that a list of this sort holds.',
    fix: 'Look whether this is the right policy for the list: isp-default, which init begins with unless told, is for names and addresses; init --extends names another. --drop policy/kind leaves such entries out.',
  }),
  'policy/scope': define({
    severity: 'error',
    message: msg`an entry of ${'scope'} scope does not belong on such a list`,
    why: 'The policy names how far entries may reach.',
    fix: 'Ask the sender what is meant. --drop policy/scope leaves such entries out.',
  }),
  'policy/scheme': define({
    severity: 'error',
    message: msg`labelled in the scheme ${'scheme'}, which the policy does not know`,
    why: 'A code means something in its own vocabulary only.',
    fix: 'Name the scheme of the labels in a profile, or add it to the policy (schemes).',
  }),
  'policy/label': define({
    severity: 'error',
    message: msg`there is no label ${'label'} in the scheme ${'scheme'}`,
    why: 'A code outside its vocabulary is a slip, or belongs to another vocabulary.',
    fix: 'Ask the sender, or translate the labels in a profile. --drop policy/label leaves such entries out.',
  }),
  'policy/unlabelled': define({
    severity: 'error',
    message: msg`nobody says what it is: it has no label`,
    why: 'The policy asks for a classification of every entry.',
    fix: 'Ask the sender, or name the column of the labels in a profile.',
  }),
  'policy/flag': define({
    severity: 'error',
    message: msg`${'flag'} is said to be ${'said'}, the policy asks for ${'want'}`,
    why: 'The entry does not belong on a list with these criteria.',
    fix: 'Tell the sender. --drop policy/flag leaves such entries out.',
  }),
  'policy/flag-unknown': define({
    severity: 'error',
    message: msg`nothing says whether it fits the policy: ${'flag'}`,
    why: 'What nobody states is neither yes nor no, and the policy asks for a yes or no.',
    fix: 'Ask the sender; name the column in a profile as { label: FLAG } with yes and no.',
  }),
  'policy/fact-missing': define({
    severity: 'error',
    message: msg`no row has what the policy asks for: ${'field'} (rows: ${'rows'})`,
    why: 'The list does not tell it of any entry, so it is told once and not for each row.',
    fix: 'Ask the sender for it, name its column in a profile, or take the rule out of the policy.',
  }),
  'policy/not-judged': define({
    severity: 'warning',
    message: msg`not judged by the policy: ${'rule'} (${'reason'})`,
    why: 'The policy asks for it, and this run could not look: that nothing was found says nothing.',
    fix:
      'Size: compare the editions before they are converted, with listbridge diff. Contradictions: run listbridge validate or ' +
      'listbridge merge with the same policy.',
  }),
} as const;
