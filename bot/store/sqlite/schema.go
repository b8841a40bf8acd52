package sqlite

// application marks our files: "1Cua".
const application = 0x31437561

// migrations[n] brings the tables from version n to n+1. What was published is never changed; a new step is added.
//
// Moments are milliseconds since 1970 (UTC); 0 = none. What has expired counts as gone and is deleted a while later.
var migrations = []string{schema1, schema2}

// schema2: announcements that lead, and until when one of them has what a channel's rate leaves.
const schema2 = `
ALTER TABLE bulks ADD COLUMN lead INTEGER NOT NULL DEFAULT 0;
CREATE TABLE leads (
  channel TEXT PRIMARY KEY,
  till    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
`

const schema1 = `
-- Documents: JSON by kind and id. rev changes with every write.
CREATE TABLE documents (
  n       INTEGER PRIMARY KEY,
  kind    TEXT NOT NULL,
  id      TEXT NOT NULL,
  rev     TEXT NOT NULL,
  expires INTEGER NOT NULL,
  body    TEXT NOT NULL,
  UNIQUE (kind, id)
) STRICT;
CREATE INDEX documents_expires ON documents (expires) WHERE expires > 0;

-- Sets: members with a score, which is a moment nearly everywhere.
CREATE TABLE members (
  name   TEXT NOT NULL,
  member TEXT NOT NULL,
  score  INTEGER NOT NULL,
  PRIMARY KEY (name, member)
) STRICT, WITHOUT ROWID;
CREATE INDEX members_score ON members (name, score, member);

-- Groups of counters, and when those end that do.
CREATE TABLE counters (
  name  TEXT NOT NULL,
  field TEXT NOT NULL,
  count INTEGER NOT NULL,
  PRIMARY KEY (name, field)
) STRICT, WITHOUT ROWID;
CREATE TABLE counters_expire (
  name    TEXT PRIMARY KEY,
  expires INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Updates that were handled, and messages that were queued, so that neither happens twice.
CREATE TABLE seen (
  n    INTEGER PRIMARY KEY,
  id   TEXT NOT NULL UNIQUE,
  till INTEGER NOT NULL
) STRICT;
CREATE TABLE marks (
  n       INTEGER PRIMARY KEY,
  channel TEXT NOT NULL,
  key     TEXT NOT NULL,
  till    INTEGER NOT NULL,
  UNIQUE (channel, key)
) STRICT;

-- Messages that wait, in their order in each chat. priority: 0 reply, 1 reminder, 2 announcement.
CREATE TABLE queue (
  n        INTEGER PRIMARY KEY AUTOINCREMENT,
  channel  TEXT NOT NULL,
  chat     TEXT NOT NULL,
  priority INTEGER NOT NULL,
  enqueued INTEGER NOT NULL,
  expires  INTEGER NOT NULL,
  needs    TEXT NOT NULL, -- the document "kind:id" without which it is dropped
  slot     TEXT NOT NULL,
  body     TEXT NOT NULL  -- JSON
) STRICT;
CREATE INDEX queue_chat ON queue (channel, chat, priority, n);
-- Messages whose time has not come.
CREATE TABLE later (
  channel  TEXT NOT NULL,
  key      TEXT NOT NULL,
  due      INTEGER NOT NULL,
  chat     TEXT NOT NULL,
  priority INTEGER NOT NULL,
  enqueued INTEGER NOT NULL,
  expires  INTEGER NOT NULL,
  needs    TEXT NOT NULL,
  slot     TEXT NOT NULL,
  body     TEXT NOT NULL,
  PRIMARY KEY (channel, key)
) STRICT;
CREATE INDEX later_due ON later (channel, due, key);
-- Chats that have something in the queue, and when it may be their turn.
CREATE TABLE ready (
  channel  TEXT NOT NULL,
  priority INTEGER NOT NULL,
  chat     TEXT NOT NULL,
  at       INTEGER NOT NULL,
  PRIMARY KEY (channel, chat, priority)
) STRICT, WITHOUT ROWID;
CREATE INDEX ready_at ON ready (channel, priority, at, chat);
-- Chats whose first message is being sent: by whom, and until when that holds.
CREATE TABLE leases (
  channel  TEXT NOT NULL,
  chat     TEXT NOT NULL,
  token    TEXT NOT NULL,
  priority INTEGER NOT NULL,
  till     INTEGER NOT NULL,
  PRIMARY KEY (channel, chat)
) STRICT, WITHOUT ROWID;
CREATE INDEX leases_till ON leases (channel, till, chat);
-- Of first messages: failed attempts, and whether the platform may have one already.
CREATE TABLE tries (
  channel  TEXT NOT NULL,
  chat     TEXT NOT NULL,
  priority INTEGER NOT NULL,
  count    INTEGER NOT NULL,
  again    INTEGER NOT NULL,
  PRIMARY KEY (channel, chat, priority)
) STRICT, WITHOUT ROWID;
-- When a chat's allowance is used up.
CREATE TABLE pace (
  channel TEXT NOT NULL,
  chat    TEXT NOT NULL,
  at      INTEGER NOT NULL,
  PRIMARY KEY (channel, chat)
) STRICT, WITHOUT ROWID;
-- Until when a whole channel waits.
CREATE TABLE stops (
  channel TEXT PRIMARY KEY,
  till    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
-- What counts against a channel's rate, until then; replies are counted apart.
CREATE TABLE rate (
  channel TEXT NOT NULL,
  reply   INTEGER NOT NULL,
  token   TEXT NOT NULL,
  till    INTEGER NOT NULL,
  PRIMARY KEY (channel, reply, token)
) STRICT, WITHOUT ROWID;
CREATE INDEX rate_till ON rate (channel, reply, till);
-- The platform's ids of the last messages in slots; name is "chat:slot".
CREATE TABLE slots (
  channel TEXT NOT NULL,
  name    TEXT NOT NULL,
  message TEXT NOT NULL,
  till    INTEGER NOT NULL,
  PRIMARY KEY (channel, name)
) STRICT, WITHOUT ROWID;
CREATE INDEX slots_till ON slots (till);
-- Messages that were given up.
CREATE TABLE dead (
  id       TEXT PRIMARY KEY,
  at       INTEGER NOT NULL,
  channel  TEXT NOT NULL,
  chat     TEXT NOT NULL,
  priority INTEGER NOT NULL,
  why      TEXT NOT NULL,
  reason   TEXT NOT NULL,
  tries    INTEGER NOT NULL,
  enqueued INTEGER NOT NULL,
  expires  INTEGER NOT NULL,
  needs    TEXT NOT NULL,
  slot     TEXT NOT NULL,
  body     TEXT NOT NULL
) STRICT;
CREATE INDEX dead_at ON dead (at, id);
-- Named leases of processes.
CREATE TABLE locks (
  name  TEXT PRIMARY KEY,
  owner TEXT NOT NULL,
  till  INTEGER NOT NULL,
  fence INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Announcements. state: freezing, running, paused, cancelled, finished. segment, score and member say how far
-- the writing down of the audience is.
CREATE TABLE bulks (
  n       INTEGER PRIMARY KEY,
  id      TEXT NOT NULL UNIQUE,
  state   TEXT NOT NULL,
  reason  TEXT NOT NULL,
  created INTEGER NOT NULL,
  ended   INTEGER NOT NULL,
  late    INTEGER NOT NULL, -- when it pauses by itself
  keep    INTEGER NOT NULL, -- when all of it is deleted
  total   INTEGER NOT NULL,
  ours    INTEGER NOT NULL, -- failures that are ours
  segment INTEGER NOT NULL,
  score   TEXT NOT NULL,
  member  TEXT NOT NULL,
  spec    TEXT NOT NULL     -- JSON
) STRICT;
CREATE INDEX bulks_created ON bulks (created, id);
-- What was counted of one: kind "n" outcomes by their letter ("2": possibly twice), "r" failures by reason.
CREATE TABLE bulk_counts (
  bulk  INTEGER NOT NULL REFERENCES bulks,
  kind  TEXT NOT NULL,
  name  TEXT NOT NULL,
  count INTEGER NOT NULL,
  PRIMARY KEY (bulk, kind, name)
) STRICT, WITHOUT ROWID;
CREATE TABLE bulk_reasons (
  bulk INTEGER NOT NULL REFERENCES bulks,
  code TEXT NOT NULL,
  text TEXT NOT NULL,
  PRIMARY KEY (bulk, code)
) STRICT, WITHOUT ROWID;
CREATE TABLE bulk_channels (
  bulk    INTEGER NOT NULL REFERENCES bulks,
  channel TEXT NOT NULL,
  total   INTEGER NOT NULL,
  pages   INTEGER NOT NULL,
  next    INTEGER NOT NULL, -- the last page that was handed out
  PRIMARY KEY (bulk, channel)
) STRICT, WITHOUT ROWID;
-- Pages of recipients: who works on one and until when; till 0 and no token: given back.
CREATE TABLE bulk_pages (
  n       INTEGER PRIMARY KEY,
  bulk    INTEGER NOT NULL REFERENCES bulks,
  channel TEXT NOT NULL,
  page    INTEGER NOT NULL,
  token   TEXT NOT NULL,
  till    INTEGER,          -- NULL: not handed out, or done
  UNIQUE (bulk, channel, page)
) STRICT;
CREATE INDEX bulk_pages_till ON bulk_pages (bulk, channel, till, page) WHERE till IS NOT NULL;
-- Recipients. outcome: q queued, t in flight, s sent, f failed, b blocked, u unsubscribed, k skipped. counted is the
-- outcome that is in bulk_counts; twice: possibly twice; data: the message's id, or the code of a reason; edit: the
-- message to replace.
CREATE TABLE bulk_recipients (
  page    INTEGER NOT NULL REFERENCES bulk_pages,
  i       INTEGER NOT NULL,
  chat    TEXT NOT NULL,
  outcome TEXT NOT NULL,
  counted TEXT NOT NULL,
  twice   INTEGER NOT NULL,
  told    INTEGER NOT NULL, -- twice is in bulk_counts
  at      INTEGER NOT NULL,
  data    TEXT NOT NULL,
  edit    TEXT NOT NULL,
  PRIMARY KEY (page, i)
) STRICT, WITHOUT ROWID;
`
