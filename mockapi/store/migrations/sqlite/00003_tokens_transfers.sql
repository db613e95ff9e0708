-- +goose Up
CREATE TABLE app_transfers (
    id           TEXT PRIMARY KEY,
    app_id       TEXT NOT NULL REFERENCES apps (id) ON DELETE CASCADE,
    owner_id     TEXT NOT NULL REFERENCES users (id),
    recipient_id TEXT NOT NULL REFERENCES users (id),
    state        TEXT NOT NULL CHECK (state IN ('pending', 'accepted', 'declined')),
    created_at   INTEGER NOT NULL,
    updated_at   INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX app_transfers_pending ON app_transfers (app_id) WHERE state = 'pending';
CREATE INDEX app_transfers_app ON app_transfers (app_id);
CREATE INDEX app_transfers_owner ON app_transfers (owner_id);
CREATE INDEX app_transfers_recipient ON app_transfers (recipient_id);
