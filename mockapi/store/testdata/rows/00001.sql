-- The hash is that of the token HRKU-old.
INSERT INTO users (id, email, email_key, name, two_factor_authentication, verified, created_at, updated_at) VALUES
    ('u1', 'Ada@acme.test', 'ada@acme.test', 'Ada', '1', '1', 5, 5),
    ('u2', 'joe@acme.test', 'joe@acme.test', NULL, '0', '1', 6, 6);
INSERT INTO tokens (hash, user_id, created_at) VALUES
    ('2fc8a95b62e36aa697d3906cf099811e20834edf9deccb6affde5a2a49499690', 'u1', 5),
    ('other', 'u1', 6);
INSERT INTO enterprise_accounts (id, name, created_at, updated_at) VALUES ('e1', 'acme', 5, 5);
INSERT INTO enterprise_account_members (id, account_id, user_id, permissions, created_at, updated_at) VALUES ('em1', 'e1', 'u1', 9, 5, 5);
INSERT INTO teams (id, name, type, account_id, default_role, addon_controls, version, created_at, updated_at) VALUES
    ('t1', 'widgets', 'enterprise', 'e1', 'member', '1', 7, 5, 5);
INSERT INTO team_members (id, team_id, user_id, role, federated, created_at, updated_at) VALUES
    ('m1', 't1', 'u1', 'admin', '0', 5, 5),
    ('m2', 't1', 'u2', 'viewer', '1', 6, 6);
INSERT INTO apps (id, name, team_id, owner_id, locked, maintenance, region, stack, build_stack, created_at, updated_at) VALUES
    ('a1', 'web', NULL, 'u1', '0', '0', 'us', 'heroku-24', 'heroku-24', 7000000, 9000000),
    ('a2', 'vault', 't1', NULL, '1', '0', 'us', 'heroku-24', 'heroku-24', 7000000, 9000000);
INSERT INTO collaborators (id, app_id, user_id, permissions, created_at, updated_at) VALUES ('c1', 'a2', 'u2', 3, 6, 6);
INSERT INTO addon_services (id, name, human_name, state, created_at, updated_at) VALUES
    ('s1', 'heroku-postgresql', 'P', 'ga', 1, 1), ('s2', 'heroku-redis', 'R', 'ga', 1, 1), ('s3', 'new-relic', 'N', 'ga', 1, 1);
INSERT INTO plans (id, service_id, name, human_name, price_cents, is_default, created_at, updated_at) VALUES
    ('p1', 's1', 'x', 'X', 0, '1', 1, 1), ('p2', 's2', 'x', 'X', 0, '1', 1, 1), ('p3', 's3', 'x', 'X', 0, '1', 1, 1);
INSERT INTO addons (id, name, app_id, plan_id, created_at, updated_at) VALUES
    ('d1', 'pg-1', 'a1', 'p1', 1, 1), ('d2', 'pg-2', 'a1', 'p1', 2, 2), ('d3', 'redis', 'a1', 'p2', 1, 1), ('d4', 'relic', 'a1', 'p3', 1, 1);
INSERT INTO allowed_addon_services (id, team_id, service_id, added_by, added_at) VALUES ('w1', 't1', 's1', 'u1', 5);
INSERT INTO events (id, created_at, actor_id, actor_email, type, action, allowed, reason, account_id, team_id, app_id, app_name, request_id, ip_address, data) VALUES
    ('v1', 6, 'u1', 'Ada@acme.test', 'team_member', 'create', '1', 'team role admin', 'e1', 't1', '', '', 'r1', '127.0.0.1', '{"email":"joe@acme.test"}'),
    ('v2', 7, 'u2', 'joe@acme.test', 'app', 'lock', '0', 'requires app permission manage', 'e1', 't1', 'a2', 'vault', 'r2', '127.0.0.1', '{}');
INSERT INTO seeds (hash, loaded_at) VALUES ('seed', 5);
