INSERT INTO app_transfers (id, app_id, owner_id, recipient_id, state, created_at, updated_at) VALUES ('x1', 'a1', 'u1', 'u2', 'pending', 9, 9);
INSERT INTO addon_attachments (id, addon_id, app_id, name, namespace, created_at, updated_at) VALUES ('h1', 'd1', 'a2', 'SHARED', NULL, 9, 9);
INSERT INTO oauth_authorizations (id, user_id, token_id, hash, description, scopes, expires_at, created_at, updated_at) VALUES
    ('o1', 'u2', 'o1t', 'third', 'laptop', 2, 99, 9, 9);
INSERT INTO team_invitations (id, team_id, user_id, role, invited_by, created_at, updated_at) VALUES ('i1', 't1', 'u2', 'member', 'u1', 9, 9);
