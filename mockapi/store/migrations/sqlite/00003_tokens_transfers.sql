CREATE TABLE app_transfers (
    id           TEXT PRIMARY KEY,
    app_id       TEXT NOT NULL REFERENCES apps (id) ON DELETE CASCADE,
    owner_id     TEXT NOT NULL REFERENCES users (id),
    recipient_id TEXT NOT NULL REFERENCES users (id),
    state        TEXT NOT NULL CHECK (state IN ('pending', 'accepted', 'declined')),
    created_at   INTEGER NOT NULL,
    updated_at   INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX app_transfers_pending ON app_transfers (app_id) WHERE state = 'pending';
CREATE INDEX app_transfers_app ON app_transfers (app_id);
CREATE INDEX app_transfers_owner ON app_transfers (owner_id);
CREATE INDEX app_transfers_recipient ON app_transfers (recipient_id);

CREATE TABLE addon_attachments (
    id         TEXT PRIMARY KEY,
    addon_id   TEXT NOT NULL REFERENCES addons (id) ON DELETE CASCADE,
    app_id     TEXT NOT NULL REFERENCES apps (id) ON DELETE CASCADE,
    name       TEXT NOT NULL,
    namespace  TEXT,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    UNIQUE (app_id, name)
) STRICT;
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
    id          TEXT PRIMARY KEY,
    user_id     TEXT NOT NULL REFERENCES users (id),
    token_id    TEXT NOT NULL UNIQUE,
    hash        TEXT NOT NULL UNIQUE,
    description TEXT NOT NULL,
    scopes      INTEGER NOT NULL CHECK (scopes BETWEEN 1 AND 63),
    expires_at  INTEGER,
    created_at  INTEGER NOT NULL,
    updated_at  INTEGER NOT NULL
) STRICT;
CREATE INDEX oauth_authorizations_user ON oauth_authorizations (user_id);

-- Every token that is there becomes an authorization of scope global (1) without an end.
INSERT INTO oauth_authorizations (id, user_id, token_id, hash, description, scopes, created_at, updated_at)
SELECT lower(hex(randomblob(4)) || '-' || hex(randomblob(2)) || '-4' || substr(hex(randomblob(2)), 2) || '-8' || substr(hex(randomblob(2)), 2) || '-' || hex(randomblob(6))),
    user_id,
    lower(hex(randomblob(4)) || '-' || hex(randomblob(2)) || '-4' || substr(hex(randomblob(2)), 2) || '-8' || substr(hex(randomblob(2)), 2) || '-' || hex(randomblob(6))),
    hash, 'Made by mockapi', 1, created_at, created_at
FROM tokens;
DROP TABLE tokens;

CREATE TABLE team_invitations (
    id         TEXT PRIMARY KEY,
    team_id    TEXT NOT NULL REFERENCES teams (id) ON DELETE CASCADE,
    user_id    TEXT NOT NULL REFERENCES users (id),
    role       TEXT NOT NULL CHECK (role IN ('admin', 'member', 'viewer')),
    invited_by TEXT NOT NULL REFERENCES users (id),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    UNIQUE (team_id, user_id)
) STRICT;
CREATE INDEX team_invitations_user ON team_invitations (user_id);
