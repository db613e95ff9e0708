CREATE TABLE users (
    id                        TEXT PRIMARY KEY,
    email                     TEXT NOT NULL,
    email_key                 TEXT NOT NULL UNIQUE,
    name                      TEXT,
    two_factor_authentication INTEGER NOT NULL,
    verified                  INTEGER NOT NULL,
    default_team_id           TEXT,
    created_at                INTEGER NOT NULL,
    updated_at                INTEGER NOT NULL
) STRICT;

CREATE TABLE tokens (
    hash       TEXT PRIMARY KEY,
    user_id    TEXT NOT NULL REFERENCES users (id),
    created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX tokens_user ON tokens (user_id);

CREATE TABLE enterprise_accounts (
    id         TEXT PRIMARY KEY,
    name       TEXT NOT NULL UNIQUE,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;

CREATE TABLE enterprise_account_members (
    id          TEXT PRIMARY KEY,
    account_id  TEXT NOT NULL REFERENCES enterprise_accounts (id),
    user_id     TEXT NOT NULL REFERENCES users (id),
    permissions INTEGER NOT NULL,
    created_at  INTEGER NOT NULL,
    updated_at  INTEGER NOT NULL,
    UNIQUE (account_id, user_id)
) STRICT;
CREATE INDEX enterprise_account_members_user ON enterprise_account_members (user_id);

CREATE TABLE teams (
    id             TEXT PRIMARY KEY,
    name           TEXT NOT NULL UNIQUE,
    type           TEXT NOT NULL CHECK (type IN ('enterprise', 'team')),
    account_id     TEXT REFERENCES enterprise_accounts (id),
    default_role   TEXT NOT NULL,
    addon_controls INTEGER NOT NULL,
    version        INTEGER NOT NULL,
    created_at     INTEGER NOT NULL,
    updated_at     INTEGER NOT NULL
) STRICT;

CREATE TABLE team_members (
    id         TEXT PRIMARY KEY,
    team_id    TEXT NOT NULL REFERENCES teams (id) ON DELETE CASCADE,
    user_id    TEXT NOT NULL REFERENCES users (id),
    role       TEXT NOT NULL CHECK (role IN ('admin', 'member', 'viewer')),
    federated  INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    UNIQUE (team_id, user_id)
) STRICT;
CREATE INDEX team_members_user ON team_members (user_id);

CREATE TABLE apps (
    id          TEXT PRIMARY KEY,
    name        TEXT NOT NULL UNIQUE,
    team_id     TEXT REFERENCES teams (id),
    owner_id    TEXT REFERENCES users (id),
    locked      INTEGER NOT NULL,
    maintenance INTEGER NOT NULL,
    region      TEXT NOT NULL,
    stack       TEXT NOT NULL,
    build_stack TEXT NOT NULL,
    created_at  INTEGER NOT NULL,
    updated_at  INTEGER NOT NULL,
    CHECK ((team_id IS NULL) <> (owner_id IS NULL))
) STRICT;
CREATE INDEX apps_team ON apps (team_id);
CREATE INDEX apps_owner ON apps (owner_id);

CREATE TABLE collaborators (
    id          TEXT PRIMARY KEY,
    app_id      TEXT NOT NULL REFERENCES apps (id) ON DELETE CASCADE,
    user_id     TEXT NOT NULL REFERENCES users (id),
    permissions INTEGER NOT NULL CHECK (permissions BETWEEN 1 AND 15),
    created_at  INTEGER NOT NULL,
    updated_at  INTEGER NOT NULL,
    UNIQUE (app_id, user_id)
) STRICT;
CREATE INDEX collaborators_user ON collaborators (user_id);

CREATE TABLE addon_services (
    id         TEXT PRIMARY KEY,
    name       TEXT NOT NULL UNIQUE,
    human_name TEXT NOT NULL,
    state      TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;

CREATE TABLE plans (
    id          TEXT PRIMARY KEY,
    service_id  TEXT NOT NULL REFERENCES addon_services (id),
    name        TEXT NOT NULL,
    human_name  TEXT NOT NULL,
    price_cents INTEGER NOT NULL CHECK (price_cents >= 0),
    is_default  INTEGER NOT NULL,
    created_at  INTEGER NOT NULL,
    updated_at  INTEGER NOT NULL,
    UNIQUE (service_id, name)
) STRICT;

CREATE TABLE addons (
    id         TEXT PRIMARY KEY,
    name       TEXT NOT NULL UNIQUE,
    app_id     TEXT NOT NULL REFERENCES apps (id) ON DELETE CASCADE,
    plan_id    TEXT NOT NULL REFERENCES plans (id),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;
CREATE INDEX addons_app ON addons (app_id);

CREATE TABLE allowed_addon_services (
    id         TEXT PRIMARY KEY,
    team_id    TEXT NOT NULL REFERENCES teams (id) ON DELETE CASCADE,
    service_id TEXT NOT NULL REFERENCES addon_services (id),
    added_by   TEXT NOT NULL REFERENCES users (id),
    added_at   INTEGER NOT NULL,
    UNIQUE (team_id, service_id)
) STRICT;

-- The audit trail. It names people, teams and apps without references: an event outlives what it tells of.
CREATE TABLE events (
    seq         INTEGER PRIMARY KEY AUTOINCREMENT,
    id          TEXT NOT NULL UNIQUE,
    created_at  INTEGER NOT NULL,
    actor_id    TEXT NOT NULL,
    actor_email TEXT NOT NULL,
    type        TEXT NOT NULL,
    action      TEXT NOT NULL,
    allowed     INTEGER NOT NULL,
    reason      TEXT NOT NULL,
    account_id  TEXT NOT NULL,
    team_id     TEXT NOT NULL,
    app_id      TEXT NOT NULL,
    app_name    TEXT NOT NULL,
    request_id  TEXT NOT NULL,
    ip_address  TEXT NOT NULL,
    data        TEXT NOT NULL
) STRICT;
CREATE INDEX events_account ON events (account_id, created_at);
CREATE INDEX events_team ON events (team_id, seq);

CREATE TABLE seeds (
    hash      TEXT PRIMARY KEY,
    loaded_at INTEGER NOT NULL
) STRICT;
