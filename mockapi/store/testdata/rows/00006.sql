INSERT INTO identity_providers (id, team_id, account_id, entity_id, certificate, sso_target_url, slo_target_url, created_at, updated_at) VALUES
    ('ip1', 't1', NULL, 'https://idp.example.com', 'PEM', 'https://idp.example.com/sso', '', 11, 11),
    ('ip2', NULL, 'e1', 'https://all.example.com', 'PEM', 'https://all.example.com/sso', 'https://all.example.com/slo', 11, 11);
UPDATE users SET identity_provider_id = 'ip1' WHERE id = 'u2';
UPDATE teams SET heroku_clients_only = '1' WHERE id = 't1';
UPDATE oauth_authorizations SET client = 'dashboards' WHERE id = 'o1';
