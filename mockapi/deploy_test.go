package main

import (
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/alecthomas/kong"
	"go.yaml.in/yaml/v3"
)

// examples are the files that show how to run the control plane.
const examples = "../examples/control-plane/"

// serveFlags are the flags of serve, with their variables.
func serveFlags(t *testing.T) map[string]*kong.Flag {
	t.Helper()
	k, err := kong.New(&cli{}, defaults())
	if err != nil {
		t.Fatal(err)
	}
	flags := map[string]*kong.Flag{}
	for _, command := range k.Model.Leaves(false) {
		if command.Name == "serve" {
			for _, f := range command.Flags {
				flags["--"+f.Name] = f
			}
		}
	}
	return flags
}

// variables are those of flags.
func variables(flags map[string]*kong.Flag) map[string]*kong.Flag {
	byEnv := map[string]*kong.Flag{}
	for _, f := range flags {
		for _, env := range f.Envs {
			byEnv[env] = f
		}
	}
	return byEnv
}

func read(t *testing.T, name string) string {
	t.Helper()
	content, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

// TestGuideNamesEveryFlag: the guide has a line for every flag of serve, with its variable and its default, and no other.
func TestGuideNamesEveryFlag(t *testing.T) {
	guide := read(t, "../templates/guides/control-plane.md")
	flags := serveFlags(t)
	forTests := read(t, "../templates/guides/test-endpoints.md")
	for name, f := range flags {
		if strings.HasPrefix(name, "--test-") && strings.Contains(forTests, "`"+name) {
			continue // they have a guide of their own
		}
		if len(f.Envs) != 1 || f.Envs[0] != "MOCKAPI_"+strings.ToUpper(strings.ReplaceAll(f.Name, "-", "_")) {
			t.Errorf("%s has the variables %v", name, f.Envs)
			continue
		}
		line := regexp.MustCompile("(?m)^\\| `" + name + "` \\| `" + f.Envs[0] + "` \\|.*$").FindString(guide)
		if line == "" || f.Default != "" && !strings.Contains(line, "`"+f.Default+"`") {
			t.Errorf("the guide lacks a line for %s, %s, default %q; it has %q", name, f.Envs[0], f.Default, line)
		}
	}
	for _, m := range regexp.MustCompile("(?m)^\\| `(--[a-z-]+)` \\|").FindAllStringSubmatch(guide, -1) {
		if flags[m[1]] == nil {
			t.Errorf("the guide describes %s, which serve does not have", m[1])
		}
	}
}

// TestExamplesNameRealSettings: what the examples set exists, and takes the value.
func TestExamplesNameRealSettings(t *testing.T) {
	known := variables(serveFlags(t))
	set := regexp.MustCompile(`(?m)^ *#?(MOCKAPI_[A-Z_]+)(?:=|: )([^\s#]*)`)
	for _, name := range []string{"mockapi.env", "mockapi.service", "compose.yaml"} {
		for _, m := range set.FindAllStringSubmatch(read(t, examples+name), -1) {
			if known[m[1]] == nil {
				t.Errorf("%s sets %s, which is not a variable of serve", name, m[1])
				continue
			}
			k, err := kong.New(&cli{}, defaults())
			if err != nil {
				t.Fatal(err)
			}
			if _, err := k.Parse([]string{"serve", "--" + known[m[1]].Name + "=" + m[2]}); err != nil {
				t.Errorf("%s: %s=%s: %v", name, m[1], m[2], err)
			}
		}
	}
}

// composeFile is what of a compose file is looked at.
type composeFile struct {
	Services map[string]struct {
		Build       *struct{ Context, Dockerfile string }
		Image       string
		Environment map[string]string
		Volumes     []string
		Healthcheck *struct{ Test []string }
		DependsOn   map[string]struct{ Condition string } `yaml:"depends_on"`
		Grace       string                                `yaml:"stop_grace_period"`
	}
	Volumes map[string]any
}

// TestCompose: the compose file is YAML, and what it refers to is there.
func TestCompose(t *testing.T) {
	var f composeFile
	if err := yaml.Unmarshal([]byte(read(t, examples+"compose.yaml")), &f); err != nil {
		t.Fatal(err)
	}
	if got := slices.Sorted(maps.Keys(f.Services)); !slices.Equal(got, []string{"haproxy", "mockapi", "postgres"}) {
		t.Errorf("services %q", got)
	}
	for name, s := range f.Services {
		if (s.Build == nil) == (s.Image == "") {
			t.Errorf("%s needs an image, or to be built", name)
		}
		if s.Build != nil {
			if _, err := os.Stat(filepath.Join(examples, s.Build.Context, s.Build.Dockerfile)); err != nil {
				t.Error(err)
			}
		}
		for other, on := range s.DependsOn {
			if on.Condition == "service_healthy" && f.Services[other].Healthcheck == nil {
				t.Errorf("%s waits for the health of %s, which has no check", name, other)
			}
		}
		for _, volume := range s.Volumes {
			source, _, _ := strings.Cut(volume, ":")
			_, named := f.Volumes[source]
			if _, err := os.Stat(filepath.Join(examples, source)); err != nil && !named {
				t.Errorf("%s: the volume %s is neither a file nor declared", name, source)
			}
		}
	}
	longEnough(t, "stop_grace_period", f.Services["mockapi"].Grace, f.Services["mockapi"].Environment["MOCKAPI_DRAIN_DELAY"])
}

// longEnough holds the time until SIGKILL against the time that draining may take.
func longEnough(t *testing.T, name, have, delay string) {
	t.Helper()
	flags := serveFlags(t)
	var need time.Duration
	for _, text := range []string{delay, flags["--drain-idle"].Default, flags["--drain"].Default} {
		d, err := time.ParseDuration(text)
		if err != nil {
			t.Fatal(err)
		}
		need += d
	}
	if d, err := time.ParseDuration(have); err != nil || d <= need {
		t.Errorf("%s is %q, %v; draining takes up to %v", name, have, err, need)
	}
}

// TestUnit: systemd accepts the unit, with the program where this test has it.
func TestUnit(t *testing.T) {
	unit, env := read(t, examples+"mockapi.service"), read(t, examples+"mockapi.env")
	stop, delay := regexp.MustCompile(`(?m)^TimeoutStopSec=(\S+)$`).FindStringSubmatch(unit), regexp.MustCompile(`(?m)^MOCKAPI_DRAIN_DELAY=(\S+)$`).FindStringSubmatch(env)
	if stop == nil || delay == nil {
		t.Fatal("TimeoutStopSec or MOCKAPI_DRAIN_DELAY is not set")
	}
	longEnough(t, "TimeoutStopSec", stop[1], delay[1])
	if _, err := exec.LookPath("systemd-analyze"); err != nil {
		t.Skip("systemd-analyze is not installed: the unit is not verified")
	}
	const program = "/usr/local/bin/mockapi"
	if !strings.Contains(unit, "ExecStart="+program+" serve\n") {
		t.Error("the unit does not serve")
	}
	name := filepath.Join(t.TempDir(), "mockapi.service")
	write(t, name, []byte(strings.ReplaceAll(unit, program, os.Args[0])))
	if said, err := exec.CommandContext(t.Context(), "systemd-analyze", "verify", "--man=no", "--recursive-errors=no", name).CombinedOutput(); err != nil || len(said) > 0 {
		t.Errorf("systemd-analyze verify: %v %s", err, said)
	}
}

// TestHAProxy: HAProxy accepts its file.
func TestHAProxy(t *testing.T) {
	if _, err := exec.LookPath("haproxy"); err != nil {
		t.Skip("haproxy is not installed: its file is not verified")
	}
	if said, err := exec.CommandContext(t.Context(), "haproxy", "-c", "-f", examples+"haproxy.cfg").CombinedOutput(); err != nil {
		t.Errorf("haproxy -c: %v %s", err, said)
	}
}
