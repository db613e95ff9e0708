CREATE TABLE spaces (
    id            TEXT PRIMARY KEY,
    name          TEXT NOT NULL UNIQUE,
    team_id       TEXT NOT NULL REFERENCES teams (id),
    region        TEXT NOT NULL,
    generation    TEXT NOT NULL CHECK (generation IN ('cedar', 'fir')),
    shield        INTEGER NOT NULL,
    cidr          TEXT NOT NULL,
    data_cidr     TEXT NOT NULL,
    log_drain_url TEXT,
    created_at    INTEGER NOT NULL,
    updated_at    INTEGER NOT NULL
) STRICT;
CREATE INDEX spaces_team ON spaces (team_id);

-- A space's app keeps its space for life.
ALTER TABLE apps ADD COLUMN space_id TEXT REFERENCES spaces (id);
ALTER TABLE apps ADD COLUMN internal_routing INTEGER NOT NULL DEFAULT 0;
CREATE INDEX apps_space ON apps (space_id);

-- A row is the grant of create_apps, the only permission on a space.
CREATE TABLE space_members (
    id         TEXT PRIMARY KEY,
    space_id   TEXT NOT NULL REFERENCES spaces (id) ON DELETE CASCADE,
    user_id    TEXT NOT NULL REFERENCES users (id),
    created_at INTEGER NOT NULL,
    UNIQUE (space_id, user_id)
) STRICT;
CREATE INDEX space_members_user ON space_members (user_id);

-- Trusted IPs are replaced whole; the ruleset of the highest version is the one that holds.
CREATE TABLE inbound_rulesets (
    id         TEXT PRIMARY KEY,
    space_id   TEXT NOT NULL REFERENCES spaces (id) ON DELETE CASCADE,
    version    INTEGER NOT NULL,
    rules      TEXT NOT NULL,
    created_by TEXT NOT NULL REFERENCES users (id),
    created_at INTEGER NOT NULL,
    UNIQUE (space_id, version)
) STRICT;

CREATE TABLE pipelines (
    id         TEXT PRIMARY KEY,
    name       TEXT NOT NULL UNIQUE,
    team_id    TEXT REFERENCES teams (id),
    owner_id   TEXT REFERENCES users (id),
    generation TEXT NOT NULL CHECK (generation IN ('cedar', 'fir')),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    CHECK ((team_id IS NULL) <> (owner_id IS NULL))
) STRICT;
CREATE INDEX pipelines_team ON pipelines (team_id);
CREATE INDEX pipelines_owner ON pipelines (owner_id);

CREATE TABLE pipeline_couplings (
    id          TEXT PRIMARY KEY,
    pipeline_id TEXT NOT NULL REFERENCES pipelines (id) ON DELETE CASCADE,
    app_id      TEXT NOT NULL UNIQUE REFERENCES apps (id) ON DELETE CASCADE,
    stage       TEXT NOT NULL,
    created_at  INTEGER NOT NULL,
    updated_at  INTEGER NOT NULL
) STRICT;
CREATE INDEX pipeline_couplings_pipeline ON pipeline_couplings (pipeline_id);
