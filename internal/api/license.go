package api

// TeamLicense is a licence of a team and how much of it the month has used up: GET /teams/{team}/licenses. It is an extension: Heroku
// shows licences in its dashboard alone.
type TeamLicense struct {
	Limit int     `json:"limit"` // a month; nothing is refused beyond it
	Month string  `json:"month"`
	Name  string  `json:"name"` // dyno_units, addon_credits or space_credits, as in the seed file
	Used  float64 `json:"used"`
}
