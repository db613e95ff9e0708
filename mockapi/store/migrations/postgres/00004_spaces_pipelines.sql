CREATE TABLE spaces (
    id            TEXT COLLATE "C" PRIMARY KEY,
    name          TEXT COLLATE "C" NOT NULL UNIQUE,
    team_id       TEXT COLLATE "C" NOT NULL REFERENCES teams (id),
    region        TEXT COLLATE "C" NOT NULL,
    generation    TEXT COLLATE "C" NOT NULL CHECK (generation IN ('cedar', 'fir')),
    shield        BOOLEAN NOT NULL,
    cidr          TEXT COLLATE "C" NOT NULL,
    data_cidr     TEXT COLLATE "C" NOT NULL,
    log_drain_url TEXT COLLATE "C",
    created_at    BIGINT NOT NULL,
    updated_at    BIGINT NOT NULL
);
CREATE INDEX spaces_team ON spaces (team_id);

-- A space's app keeps its space for life.
ALTER TABLE apps ADD COLUMN space_id TEXT COLLATE "C" REFERENCES spaces (id);
ALTER TABLE apps ADD COLUMN internal_routing BOOLEAN NOT NULL DEFAULT FALSE;
CREATE INDEX apps_space ON apps (space_id);

-- A row is the grant of create_apps, the only permission on a space.
CREATE TABLE space_members (
    id         TEXT COLLATE "C" PRIMARY KEY,
    space_id   TEXT COLLATE "C" NOT NULL REFERENCES spaces (id) ON DELETE CASCADE,
    user_id    TEXT COLLATE "C" NOT NULL REFERENCES users (id),
    created_at BIGINT NOT NULL,
    UNIQUE (space_id, user_id)
);
CREATE INDEX space_members_user ON space_members (user_id);

-- Trusted IPs are replaced whole; the ruleset of the highest version is the one that holds.
CREATE TABLE inbound_rulesets (
    id         TEXT COLLATE "C" PRIMARY KEY,
    space_id   TEXT COLLATE "C" NOT NULL REFERENCES spaces (id) ON DELETE CASCADE,
    version    BIGINT NOT NULL,
    rules      TEXT COLLATE "C" NOT NULL,
    created_by TEXT COLLATE "C" NOT NULL REFERENCES users (id),
    created_at BIGINT NOT NULL,
    UNIQUE (space_id, version)
);

CREATE TABLE pipelines (
    id         TEXT COLLATE "C" PRIMARY KEY,
    name       TEXT COLLATE "C" NOT NULL UNIQUE,
    team_id    TEXT COLLATE "C" REFERENCES teams (id),
    owner_id   TEXT COLLATE "C" REFERENCES users (id),
    generation TEXT COLLATE "C" NOT NULL CHECK (generation IN ('cedar', 'fir')),
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    CHECK ((team_id IS NULL) <> (owner_id IS NULL))
);
CREATE INDEX pipelines_team ON pipelines (team_id);
CREATE INDEX pipelines_owner ON pipelines (owner_id);

CREATE TABLE pipeline_couplings (
    id          TEXT COLLATE "C" PRIMARY KEY,
    pipeline_id TEXT COLLATE "C" NOT NULL REFERENCES pipelines (id) ON DELETE CASCADE,
    app_id      TEXT COLLATE "C" NOT NULL UNIQUE REFERENCES apps (id) ON DELETE CASCADE,
    stage       TEXT COLLATE "C" NOT NULL,
    created_at  BIGINT NOT NULL,
    updated_at  BIGINT NOT NULL
);
CREATE INDEX pipeline_couplings_pipeline ON pipeline_couplings (pipeline_id);
