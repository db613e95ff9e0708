package api

// ConfigVars are the config vars of an app or a release (schema "config-var"), by name. In PATCH /apps/{app}/config-vars null
// removes one, and what is not named stays.
type ConfigVars map[string]*string
