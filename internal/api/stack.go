package api

// Stack is what an app is built for (schema "stack", strict).
type Stack struct {
	CreatedAt string `json:"created_at"`
	Default   bool   `json:"default"`
	ID        string `json:"id"`
	Name      string `json:"name"`
	State     string `json:"state"`
	UpdatedAt string `json:"updated_at"`
}
