-- migrate:up

-- What is going to be a release. The files of every version stay.
CREATE TABLE catalog.draft (
  city_id text NOT NULL,
  draft_id uuid NOT NULL,
  process text NOT NULL,
  area_code text NOT NULL,
  version integer NOT NULL,
  state integer NOT NULL,
  note text NOT NULL,
  main text NOT NULL,
  hash text NOT NULL,
  above_number integer NOT NULL,
  report bytea NOT NULL,
  approver_id text NOT NULL,
  approver text NOT NULL,
  decision_reason text NOT NULL,
  decide_time timestamptz,
  release_number integer NOT NULL,
  change_time timestamptz NOT NULL,
  PRIMARY KEY (city_id, draft_id)
);
COMMENT ON COLUMN catalog.draft.state IS 'number of lianban.catalog.v1.Draft.State';
COMMENT ON COLUMN catalog.draft.report IS 'lianban.catalog.v1.GateReport of the last check; empty before';
CREATE INDEX draft_by_change ON catalog.draft (city_id, change_time, draft_id);

CREATE TABLE catalog.draft_version (
  city_id text NOT NULL,
  draft_id uuid NOT NULL,
  version integer NOT NULL,
  editor_id text NOT NULL,
  editor text NOT NULL,
  note text NOT NULL,
  change_time timestamptz NOT NULL,
  PRIMARY KEY (city_id, draft_id, version)
);
CREATE TABLE catalog.draft_file (
  city_id text NOT NULL,
  draft_id uuid NOT NULL,
  version integer NOT NULL,
  path text NOT NULL,
  content text NOT NULL,
  PRIMARY KEY (city_id, draft_id, version, path)
);

-- Releases from before the gate have no draft; they hold everywhere from their publication on.
ALTER TABLE catalog.release
  ADD COLUMN area_code text NOT NULL DEFAULT '',
  ADD COLUMN draft_id uuid,
  ADD COLUMN approver_id text NOT NULL DEFAULT '',
  ADD COLUMN approver text NOT NULL DEFAULT '',
  ADD COLUMN rolled_back_to integer NOT NULL DEFAULT 0;
COMMENT ON COLUMN catalog.release.area_code IS 'the area whose adaptation it is; empty: the base';

-- Where a release holds and from when on.
CREATE TABLE catalog.release_scope (
  city_id text NOT NULL,
  process text NOT NULL,
  sequence bigint NOT NULL,
  number integer NOT NULL,
  layer_area text NOT NULL,
  scope_area text NOT NULL,
  effective_time timestamptz NOT NULL,
  set_by_id text NOT NULL,
  set_by text NOT NULL,
  reason text NOT NULL,
  set_time timestamptz NOT NULL,
  PRIMARY KEY (city_id, process, sequence)
);

ALTER TABLE catalog.draft ENABLE ROW LEVEL SECURITY;
ALTER TABLE catalog.draft FORCE ROW LEVEL SECURITY;
CREATE POLICY city ON catalog.draft USING (city_id = platform.city());
ALTER TABLE catalog.draft_version ENABLE ROW LEVEL SECURITY;
ALTER TABLE catalog.draft_version FORCE ROW LEVEL SECURITY;
CREATE POLICY city ON catalog.draft_version USING (city_id = platform.city());
ALTER TABLE catalog.draft_file ENABLE ROW LEVEL SECURITY;
ALTER TABLE catalog.draft_file FORCE ROW LEVEL SECURITY;
CREATE POLICY city ON catalog.draft_file USING (city_id = platform.city());
ALTER TABLE catalog.release_scope ENABLE ROW LEVEL SECURITY;
ALTER TABLE catalog.release_scope FORCE ROW LEVEL SECURITY;
CREATE POLICY city ON catalog.release_scope USING (city_id = platform.city());

-- Who wrote what, and what holds where, stays as it was written.
REVOKE UPDATE, DELETE ON catalog.draft_version, catalog.draft_file, catalog.release_scope FROM lianban_catalog;

-- migrate:down
DROP TABLE catalog.release_scope, catalog.draft_file, catalog.draft_version, catalog.draft;
ALTER TABLE catalog.release DROP COLUMN area_code, DROP COLUMN draft_id, DROP COLUMN approver_id, DROP COLUMN approver,
  DROP COLUMN rolled_back_to;
