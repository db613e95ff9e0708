package api

import "encoding/json"

// AddonAttachment is a connection between an app and an add-on (schema "add-on-attachment"). It puts the add-on's address
// into the app's config var <name>_URL.
type AddonAttachment struct {
	Addon       AttachedAddon `json:"addon"`
	App         Ref           `json:"app"`
	CreatedAt   string        `json:"created_at"`
	ID          string        `json:"id"`
	LogInputURL *string       `json:"log_input_url"`
	Name        string        `json:"name"`
	Namespace   *string       `json:"namespace"`
	UpdatedAt   string        `json:"updated_at"`
	WebURL      *string       `json:"web_url"`
}

// AttachedAddon is the add-on of an [AddonAttachment], with the app that pays for it.
type AttachedAddon struct {
	App  Ref    `json:"app"`
	ID   string `json:"id"`
	Name string `json:"name"`
}

// AddonAttachmentCreate attaches an add-on to an app: POST /addon-attachments. Confirm is the app's name, where an attachment that is
// in the way may be replaced.
type AddonAttachmentCreate struct {
	Addon     Named  `json:"addon"`
	App       Named  `json:"app"`
	Confirm   string `json:"confirm,omitempty"`
	Name      string `json:"name,omitempty"`
	Namespace string `json:"namespace,omitempty"`
}

// AddonAttachmentResolve asks which attachment a word means: POST /actions/addon-attachments/resolve, which answers a list of one.
type AddonAttachmentResolve struct {
	AddonAttachment string `json:"addon_attachment"`
	App             string `json:"app,omitempty"`
	AddonService    string `json:"addon_service,omitempty"`
}

// Named names something in a request by its name or id. The Heroku CLI sends an object with a name, other clients a string;
// both are read, a string is written.
type Named string

// UnmarshalJSON reads a string, or an object with a name or an id.
func (n *Named) UnmarshalJSON(b []byte) error {
	var word string
	if err := json.Unmarshal(b, &word); err == nil {
		*n = Named(word)
		return nil
	}
	var ref Ref
	if err := json.Unmarshal(b, &ref); err != nil {
		return &json.UnmarshalTypeError{Value: "neither a string nor an object with a name"}
	}
	if ref.Name == "" {
		ref.Name = ref.ID
	}
	*n = Named(ref.Name)
	return nil
}
