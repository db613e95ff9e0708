package server

import (
	"net/http"
	"slices"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/access"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/store"
)

func wireAppTransfer(f store.AppTransfer) api.AppTransfer {
	return api.AppTransfer{
		App: api.Ref{ID: f.AppID, Name: f.AppName}, CreatedAt: api.Timestamp(f.CreatedAt), ID: f.ID, State: f.State, UpdatedAt: api.Timestamp(f.UpdatedAt),
		Owner: api.UserRef{ID: f.Owner.ID, Email: f.Owner.Email}, Recipient: api.UserRef{ID: f.Recipient.ID, Email: f.Recipient.Email},
	}
}

// aboutAppTransfer is for /account/app-transfers/{transfer}: the app of a transfer that concerns the caller. To anybody else the
// transfer is not there.
func aboutAppTransfer(r *request) error {
	f, err := r.tx.GetAppTransfer(r.ctx, r.param("transfer"), r.user.ID)
	if err != nil {
		return err
	}
	if err := r.findApp(f.AppID); err != nil {
		return err
	}
	r.offer, r.subject.Self = f.ID, true
	return nil
}

// transferInPath reads the transfer again, under the lock of its app. The path may name the app, and that name may mean another one
// by now.
func (r *request) transferInPath() (store.AppTransfer, error) {
	return r.tx.GetAppTransfer(r.ctx, r.offer, r.user.ID)
}

func listAppTransfers(r *request) (int, any, error) {
	transfers, err := r.tx.ListAppTransfers(r.ctx, r.user.ID)
	transfers = slices.DeleteFunc(transfers, func(f store.AppTransfer) bool { // an app that passed to a team after its transfer
		o := access.Object{Kind: access.App, Personal: f.TeamID == "", HerokuOnly: f.HerokuClientsOnly}
		return !access.Decide(access.AppTransferRead, access.Subject{Self: true, ThirdParty: r.thirdParty}, o).Allowed
	})
	return http.StatusOK, list[api.AppTransfer]{convert(transfers, wireAppTransfer), transferKeys}, err
}

func getAppTransfer(r *request) (int, any, error) {
	f, err := r.transferInPath()
	return http.StatusOK, wireAppTransfer(f), err
}

// createAppTransfer offers a personal app to one of its collaborators. Nothing changes hands before the answer.
func createAppTransfer(r *request) (int, any, error) {
	var in api.AppTransferCreate
	if err := r.decode(&in); err != nil {
		return 0, nil, err
	}
	if in.App == "" || in.Recipient == "" {
		return 0, nil, invalid("app and recipient are required: the name or id of a personal app, and the email address or id of one of its collaborators.")
	}
	if err := r.findApp(in.App); err != nil {
		return 0, nil, err
	}
	app := r.app
	if !app.Personal() {
		if err := r.require(access.AppTransfer); err != nil {
			return 0, nil, err
		}
		return 0, nil, invalid("The app %s belongs to the team %s. Transfer it with PATCH /teams/apps/%s.", app.Name, app.TeamName, app.Name)
	}
	if err := r.require(access.AppTransferCreate); err != nil {
		return 0, nil, err
	}
	recipient, err := r.recipient(in.Recipient)
	if err != nil {
		return 0, nil, err
	}
	f, err := r.tx.CreateAppTransfer(r.ctx, store.AppTransfer{AppID: app.ID, AppName: app.Name, Owner: r.user, Recipient: recipient})
	if err != nil {
		return 0, nil, taken(err, "The app %s is offered to somebody already. Take that transfer back first.", app.Name)
	}
	r.event("app_transfer", "create", map[string]any{"id": f.ID, "recipient": recipient.Email, "recipient_id": recipient.ID})
	if !in.Silent {
		err = r.mail(mailTransfer, recipient, "{app}", app.Name, "{id}", f.ID)
	}
	return http.StatusCreated, wireAppTransfer(f), err
}

// recipient finds the person who may be offered the app. Somebody unknown is no collaborator.
func (r *request) recipient(ref string) (store.User, error) {
	if ref == "~" {
		ref = r.user.ID
	}
	if !store.IsID(ref) { // the refusal below goes into the audit trail: nothing but an address may stand in it
		if err := access.Email(ref); err != nil {
			return store.User{}, err
		}
	}
	user, err := r.tx.GetUser(r.ctx, ref)
	if missing(err) {
		return user, access.OfferApp(r.app.Name, ref, false, false)
	}
	if err != nil {
		return user, err
	}
	seen, err := r.tx.GetApp(r.ctx, r.app.ID, user.ID)
	if err != nil {
		return user, err
	}
	return user, access.OfferApp(r.app.Name, user.Email, r.app.OwnerID == user.ID, seen.GrantID != "")
}

// updateAppTransfer answers an offer; only who is offered the app can.
func updateAppTransfer(r *request) (int, any, error) {
	var in api.AppTransferUpdate
	if err := r.decode(&in); err != nil {
		return 0, nil, err
	}
	f, err := r.transferInPath()
	if err != nil {
		return 0, nil, err
	}
	r.subject.Self = f.Recipient.ID == r.user.ID
	if err := r.require(access.AppTransferAnswer); err != nil {
		return 0, nil, err
	}
	if in.State != api.TransferAccepted && in.State != api.TransferDeclined {
		return 0, nil, invalid("state is required: %s or %s.", api.TransferAccepted, api.TransferDeclined)
	}
	if f.State != api.TransferPending {
		return 0, nil, invalid("The transfer of the app %s was %s already.", f.AppName, f.State)
	}
	r.event("app_transfer", "update", map[string]any{"id": f.ID, "state": in.State, "owner": f.Owner.Email, "owner_id": f.Owner.ID})
	if in.State == api.TransferAccepted {
		if err := r.takeApp(f); err != nil {
			return 0, nil, err
		}
	}
	f.State = in.State
	f, err = r.tx.UpdateAppTransfer(r.ctx, f)
	return http.StatusOK, wireAppTransfer(f), err
}

// takeApp makes the app the recipient's. The old owner stays as a collaborator.
func (r *request) takeApp(f store.AppTransfer) error {
	if err := access.OfferApp(r.app.Name, r.user.Email, r.app.OwnerID == r.user.ID, r.app.GrantID != ""); err != nil {
		return err
	}
	grant, err := r.tx.GetCollaborator(r.ctx, r.app.ID, r.user.ID)
	if err != nil {
		return err
	}
	if err := r.revoke(grant); err != nil {
		return err
	}
	a := r.app
	a.OwnerID = r.user.ID
	if _, err := r.tx.UpdateApp(r.ctx, a); err != nil {
		return err
	}
	r.event("app", "transfer", map[string]any{"owner": r.user.Email, "owner_id": r.user.ID, "was": f.Owner.Email, "was_id": f.Owner.ID})
	r.event("collaborator", "create", map[string]any{"email": f.Owner.Email, "user_id": f.Owner.ID, "permissions": access.FixedPermissions.Names()})
	if _, err := r.tx.CreateCollaborator(r.ctx, a.ID, f.Owner.ID, access.FixedPermissions); err != nil {
		return err
	}
	if err := r.mailGrant(f.Owner, access.FixedPermissions); err != nil {
		return err
	}
	return r.uncouple() // a pipeline and its apps have one owner
}

// deleteAppTransfer takes back an offer that is not answered yet.
func deleteAppTransfer(r *request) (int, any, error) {
	if err := r.require(access.AppTransferDelete); err != nil {
		return 0, nil, err
	}
	f, err := r.transferInPath()
	if err != nil {
		return 0, nil, err
	}
	if f.State != api.TransferPending {
		return 0, nil, invalid("The transfer of the app %s was %s already.", f.AppName, f.State)
	}
	r.event("app_transfer", "destroy", map[string]any{"id": f.ID, "recipient": f.Recipient.Email, "recipient_id": f.Recipient.ID})
	return http.StatusOK, wireAppTransfer(f), r.tx.DeleteAppTransfer(r.ctx, f.ID)
}
