package store

import (
	"context"
	"time"
)

// MostMails is how many mails of a person are kept.
const MostMails = 100

// Mail is what would be mailed to a person.
type Mail struct {
	ID            string
	User          User // id and address
	Kind          string
	Subject, Text string
	CreatedAt     time.Time
}

// CreateMail keeps a mail, and lets go of the person's oldest once there are too many. The person must exist. Both statements follow the
// index to the person's own newest mails, and are sent together with whatever comes next.
func (t *Tx) CreateMail(ctx context.Context, m Mail) error {
	if err := t.later(ctx, `INSERT INTO mails (id, user_id, kind, subject, text, created_at) VALUES ($1, $2, $3, $4, $5, $6)`,
		t.newID(), m.User.ID, m.Kind, m.Subject, m.Text, micros(t.now)); err != nil {
		return err
	}
	return t.later(ctx, `DELETE FROM mails WHERE user_id = $1 AND seq <= (SELECT n.seq FROM mails n WHERE n.user_id = $1 ORDER BY n.seq DESC LIMIT 1 OFFSET $2)`,
		m.User.ID, MostMails)
}

// ListMails lists the mails of a person, newest first.
func (t *Tx) ListMails(ctx context.Context, userID string) ([]Mail, error) {
	return many(ctx, t, func(s scanner) (m Mail, err error) {
		return m, s.Scan(&m.ID, &m.User.ID, &m.User.Email, &m.Kind, &m.Subject, &m.Text, timeAt{&m.CreatedAt})
	}, `SELECT m.id, u.id, u.email, m.kind, m.subject, m.text, m.created_at FROM mails m JOIN users u ON u.id = m.user_id
		WHERE m.user_id = $1 ORDER BY m.seq DESC LIMIT $2`, userID, MostMails)
}
