-- An identity provider belongs to a team or to an enterprise account, each of which has one at most.
CREATE TABLE identity_providers (
    id             TEXT COLLATE "C" PRIMARY KEY,
    team_id        TEXT COLLATE "C" UNIQUE REFERENCES teams (id) ON DELETE CASCADE,
    account_id     TEXT COLLATE "C" UNIQUE REFERENCES enterprise_accounts (id) ON DELETE CASCADE,
    entity_id      TEXT COLLATE "C" NOT NULL,
    certificate    TEXT COLLATE "C" NOT NULL,
    sso_target_url TEXT COLLATE "C" NOT NULL,
    slo_target_url TEXT COLLATE "C" NOT NULL,
    created_at     BIGINT NOT NULL,
    updated_at     BIGINT NOT NULL,
    CHECK ((team_id IS NULL) <> (account_id IS NULL))
);

-- The identity provider that an account belongs to; without one it has a password of its own.
ALTER TABLE users ADD COLUMN identity_provider_id TEXT COLLATE "C" REFERENCES identity_providers (id) ON DELETE SET NULL;
CREATE INDEX users_identity_provider ON users (identity_provider_id);

-- Whether a team keeps third-party OAuth clients out.
ALTER TABLE teams ADD COLUMN heroku_clients_only BOOLEAN NOT NULL DEFAULT FALSE;

-- The OAuth client that a token belongs to; without one it is the person's own.
ALTER TABLE oauth_authorizations ADD COLUMN client TEXT COLLATE "C";
ALTER TABLE oauth_authorizations ADD COLUMN client_of_heroku BOOLEAN NOT NULL DEFAULT FALSE;
