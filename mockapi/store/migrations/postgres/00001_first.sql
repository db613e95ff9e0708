CREATE TABLE users (
    id                        TEXT COLLATE "C" PRIMARY KEY,
    email                     TEXT COLLATE "C" NOT NULL,
    email_key                 TEXT COLLATE "C" NOT NULL UNIQUE,
    name                      TEXT COLLATE "C",
    two_factor_authentication BOOLEAN NOT NULL,
    verified                  BOOLEAN NOT NULL,
    default_team_id           TEXT COLLATE "C",
    created_at                BIGINT NOT NULL,
    updated_at                BIGINT NOT NULL
);

CREATE TABLE tokens (
    hash       TEXT COLLATE "C" PRIMARY KEY,
    user_id    TEXT COLLATE "C" NOT NULL REFERENCES users (id),
    created_at BIGINT NOT NULL
);
CREATE INDEX tokens_user ON tokens (user_id);

CREATE TABLE enterprise_accounts (
    id         TEXT COLLATE "C" PRIMARY KEY,
    name       TEXT COLLATE "C" NOT NULL UNIQUE,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);

CREATE TABLE enterprise_account_members (
    id          TEXT COLLATE "C" PRIMARY KEY,
    account_id  TEXT COLLATE "C" NOT NULL REFERENCES enterprise_accounts (id),
    user_id     TEXT COLLATE "C" NOT NULL REFERENCES users (id),
    permissions BIGINT NOT NULL,
    created_at  BIGINT NOT NULL,
    updated_at  BIGINT NOT NULL,
    UNIQUE (account_id, user_id)
);
CREATE INDEX enterprise_account_members_user ON enterprise_account_members (user_id);

CREATE TABLE teams (
    id             TEXT COLLATE "C" PRIMARY KEY,
    name           TEXT COLLATE "C" NOT NULL UNIQUE,
    type           TEXT COLLATE "C" NOT NULL CHECK (type IN ('enterprise', 'team')),
    account_id     TEXT COLLATE "C" REFERENCES enterprise_accounts (id),
    default_role   TEXT COLLATE "C" NOT NULL,
    addon_controls BOOLEAN NOT NULL,
    version        BIGINT NOT NULL,
    created_at     BIGINT NOT NULL,
    updated_at     BIGINT NOT NULL
);

CREATE TABLE team_members (
    id         TEXT COLLATE "C" PRIMARY KEY,
    team_id    TEXT COLLATE "C" NOT NULL REFERENCES teams (id) ON DELETE CASCADE,
    user_id    TEXT COLLATE "C" NOT NULL REFERENCES users (id),
    role       TEXT COLLATE "C" NOT NULL CHECK (role IN ('admin', 'member', 'viewer')),
    federated  BOOLEAN NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    UNIQUE (team_id, user_id)
);
CREATE INDEX team_members_user ON team_members (user_id);

CREATE TABLE apps (
    id          TEXT COLLATE "C" PRIMARY KEY,
    name        TEXT COLLATE "C" NOT NULL UNIQUE,
    team_id     TEXT COLLATE "C" REFERENCES teams (id),
    owner_id    TEXT COLLATE "C" REFERENCES users (id),
    locked      BOOLEAN NOT NULL,
    maintenance BOOLEAN NOT NULL,
    region      TEXT COLLATE "C" NOT NULL,
    stack       TEXT COLLATE "C" NOT NULL,
    build_stack TEXT COLLATE "C" NOT NULL,
    created_at  BIGINT NOT NULL,
    updated_at  BIGINT NOT NULL,
    CHECK ((team_id IS NULL) <> (owner_id IS NULL))
);
CREATE INDEX apps_team ON apps (team_id);
CREATE INDEX apps_owner ON apps (owner_id);

CREATE TABLE collaborators (
    id          TEXT COLLATE "C" PRIMARY KEY,
    app_id      TEXT COLLATE "C" NOT NULL REFERENCES apps (id) ON DELETE CASCADE,
    user_id     TEXT COLLATE "C" NOT NULL REFERENCES users (id),
    permissions BIGINT NOT NULL CHECK (permissions BETWEEN 1 AND 15),
    created_at  BIGINT NOT NULL,
    updated_at  BIGINT NOT NULL,
    UNIQUE (app_id, user_id)
);
CREATE INDEX collaborators_user ON collaborators (user_id);

CREATE TABLE addon_services (
    id         TEXT COLLATE "C" PRIMARY KEY,
    name       TEXT COLLATE "C" NOT NULL UNIQUE,
    human_name TEXT COLLATE "C" NOT NULL,
    state      TEXT COLLATE "C" NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);

CREATE TABLE plans (
    id          TEXT COLLATE "C" PRIMARY KEY,
    service_id  TEXT COLLATE "C" NOT NULL REFERENCES addon_services (id),
    name        TEXT COLLATE "C" NOT NULL,
    human_name  TEXT COLLATE "C" NOT NULL,
    price_cents BIGINT NOT NULL CHECK (price_cents >= 0),
    is_default  BOOLEAN NOT NULL,
    created_at  BIGINT NOT NULL,
    updated_at  BIGINT NOT NULL,
    UNIQUE (service_id, name)
);

CREATE TABLE addons (
    id         TEXT COLLATE "C" PRIMARY KEY,
    name       TEXT COLLATE "C" NOT NULL UNIQUE,
    app_id     TEXT COLLATE "C" NOT NULL REFERENCES apps (id) ON DELETE CASCADE,
    plan_id    TEXT COLLATE "C" NOT NULL REFERENCES plans (id),
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE INDEX addons_app ON addons (app_id);

CREATE TABLE allowed_addon_services (
    id         TEXT COLLATE "C" PRIMARY KEY,
    team_id    TEXT COLLATE "C" NOT NULL REFERENCES teams (id) ON DELETE CASCADE,
    service_id TEXT COLLATE "C" NOT NULL REFERENCES addon_services (id),
    added_by   TEXT COLLATE "C" NOT NULL REFERENCES users (id),
    added_at   BIGINT NOT NULL,
    UNIQUE (team_id, service_id)
);

-- The audit trail. It names people, teams and apps without references: an event outlives what it tells of.
CREATE TABLE events (
    seq         BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id          TEXT COLLATE "C" NOT NULL UNIQUE,
    created_at  BIGINT NOT NULL,
    actor_id    TEXT COLLATE "C" NOT NULL,
    actor_email TEXT COLLATE "C" NOT NULL,
    type        TEXT COLLATE "C" NOT NULL,
    action      TEXT COLLATE "C" NOT NULL,
    allowed     BOOLEAN NOT NULL,
    reason      TEXT COLLATE "C" NOT NULL,
    account_id  TEXT COLLATE "C" NOT NULL,
    team_id     TEXT COLLATE "C" NOT NULL,
    app_id      TEXT COLLATE "C" NOT NULL,
    app_name    TEXT COLLATE "C" NOT NULL,
    request_id  TEXT COLLATE "C" NOT NULL,
    ip_address  TEXT COLLATE "C" NOT NULL,
    data        TEXT COLLATE "C" NOT NULL
);
CREATE INDEX events_account ON events (account_id, created_at);
CREATE INDEX events_team ON events (team_id, seq);

CREATE TABLE seeds (
    hash      TEXT COLLATE "C" PRIMARY KEY,
    loaded_at BIGINT NOT NULL
);
