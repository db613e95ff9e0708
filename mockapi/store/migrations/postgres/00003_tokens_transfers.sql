-- +goose Up
CREATE TABLE app_transfers (
    id           TEXT COLLATE "C" PRIMARY KEY,
    app_id       TEXT COLLATE "C" NOT NULL REFERENCES apps (id) ON DELETE CASCADE,
    owner_id     TEXT COLLATE "C" NOT NULL REFERENCES users (id),
    recipient_id TEXT COLLATE "C" NOT NULL REFERENCES users (id),
    state        TEXT COLLATE "C" NOT NULL CHECK (state IN ('pending', 'accepted', 'declined')),
    created_at   BIGINT NOT NULL,
    updated_at   BIGINT NOT NULL
);
CREATE UNIQUE INDEX app_transfers_pending ON app_transfers (app_id) WHERE state = 'pending';
CREATE INDEX app_transfers_app ON app_transfers (app_id);
CREATE INDEX app_transfers_owner ON app_transfers (owner_id);
CREATE INDEX app_transfers_recipient ON app_transfers (recipient_id);
