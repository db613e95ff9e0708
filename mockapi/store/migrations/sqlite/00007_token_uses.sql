-- What each token was used for: the actions that were carried out with it, each once for every object. The names are those of then.
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
