-- migrate:up

-- Who may answer the own tasks of whom, and when (代理). Ended ones stay: they explain the history.
CREATE TABLE casework.substitution (
  city_id text NOT NULL,
  owner_id text NOT NULL,
  substitute_id text NOT NULL,
  start_time timestamptz NOT NULL,
  end_time timestamptz NOT NULL,
  reason text NOT NULL,
  granted_by text NOT NULL,
  PRIMARY KEY (city_id, owner_id, substitute_id),
  CHECK (owner_id <> substitute_id)
);
CREATE INDEX substitution_substitute ON casework.substitution (city_id, substitute_id);
ALTER TABLE casework.substitution ENABLE ROW LEVEL SECURITY;
ALTER TABLE casework.substitution FORCE ROW LEVEL SECURITY;
CREATE POLICY city ON casework.substitution USING (city_id = platform.city());

-- migrate:down
DROP TABLE casework.substitution;
