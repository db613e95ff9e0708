CREATE TABLE goose_db_version (
		id INTEGER PRIMARY KEY AUTOINCREMENT,
		version_id INTEGER NOT NULL,
		is_applied INTEGER NOT NULL,
		tstamp TIMESTAMP DEFAULT (datetime('now'))
	);
INSERT INTO goose_db_version ("id", "version_id", "is_applied", "tstamp") VALUES (1, 0, 1, '2026-11-21 22:48:53');
INSERT INTO goose_db_version ("id", "version_id", "is_applied", "tstamp") VALUES (2, 1, 1, '2026-11-21 22:48:53');
INSERT INTO goose_db_version ("id", "version_id", "is_applied", "tstamp") VALUES (3, 2, 1, '2026-11-21 22:48:53');
INSERT INTO goose_db_version ("id", "version_id", "is_applied", "tstamp") VALUES (4, 3, 1, '2026-11-21 22:48:53');
INSERT INTO goose_db_version ("id", "version_id", "is_applied", "tstamp") VALUES (5, 4, 1, '2026-11-21 22:48:53');
INSERT INTO goose_db_version ("id", "version_id", "is_applied", "tstamp") VALUES (6, 5, 1, '2026-11-22 02:12:23');
INSERT INTO goose_db_version ("id", "version_id", "is_applied", "tstamp") VALUES (7, 6, 1, '2026-11-22 03:34:39');
INSERT INTO goose_db_version ("id", "version_id", "is_applied", "tstamp") VALUES (8, 7, 1, '2026-11-22 05:21:54');
INSERT INTO goose_db_version ("id", "version_id", "is_applied", "tstamp") VALUES (9, 8, 1, '2026-11-22 08:11:13');
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
, identity_provider_id TEXT REFERENCES identity_providers (id) ON DELETE SET NULL) STRICT;
INSERT INTO users ("id", "email", "email_key", "name", "two_factor_authentication", "verified", "default_team_id", "created_at", "updated_at", "identity_provider_id") VALUES ('u1', 'Ada@acme.test', 'ada@acme.test', 'Ada', 1, 1, NULL, 5, 5, NULL);
INSERT INTO users ("id", "email", "email_key", "name", "two_factor_authentication", "verified", "default_team_id", "created_at", "updated_at", "identity_provider_id") VALUES ('u2', 'joe@acme.test', 'joe@acme.test', NULL, 0, 1, NULL, 6, 6, 'ip1');
CREATE TABLE enterprise_accounts (
    id         TEXT PRIMARY KEY,
    name       TEXT NOT NULL UNIQUE,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;
INSERT INTO enterprise_accounts ("id", "name", "created_at", "updated_at") VALUES ('e1', 'acme', 5, 5);
CREATE TABLE enterprise_account_members (
    id          TEXT PRIMARY KEY,
    account_id  TEXT NOT NULL REFERENCES enterprise_accounts (id),
    user_id     TEXT NOT NULL REFERENCES users (id),
    permissions INTEGER NOT NULL,
    created_at  INTEGER NOT NULL,
    updated_at  INTEGER NOT NULL,
    UNIQUE (account_id, user_id)
) STRICT;
INSERT INTO enterprise_account_members ("id", "account_id", "user_id", "permissions", "created_at", "updated_at") VALUES ('em1', 'e1', 'u1', 9, 5, 5);
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
, license_dyno_units INTEGER NOT NULL DEFAULT 0, license_addon_credits INTEGER NOT NULL DEFAULT 0, license_space_credits INTEGER NOT NULL DEFAULT 0, heroku_clients_only INTEGER NOT NULL DEFAULT 0) STRICT;
INSERT INTO teams ("id", "name", "type", "account_id", "default_role", "addon_controls", "version", "created_at", "updated_at", "license_dyno_units", "license_addon_credits", "license_space_credits", "heroku_clients_only") VALUES ('t1', 'widgets', 'enterprise', 'e1', 'member', 1, 7, 5, 5, 75, 0, 0, 1);
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
INSERT INTO team_members ("id", "team_id", "user_id", "role", "federated", "created_at", "updated_at") VALUES ('m1', 't1', 'u1', 'admin', 0, 5, 5);
INSERT INTO team_members ("id", "team_id", "user_id", "role", "federated", "created_at", "updated_at") VALUES ('m2', 't1', 'u2', 'viewer', 1, 6, 6);
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
    updated_at  INTEGER NOT NULL, acm INTEGER NOT NULL DEFAULT 0, released_at INTEGER NOT NULL DEFAULT 0, slug_size INTEGER, space_id TEXT REFERENCES spaces (id), internal_routing INTEGER NOT NULL DEFAULT 0,
    CHECK ((team_id IS NULL) <> (owner_id IS NULL))
) STRICT;
INSERT INTO apps ("id", "name", "team_id", "owner_id", "locked", "maintenance", "region", "stack", "build_stack", "created_at", "updated_at", "acm", "released_at", "slug_size", "space_id", "internal_routing") VALUES ('a1', 'web', NULL, 'u1', 0, 0, 'us', 'heroku-24', 'heroku-24', 7000000, 9000000, 0, 7000000, NULL, NULL, 0);
INSERT INTO apps ("id", "name", "team_id", "owner_id", "locked", "maintenance", "region", "stack", "build_stack", "created_at", "updated_at", "acm", "released_at", "slug_size", "space_id", "internal_routing") VALUES ('a2', 'vault', 't1', NULL, 1, 0, 'us', 'heroku-24', 'heroku-24', 7000000, 9000000, 0, 7000000, NULL, NULL, 0);
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
INSERT INTO collaborators ("id", "app_id", "user_id", "permissions", "created_at", "updated_at") VALUES ('c1', 'a2', 'u2', 3, 6, 6);
CREATE INDEX collaborators_user ON collaborators (user_id);
CREATE TABLE addon_services (
    id         TEXT PRIMARY KEY,
    name       TEXT NOT NULL UNIQUE,
    human_name TEXT NOT NULL,
    state      TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;
INSERT INTO addon_services ("id", "name", "human_name", "state", "created_at", "updated_at") VALUES ('s1', 'heroku-postgresql', 'P', 'ga', 1, 1);
INSERT INTO addon_services ("id", "name", "human_name", "state", "created_at", "updated_at") VALUES ('s2', 'heroku-redis', 'R', 'ga', 1, 1);
INSERT INTO addon_services ("id", "name", "human_name", "state", "created_at", "updated_at") VALUES ('s3', 'new-relic', 'N', 'ga', 1, 1);
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
INSERT INTO plans ("id", "service_id", "name", "human_name", "price_cents", "is_default", "created_at", "updated_at") VALUES ('p1', 's1', 'x', 'X', 0, 1, 1, 1);
INSERT INTO plans ("id", "service_id", "name", "human_name", "price_cents", "is_default", "created_at", "updated_at") VALUES ('p2', 's2', 'x', 'X', 0, 1, 1, 1);
INSERT INTO plans ("id", "service_id", "name", "human_name", "price_cents", "is_default", "created_at", "updated_at") VALUES ('p3', 's3', 'x', 'X', 0, 1, 1, 1);
CREATE TABLE addons (
    id         TEXT PRIMARY KEY,
    name       TEXT NOT NULL UNIQUE,
    app_id     TEXT NOT NULL REFERENCES apps (id) ON DELETE CASCADE,
    plan_id    TEXT NOT NULL REFERENCES plans (id),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;
INSERT INTO addons ("id", "name", "app_id", "plan_id", "created_at", "updated_at") VALUES ('d1', 'pg-1', 'a1', 'p1', 1, 1);
INSERT INTO addons ("id", "name", "app_id", "plan_id", "created_at", "updated_at") VALUES ('d2', 'pg-2', 'a1', 'p1', 2, 2);
INSERT INTO addons ("id", "name", "app_id", "plan_id", "created_at", "updated_at") VALUES ('d3', 'redis', 'a1', 'p2', 1, 1);
INSERT INTO addons ("id", "name", "app_id", "plan_id", "created_at", "updated_at") VALUES ('d4', 'relic', 'a1', 'p3', 1, 1);
CREATE INDEX addons_app ON addons (app_id);
CREATE TABLE allowed_addon_services (
    id         TEXT PRIMARY KEY,
    team_id    TEXT NOT NULL REFERENCES teams (id) ON DELETE CASCADE,
    service_id TEXT NOT NULL REFERENCES addon_services (id),
    added_by   TEXT NOT NULL REFERENCES users (id),
    added_at   INTEGER NOT NULL,
    UNIQUE (team_id, service_id)
) STRICT;
INSERT INTO allowed_addon_services ("id", "team_id", "service_id", "added_by", "added_at") VALUES ('w1', 't1', 's1', 'u1', 5);
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
, team_name TEXT NOT NULL DEFAULT '', account_name TEXT NOT NULL DEFAULT '') STRICT;
INSERT INTO events ("seq", "id", "created_at", "actor_id", "actor_email", "type", "action", "allowed", "reason", "account_id", "team_id", "app_id", "app_name", "request_id", "ip_address", "data", "team_name", "account_name") VALUES (1, 'v1', 6, 'u1', 'Ada@acme.test', 'team_member', 'create', 1, 'team role admin', 'e1', 't1', '', '', 'r1', '127.0.0.1', '{"email":"joe@acme.test"}', 'widgets', 'acme');
INSERT INTO events ("seq", "id", "created_at", "actor_id", "actor_email", "type", "action", "allowed", "reason", "account_id", "team_id", "app_id", "app_name", "request_id", "ip_address", "data", "team_name", "account_name") VALUES (2, 'v2', 7, 'u2', 'joe@acme.test', 'app', 'lock', 0, 'requires app permission manage', 'e1', 't1', 'a2', 'vault', 'r2', '127.0.0.1', '{}', 'widgets', 'acme');
CREATE INDEX events_account ON events (account_id, created_at);
CREATE INDEX events_team ON events (team_id, seq);
CREATE TABLE seeds (
    hash      TEXT PRIMARY KEY,
    loaded_at INTEGER NOT NULL
) STRICT;
INSERT INTO seeds ("hash", "loaded_at") VALUES ('seed', 5);
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
INSERT INTO slugs ("id", "app_id", "stack", "process_types", "size", "source_url", "source_version", "source_description", "checksum", "buildpack_description", "created_at") VALUES ('g1', 'a1', 'heroku-24', '{"web":"./web"}', 1234, NULL, NULL, NULL, NULL, NULL, 8);
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
INSERT INTO releases ("id", "app_id", "version", "description", "status", "slug_id", "user_id", "config", "addon_plans", "created_at", "updated_at") VALUES ('9fcb893e-0a92-4ebe-a577-df0011680839', 'a1', 1, 'Initial release', 'succeeded', NULL, 'u1', '{}', '[]', 7000000, 7000000);
INSERT INTO releases ("id", "app_id", "version", "description", "status", "slug_id", "user_id", "config", "addon_plans", "created_at", "updated_at") VALUES ('c9f0b231-aaab-44c5-a3a5-d97b45abaaf7', 'a2', 1, 'Initial release', 'succeeded', NULL, 'u1', '{}', '[]', 7000000, 7000000);
INSERT INTO releases ("id", "app_id", "version", "description", "status", "slug_id", "user_id", "config", "addon_plans", "created_at", "updated_at") VALUES ('r2', 'a1', 2, 'Deploy', 'succeeded', 'g1', 'u1', '{"KEY":"value"}', '[]', 8000000, 8000000);
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
INSERT INTO builds ("id", "app_id", "slug_id", "release_id", "user_id", "status", "buildpacks", "created_at", "updated_at") VALUES ('b1', 'a1', 'g1', 'r2', 'u1', 'succeeded', '[]', 8, 8);
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
INSERT INTO formations ("id", "app_id", "type", "command", "quantity", "size", "created_at", "updated_at") VALUES ('f1', 'a1', 'web', './web', 2, 'Basic', 8, 8);
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
INSERT INTO dynos ("id", "app_id", "release_id", "type", "number", "command", "size", "state", "attached", "expires_at", "created_at", "updated_at") VALUES ('y1', 'a1', 'r2', 'web', 1, './web', 'Basic', 'up', 0, 0, 8, 8);
CREATE INDEX dynos_release ON dynos (release_id);
CREATE TABLE buildpack_installations (
    app_id    TEXT NOT NULL REFERENCES apps (id) ON DELETE CASCADE,
    ordinal   INTEGER NOT NULL,
    buildpack TEXT NOT NULL,
    PRIMARY KEY (app_id, ordinal)
) STRICT;
INSERT INTO buildpack_installations ("app_id", "ordinal", "buildpack") VALUES ('a1', 0, 'heroku/go');
CREATE TABLE domains (
    id           TEXT PRIMARY KEY,
    app_id       TEXT NOT NULL REFERENCES apps (id) ON DELETE CASCADE,
    hostname     TEXT NOT NULL,
    hostname_key TEXT NOT NULL UNIQUE,
    created_at   INTEGER NOT NULL,
    updated_at   INTEGER NOT NULL
) STRICT;
INSERT INTO domains ("id", "app_id", "hostname", "hostname_key", "created_at", "updated_at") VALUES ('n1', 'a1', 'www.Example.com', 'www.example.com', 8, 8);
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
INSERT INTO log_drains ("id", "app_id", "url", "token", "created_at", "updated_at") VALUES ('l1', 'a1', 'https://log.example.com', 'd.1', 8, 8);
CREATE TABLE app_features (
    app_id     TEXT NOT NULL REFERENCES apps (id) ON DELETE CASCADE,
    name       TEXT NOT NULL,
    enabled    INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    PRIMARY KEY (app_id, name)
) STRICT;
INSERT INTO app_features ("app_id", "name", "enabled", "updated_at") VALUES ('a1', 'preboot', 1, 8);
CREATE TABLE app_transfers (
    id           TEXT PRIMARY KEY,
    app_id       TEXT NOT NULL REFERENCES apps (id) ON DELETE CASCADE,
    owner_id     TEXT NOT NULL REFERENCES users (id),
    recipient_id TEXT NOT NULL REFERENCES users (id),
    state        TEXT NOT NULL CHECK (state IN ('pending', 'accepted', 'declined')),
    created_at   INTEGER NOT NULL,
    updated_at   INTEGER NOT NULL
) STRICT;
INSERT INTO app_transfers ("id", "app_id", "owner_id", "recipient_id", "state", "created_at", "updated_at") VALUES ('x1', 'a1', 'u1', 'u2', 'pending', 9, 9);
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
INSERT INTO addon_attachments ("id", "addon_id", "app_id", "name", "namespace", "created_at", "updated_at") VALUES ('d1', 'd1', 'a1', 'DATABASE', NULL, 1, 1);
INSERT INTO addon_attachments ("id", "addon_id", "app_id", "name", "namespace", "created_at", "updated_at") VALUES ('d2', 'd2', 'a1', 'DATABASE_2', NULL, 2, 2);
INSERT INTO addon_attachments ("id", "addon_id", "app_id", "name", "namespace", "created_at", "updated_at") VALUES ('d4', 'd4', 'a1', 'NEW_RELIC', NULL, 1, 1);
INSERT INTO addon_attachments ("id", "addon_id", "app_id", "name", "namespace", "created_at", "updated_at") VALUES ('d3', 'd3', 'a1', 'REDIS', NULL, 1, 1);
INSERT INTO addon_attachments ("id", "addon_id", "app_id", "name", "namespace", "created_at", "updated_at") VALUES ('h1', 'd1', 'a2', 'SHARED', NULL, 9, 9);
CREATE INDEX addon_attachments_addon ON addon_attachments (addon_id);
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
, client TEXT, client_of_heroku INTEGER NOT NULL DEFAULT 0) STRICT;
INSERT INTO oauth_authorizations ("id", "user_id", "token_id", "hash", "description", "scopes", "expires_at", "created_at", "updated_at", "client", "client_of_heroku") VALUES ('2eb4e059-b834-4bab-813f-0dc7b07ed2fe', 'u1', '175ca5dc-97d3-4b36-83fc-cfdb4ec76066', '2fc8a95b62e36aa697d3906cf099811e20834edf9deccb6affde5a2a49499690', 'Made by mockapi', 1, NULL, 5, 5, NULL, 0);
INSERT INTO oauth_authorizations ("id", "user_id", "token_id", "hash", "description", "scopes", "expires_at", "created_at", "updated_at", "client", "client_of_heroku") VALUES ('4d42f5ee-b4fe-4186-8a10-fc6fc1b59fcb', 'u1', 'dae442bb-984c-445a-881a-106509fc42f9', 'other', 'Made by mockapi', 1, NULL, 6, 6, NULL, 0);
INSERT INTO oauth_authorizations ("id", "user_id", "token_id", "hash", "description", "scopes", "expires_at", "created_at", "updated_at", "client", "client_of_heroku") VALUES ('o1', 'u2', 'o1t', 'third', 'laptop', 2, 99, 9, 9, 'dashboards', 0);
CREATE INDEX oauth_authorizations_user ON oauth_authorizations (user_id);
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
INSERT INTO team_invitations ("id", "team_id", "user_id", "role", "invited_by", "created_at", "updated_at") VALUES ('i1', 't1', 'u2', 'member', 'u1', 9, 9);
CREATE INDEX team_invitations_user ON team_invitations (user_id);
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
INSERT INTO spaces ("id", "name", "team_id", "region", "generation", "shield", "cidr", "data_cidr", "log_drain_url", "created_at", "updated_at") VALUES ('k1', 'orbit', 't1', 'virginia', 'cedar', 0, '10.0.0.0/16', '10.1.0.0/16', NULL, 10, 10);
CREATE INDEX spaces_team ON spaces (team_id);
CREATE INDEX apps_space ON apps (space_id);
CREATE TABLE space_members (
    id         TEXT PRIMARY KEY,
    space_id   TEXT NOT NULL REFERENCES spaces (id) ON DELETE CASCADE,
    user_id    TEXT NOT NULL REFERENCES users (id),
    created_at INTEGER NOT NULL,
    UNIQUE (space_id, user_id)
) STRICT;
INSERT INTO space_members ("id", "space_id", "user_id", "created_at") VALUES ('km1', 'k1', 'u2', 10);
CREATE INDEX space_members_user ON space_members (user_id);
CREATE TABLE inbound_rulesets (
    id         TEXT PRIMARY KEY,
    space_id   TEXT NOT NULL REFERENCES spaces (id) ON DELETE CASCADE,
    version    INTEGER NOT NULL,
    rules      TEXT NOT NULL,
    created_by TEXT NOT NULL REFERENCES users (id),
    created_at INTEGER NOT NULL,
    UNIQUE (space_id, version)
) STRICT;
INSERT INTO inbound_rulesets ("id", "space_id", "version", "rules", "created_by", "created_at") VALUES ('kr1', 'k1', 1, '[]', 'u1', 10);
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
INSERT INTO pipelines ("id", "name", "team_id", "owner_id", "generation", "created_at", "updated_at") VALUES ('q1', 'flow', 't1', NULL, 'cedar', 10, 10);
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
INSERT INTO pipeline_couplings ("id", "pipeline_id", "app_id", "stage", "created_at", "updated_at") VALUES ('qc1', 'q1', 'a2', 'staging', 10, 10);
CREATE INDEX pipeline_couplings_pipeline ON pipeline_couplings (pipeline_id);
CREATE TABLE usage_periods (
    seq         INTEGER PRIMARY KEY AUTOINCREMENT,
    kind        TEXT NOT NULL CHECK (kind IN ('dyno', 'addon', 'space')),
    thing       TEXT NOT NULL,
    item        TEXT NOT NULL,
    quantity    INTEGER NOT NULL,
    price_cents INTEGER NOT NULL,
    account_id  TEXT NOT NULL,
    team_id     TEXT NOT NULL,
    team_name   TEXT NOT NULL,
    app_id      TEXT NOT NULL,
    app_name    TEXT NOT NULL,
    began_at    INTEGER NOT NULL,
    ended_at    INTEGER
) STRICT;
INSERT INTO usage_periods ("seq", "kind", "thing", "item", "quantity", "price_cents", "account_id", "team_id", "team_name", "app_id", "app_name", "began_at", "ended_at") VALUES (1, 'space', 'k1', 'standard', 1, 0, 'e1', 't1', 'widgets', '', '', 10, NULL);
INSERT INTO usage_periods ("seq", "kind", "thing", "item", "quantity", "price_cents", "account_id", "team_id", "team_name", "app_id", "app_name", "began_at", "ended_at") VALUES (2, 'addon', 'gone', 'papertrail', 1, 700, 'e1', 't1', 'widgets', 'a1', 'web', 10, 20);
CREATE INDEX usage_periods_team ON usage_periods (team_id, began_at);
CREATE INDEX usage_periods_account ON usage_periods (account_id, began_at);
CREATE INDEX usage_periods_app ON usage_periods (app_id);
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
INSERT INTO identity_providers ("id", "team_id", "account_id", "entity_id", "certificate", "sso_target_url", "slo_target_url", "created_at", "updated_at") VALUES ('ip1', 't1', NULL, 'https://idp.example.com', 'PEM', 'https://idp.example.com/sso', '', 11, 11);
INSERT INTO identity_providers ("id", "team_id", "account_id", "entity_id", "certificate", "sso_target_url", "slo_target_url", "created_at", "updated_at") VALUES ('ip2', NULL, 'e1', 'https://all.example.com', 'PEM', 'https://all.example.com/sso', 'https://all.example.com/slo', 11, 11);
CREATE INDEX users_identity_provider ON users (identity_provider_id);
CREATE TABLE token_uses (
    authorization_id TEXT NOT NULL REFERENCES oauth_authorizations (id) ON DELETE CASCADE,
    action           TEXT NOT NULL,
    writes           INTEGER NOT NULL,
    self             INTEGER NOT NULL,
    kind             TEXT NOT NULL,
    object_id        TEXT NOT NULL,
    object_name      TEXT NOT NULL,
    team_id          TEXT NOT NULL, -- of the object; empty where there is none
    locked           INTEGER NOT NULL,
    personal         INTEGER NOT NULL,
    created_at       INTEGER NOT NULL,
    PRIMARY KEY (authorization_id, kind, object_id, team_id, action, writes, self, locked, personal)
) STRICT;
INSERT INTO token_uses ("authorization_id", "action", "writes", "self", "kind", "object_id", "object_name", "team_id", "locked", "personal", "created_at") VALUES ('o1', 'app.read', 0, 0, 'app', 'a1', 'website', 't1', 1, 0, 1700000000000000);
CREATE TABLE mails (
    seq        INTEGER PRIMARY KEY AUTOINCREMENT,
    id         TEXT NOT NULL,
    user_id    TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    kind       TEXT NOT NULL,
    subject    TEXT NOT NULL,
    text       TEXT NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;
INSERT INTO mails ("seq", "id", "user_id", "kind", "subject", "text", "created_at") VALUES (1, 'ml1', 'u2', 'team_invitation', 'You are invited', 'Come in.', 12);
CREATE INDEX mails_user ON mails (user_id, seq);
