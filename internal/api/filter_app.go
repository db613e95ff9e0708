package api

// AppFilter asks for some apps at once: POST /filters/apps, which changes nothing and answers a list of [TeamApp].
type AppFilter struct {
	In AppFilterIn `json:"in"`
}

// AppFilterIn names the apps of an [AppFilter] by id. Nil is a mistake.
type AppFilterIn struct {
	ID []string `json:"id"`
}
