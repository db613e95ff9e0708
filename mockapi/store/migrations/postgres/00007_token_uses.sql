-- What each token was used for: the actions that were carried out with it, each once for every object. The names are those of then.
CREATE TABLE token_uses (
    authorization_id TEXT COLLATE "C" NOT NULL REFERENCES oauth_authorizations (id) ON DELETE CASCADE,
    action           TEXT COLLATE "C" NOT NULL,
    writes           BOOLEAN NOT NULL,
    self             BOOLEAN NOT NULL,
    kind             TEXT COLLATE "C" NOT NULL,
    object_id        TEXT COLLATE "C" NOT NULL,
    object_name      TEXT COLLATE "C" NOT NULL,
    team_id          TEXT COLLATE "C" NOT NULL, -- of the object; empty where there is none
    locked           BOOLEAN NOT NULL,
    personal         BOOLEAN NOT NULL,
    created_at       BIGINT NOT NULL,
    PRIMARY KEY (authorization_id, kind, object_id, team_id, action, writes, self, locked, personal)
);
