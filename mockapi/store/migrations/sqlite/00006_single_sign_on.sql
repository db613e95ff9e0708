-- An identity provider belongs to a team or to an enterprise account, each of which has one at most.
CREATE TABLE identity_providers (
    id             TEXT PRIMARY KEY,
    team_id        TEXT UNIQUE REFERENCES teams (id) ON DELETE CASCADE,
    account_id     TEXT UNIQUE REFERENCES enterprise_accounts (id) ON DELETE CASCADE,
    entity_id      TEXT NOT NULL,
    certificate    TEXT NOT NULL,
    sso_target_url TEXT NOT NULL,
    slo_target_url TEXT NOT NULL,
    created_at     INTEGER NOT NULL,
    updated_at     INTEGER NOT NULL,
    CHECK ((team_id IS NULL) <> (account_id IS NULL))
) STRICT;

-- The identity provider that an account belongs to; without one it has a password of its own.
ALTER TABLE users ADD COLUMN identity_provider_id TEXT REFERENCES identity_providers (id) ON DELETE SET NULL;
CREATE INDEX users_identity_provider ON users (identity_provider_id);

-- Whether a team keeps third-party OAuth clients out.
ALTER TABLE teams ADD COLUMN heroku_clients_only INTEGER NOT NULL DEFAULT 0;

-- The OAuth client that a token belongs to; without one it is the person's own.
ALTER TABLE oauth_authorizations ADD COLUMN client TEXT;
ALTER TABLE oauth_authorizations ADD COLUMN client_of_heroku INTEGER NOT NULL DEFAULT 0;
