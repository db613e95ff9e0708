INSERT INTO mails (id, user_id, kind, subject, text, created_at) VALUES ('ml1', 'u2', 'team_invitation', 'You are invited', 'Come in.', 12);
