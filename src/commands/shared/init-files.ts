// What `listbridge init` writes: texts that explain themselves, and jobs that can be pasted and run as they are.
import { tool } from '../../tool.ts';
import { CONFIG_FILE } from './config.ts';

export const ciChoices = ['github', 'gitlab'] as const;
export type Ci = (typeof ciChoices)[number];

const POLICY_FILE = 'listbridge.policy.yaml';
export const KEY_FILE = 'listbridge.alias-key';

export interface InitFile {
  readonly name: string;
  readonly about: string;
  readonly text: string;
}

export function initFiles(base: string, ci: readonly Ci[]): InitFile[] {
  const jobs: Readonly<Record<Ci, InitFile>> = {
    github: { name: '.github/workflows/lists.yml', about: 'a job for GitHub Actions', text: github() },
    gitlab: { name: '.gitlab-ci.yml', about: 'a job for GitLab CI', text: gitlab() },
  };
  return [
    { name: CONFIG_FILE, about: 'options of the commands', text: config() },
    { name: POLICY_FILE, about: `what your lists must be like; extends ${base}`, text: policy(base) },
    ...ci.map((each) => jobs[each]),
  ];
}

function config(): string {
  return `# Options of listbridge for this repository. What is typed on the command line wins.
# What may stand here, and what may not: docs/configuration.md of listbridge. It is data: nothing in it is executed.

all:
  # Your own names and addresses, one a line, which no list may block.
  # own-names: [own-names.txt]
  # Names that must not be blocked as a whole: MISP warning lists.
  # guard: [guard.json]
  # How the lists are to be read, where their content does not tell.
  # from-option: [scope=subtree]
  color: auto

validate:
  policy: ${POLICY_FILE}
  # error, warning or info: from this severity on the job fails.
  fail-on: error

merge:
  policy: ${POLICY_FILE}
  # Refuse an edition that moves too far from the one it replaces, in per cent.
  max-shrink: 20
  max-growth: 50
`;
}

function policy(base: string): string {
  return `# What the lists of this repository must be like. \`listbridge policy show ${POLICY_FILE}\` says it in plain words,
# \`listbridge policy list\` shows what there is to extend.
policy: 1
title: Our lists
extends: ${base}

# Third parties whose lists you take; any other source is told.
# parties: [hotline, police]

# How long an entry stands after it was last confirmed.
# expiry:
#   lifetime: 90 days
#   from: lastVerified

list:
  # Plain lists do not name who issued them. Delete this line once yours do.
  facts: null

# How grave a finding is here: error, warning, info or off.
# grades:
#   url/documentation: error
`;
}

/** What `npm pack` in a checkout of this program makes. */
const PACKAGE = `${tool.name}-${tool.version}.tgz`;

/**
 * From a file in the repository, without scripts of packages: the program is in no registry, and whoever took its name
 * there would run code where the lists are.
 */
const INSTALL = `npm install --global --ignore-scripts --no-audit --no-fund ./${PACKAGE}`;
const ABOUT_PACKAGE = `# Made by npm pack in a checkout of ${tool.name}, and kept in this repository.`;

function github(): string {
  return `# Checks the lists of this repository. No value of a list gets into the log or the report.
name: lists

on:
  push:
  pull_request:
  schedule:
    # Entries lapse without anybody changing them.
    - cron: '17 5 * * *'

permissions:
  contents: read

jobs:
  validate:
    runs-on: ubuntu-latest
    timeout-minutes: 30
    steps:
      - uses: actions/checkout@v4
        with:
          persist-credentials: false
      - uses: actions/setup-node@v4
        with:
          node-version: 22
      - name: Install listbridge
        ${ABOUT_PACKAGE}
        run: ${INSTALL}
      - name: Validate the lists
        # Exit 1: findings; 2: wrong option or configuration; 3: refused; 4: a list cannot be read, or there is none.
        run: listbridge validate lists/* --report github --report json=list-report.json --report html=list-report.html
      - name: Keep the report
        if: always()
        uses: actions/upload-artifact@v4
        with:
          name: list-report
          path: |
            list-report.html
            list-report.json
          if-no-files-found: ignore
`;
}

function gitlab(): string {
  return `# Checks the lists of this repository. No value of a list gets into the log or the report.
lists:
  image: node:22-slim
  timeout: 30 minutes
  script:
    ${ABOUT_PACKAGE}
    - ${INSTALL}
    # Exit 1: findings; 2: wrong option or configuration; 3: refused; 4: a list cannot be read, or there is none.
    - listbridge validate lists/* --report junit=list-report.xml --report html=list-report.html
  artifacts:
    when: always
    expire_in: 1 week
    paths: [list-report.html]
    reports:
      junit: list-report.xml
`;
}
