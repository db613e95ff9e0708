package store

import (
	"context"
	"time"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/access"
)

// World is everything that says who may do what, as a seed file can hold it: lists of whole tables, in no particular order.
type World struct {
	Users          []User
	Authorizations []HashedAuthorization
	Accounts       []Account
	AccountMembers []AccountMember
	Teams          []Team
	Members        []TeamMember
	Invitations    []Invitation
	Allowed        []TeamAllowedAddonService
	Providers      []IdentityProvider
	Spaces         []Space
	SpaceGrants    []SpaceMember
	Rulesets       []SpaceRuleset // the ones that hold
	Apps           []App
	Collaborators  []Collaborator
	Services       []AddonService
	Plans          []Plan
	Addons         []Addon
	Attachments    []AddonAttachment
	Pipelines      []Pipeline
	Couplings      []PipelineCoupling
	Transfers      []AppTransfer // that nobody has answered yet
}

// HashedAuthorization is an [Authorization] with what is stored of its token.
type HashedAuthorization struct {
	UserID      string
	Hash        string
	Description string
	Scopes      access.Scopes
	Client      OAuthClient
	ExpiresAt   time.Time // zero: never
}

// TeamMember is a [Member] with his team.
type TeamMember struct {
	ID, TeamID, UserID string
	Role               access.Role
	Federated          bool
}

// TeamAllowedAddonService is an [AllowedAddonService] with its team.
type TeamAllowedAddonService struct {
	ID, TeamID, Service, AddedByID string
}

// SpaceRuleset is an [InboundRuleset] with its space.
type SpaceRuleset struct {
	SpaceID, CreatedByID string
	Rules                []access.InboundRule
}

// World reads everything that says who may do what. Apps, teams and the like are seen by nobody in particular.
func (t *Tx) World(ctx context.Context) (w World, err error) {
	const nobody = ""
	for _, read := range []func() error{
		func() error { return all(ctx, t, &w.Users, scanUser, `SELECT `+userColumns+` FROM users u`) },
		func() error {
			return all(ctx, t, &w.Authorizations, scanHashed, `SELECT user_id, hash, description, scopes, COALESCE(client, ''), client_of_heroku, COALESCE(expires_at, 0) FROM oauth_authorizations`)
		},
		func() error {
			return all(ctx, t, &w.Accounts, scanAccount, accountSelect, nobody)
		},
		func() error {
			return all(ctx, t, &w.AccountMembers, func(s scanner) (m AccountMember, err error) {
				return m, s.Scan(&m.ID, &m.AccountID, &m.User.ID, &m.Permissions)
			}, `SELECT id, account_id, user_id, permissions FROM enterprise_account_members`)
		},
		func() error { return all(ctx, t, &w.Teams, scanTeam, teamSelect, nobody) },
		func() error {
			return all(ctx, t, &w.Members, func(s scanner) (m TeamMember, err error) {
				return m, s.Scan(&m.ID, &m.TeamID, &m.UserID, &m.Role, &m.Federated)
			}, `SELECT id, team_id, user_id, role, federated FROM team_members`)
		},
		func() error { return all(ctx, t, &w.Providers, scanProvider, providerSelect) },
		func() error { return all(ctx, t, &w.Invitations, scanInvitation, invitationSelect) },
		func() error {
			return all(ctx, t, &w.Allowed, func(s scanner) (a TeamAllowedAddonService, err error) {
				return a, s.Scan(&a.ID, &a.TeamID, &a.Service, &a.AddedByID)
			}, `SELECT w.id, w.team_id, s.name, w.added_by FROM allowed_addon_services w JOIN addon_services s ON s.id = w.service_id`)
		},
		func() error { return all(ctx, t, &w.Services, scanService, serviceSelect) },
		func() error { return all(ctx, t, &w.Plans, scanPlan, planSelect) },
	} {
		if err = read(); err != nil {
			return w, err
		}
	}
	return w, t.worldOfApps(ctx, &w)
}

// worldOfApps reads what is in teams and accounts.
func (t *Tx) worldOfApps(ctx context.Context, w *World) error {
	const nobody = ""
	for _, read := range []func() error{
		func() error { return all(ctx, t, &w.Spaces, scanSpace, spaceSelect, nobody) },
		func() error { return all(ctx, t, &w.SpaceGrants, scanSpaceMember, spaceGrantSelect) },
		func() error {
			return all(ctx, t, &w.Rulesets, func(s scanner) (r SpaceRuleset, err error) {
				return r, s.Scan(&r.SpaceID, &r.CreatedByID, jsonAt{&r.Rules})
			}, `SELECT i.space_id, i.created_by, i.rules FROM inbound_rulesets i
				WHERE i.version = (SELECT MAX(n.version) FROM inbound_rulesets n WHERE n.space_id = i.space_id)`)
		},
		func() error { return all(ctx, t, &w.Apps, scanApp, appSelect, nobody) },
		func() error { return all(ctx, t, &w.Collaborators, scanCollaborator, collaboratorSelect, false) },
		func() error { return all(ctx, t, &w.Addons, scanAddon, addonSelect) },
		func() error { return all(ctx, t, &w.Attachments, scanAttachment, attachmentSelect) },
		func() error { return all(ctx, t, &w.Pipelines, scanPipeline, pipelineSelect, nobody) },
		func() error { return all(ctx, t, &w.Couplings, scanCoupling, couplingSelect) },
		func() error {
			return all(ctx, t, &w.Transfers, func(s scanner) (f AppTransfer, err error) {
				return f, s.Scan(&f.AppID, &f.Owner.ID, &f.Recipient.ID)
			}, `SELECT app_id, owner_id, recipient_id FROM app_transfers WHERE state = 'pending'`)
		},
	} {
		if err := read(); err != nil {
			return err
		}
	}
	return nil
}

// all is [many] into a place.
func all[T any](ctx context.Context, t *Tx, into *[]T, scan func(scanner) (T, error), query string, args ...any) (err error) {
	*into, err = many(ctx, t, scan, query, args...)
	return err
}

func scanHashed(s scanner) (a HashedAuthorization, err error) {
	var expires int64
	err = s.Scan(&a.UserID, &a.Hash, &a.Description, &a.Scopes, &a.Client.Name, &a.Client.Heroku, &expires)
	if expires != 0 {
		a.ExpiresAt = time.UnixMicro(expires).UTC()
	}
	return a, err
}

// PutHashedAuthorization lets a token of which only the hash is known stand for a person. One that stands for somebody already is
// ErrExists.
func (t *Tx) PutHashedAuthorization(ctx context.Context, a HashedAuthorization) error {
	var expires any
	if !a.ExpiresAt.IsZero() {
		expires = micros(a.ExpiresAt)
	}
	return t.exec(ctx, `INSERT INTO oauth_authorizations (id, user_id, token_id, hash, description, scopes, client, client_of_heroku, expires_at, created_at, updated_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10)`,
		t.newID(), a.UserID, t.newID(), a.Hash, a.Description, a.Scopes, orNull(a.Client.Name), a.Client.Heroku, expires, micros(t.now))
}

// TokenHolder finds the person whom a token stands for by the token's hash, even one that has expired.
func (t *Tx) TokenHolder(ctx context.Context, hash string) (User, error) {
	return one(ctx, t, "token", scanUser, `SELECT `+userColumns+` FROM oauth_authorizations k JOIN users u ON u.id = k.user_id WHERE k.hash = $1`, hash)
}
