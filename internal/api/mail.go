package api

// Mail is what Heroku would have mailed to a person: GET /account/mails. It is an extension: nothing is sent here.
type Mail struct {
	CreatedAt string  `json:"created_at"`
	ID        string  `json:"id"`
	Kind      string  `json:"kind"`
	Subject   string  `json:"subject"`
	Text      string  `json:"text"`
	User      UserRef `json:"user"`
}
