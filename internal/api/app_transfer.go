package api

// States of an [AppTransfer].
const (
	TransferPending  = "pending"
	TransferAccepted = "accepted"
	TransferDeclined = "declined"
)

// AppTransfer is the offer of a personal app to a person (schema "app-transfer"). Owner is who offered it.
type AppTransfer struct {
	App       Ref     `json:"app"`
	CreatedAt string  `json:"created_at"`
	ID        string  `json:"id"`
	Owner     UserRef `json:"owner"`
	Recipient UserRef `json:"recipient"`
	State     string  `json:"state"`
	UpdatedAt string  `json:"updated_at"`
}

// AppTransferCreate offers an app: POST /account/app-transfers. App is a name or id, Recipient an address or id.
type AppTransferCreate struct {
	App       string `json:"app"`
	Recipient string `json:"recipient"`
	Silent    bool   `json:"silent,omitempty"`
}

// AppTransferUpdate answers an offer: PATCH /account/app-transfers/{transfer}, with state accepted or declined.
type AppTransferUpdate struct {
	State string `json:"state"`
}
