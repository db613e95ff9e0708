INSERT INTO slugs (id, app_id, stack, process_types, size, created_at) VALUES ('g1', 'a1', 'heroku-24', '{"web":"./web"}', 1234, 8);
INSERT INTO releases (id, app_id, version, description, status, slug_id, user_id, config, addon_plans, created_at, updated_at) VALUES
    ('r2', 'a1', 2, 'Deploy', 'succeeded', 'g1', 'u1', '{"KEY":"value"}', '[]', 8000000, 8000000);
INSERT INTO builds (id, app_id, slug_id, release_id, user_id, status, buildpacks, created_at, updated_at) VALUES ('b1', 'a1', 'g1', 'r2', 'u1', 'succeeded', '[]', 8, 8);
INSERT INTO formations (id, app_id, type, command, quantity, size, created_at, updated_at) VALUES ('f1', 'a1', 'web', './web', 2, 'Basic', 8, 8);
INSERT INTO dynos (id, app_id, release_id, type, number, command, size, state, attached, expires_at, created_at, updated_at) VALUES
    ('y1', 'a1', 'r2', 'web', 1, './web', 'Basic', 'up', '0', 0, 8, 8);
INSERT INTO buildpack_installations (app_id, ordinal, buildpack) VALUES ('a1', 0, 'heroku/go');
INSERT INTO domains (id, app_id, hostname, hostname_key, created_at, updated_at) VALUES ('n1', 'a1', 'www.Example.com', 'www.example.com', 8, 8);
INSERT INTO log_drains (id, app_id, url, token, created_at, updated_at) VALUES ('l1', 'a1', 'https://log.example.com', 'd.1', 8, 8);
INSERT INTO app_features (app_id, name, enabled, updated_at) VALUES ('a1', 'preboot', '1', 8);
