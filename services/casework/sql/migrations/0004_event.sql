-- migrate:up

-- The city's log. The row lock on log_head, taken last in each transaction, makes positions gap-free and their order the
-- order of commits: a reader that has seen position n has seen everything before it.
CREATE TABLE casework.log_head (
  city_id text PRIMARY KEY,
  size bigint NOT NULL
) WITH (fillfactor = 10);
ALTER TABLE casework.log_head ENABLE ROW LEVEL SECURITY;
ALTER TABLE casework.log_head FORCE ROW LEVEL SECURITY;
CREATE POLICY city ON casework.log_head USING (city_id = platform.city());

-- Append-only. log_index counts from 1 and is leaf log_index - 1 of the tree. leaf_hash = SHA-256(0x00 || salt || record); erasing salt and payload of an event that the law wants
-- forgotten leaves the tree intact.
CREATE TABLE casework.event (
  city_id text NOT NULL,
  log_index bigint NOT NULL,
  case_id uuid NOT NULL,
  sequence bigint NOT NULL,
  time timestamptz NOT NULL,
  record_time timestamptz NOT NULL,
  type text NOT NULL,
  actor_class text NOT NULL,
  actor_id text NOT NULL,
  actor_name text NOT NULL,
  process text NOT NULL,
  release integer NOT NULL,
  payload text COMPRESSION lz4,
  salt bytea,
  leaf_hash bytea NOT NULL,
  PRIMARY KEY (city_id, log_index)
);
CREATE UNIQUE INDEX event_case ON casework.event (city_id, case_id, sequence);
ALTER TABLE casework.event ENABLE ROW LEVEL SECURITY;
ALTER TABLE casework.event FORCE ROW LEVEL SECURITY;
CREATE POLICY city ON casework.event USING (city_id = platform.city());
REVOKE UPDATE, DELETE ON casework.event FROM lianban_casework;

-- Roots of complete, aligned subtrees of 2^level leaves (levels 8 and 16), so that a proof reads hundreds of rows and
-- not the whole log. Derived data: it can be rebuilt from event at any time.
CREATE TABLE casework.subtree (
  city_id text NOT NULL,
  level smallint NOT NULL,
  position bigint NOT NULL,
  hash bytea NOT NULL,
  PRIMARY KEY (city_id, level, position)
);
ALTER TABLE casework.subtree ENABLE ROW LEVEL SECURITY;
ALTER TABLE casework.subtree FORCE ROW LEVEL SECURITY;
CREATE POLICY city ON casework.subtree USING (city_id = platform.city());

CREATE TABLE casework.checkpoint (
  city_id text NOT NULL,
  tree_size bigint NOT NULL,
  root_hash bytea NOT NULL,
  time timestamptz NOT NULL,
  algorithm text NOT NULL,
  key_id text NOT NULL,
  signature bytea NOT NULL,
  note text NOT NULL,
  PRIMARY KEY (city_id, tree_size)
);
ALTER TABLE casework.checkpoint ENABLE ROW LEVEL SECURITY;
ALTER TABLE casework.checkpoint FORCE ROW LEVEL SECURITY;
CREATE POLICY city ON casework.checkpoint USING (city_id = platform.city());
REVOKE UPDATE, DELETE ON casework.checkpoint FROM lianban_casework;

-- migrate:down
DROP TABLE casework.checkpoint;
DROP TABLE casework.subtree;
DROP TABLE casework.event;
DROP TABLE casework.log_head;
