INSERT INTO spaces (id, name, team_id, region, generation, shield, cidr, data_cidr, created_at, updated_at) VALUES
    ('k1', 'orbit', 't1', 'virginia', 'cedar', '0', '10.0.0.0/16', '10.1.0.0/16', 10, 10);
INSERT INTO space_members (id, space_id, user_id, created_at) VALUES ('km1', 'k1', 'u2', 10);
INSERT INTO inbound_rulesets (id, space_id, version, rules, created_by, created_at) VALUES ('kr1', 'k1', 1, '[]', 'u1', 10);
INSERT INTO pipelines (id, name, team_id, generation, created_at, updated_at) VALUES ('q1', 'flow', 't1', 'cedar', 10, 10);
INSERT INTO pipeline_couplings (id, pipeline_id, app_id, stage, created_at, updated_at) VALUES ('qc1', 'q1', 'a2', 'staging', 10, 10);
