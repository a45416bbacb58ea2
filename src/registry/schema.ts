// The tables of the first version; what came later is in migrations.ts. Rows of lists are no rows of SQL:
// docs/decisions/0014-blocks-of-rows.md.

/** Marks the file as ours (`application_id`): any other database is left alone. */
export const APPLICATION = 0x6c627267;

export const TABLES = `
  CREATE TABLE list (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    -- What its policy asks for: how many must agree to a change, who must have looked at an entry.
    standing TEXT
  ) STRICT;

  CREATE TABLE edition (
    list INTEGER NOT NULL REFERENCES list (id),
    number INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('live', 'held', 'accepted')),
    action TEXT NOT NULL,
    at REAL NOT NULL,
    person TEXT,
    input TEXT,
    sha256 TEXT,
    format TEXT,
    tool TEXT NOT NULL,
    command TEXT NOT NULL,
    facts TEXT NOT NULL,
    policy TEXT,
    standing TEXT,
    held TEXT,
    reason TEXT,
    base INTEGER NOT NULL,
    grouped INTEGER NOT NULL,
    listed INTEGER NOT NULL,
    rows INTEGER NOT NULL,
    added INTEGER NOT NULL,
    removed INTEGER NOT NULL,
    changed INTEGER NOT NULL,
    PRIMARY KEY (list, number)
  ) STRICT;

  -- Sorted rows: part 0 is what the edition changed, part 1 all that it has. Since version 2: part 2 and 3 are the
  -- pointers of these (pointers.ts).
  CREATE TABLE block (
    list INTEGER NOT NULL,
    edition INTEGER NOT NULL,
    part INTEGER NOT NULL,
    place INTEGER NOT NULL,
    first BLOB NOT NULL,
    rows INTEGER NOT NULL,
    body BLOB NOT NULL,
    PRIMARY KEY (list, edition, part, place)
  ) STRICT;
  CREATE INDEX block_first ON block (list, edition, part, first, place);

  -- What many rows say alike: sets of opinions, of reviews, of origins.
  CREATE TABLE term (id INTEGER PRIMARY KEY, body TEXT NOT NULL UNIQUE) STRICT;

  CREATE TABLE vote (
    list INTEGER NOT NULL REFERENCES list (id),
    subject TEXT NOT NULL,
    reviewer TEXT NOT NULL,
    organisation TEXT NOT NULL,
    country TEXT NOT NULL,
    at REAL NOT NULL,
    PRIMARY KEY (list, subject, reviewer, organisation)
  ) STRICT;

  CREATE TABLE audit (number INTEGER PRIMARY KEY, body TEXT NOT NULL, hash TEXT NOT NULL) STRICT;
  CREATE TRIGGER audit_stays BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'append only'); END;
  CREATE TRIGGER audit_remains BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'append only'); END;
`;

export const REJECTED = `
  -- Who decided that a held edition never goes live, when and why, as JSON.
  ALTER TABLE edition ADD COLUMN rejected TEXT;
`;

export const CENSUS = `
  -- What is counted of the edition that is live (census.ts). A list of which nothing was counted yet has none.
  CREATE TABLE census (list INTEGER PRIMARY KEY, edition INTEGER NOT NULL, body TEXT NOT NULL) STRICT;
  -- When the sender issued it, where the facts say another day because a later delta was there before.
  ALTER TABLE edition ADD COLUMN issued TEXT;
`;
