ALTER TABLE apps ADD COLUMN acm BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE apps ADD COLUMN released_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE apps ADD COLUMN slug_size BIGINT;

-- Code. A slug that a build made knows its size and source; of one that a client described the control plane has no bytes.
CREATE TABLE slugs (
    id                    TEXT COLLATE "C" PRIMARY KEY,
    app_id                TEXT COLLATE "C" NOT NULL REFERENCES apps (id) ON DELETE CASCADE,
    stack                 TEXT COLLATE "C" NOT NULL,
    process_types         TEXT COLLATE "C" NOT NULL,
    size                  BIGINT CHECK (size > 0),
    source_url            TEXT COLLATE "C",
    source_version        TEXT COLLATE "C",
    source_description    TEXT COLLATE "C",
    checksum              TEXT COLLATE "C",
    buildpack_description TEXT COLLATE "C",
    created_at            BIGINT NOT NULL
);
CREATE INDEX slugs_app ON slugs (app_id);

CREATE TABLE releases (
    id          TEXT COLLATE "C" PRIMARY KEY,
    app_id      TEXT COLLATE "C" NOT NULL REFERENCES apps (id) ON DELETE CASCADE,
    version     BIGINT NOT NULL CHECK (version > 0),
    description TEXT COLLATE "C" NOT NULL,
    status      TEXT COLLATE "C" NOT NULL CHECK (status IN ('failed', 'pending', 'succeeded', 'expired')),
    slug_id     TEXT COLLATE "C" REFERENCES slugs (id),
    user_id     TEXT COLLATE "C" NOT NULL REFERENCES users (id),
    config      TEXT COLLATE "C" NOT NULL,
    addon_plans TEXT COLLATE "C" NOT NULL,
    created_at  BIGINT NOT NULL,
    updated_at  BIGINT NOT NULL,
    UNIQUE (app_id, version)
);
CREATE INDEX releases_slug ON releases (slug_id);
CREATE INDEX releases_user ON releases (user_id);

CREATE TABLE builds (
    id         TEXT COLLATE "C" PRIMARY KEY,
    app_id     TEXT COLLATE "C" NOT NULL REFERENCES apps (id) ON DELETE CASCADE,
    slug_id    TEXT COLLATE "C" NOT NULL REFERENCES slugs (id),
    release_id TEXT COLLATE "C" NOT NULL REFERENCES releases (id),
    user_id    TEXT COLLATE "C" NOT NULL REFERENCES users (id),
    status     TEXT COLLATE "C" NOT NULL CHECK (status IN ('failed', 'pending', 'succeeded')),
    buildpacks TEXT COLLATE "C" NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE INDEX builds_app ON builds (app_id);
CREATE INDEX builds_slug ON builds (slug_id);
CREATE INDEX builds_release ON builds (release_id);
CREATE INDEX builds_user ON builds (user_id);

CREATE TABLE formations (
    id         TEXT COLLATE "C" PRIMARY KEY,
    app_id     TEXT COLLATE "C" NOT NULL REFERENCES apps (id) ON DELETE CASCADE,
    type       TEXT COLLATE "C" NOT NULL,
    command    TEXT COLLATE "C" NOT NULL,
    quantity   BIGINT NOT NULL CHECK (quantity >= 0),
    size       TEXT COLLATE "C" NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    UNIQUE (app_id, type)
);

-- Dynos that run, or that were stopped. expires_at is 0 for a dyno of the formation.
CREATE TABLE dynos (
    id         TEXT COLLATE "C" PRIMARY KEY,
    app_id     TEXT COLLATE "C" NOT NULL REFERENCES apps (id) ON DELETE CASCADE,
    release_id TEXT COLLATE "C" NOT NULL REFERENCES releases (id),
    type       TEXT COLLATE "C" NOT NULL,
    number     BIGINT NOT NULL,
    command    TEXT COLLATE "C" NOT NULL,
    size       TEXT COLLATE "C" NOT NULL,
    state      TEXT COLLATE "C" NOT NULL,
    attached   BOOLEAN NOT NULL,
    expires_at BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    UNIQUE (app_id, type, number)
);
CREATE INDEX dynos_release ON dynos (release_id);

CREATE TABLE buildpack_installations (
    app_id    TEXT COLLATE "C" NOT NULL REFERENCES apps (id) ON DELETE CASCADE,
    ordinal   BIGINT NOT NULL,
    buildpack TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (app_id, ordinal)
);

-- Custom domains. The domain that every app has is made from its name.
CREATE TABLE domains (
    id           TEXT COLLATE "C" PRIMARY KEY,
    app_id       TEXT COLLATE "C" NOT NULL REFERENCES apps (id) ON DELETE CASCADE,
    hostname     TEXT COLLATE "C" NOT NULL,
    hostname_key TEXT COLLATE "C" NOT NULL UNIQUE,
    created_at   BIGINT NOT NULL,
    updated_at   BIGINT NOT NULL
);
CREATE INDEX domains_app ON domains (app_id);

CREATE TABLE log_drains (
    id         TEXT COLLATE "C" PRIMARY KEY,
    app_id     TEXT COLLATE "C" NOT NULL REFERENCES apps (id) ON DELETE CASCADE,
    url        TEXT COLLATE "C" NOT NULL,
    token      TEXT COLLATE "C" NOT NULL UNIQUE,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    UNIQUE (app_id, url)
);

-- Features that were ever switched; all others are off.
CREATE TABLE app_features (
    app_id     TEXT COLLATE "C" NOT NULL REFERENCES apps (id) ON DELETE CASCADE,
    name       TEXT COLLATE "C" NOT NULL,
    enabled    BOOLEAN NOT NULL,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (app_id, name)
);

-- Apps from before releases were kept get their first one, in the name of the owner or of the team's first admin.
INSERT INTO releases (id, app_id, version, description, status, user_id, config, addon_plans, created_at, updated_at)
SELECT gen_random_uuid()::text,
    a.id, 1, 'Initial release', 'succeeded',
    COALESCE(a.owner_id, (SELECT m.user_id FROM team_members m WHERE m.team_id = a.team_id AND m.role = 'admin' ORDER BY m.created_at, m.id LIMIT 1)),
    '{}', '[]', a.created_at, a.created_at
FROM apps a;
UPDATE apps SET released_at = created_at;
