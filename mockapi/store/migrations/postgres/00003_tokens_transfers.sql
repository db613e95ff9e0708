CREATE TABLE app_transfers (
    id           TEXT COLLATE "C" PRIMARY KEY,
    app_id       TEXT COLLATE "C" NOT NULL REFERENCES apps (id) ON DELETE CASCADE,
    owner_id     TEXT COLLATE "C" NOT NULL REFERENCES users (id),
    recipient_id TEXT COLLATE "C" NOT NULL REFERENCES users (id),
    state        TEXT COLLATE "C" NOT NULL CHECK (state IN ('pending', 'accepted', 'declined')),
    created_at   BIGINT NOT NULL,
    updated_at   BIGINT NOT NULL
);
CREATE UNIQUE INDEX app_transfers_pending ON app_transfers (app_id) WHERE state = 'pending';
CREATE INDEX app_transfers_app ON app_transfers (app_id);
CREATE INDEX app_transfers_owner ON app_transfers (owner_id);
CREATE INDEX app_transfers_recipient ON app_transfers (recipient_id);

CREATE TABLE addon_attachments (
    id         TEXT COLLATE "C" PRIMARY KEY,
    addon_id   TEXT COLLATE "C" NOT NULL REFERENCES addons (id) ON DELETE CASCADE,
    app_id     TEXT COLLATE "C" NOT NULL REFERENCES apps (id) ON DELETE CASCADE,
    name       TEXT COLLATE "C" NOT NULL,
    namespace  TEXT COLLATE "C",
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    UNIQUE (app_id, name)
);
CREATE INDEX addon_attachments_addon ON addon_attachments (addon_id);

-- Every add-on that is there gets its first attachment, named as the program names them; the add-on's id serves as its id.
INSERT INTO addon_attachments (id, addon_id, app_id, name, created_at, updated_at)
SELECT named.id, named.id, named.app_id, CASE WHEN named.n = 1 THEN named.base ELSE named.base || '_' || named.n END, named.created_at, named.created_at
FROM (
    SELECT bare.id, bare.app_id, bare.base, bare.created_at, ROW_NUMBER() OVER (PARTITION BY bare.app_id, bare.base ORDER BY bare.created_at, bare.id) AS n
    FROM (
        SELECT d.id, d.app_id, d.created_at, CASE
            WHEN s.name = 'heroku-postgresql' THEN 'DATABASE'
            WHEN s.name LIKE 'heroku-%' THEN UPPER(REPLACE(SUBSTR(s.name, 8), '-', '_'))
            ELSE UPPER(REPLACE(s.name, '-', '_'))
        END AS base
        FROM addons d JOIN plans p ON p.id = d.plan_id JOIN addon_services s ON s.id = p.service_id
    ) AS bare
) AS named;

CREATE TABLE oauth_authorizations (
    id          TEXT COLLATE "C" PRIMARY KEY,
    user_id     TEXT COLLATE "C" NOT NULL REFERENCES users (id),
    token_id    TEXT COLLATE "C" NOT NULL UNIQUE,
    hash        TEXT COLLATE "C" NOT NULL UNIQUE,
    description TEXT COLLATE "C" NOT NULL,
    scopes      BIGINT NOT NULL CHECK (scopes BETWEEN 1 AND 63),
    expires_at  BIGINT,
    created_at  BIGINT NOT NULL,
    updated_at  BIGINT NOT NULL
);
CREATE INDEX oauth_authorizations_user ON oauth_authorizations (user_id);

-- Every token that is there becomes an authorization of scope global (1) without an end.
INSERT INTO oauth_authorizations (id, user_id, token_id, hash, description, scopes, created_at, updated_at)
SELECT gen_random_uuid()::TEXT,
    user_id,
    gen_random_uuid()::TEXT,
    hash, 'Made by mockapi', 1, created_at, created_at
FROM tokens;
DROP TABLE tokens;

CREATE TABLE team_invitations (
    id         TEXT COLLATE "C" PRIMARY KEY,
    team_id    TEXT COLLATE "C" NOT NULL REFERENCES teams (id) ON DELETE CASCADE,
    user_id    TEXT COLLATE "C" NOT NULL REFERENCES users (id),
    role       TEXT COLLATE "C" NOT NULL CHECK (role IN ('admin', 'member', 'viewer')),
    invited_by TEXT COLLATE "C" NOT NULL REFERENCES users (id),
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    UNIQUE (team_id, user_id)
);
CREATE INDEX team_invitations_user ON team_invitations (user_id);
