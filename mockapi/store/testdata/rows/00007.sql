-- What a token was used for.
INSERT INTO token_uses (authorization_id, action, writes, self, kind, object_id, object_name, team_id, locked, personal, created_at) VALUES
    ('o1', 'app.read', FALSE, FALSE, 'app', 'a1', 'website', 't1', TRUE, FALSE, 1700000000000000);
