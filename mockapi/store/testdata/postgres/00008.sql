SELECT pg_catalog.set_config('search_path', '', false);
CREATE TABLE public.addon_attachments (
    id text NOT NULL COLLATE pg_catalog."C",
    addon_id text NOT NULL COLLATE pg_catalog."C",
    app_id text NOT NULL COLLATE pg_catalog."C",
    name text NOT NULL COLLATE pg_catalog."C",
    namespace text COLLATE pg_catalog."C",
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL
);
CREATE TABLE public.addon_services (
    id text NOT NULL COLLATE pg_catalog."C",
    name text NOT NULL COLLATE pg_catalog."C",
    human_name text NOT NULL COLLATE pg_catalog."C",
    state text NOT NULL COLLATE pg_catalog."C",
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL
);
CREATE TABLE public.addons (
    id text NOT NULL COLLATE pg_catalog."C",
    name text NOT NULL COLLATE pg_catalog."C",
    app_id text NOT NULL COLLATE pg_catalog."C",
    plan_id text NOT NULL COLLATE pg_catalog."C",
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL
);
CREATE TABLE public.allowed_addon_services (
    id text NOT NULL COLLATE pg_catalog."C",
    team_id text NOT NULL COLLATE pg_catalog."C",
    service_id text NOT NULL COLLATE pg_catalog."C",
    added_by text NOT NULL COLLATE pg_catalog."C",
    added_at bigint NOT NULL
);
CREATE TABLE public.app_features (
    app_id text NOT NULL COLLATE pg_catalog."C",
    name text NOT NULL COLLATE pg_catalog."C",
    enabled boolean NOT NULL,
    updated_at bigint NOT NULL
);
CREATE TABLE public.app_transfers (
    id text NOT NULL COLLATE pg_catalog."C",
    app_id text NOT NULL COLLATE pg_catalog."C",
    owner_id text NOT NULL COLLATE pg_catalog."C",
    recipient_id text NOT NULL COLLATE pg_catalog."C",
    state text NOT NULL COLLATE pg_catalog."C",
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    CONSTRAINT app_transfers_state_check CHECK ((state = ANY (ARRAY['pending'::text, 'accepted'::text, 'declined'::text])))
);
CREATE TABLE public.apps (
    id text NOT NULL COLLATE pg_catalog."C",
    name text NOT NULL COLLATE pg_catalog."C",
    team_id text COLLATE pg_catalog."C",
    owner_id text COLLATE pg_catalog."C",
    locked boolean NOT NULL,
    maintenance boolean NOT NULL,
    region text NOT NULL COLLATE pg_catalog."C",
    stack text NOT NULL COLLATE pg_catalog."C",
    build_stack text NOT NULL COLLATE pg_catalog."C",
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    acm boolean DEFAULT false NOT NULL,
    released_at bigint DEFAULT 0 NOT NULL,
    slug_size bigint,
    space_id text COLLATE pg_catalog."C",
    internal_routing boolean DEFAULT false NOT NULL,
    CONSTRAINT apps_check CHECK (((team_id IS NULL) <> (owner_id IS NULL)))
);
CREATE TABLE public.buildpack_installations (
    app_id text NOT NULL COLLATE pg_catalog."C",
    ordinal bigint NOT NULL,
    buildpack text NOT NULL COLLATE pg_catalog."C"
);
CREATE TABLE public.builds (
    id text NOT NULL COLLATE pg_catalog."C",
    app_id text NOT NULL COLLATE pg_catalog."C",
    slug_id text NOT NULL COLLATE pg_catalog."C",
    release_id text NOT NULL COLLATE pg_catalog."C",
    user_id text NOT NULL COLLATE pg_catalog."C",
    status text NOT NULL COLLATE pg_catalog."C",
    buildpacks text NOT NULL COLLATE pg_catalog."C",
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    CONSTRAINT builds_status_check CHECK ((status = ANY (ARRAY['failed'::text, 'pending'::text, 'succeeded'::text])))
);
CREATE TABLE public.collaborators (
    id text NOT NULL COLLATE pg_catalog."C",
    app_id text NOT NULL COLLATE pg_catalog."C",
    user_id text NOT NULL COLLATE pg_catalog."C",
    permissions bigint NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    CONSTRAINT collaborators_permissions_check CHECK (((permissions >= 1) AND (permissions <= 15)))
);
CREATE TABLE public.domains (
    id text NOT NULL COLLATE pg_catalog."C",
    app_id text NOT NULL COLLATE pg_catalog."C",
    hostname text NOT NULL COLLATE pg_catalog."C",
    hostname_key text NOT NULL COLLATE pg_catalog."C",
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL
);
CREATE TABLE public.dynos (
    id text NOT NULL COLLATE pg_catalog."C",
    app_id text NOT NULL COLLATE pg_catalog."C",
    release_id text NOT NULL COLLATE pg_catalog."C",
    type text NOT NULL COLLATE pg_catalog."C",
    number bigint NOT NULL,
    command text NOT NULL COLLATE pg_catalog."C",
    size text NOT NULL COLLATE pg_catalog."C",
    state text NOT NULL COLLATE pg_catalog."C",
    attached boolean NOT NULL,
    expires_at bigint NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL
);
CREATE TABLE public.enterprise_account_members (
    id text NOT NULL COLLATE pg_catalog."C",
    account_id text NOT NULL COLLATE pg_catalog."C",
    user_id text NOT NULL COLLATE pg_catalog."C",
    permissions bigint NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL
);
CREATE TABLE public.enterprise_accounts (
    id text NOT NULL COLLATE pg_catalog."C",
    name text NOT NULL COLLATE pg_catalog."C",
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL
);
CREATE TABLE public.events (
    seq bigint NOT NULL,
    id text NOT NULL COLLATE pg_catalog."C",
    created_at bigint NOT NULL,
    actor_id text NOT NULL COLLATE pg_catalog."C",
    actor_email text NOT NULL COLLATE pg_catalog."C",
    type text NOT NULL COLLATE pg_catalog."C",
    action text NOT NULL COLLATE pg_catalog."C",
    allowed boolean NOT NULL,
    reason text NOT NULL COLLATE pg_catalog."C",
    account_id text NOT NULL COLLATE pg_catalog."C",
    team_id text NOT NULL COLLATE pg_catalog."C",
    app_id text NOT NULL COLLATE pg_catalog."C",
    app_name text NOT NULL COLLATE pg_catalog."C",
    request_id text NOT NULL COLLATE pg_catalog."C",
    ip_address text NOT NULL COLLATE pg_catalog."C",
    data text NOT NULL COLLATE pg_catalog."C",
    team_name text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    account_name text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C"
);
ALTER TABLE public.events ALTER COLUMN seq ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.events_seq_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.formations (
    id text NOT NULL COLLATE pg_catalog."C",
    app_id text NOT NULL COLLATE pg_catalog."C",
    type text NOT NULL COLLATE pg_catalog."C",
    command text NOT NULL COLLATE pg_catalog."C",
    quantity bigint NOT NULL,
    size text NOT NULL COLLATE pg_catalog."C",
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    CONSTRAINT formations_quantity_check CHECK ((quantity >= 0))
);
CREATE TABLE public.goose_db_version (
    id integer NOT NULL,
    version_id bigint NOT NULL,
    is_applied boolean NOT NULL,
    tstamp timestamp without time zone DEFAULT now() NOT NULL
);
ALTER TABLE public.goose_db_version ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.goose_db_version_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.identity_providers (
    id text NOT NULL COLLATE pg_catalog."C",
    team_id text COLLATE pg_catalog."C",
    account_id text COLLATE pg_catalog."C",
    entity_id text NOT NULL COLLATE pg_catalog."C",
    certificate text NOT NULL COLLATE pg_catalog."C",
    sso_target_url text NOT NULL COLLATE pg_catalog."C",
    slo_target_url text NOT NULL COLLATE pg_catalog."C",
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    CONSTRAINT identity_providers_check CHECK (((team_id IS NULL) <> (account_id IS NULL)))
);
CREATE TABLE public.inbound_rulesets (
    id text NOT NULL COLLATE pg_catalog."C",
    space_id text NOT NULL COLLATE pg_catalog."C",
    version bigint NOT NULL,
    rules text NOT NULL COLLATE pg_catalog."C",
    created_by text NOT NULL COLLATE pg_catalog."C",
    created_at bigint NOT NULL
);
CREATE TABLE public.log_drains (
    id text NOT NULL COLLATE pg_catalog."C",
    app_id text NOT NULL COLLATE pg_catalog."C",
    url text NOT NULL COLLATE pg_catalog."C",
    token text NOT NULL COLLATE pg_catalog."C",
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL
);
CREATE TABLE public.mails (
    seq bigint NOT NULL,
    id text NOT NULL COLLATE pg_catalog."C",
    user_id text NOT NULL COLLATE pg_catalog."C",
    kind text NOT NULL COLLATE pg_catalog."C",
    subject text NOT NULL COLLATE pg_catalog."C",
    text text NOT NULL COLLATE pg_catalog."C",
    created_at bigint NOT NULL
);
ALTER TABLE public.mails ALTER COLUMN seq ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.mails_seq_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.oauth_authorizations (
    id text NOT NULL COLLATE pg_catalog."C",
    user_id text NOT NULL COLLATE pg_catalog."C",
    token_id text NOT NULL COLLATE pg_catalog."C",
    hash text NOT NULL COLLATE pg_catalog."C",
    description text NOT NULL COLLATE pg_catalog."C",
    scopes bigint NOT NULL,
    expires_at bigint,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    client text COLLATE pg_catalog."C",
    client_of_heroku boolean DEFAULT false NOT NULL,
    CONSTRAINT oauth_authorizations_scopes_check CHECK (((scopes >= 1) AND (scopes <= 63)))
);
CREATE TABLE public.pipeline_couplings (
    id text NOT NULL COLLATE pg_catalog."C",
    pipeline_id text NOT NULL COLLATE pg_catalog."C",
    app_id text NOT NULL COLLATE pg_catalog."C",
    stage text NOT NULL COLLATE pg_catalog."C",
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL
);
CREATE TABLE public.pipelines (
    id text NOT NULL COLLATE pg_catalog."C",
    name text NOT NULL COLLATE pg_catalog."C",
    team_id text COLLATE pg_catalog."C",
    owner_id text COLLATE pg_catalog."C",
    generation text NOT NULL COLLATE pg_catalog."C",
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    CONSTRAINT pipelines_check CHECK (((team_id IS NULL) <> (owner_id IS NULL))),
    CONSTRAINT pipelines_generation_check CHECK ((generation = ANY (ARRAY['cedar'::text, 'fir'::text])))
);
CREATE TABLE public.plans (
    id text NOT NULL COLLATE pg_catalog."C",
    service_id text NOT NULL COLLATE pg_catalog."C",
    name text NOT NULL COLLATE pg_catalog."C",
    human_name text NOT NULL COLLATE pg_catalog."C",
    price_cents bigint NOT NULL,
    is_default boolean NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    CONSTRAINT plans_price_cents_check CHECK ((price_cents >= 0))
);
CREATE TABLE public.releases (
    id text NOT NULL COLLATE pg_catalog."C",
    app_id text NOT NULL COLLATE pg_catalog."C",
    version bigint NOT NULL,
    description text NOT NULL COLLATE pg_catalog."C",
    status text NOT NULL COLLATE pg_catalog."C",
    slug_id text COLLATE pg_catalog."C",
    user_id text NOT NULL COLLATE pg_catalog."C",
    config text NOT NULL COLLATE pg_catalog."C",
    addon_plans text NOT NULL COLLATE pg_catalog."C",
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    CONSTRAINT releases_status_check CHECK ((status = ANY (ARRAY['failed'::text, 'pending'::text, 'succeeded'::text, 'expired'::text]))),
    CONSTRAINT releases_version_check CHECK ((version > 0))
);
CREATE TABLE public.seeds (
    hash text NOT NULL COLLATE pg_catalog."C",
    loaded_at bigint NOT NULL
);
CREATE TABLE public.slugs (
    id text NOT NULL COLLATE pg_catalog."C",
    app_id text NOT NULL COLLATE pg_catalog."C",
    stack text NOT NULL COLLATE pg_catalog."C",
    process_types text NOT NULL COLLATE pg_catalog."C",
    size bigint,
    source_url text COLLATE pg_catalog."C",
    source_version text COLLATE pg_catalog."C",
    source_description text COLLATE pg_catalog."C",
    checksum text COLLATE pg_catalog."C",
    buildpack_description text COLLATE pg_catalog."C",
    created_at bigint NOT NULL,
    CONSTRAINT slugs_size_check CHECK ((size > 0))
);
CREATE TABLE public.space_members (
    id text NOT NULL COLLATE pg_catalog."C",
    space_id text NOT NULL COLLATE pg_catalog."C",
    user_id text NOT NULL COLLATE pg_catalog."C",
    created_at bigint NOT NULL
);
CREATE TABLE public.spaces (
    id text NOT NULL COLLATE pg_catalog."C",
    name text NOT NULL COLLATE pg_catalog."C",
    team_id text NOT NULL COLLATE pg_catalog."C",
    region text NOT NULL COLLATE pg_catalog."C",
    generation text NOT NULL COLLATE pg_catalog."C",
    shield boolean NOT NULL,
    cidr text NOT NULL COLLATE pg_catalog."C",
    data_cidr text NOT NULL COLLATE pg_catalog."C",
    log_drain_url text COLLATE pg_catalog."C",
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    CONSTRAINT spaces_generation_check CHECK ((generation = ANY (ARRAY['cedar'::text, 'fir'::text])))
);
CREATE TABLE public.team_invitations (
    id text NOT NULL COLLATE pg_catalog."C",
    team_id text NOT NULL COLLATE pg_catalog."C",
    user_id text NOT NULL COLLATE pg_catalog."C",
    role text NOT NULL COLLATE pg_catalog."C",
    invited_by text NOT NULL COLLATE pg_catalog."C",
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    CONSTRAINT team_invitations_role_check CHECK ((role = ANY (ARRAY['admin'::text, 'member'::text, 'viewer'::text])))
);
CREATE TABLE public.team_members (
    id text NOT NULL COLLATE pg_catalog."C",
    team_id text NOT NULL COLLATE pg_catalog."C",
    user_id text NOT NULL COLLATE pg_catalog."C",
    role text NOT NULL COLLATE pg_catalog."C",
    federated boolean NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    CONSTRAINT team_members_role_check CHECK ((role = ANY (ARRAY['admin'::text, 'member'::text, 'viewer'::text])))
);
CREATE TABLE public.teams (
    id text NOT NULL COLLATE pg_catalog."C",
    name text NOT NULL COLLATE pg_catalog."C",
    type text NOT NULL COLLATE pg_catalog."C",
    account_id text COLLATE pg_catalog."C",
    default_role text NOT NULL COLLATE pg_catalog."C",
    addon_controls boolean NOT NULL,
    version bigint NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    license_dyno_units bigint DEFAULT 0 NOT NULL,
    license_addon_credits bigint DEFAULT 0 NOT NULL,
    license_space_credits bigint DEFAULT 0 NOT NULL,
    heroku_clients_only boolean DEFAULT false NOT NULL,
    CONSTRAINT teams_type_check CHECK ((type = ANY (ARRAY['enterprise'::text, 'team'::text])))
);
CREATE TABLE public.token_uses (
    authorization_id text NOT NULL COLLATE pg_catalog."C",
    action text NOT NULL COLLATE pg_catalog."C",
    writes boolean NOT NULL,
    self boolean NOT NULL,
    kind text NOT NULL COLLATE pg_catalog."C",
    object_id text NOT NULL COLLATE pg_catalog."C",
    object_name text NOT NULL COLLATE pg_catalog."C",
    team_id text NOT NULL COLLATE pg_catalog."C",
    locked boolean NOT NULL,
    personal boolean NOT NULL,
    created_at bigint NOT NULL
);
CREATE TABLE public.usage_periods (
    seq bigint NOT NULL,
    kind text NOT NULL COLLATE pg_catalog."C",
    thing text NOT NULL COLLATE pg_catalog."C",
    item text NOT NULL COLLATE pg_catalog."C",
    quantity bigint NOT NULL,
    price_cents bigint NOT NULL,
    account_id text NOT NULL COLLATE pg_catalog."C",
    team_id text NOT NULL COLLATE pg_catalog."C",
    team_name text NOT NULL COLLATE pg_catalog."C",
    app_id text NOT NULL COLLATE pg_catalog."C",
    app_name text NOT NULL COLLATE pg_catalog."C",
    began_at bigint NOT NULL,
    ended_at bigint,
    CONSTRAINT usage_periods_kind_check CHECK ((kind = ANY (ARRAY['dyno'::text, 'addon'::text, 'space'::text])))
);
ALTER TABLE public.usage_periods ALTER COLUMN seq ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.usage_periods_seq_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.users (
    id text NOT NULL COLLATE pg_catalog."C",
    email text NOT NULL COLLATE pg_catalog."C",
    email_key text NOT NULL COLLATE pg_catalog."C",
    name text COLLATE pg_catalog."C",
    two_factor_authentication boolean NOT NULL,
    verified boolean NOT NULL,
    default_team_id text COLLATE pg_catalog."C",
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    identity_provider_id text COLLATE pg_catalog."C"
);
INSERT INTO public.addon_attachments VALUES ('d1', 'd1', 'a1', 'DATABASE', NULL, 1, 1);
INSERT INTO public.addon_attachments VALUES ('d2', 'd2', 'a1', 'DATABASE_2', NULL, 2, 2);
INSERT INTO public.addon_attachments VALUES ('d4', 'd4', 'a1', 'NEW_RELIC', NULL, 1, 1);
INSERT INTO public.addon_attachments VALUES ('d3', 'd3', 'a1', 'REDIS', NULL, 1, 1);
INSERT INTO public.addon_attachments VALUES ('h1', 'd1', 'a2', 'SHARED', NULL, 9, 9);
INSERT INTO public.addon_services VALUES ('s1', 'heroku-postgresql', 'P', 'ga', 1, 1);
INSERT INTO public.addon_services VALUES ('s2', 'heroku-redis', 'R', 'ga', 1, 1);
INSERT INTO public.addon_services VALUES ('s3', 'new-relic', 'N', 'ga', 1, 1);
INSERT INTO public.addons VALUES ('d1', 'pg-1', 'a1', 'p1', 1, 1);
INSERT INTO public.addons VALUES ('d2', 'pg-2', 'a1', 'p1', 2, 2);
INSERT INTO public.addons VALUES ('d3', 'redis', 'a1', 'p2', 1, 1);
INSERT INTO public.addons VALUES ('d4', 'relic', 'a1', 'p3', 1, 1);
INSERT INTO public.allowed_addon_services VALUES ('w1', 't1', 's1', 'u1', 5);
INSERT INTO public.app_features VALUES ('a1', 'preboot', true, 8);
INSERT INTO public.app_transfers VALUES ('x1', 'a1', 'u1', 'u2', 'pending', 9, 9);
INSERT INTO public.apps VALUES ('a1', 'web', NULL, 'u1', false, false, 'us', 'heroku-24', 'heroku-24', 7000000, 9000000, false, 7000000, NULL, NULL, false);
INSERT INTO public.apps VALUES ('a2', 'vault', 't1', NULL, true, false, 'us', 'heroku-24', 'heroku-24', 7000000, 9000000, false, 7000000, NULL, NULL, false);
INSERT INTO public.buildpack_installations VALUES ('a1', 0, 'heroku/go');
INSERT INTO public.builds VALUES ('b1', 'a1', 'g1', 'r2', 'u1', 'succeeded', '[]', 8, 8);
INSERT INTO public.collaborators VALUES ('c1', 'a2', 'u2', 3, 6, 6);
INSERT INTO public.domains VALUES ('n1', 'a1', 'www.Example.com', 'www.example.com', 8, 8);
INSERT INTO public.dynos VALUES ('y1', 'a1', 'r2', 'web', 1, './web', 'Basic', 'up', false, 0, 8, 8);
INSERT INTO public.enterprise_account_members VALUES ('em1', 'e1', 'u1', 9, 5, 5);
INSERT INTO public.enterprise_accounts VALUES ('e1', 'acme', 5, 5);
INSERT INTO public.events OVERRIDING SYSTEM VALUE VALUES (1, 'v1', 6, 'u1', 'Ada@acme.test', 'team_member', 'create', true, 'team role admin', 'e1', 't1', '', '', 'r1', '127.0.0.1', '{"email":"joe@acme.test"}', 'widgets', 'acme');
INSERT INTO public.events OVERRIDING SYSTEM VALUE VALUES (2, 'v2', 7, 'u2', 'joe@acme.test', 'app', 'lock', false, 'requires app permission manage', 'e1', 't1', 'a2', 'vault', 'r2', '127.0.0.1', '{}', 'widgets', 'acme');
INSERT INTO public.formations VALUES ('f1', 'a1', 'web', './web', 2, 'Basic', 8, 8);
INSERT INTO public.goose_db_version VALUES (1, 0, true, '2026-11-21 22:48:53.187701');
INSERT INTO public.goose_db_version VALUES (2, 1, true, '2026-11-21 22:48:53.18995');
INSERT INTO public.goose_db_version VALUES (3, 2, true, '2026-11-21 22:48:53.210046');
INSERT INTO public.goose_db_version VALUES (4, 3, true, '2026-11-21 22:48:53.224633');
INSERT INTO public.goose_db_version VALUES (5, 4, true, '2026-11-21 22:48:53.23522');
INSERT INTO public.goose_db_version VALUES (6, 5, true, '2026-11-22 02:12:25.545043');
INSERT INTO public.goose_db_version VALUES (7, 6, true, '2026-11-22 03:34:53.106079');
INSERT INTO public.goose_db_version VALUES (8, 7, true, '2026-11-22 05:21:58.282441');
INSERT INTO public.goose_db_version VALUES (9, 8, true, '2026-11-22 08:11:21.54769');
INSERT INTO public.identity_providers VALUES ('ip1', 't1', NULL, 'https://idp.example.com', 'PEM', 'https://idp.example.com/sso', '', 11, 11);
INSERT INTO public.identity_providers VALUES ('ip2', NULL, 'e1', 'https://all.example.com', 'PEM', 'https://all.example.com/sso', 'https://all.example.com/slo', 11, 11);
INSERT INTO public.inbound_rulesets VALUES ('kr1', 'k1', 1, '[]', 'u1', 10);
INSERT INTO public.log_drains VALUES ('l1', 'a1', 'https://log.example.com', 'd.1', 8, 8);
INSERT INTO public.mails OVERRIDING SYSTEM VALUE VALUES (1, 'ml1', 'u2', 'team_invitation', 'You are invited', 'Come in.', 12);
INSERT INTO public.oauth_authorizations VALUES ('5119063c-3a03-471d-a124-1d6d1f2ec536', 'u1', '79da9791-f850-4671-9631-9f958a6faa4f', '2fc8a95b62e36aa697d3906cf099811e20834edf9deccb6affde5a2a49499690', 'Made by mockapi', 1, NULL, 5, 5, NULL, false);
INSERT INTO public.oauth_authorizations VALUES ('2fdf15ef-7cec-4f6f-85f3-6a55c94ec616', 'u1', '3c144474-4027-4666-a404-6787a120e97c', 'other', 'Made by mockapi', 1, NULL, 6, 6, NULL, false);
INSERT INTO public.oauth_authorizations VALUES ('o1', 'u2', 'o1t', 'third', 'laptop', 2, 99, 9, 9, 'dashboards', false);
INSERT INTO public.pipeline_couplings VALUES ('qc1', 'q1', 'a2', 'staging', 10, 10);
INSERT INTO public.pipelines VALUES ('q1', 'flow', 't1', NULL, 'cedar', 10, 10);
INSERT INTO public.plans VALUES ('p1', 's1', 'x', 'X', 0, true, 1, 1);
INSERT INTO public.plans VALUES ('p2', 's2', 'x', 'X', 0, true, 1, 1);
INSERT INTO public.plans VALUES ('p3', 's3', 'x', 'X', 0, true, 1, 1);
INSERT INTO public.releases VALUES ('b47e1726-efe3-4ba1-aec4-ba3968438645', 'a1', 1, 'Initial release', 'succeeded', NULL, 'u1', '{}', '[]', 7000000, 7000000);
INSERT INTO public.releases VALUES ('adf9c5d8-1539-400d-80a6-be5066efbfa7', 'a2', 1, 'Initial release', 'succeeded', NULL, 'u1', '{}', '[]', 7000000, 7000000);
INSERT INTO public.releases VALUES ('r2', 'a1', 2, 'Deploy', 'succeeded', 'g1', 'u1', '{"KEY":"value"}', '[]', 8000000, 8000000);
INSERT INTO public.seeds VALUES ('seed', 5);
INSERT INTO public.slugs VALUES ('g1', 'a1', 'heroku-24', '{"web":"./web"}', 1234, NULL, NULL, NULL, NULL, NULL, 8);
INSERT INTO public.space_members VALUES ('km1', 'k1', 'u2', 10);
INSERT INTO public.spaces VALUES ('k1', 'orbit', 't1', 'virginia', 'cedar', false, '10.0.0.0/16', '10.1.0.0/16', NULL, 10, 10);
INSERT INTO public.team_invitations VALUES ('i1', 't1', 'u2', 'member', 'u1', 9, 9);
INSERT INTO public.team_members VALUES ('m1', 't1', 'u1', 'admin', false, 5, 5);
INSERT INTO public.team_members VALUES ('m2', 't1', 'u2', 'viewer', true, 6, 6);
INSERT INTO public.teams VALUES ('t1', 'widgets', 'enterprise', 'e1', 'member', true, 7, 5, 5, 75, 0, 0, true);
INSERT INTO public.token_uses VALUES ('o1', 'app.read', false, false, 'app', 'a1', 'website', 't1', true, false, 1700000000000000);
INSERT INTO public.usage_periods OVERRIDING SYSTEM VALUE VALUES (1, 'space', 'k1', 'standard', 1, 0, 'e1', 't1', 'widgets', '', '', 10, NULL);
INSERT INTO public.usage_periods OVERRIDING SYSTEM VALUE VALUES (2, 'addon', 'gone', 'papertrail', 1, 700, 'e1', 't1', 'widgets', 'a1', 'web', 10, 20);
INSERT INTO public.users VALUES ('u1', 'Ada@acme.test', 'ada@acme.test', 'Ada', true, true, NULL, 5, 5, NULL);
INSERT INTO public.users VALUES ('u2', 'joe@acme.test', 'joe@acme.test', NULL, false, true, NULL, 6, 6, 'ip1');
SELECT pg_catalog.setval('public.events_seq_seq', 2, true);
SELECT pg_catalog.setval('public.goose_db_version_id_seq', 9, true);
SELECT pg_catalog.setval('public.mails_seq_seq', 1, true);
SELECT pg_catalog.setval('public.usage_periods_seq_seq', 2, true);
ALTER TABLE ONLY public.addon_attachments
    ADD CONSTRAINT addon_attachments_app_id_name_key UNIQUE (app_id, name);
ALTER TABLE ONLY public.addon_attachments
    ADD CONSTRAINT addon_attachments_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.addon_services
    ADD CONSTRAINT addon_services_name_key UNIQUE (name);
ALTER TABLE ONLY public.addon_services
    ADD CONSTRAINT addon_services_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.addons
    ADD CONSTRAINT addons_name_key UNIQUE (name);
ALTER TABLE ONLY public.addons
    ADD CONSTRAINT addons_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.allowed_addon_services
    ADD CONSTRAINT allowed_addon_services_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.allowed_addon_services
    ADD CONSTRAINT allowed_addon_services_team_id_service_id_key UNIQUE (team_id, service_id);
ALTER TABLE ONLY public.app_features
    ADD CONSTRAINT app_features_pkey PRIMARY KEY (app_id, name);
ALTER TABLE ONLY public.app_transfers
    ADD CONSTRAINT app_transfers_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.apps
    ADD CONSTRAINT apps_name_key UNIQUE (name);
ALTER TABLE ONLY public.apps
    ADD CONSTRAINT apps_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.buildpack_installations
    ADD CONSTRAINT buildpack_installations_pkey PRIMARY KEY (app_id, ordinal);
ALTER TABLE ONLY public.builds
    ADD CONSTRAINT builds_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.collaborators
    ADD CONSTRAINT collaborators_app_id_user_id_key UNIQUE (app_id, user_id);
ALTER TABLE ONLY public.collaborators
    ADD CONSTRAINT collaborators_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.domains
    ADD CONSTRAINT domains_hostname_key_key UNIQUE (hostname_key);
ALTER TABLE ONLY public.domains
    ADD CONSTRAINT domains_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.dynos
    ADD CONSTRAINT dynos_app_id_type_number_key UNIQUE (app_id, type, number);
ALTER TABLE ONLY public.dynos
    ADD CONSTRAINT dynos_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.enterprise_account_members
    ADD CONSTRAINT enterprise_account_members_account_id_user_id_key UNIQUE (account_id, user_id);
ALTER TABLE ONLY public.enterprise_account_members
    ADD CONSTRAINT enterprise_account_members_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.enterprise_accounts
    ADD CONSTRAINT enterprise_accounts_name_key UNIQUE (name);
ALTER TABLE ONLY public.enterprise_accounts
    ADD CONSTRAINT enterprise_accounts_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.events
    ADD CONSTRAINT events_id_key UNIQUE (id);
ALTER TABLE ONLY public.events
    ADD CONSTRAINT events_pkey PRIMARY KEY (seq);
ALTER TABLE ONLY public.formations
    ADD CONSTRAINT formations_app_id_type_key UNIQUE (app_id, type);
ALTER TABLE ONLY public.formations
    ADD CONSTRAINT formations_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.goose_db_version
    ADD CONSTRAINT goose_db_version_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.identity_providers
    ADD CONSTRAINT identity_providers_account_id_key UNIQUE (account_id);
ALTER TABLE ONLY public.identity_providers
    ADD CONSTRAINT identity_providers_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.identity_providers
    ADD CONSTRAINT identity_providers_team_id_key UNIQUE (team_id);
ALTER TABLE ONLY public.inbound_rulesets
    ADD CONSTRAINT inbound_rulesets_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.inbound_rulesets
    ADD CONSTRAINT inbound_rulesets_space_id_version_key UNIQUE (space_id, version);
ALTER TABLE ONLY public.log_drains
    ADD CONSTRAINT log_drains_app_id_url_key UNIQUE (app_id, url);
ALTER TABLE ONLY public.log_drains
    ADD CONSTRAINT log_drains_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.log_drains
    ADD CONSTRAINT log_drains_token_key UNIQUE (token);
ALTER TABLE ONLY public.mails
    ADD CONSTRAINT mails_pkey PRIMARY KEY (seq);
ALTER TABLE ONLY public.oauth_authorizations
    ADD CONSTRAINT oauth_authorizations_hash_key UNIQUE (hash);
ALTER TABLE ONLY public.oauth_authorizations
    ADD CONSTRAINT oauth_authorizations_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.oauth_authorizations
    ADD CONSTRAINT oauth_authorizations_token_id_key UNIQUE (token_id);
ALTER TABLE ONLY public.pipeline_couplings
    ADD CONSTRAINT pipeline_couplings_app_id_key UNIQUE (app_id);
ALTER TABLE ONLY public.pipeline_couplings
    ADD CONSTRAINT pipeline_couplings_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.pipelines
    ADD CONSTRAINT pipelines_name_key UNIQUE (name);
ALTER TABLE ONLY public.pipelines
    ADD CONSTRAINT pipelines_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.plans
    ADD CONSTRAINT plans_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.plans
    ADD CONSTRAINT plans_service_id_name_key UNIQUE (service_id, name);
ALTER TABLE ONLY public.releases
    ADD CONSTRAINT releases_app_id_version_key UNIQUE (app_id, version);
ALTER TABLE ONLY public.releases
    ADD CONSTRAINT releases_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.seeds
    ADD CONSTRAINT seeds_pkey PRIMARY KEY (hash);
ALTER TABLE ONLY public.slugs
    ADD CONSTRAINT slugs_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.space_members
    ADD CONSTRAINT space_members_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.space_members
    ADD CONSTRAINT space_members_space_id_user_id_key UNIQUE (space_id, user_id);
ALTER TABLE ONLY public.spaces
    ADD CONSTRAINT spaces_name_key UNIQUE (name);
ALTER TABLE ONLY public.spaces
    ADD CONSTRAINT spaces_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.team_invitations
    ADD CONSTRAINT team_invitations_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.team_invitations
    ADD CONSTRAINT team_invitations_team_id_user_id_key UNIQUE (team_id, user_id);
ALTER TABLE ONLY public.team_members
    ADD CONSTRAINT team_members_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.team_members
    ADD CONSTRAINT team_members_team_id_user_id_key UNIQUE (team_id, user_id);
ALTER TABLE ONLY public.teams
    ADD CONSTRAINT teams_name_key UNIQUE (name);
ALTER TABLE ONLY public.teams
    ADD CONSTRAINT teams_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.token_uses
    ADD CONSTRAINT token_uses_pkey PRIMARY KEY (authorization_id, kind, object_id, team_id, action, writes, self, locked, personal);
ALTER TABLE ONLY public.usage_periods
    ADD CONSTRAINT usage_periods_pkey PRIMARY KEY (seq);
ALTER TABLE ONLY public.users
    ADD CONSTRAINT users_email_key_key UNIQUE (email_key);
ALTER TABLE ONLY public.users
    ADD CONSTRAINT users_pkey PRIMARY KEY (id);
CREATE INDEX addon_attachments_addon ON public.addon_attachments USING btree (addon_id);
CREATE INDEX addons_app ON public.addons USING btree (app_id);
CREATE INDEX app_transfers_app ON public.app_transfers USING btree (app_id);
CREATE INDEX app_transfers_owner ON public.app_transfers USING btree (owner_id);
CREATE UNIQUE INDEX app_transfers_pending ON public.app_transfers USING btree (app_id) WHERE (state = 'pending'::text);
CREATE INDEX app_transfers_recipient ON public.app_transfers USING btree (recipient_id);
CREATE INDEX apps_owner ON public.apps USING btree (owner_id);
CREATE INDEX apps_space ON public.apps USING btree (space_id);
CREATE INDEX apps_team ON public.apps USING btree (team_id);
CREATE INDEX builds_app ON public.builds USING btree (app_id);
CREATE INDEX builds_release ON public.builds USING btree (release_id);
CREATE INDEX builds_slug ON public.builds USING btree (slug_id);
CREATE INDEX builds_user ON public.builds USING btree (user_id);
CREATE INDEX collaborators_user ON public.collaborators USING btree (user_id);
CREATE INDEX domains_app ON public.domains USING btree (app_id);
CREATE INDEX dynos_release ON public.dynos USING btree (release_id);
CREATE INDEX enterprise_account_members_user ON public.enterprise_account_members USING btree (user_id);
CREATE INDEX events_account ON public.events USING btree (account_id, created_at);
CREATE INDEX events_team ON public.events USING btree (team_id, seq);
CREATE INDEX mails_user ON public.mails USING btree (user_id, seq);
CREATE INDEX oauth_authorizations_user ON public.oauth_authorizations USING btree (user_id);
CREATE INDEX pipeline_couplings_pipeline ON public.pipeline_couplings USING btree (pipeline_id);
CREATE INDEX pipelines_owner ON public.pipelines USING btree (owner_id);
CREATE INDEX pipelines_team ON public.pipelines USING btree (team_id);
CREATE INDEX releases_slug ON public.releases USING btree (slug_id);
CREATE INDEX releases_user ON public.releases USING btree (user_id);
CREATE INDEX slugs_app ON public.slugs USING btree (app_id);
CREATE INDEX space_members_user ON public.space_members USING btree (user_id);
CREATE INDEX spaces_team ON public.spaces USING btree (team_id);
CREATE INDEX team_invitations_user ON public.team_invitations USING btree (user_id);
CREATE INDEX team_members_user ON public.team_members USING btree (user_id);
CREATE INDEX usage_periods_account ON public.usage_periods USING btree (account_id, began_at);
CREATE INDEX usage_periods_app ON public.usage_periods USING btree (app_id);
CREATE INDEX usage_periods_team ON public.usage_periods USING btree (team_id, began_at);
CREATE INDEX users_identity_provider ON public.users USING btree (identity_provider_id);
ALTER TABLE ONLY public.addon_attachments
    ADD CONSTRAINT addon_attachments_addon_id_fkey FOREIGN KEY (addon_id) REFERENCES public.addons(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.addon_attachments
    ADD CONSTRAINT addon_attachments_app_id_fkey FOREIGN KEY (app_id) REFERENCES public.apps(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.addons
    ADD CONSTRAINT addons_app_id_fkey FOREIGN KEY (app_id) REFERENCES public.apps(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.addons
    ADD CONSTRAINT addons_plan_id_fkey FOREIGN KEY (plan_id) REFERENCES public.plans(id);
ALTER TABLE ONLY public.allowed_addon_services
    ADD CONSTRAINT allowed_addon_services_added_by_fkey FOREIGN KEY (added_by) REFERENCES public.users(id);
ALTER TABLE ONLY public.allowed_addon_services
    ADD CONSTRAINT allowed_addon_services_service_id_fkey FOREIGN KEY (service_id) REFERENCES public.addon_services(id);
ALTER TABLE ONLY public.allowed_addon_services
    ADD CONSTRAINT allowed_addon_services_team_id_fkey FOREIGN KEY (team_id) REFERENCES public.teams(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.app_features
    ADD CONSTRAINT app_features_app_id_fkey FOREIGN KEY (app_id) REFERENCES public.apps(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.app_transfers
    ADD CONSTRAINT app_transfers_app_id_fkey FOREIGN KEY (app_id) REFERENCES public.apps(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.app_transfers
    ADD CONSTRAINT app_transfers_owner_id_fkey FOREIGN KEY (owner_id) REFERENCES public.users(id);
ALTER TABLE ONLY public.app_transfers
    ADD CONSTRAINT app_transfers_recipient_id_fkey FOREIGN KEY (recipient_id) REFERENCES public.users(id);
ALTER TABLE ONLY public.apps
    ADD CONSTRAINT apps_owner_id_fkey FOREIGN KEY (owner_id) REFERENCES public.users(id);
ALTER TABLE ONLY public.apps
    ADD CONSTRAINT apps_space_id_fkey FOREIGN KEY (space_id) REFERENCES public.spaces(id);
ALTER TABLE ONLY public.apps
    ADD CONSTRAINT apps_team_id_fkey FOREIGN KEY (team_id) REFERENCES public.teams(id);
ALTER TABLE ONLY public.buildpack_installations
    ADD CONSTRAINT buildpack_installations_app_id_fkey FOREIGN KEY (app_id) REFERENCES public.apps(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.builds
    ADD CONSTRAINT builds_app_id_fkey FOREIGN KEY (app_id) REFERENCES public.apps(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.builds
    ADD CONSTRAINT builds_release_id_fkey FOREIGN KEY (release_id) REFERENCES public.releases(id);
ALTER TABLE ONLY public.builds
    ADD CONSTRAINT builds_slug_id_fkey FOREIGN KEY (slug_id) REFERENCES public.slugs(id);
ALTER TABLE ONLY public.builds
    ADD CONSTRAINT builds_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id);
ALTER TABLE ONLY public.collaborators
    ADD CONSTRAINT collaborators_app_id_fkey FOREIGN KEY (app_id) REFERENCES public.apps(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.collaborators
    ADD CONSTRAINT collaborators_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id);
ALTER TABLE ONLY public.domains
    ADD CONSTRAINT domains_app_id_fkey FOREIGN KEY (app_id) REFERENCES public.apps(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.dynos
    ADD CONSTRAINT dynos_app_id_fkey FOREIGN KEY (app_id) REFERENCES public.apps(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.dynos
    ADD CONSTRAINT dynos_release_id_fkey FOREIGN KEY (release_id) REFERENCES public.releases(id);
ALTER TABLE ONLY public.enterprise_account_members
    ADD CONSTRAINT enterprise_account_members_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.enterprise_accounts(id);
ALTER TABLE ONLY public.enterprise_account_members
    ADD CONSTRAINT enterprise_account_members_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id);
ALTER TABLE ONLY public.formations
    ADD CONSTRAINT formations_app_id_fkey FOREIGN KEY (app_id) REFERENCES public.apps(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.identity_providers
    ADD CONSTRAINT identity_providers_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.enterprise_accounts(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.identity_providers
    ADD CONSTRAINT identity_providers_team_id_fkey FOREIGN KEY (team_id) REFERENCES public.teams(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.inbound_rulesets
    ADD CONSTRAINT inbound_rulesets_created_by_fkey FOREIGN KEY (created_by) REFERENCES public.users(id);
ALTER TABLE ONLY public.inbound_rulesets
    ADD CONSTRAINT inbound_rulesets_space_id_fkey FOREIGN KEY (space_id) REFERENCES public.spaces(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.log_drains
    ADD CONSTRAINT log_drains_app_id_fkey FOREIGN KEY (app_id) REFERENCES public.apps(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.mails
    ADD CONSTRAINT mails_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.oauth_authorizations
    ADD CONSTRAINT oauth_authorizations_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id);
ALTER TABLE ONLY public.pipeline_couplings
    ADD CONSTRAINT pipeline_couplings_app_id_fkey FOREIGN KEY (app_id) REFERENCES public.apps(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.pipeline_couplings
    ADD CONSTRAINT pipeline_couplings_pipeline_id_fkey FOREIGN KEY (pipeline_id) REFERENCES public.pipelines(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.pipelines
    ADD CONSTRAINT pipelines_owner_id_fkey FOREIGN KEY (owner_id) REFERENCES public.users(id);
ALTER TABLE ONLY public.pipelines
    ADD CONSTRAINT pipelines_team_id_fkey FOREIGN KEY (team_id) REFERENCES public.teams(id);
ALTER TABLE ONLY public.plans
    ADD CONSTRAINT plans_service_id_fkey FOREIGN KEY (service_id) REFERENCES public.addon_services(id);
ALTER TABLE ONLY public.releases
    ADD CONSTRAINT releases_app_id_fkey FOREIGN KEY (app_id) REFERENCES public.apps(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.releases
    ADD CONSTRAINT releases_slug_id_fkey FOREIGN KEY (slug_id) REFERENCES public.slugs(id);
ALTER TABLE ONLY public.releases
    ADD CONSTRAINT releases_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id);
ALTER TABLE ONLY public.slugs
    ADD CONSTRAINT slugs_app_id_fkey FOREIGN KEY (app_id) REFERENCES public.apps(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.space_members
    ADD CONSTRAINT space_members_space_id_fkey FOREIGN KEY (space_id) REFERENCES public.spaces(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.space_members
    ADD CONSTRAINT space_members_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id);
ALTER TABLE ONLY public.spaces
    ADD CONSTRAINT spaces_team_id_fkey FOREIGN KEY (team_id) REFERENCES public.teams(id);
ALTER TABLE ONLY public.team_invitations
    ADD CONSTRAINT team_invitations_invited_by_fkey FOREIGN KEY (invited_by) REFERENCES public.users(id);
ALTER TABLE ONLY public.team_invitations
    ADD CONSTRAINT team_invitations_team_id_fkey FOREIGN KEY (team_id) REFERENCES public.teams(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.team_invitations
    ADD CONSTRAINT team_invitations_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id);
ALTER TABLE ONLY public.team_members
    ADD CONSTRAINT team_members_team_id_fkey FOREIGN KEY (team_id) REFERENCES public.teams(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.team_members
    ADD CONSTRAINT team_members_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id);
ALTER TABLE ONLY public.teams
    ADD CONSTRAINT teams_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.enterprise_accounts(id);
ALTER TABLE ONLY public.token_uses
    ADD CONSTRAINT token_uses_authorization_id_fkey FOREIGN KEY (authorization_id) REFERENCES public.oauth_authorizations(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.users
    ADD CONSTRAINT users_identity_provider_id_fkey FOREIGN KEY (identity_provider_id) REFERENCES public.identity_providers(id) ON DELETE SET NULL;
