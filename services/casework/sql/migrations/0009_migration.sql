-- migrate:up

-- Running cases that go to another release. state: asked (waits for a second person), running, done, cancelled, undoing,
-- undone. lease_until: a replica is at work on it; two at once do no harm.
CREATE TABLE casework.migration (
  city_id text NOT NULL,
  migration_id uuid NOT NULL,
  process text NOT NULL,
  from_releases integer[] NOT NULL,
  to_release integer NOT NULL,
  area_code text NOT NULL,
  renamed text NOT NULL,
  reason text NOT NULL,
  state text NOT NULL CHECK (state IN ('asked', 'running', 'done', 'cancelled', 'undoing', 'undone')),
  asker_id text NOT NULL,
  asked_by text NOT NULL,
  ask_time timestamptz NOT NULL,
  approver_id text NOT NULL DEFAULT '',
  approved_by text NOT NULL DEFAULT '',
  approval_reason text NOT NULL DEFAULT '',
  approve_time timestamptz,
  ended_by text NOT NULL DEFAULT '',
  end_reason text NOT NULL DEFAULT '',
  finish_time timestamptz,
  lease_until timestamptz NOT NULL DEFAULT '-infinity',
  PRIMARY KEY (city_id, migration_id)
);
COMMENT ON COLUMN casework.migration.from_releases IS 'empty: every other release';
CREATE INDEX migration_open ON casework.migration (city_id, lease_until) WHERE state IN ('running', 'undoing');
CREATE INDEX migration_time ON casework.migration (city_id, ask_time, migration_id);
ALTER TABLE casework.migration ENABLE ROW LEVEL SECURITY;
ALTER TABLE casework.migration FORCE ROW LEVEL SECURITY;
CREATE POLICY city ON casework.migration USING (city_id = platform.city());

-- The cases that were running when it was approved, and what has become of each. revision: of the case right after it
-- moved; as long as it is the same nobody has worked on it.
CREATE TABLE casework.migration_case (
  city_id text NOT NULL,
  migration_id uuid NOT NULL,
  case_id uuid NOT NULL,
  from_release integer NOT NULL,
  state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'moved', 'refused', 'undone', 'stayed')),
  revision bigint NOT NULL DEFAULT 0,
  attempt integer NOT NULL DEFAULT 0,
  code text NOT NULL DEFAULT '',
  zh text NOT NULL DEFAULT '',
  en text NOT NULL DEFAULT '',
  time timestamptz NOT NULL,
  PRIMARY KEY (city_id, migration_id, case_id)
);
CREATE INDEX migration_case_state ON casework.migration_case (city_id, migration_id, state, case_id);
ALTER TABLE casework.migration_case ENABLE ROW LEVEL SECURITY;
ALTER TABLE casework.migration_case FORCE ROW LEVEL SECURITY;
CREATE POLICY city ON casework.migration_case USING (city_id = platform.city());

-- The running cases of a release, in the order in which they are gone through.
CREATE INDEX casefile_release ON casework.casefile (city_id, process, release, case_id)
  WHERE status IN ('running', 'suspended', 'merged');

-- migrate:down
DROP INDEX casework.casefile_release;
DROP TABLE casework.migration_case;
DROP TABLE casework.migration;
