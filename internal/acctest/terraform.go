package acctest

import (
	"context"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hashicorp/go-hclog"
	"github.com/hashicorp/go-plugin"
	framework "github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6/tf6server"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/provider"
)

// What Terraform calls the provider: in a configuration that does not say where it comes from, and in one that does.
const (
	address = "registry.terraform.io/hashicorp/herokuenterprise"
	source  = "registry.terraform.io/herokuenterprise/herokuenterprise"
)

// Terraform is a folder in which the terraform program runs, with the provider in the process of the test. It is for tests that need
// a saved plan, the state that a failed apply leaves, or a warning; all others are shorter with the plugin testing framework.
type Terraform struct {
	folder   string
	reattach map[string]any // by address
}

// NewTerraform starts the provider. It ends with the test.
func NewTerraform(t *testing.T) *Terraform {
	t.Helper()
	f := &Terraform{t.TempDir(), map[string]any{}}
	f.Serve(t, address, provider.New("test")())
	f.reattach[source] = f.reattach[address]
	return f
}

// Serve serves a provider at an address, in the process of the test.
func (f *Terraform) Serve(t *testing.T, address string, served framework.Provider) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.WithoutCancel(t.Context()))
	started, ended := make(chan *plugin.ReattachConfig), make(chan struct{})
	failed := make(chan error, 1)
	go func() {
		failed <- tf6server.Serve(address, providerserver.NewProtocol6(served),
			tf6server.WithDebug(ctx, started, ended), tf6server.WithGoPluginLogger(hclog.NewNullLogger()), tf6server.WithoutLogStderrOverride(), tf6server.WithLoggingSink(t))
	}()
	t.Cleanup(func() {
		cancel()
		<-ended
	})
	select {
	case err := <-failed:
		t.Fatal(err)
	case at := <-started:
		f.reattach[address] = map[string]any{
			"Protocol": at.Protocol, "ProtocolVersion": at.ProtocolVersion, "Pid": at.Pid, "Test": at.Test,
			"Addr": map[string]string{"Network": at.Addr.Network(), "String": at.Addr.String()},
		}
	}
}

// Write writes the configuration.
func (f *Terraform) Write(t testing.TB, config string) {
	t.Helper()
	f.WriteFile(t, "main.tf", config)
}

// WriteFile writes one of several files.
func (f *Terraform) WriteFile(t testing.TB, name, text string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(f.folder, name), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// Run runs a command of terraform and returns what it printed, on one line, and whether it succeeded. Words that Terraform breaks
// over lines or frames are whole again.
func (f *Terraform) Run(t testing.TB, arguments ...string) (printed string, ok bool) {
	t.Helper()
	raw, err := f.run(t, append(arguments, "-no-color")...)
	return strings.Join(strings.FieldsFunc(string(raw), func(c rune) bool { return strings.ContainsRune(" \n\t│╷╵", c) }), " "), err == nil
}

func (f *Terraform) run(t testing.TB, arguments ...string) ([]byte, error) {
	reattach, err := json.Marshal(f.reattach)
	if err != nil {
		t.Fatal(err)
	}
	command := exec.CommandContext(t.Context(), "terraform", arguments...)
	command.Dir, command.Env = f.folder, append(os.Environ(), "TF_REATTACH_PROVIDERS="+string(reattach), "TF_IN_AUTOMATION=1", "CHECKPOINT_DISABLE=1", "TF_CLI_CONFIG_FILE="+os.DevNull)
	return command.CombinedOutput()
}

// Plan plans, saves the plan in a file, and returns it as terraform show -json prints it.
func (f *Terraform) Plan(t testing.TB, file string) []byte {
	t.Helper()
	if printed, err := f.run(t, "plan", "-no-color", "-out="+file); err != nil {
		t.Fatalf("%v: %s", err, printed)
	}
	shown, err := f.run(t, "show", "-json", file)
	if err != nil {
		t.Fatalf("%v: %s", err, shown)
	}
	return shown
}

// Held is an object in the state.
type Held struct {
	Address string         `json:"address"`
	Type    string         `json:"type"`
	Values  map[string]any `json:"values"`
}

// Show is the state, or a saved plan, as terraform show -json prints it.
func (f *Terraform) Show(t testing.TB, plan ...string) []byte {
	t.Helper()
	raw, err := f.run(t, append([]string{"show", "-json"}, plan...)...)
	if err != nil {
		t.Fatalf("%v: %s", err, raw)
	}
	return raw
}

// State lists the objects in the state, as terraform shows it.
func (f *Terraform) State(t testing.TB) []Held {
	t.Helper()
	raw := f.Show(t)
	var shown struct {
		Values struct {
			Root struct{ Resources []Held } `json:"root_module"`
		}
	}
	if err := json.Unmarshal(raw, &shown); err != nil {
		t.Fatalf("%v: %s", err, raw)
	}
	return shown.Values.Root.Resources
}
