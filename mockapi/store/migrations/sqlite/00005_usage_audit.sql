-- An event says what team and account were called when it happened.
ALTER TABLE events ADD COLUMN team_name TEXT NOT NULL DEFAULT '';
ALTER TABLE events ADD COLUMN account_name TEXT NOT NULL DEFAULT '';
UPDATE events SET team_name = COALESCE((SELECT t.name FROM teams t WHERE t.id = events.team_id), ''),
    account_name = COALESCE((SELECT a.name FROM enterprise_accounts a WHERE a.id = events.account_id), '');

-- What a team may use up; 0 is no licence.
ALTER TABLE teams ADD COLUMN license_dyno_units INTEGER NOT NULL DEFAULT 0;
ALTER TABLE teams ADD COLUMN license_addon_credits INTEGER NOT NULL DEFAULT 0;
ALTER TABLE teams ADD COLUMN license_space_credits INTEGER NOT NULL DEFAULT 0;

-- The times in which something ran that a team pays for. They outlive apps, spaces and teams, and so name them without references.
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
CREATE INDEX usage_periods_team ON usage_periods (team_id, began_at);
CREATE INDEX usage_periods_account ON usage_periods (account_id, began_at);
CREATE INDEX usage_periods_app ON usage_periods (app_id);

-- What runs already has run since it was made, as far as the tables tell: dynos since the last of their process type was started.
INSERT INTO usage_periods (kind, thing, item, quantity, price_cents, account_id, team_id, team_name, app_id, app_name, began_at)
SELECT 'dyno', d.type, d.size, COUNT(*), 0, COALESCE(t.account_id, ''), t.id, t.name, a.id, a.name, MAX(d.created_at)
FROM dynos d JOIN apps a ON a.id = d.app_id JOIN teams t ON t.id = a.team_id
WHERE d.expires_at = 0 AND d.state = 'up' GROUP BY a.id, a.name, t.id, t.name, t.account_id, d.type, d.size;
INSERT INTO usage_periods (kind, thing, item, quantity, price_cents, account_id, team_id, team_name, app_id, app_name, began_at, ended_at)
SELECT 'dyno', d.id, d.size, 1, 0, COALESCE(t.account_id, ''), t.id, t.name, a.id, a.name, d.created_at, d.expires_at
FROM dynos d JOIN apps a ON a.id = d.app_id JOIN teams t ON t.id = a.team_id WHERE d.expires_at > 0 AND d.state = 'up';
INSERT INTO usage_periods (kind, thing, item, quantity, price_cents, account_id, team_id, team_name, app_id, app_name, began_at)
SELECT 'addon', d.id, s.name, 1, p.price_cents, COALESCE(t.account_id, ''), t.id, t.name, a.id, a.name, d.created_at
FROM addons d JOIN apps a ON a.id = d.app_id JOIN teams t ON t.id = a.team_id JOIN plans p ON p.id = d.plan_id JOIN addon_services s ON s.id = p.service_id;
INSERT INTO usage_periods (kind, thing, item, quantity, price_cents, account_id, team_id, team_name, app_id, app_name, began_at)
SELECT 'space', s.id, CASE WHEN s.shield THEN 'shield' ELSE 'standard' END, 1, 0, COALESCE(t.account_id, ''), t.id, t.name, '', '', s.created_at
FROM spaces s JOIN teams t ON t.id = s.team_id;
