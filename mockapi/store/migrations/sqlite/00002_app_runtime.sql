ALTER TABLE apps ADD COLUMN acm INTEGER NOT NULL DEFAULT 0;
ALTER TABLE apps ADD COLUMN released_at INTEGER NOT NULL DEFAULT 0;
ALTER TABLE apps ADD COLUMN slug_size INTEGER;

-- Code. A slug that a build made knows its size and source; of one that a client described the control plane has no bytes.
CREATE TABLE slugs (
    id                    TEXT PRIMARY KEY,
    app_id                TEXT NOT NULL REFERENCES apps (id) ON DELETE CASCADE,
    stack                 TEXT NOT NULL,
    process_types         TEXT NOT NULL,
    size                  INTEGER CHECK (size > 0),
    source_url            TEXT,
    source_version        TEXT,
    source_description    TEXT,
    checksum              TEXT,
    buildpack_description TEXT,
    created_at            INTEGER NOT NULL
) STRICT;
CREATE INDEX slugs_app ON slugs (app_id);

CREATE TABLE releases (
    id          TEXT PRIMARY KEY,
    app_id      TEXT NOT NULL REFERENCES apps (id) ON DELETE CASCADE,
    version     INTEGER NOT NULL CHECK (version > 0),
    description TEXT NOT NULL,
    status      TEXT NOT NULL CHECK (status IN ('failed', 'pending', 'succeeded', 'expired')),
    slug_id     TEXT REFERENCES slugs (id),
    user_id     TEXT NOT NULL REFERENCES users (id),
    config      TEXT NOT NULL,
    addon_plans TEXT NOT NULL,
    created_at  INTEGER NOT NULL,
    updated_at  INTEGER NOT NULL,
    UNIQUE (app_id, version)
) STRICT;
CREATE INDEX releases_slug ON releases (slug_id);
CREATE INDEX releases_user ON releases (user_id);

CREATE TABLE builds (
    id         TEXT PRIMARY KEY,
    app_id     TEXT NOT NULL REFERENCES apps (id) ON DELETE CASCADE,
    slug_id    TEXT NOT NULL REFERENCES slugs (id),
    release_id TEXT NOT NULL REFERENCES releases (id),
    user_id    TEXT NOT NULL REFERENCES users (id),
    status     TEXT NOT NULL CHECK (status IN ('failed', 'pending', 'succeeded')),
    buildpacks TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;
CREATE INDEX builds_app ON builds (app_id);
CREATE INDEX builds_slug ON builds (slug_id);
CREATE INDEX builds_release ON builds (release_id);
CREATE INDEX builds_user ON builds (user_id);

CREATE TABLE formations (
    id         TEXT PRIMARY KEY,
    app_id     TEXT NOT NULL REFERENCES apps (id) ON DELETE CASCADE,
    type       TEXT NOT NULL,
    command    TEXT NOT NULL,
    quantity   INTEGER NOT NULL CHECK (quantity >= 0),
    size       TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    UNIQUE (app_id, type)
) STRICT;

-- Dynos that run, or that were stopped. expires_at is 0 for a dyno of the formation.
CREATE TABLE dynos (
    id         TEXT PRIMARY KEY,
    app_id     TEXT NOT NULL REFERENCES apps (id) ON DELETE CASCADE,
    release_id TEXT NOT NULL REFERENCES releases (id),
    type       TEXT NOT NULL,
    number     INTEGER NOT NULL,
    command    TEXT NOT NULL,
    size       TEXT NOT NULL,
    state      TEXT NOT NULL,
    attached   INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    UNIQUE (app_id, type, number)
) STRICT;
CREATE INDEX dynos_release ON dynos (release_id);

CREATE TABLE buildpack_installations (
    app_id    TEXT NOT NULL REFERENCES apps (id) ON DELETE CASCADE,
    ordinal   INTEGER NOT NULL,
    buildpack TEXT NOT NULL,
    PRIMARY KEY (app_id, ordinal)
) STRICT;

-- Custom domains. The domain that every app has is made from its name.
CREATE TABLE domains (
    id           TEXT PRIMARY KEY,
    app_id       TEXT NOT NULL REFERENCES apps (id) ON DELETE CASCADE,
    hostname     TEXT NOT NULL,
    hostname_key TEXT NOT NULL UNIQUE,
    created_at   INTEGER NOT NULL,
    updated_at   INTEGER NOT NULL
) STRICT;
CREATE INDEX domains_app ON domains (app_id);

CREATE TABLE log_drains (
    id         TEXT PRIMARY KEY,
    app_id     TEXT NOT NULL REFERENCES apps (id) ON DELETE CASCADE,
    url        TEXT NOT NULL,
    token      TEXT NOT NULL UNIQUE,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    UNIQUE (app_id, url)
) STRICT;

-- Features that were ever switched; all others are off.
CREATE TABLE app_features (
    app_id     TEXT NOT NULL REFERENCES apps (id) ON DELETE CASCADE,
    name       TEXT NOT NULL,
    enabled    INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    PRIMARY KEY (app_id, name)
) STRICT;

-- Apps from before releases were kept get their first one, in the name of the owner or of the team's first admin.
INSERT INTO releases (id, app_id, version, description, status, user_id, config, addon_plans, created_at, updated_at)
SELECT lower(hex(randomblob(4)) || '-' || hex(randomblob(2)) || '-4' || substr(hex(randomblob(2)), 2) || '-a' || substr(hex(randomblob(2)), 2) || '-' || hex(randomblob(6))),
    a.id, 1, 'Initial release', 'succeeded',
    COALESCE(a.owner_id, (SELECT m.user_id FROM team_members m WHERE m.team_id = a.team_id AND m.role = 'admin' ORDER BY m.created_at, m.id LIMIT 1)),
    '{}', '[]', a.created_at, a.created_at
FROM apps a;
UPDATE apps SET released_at = created_at;
