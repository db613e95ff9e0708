INSERT INTO usage_periods (kind, thing, item, quantity, price_cents, account_id, team_id, team_name, app_id, app_name, began_at, ended_at) VALUES
    ('addon', 'gone', 'papertrail', 1, 700, 'e1', 't1', 'widgets', 'a1', 'web', 10, 20);
UPDATE teams SET license_dyno_units = 75 WHERE id = 't1';
