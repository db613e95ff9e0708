package examples_test

import (
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/acctest"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/mockapitest"
)

// pipeline is examples/ci at work in a repository of its own: the steps of the files for GitHub and GitLab are run as they stand there.
type pipeline struct {
	t       *testing.T
	folder  string
	forge   *forge
	steps   map[string][]step // by job
	env     []string
	secrets []string
	said    string // by the first step of the last job
}

// step is a line of shell with its environment.
type step struct {
	run string
	env map[string]string
}

// testCI reviews changes and looks for drift as a repository does, on either service.
func testCI(t *testing.T, bin string) {
	for _, tool := range []string{"curl", "jq"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Skip(tool + " is not on PATH")
		}
	}
	for name, github := range map[string]bool{"github": true, "gitlab": false} {
		t.Run(name, func(t *testing.T) {
			server := mockapitest.Start(t, acctest.World)
			p := newPipeline(t, bin, server.URL, github)
			p.reviews()
			p.drifts(server)
		})
	}
}

const base = `terraform {
  required_providers {
    herokuenterprise = { source = "herokuenterprise/herokuenterprise" }
  }
}

import {
  to = herokuenterprise_team_member.ada
  id = "acme-labs:ada@acme.test"
}

resource "herokuenterprise_team_member" "ada" {
  team  = "acme-labs"
  email = "ada@acme.test"
  role  = "admin"
}

resource "herokuenterprise_team_member" "kim" {
  team  = "acme-labs"
  email = "kim@acme.test"
  role  = "viewer"
}

resource "herokuenterprise_team_app" "site" {
  team = "acme-labs"
  name = "labs-site"
}

# Who makes an app may do everything to it.
resource "herokuenterprise_app_access" "ada" {
  app         = herokuenterprise_team_app.site.id
  email       = "ada@acme.test"
  permissions = ["view", "deploy", "operate", "manage"]
}
`

const grant = `resource "herokuenterprise_app_access" "jill" {
  app         = "labs-site"
  email       = "jill@creative.test"
  permissions = ["view", "deploy"]
}
`

func (p *pipeline) reviews() {
	t := p.t
	t.Helper()
	p.write("main.tf", base)
	p.terraform("init")
	p.terraform("apply", "-auto-approve")

	// Nothing changes: no comment. What has nothing to do with a service is tried with one.
	if p.forge.github {
		if failed := p.job("review"); failed != "" || len(p.forge.written(&p.forge.comments)) > 0 {
			t.Errorf("without a change: %s, %v", failed, p.forge.written(&p.forge.comments))
		}
	}
	// Somebody from outside gets into an app: a comment.
	p.write("grant.tf", grant)
	failed := p.job("review")
	comments := p.forge.written(&p.forge.comments)
	if failed != "" || len(comments) != 1 || !strings.Contains(comments[0], "### Access review: high") || !strings.Contains(comments[0], "jill@creative.test") {
		t.Errorf("a grant: %s, %q", failed, comments)
	}
	if p.forge.github {
		_, text, _ := strings.Cut(p.said, "1 person gains")
		_, comment, _ := strings.Cut(strings.Join(comments, ""), "-->\n")
		acctest.HoldGuide(t, filepath.Join(root, "templates", "guides", "reviewing-access-changes.md"), *update, map[string]string{"text": "1 person gains" + text, "comment": comment})
	}
	for _, file := range []string{"review.json", "review.sarif", "review.md"} {
		if text, err := os.ReadFile(filepath.Join(p.folder, "out", file)); err != nil || !strings.Contains(string(text), "jill@creative.test") {
			t.Errorf("%s: %v %s", file, err, text)
		}
	}
	// Somebody becomes admin as well: the same comment says so, and the job fails at its last step.
	p.write("main.tf", strings.Replace(base, `"viewer"`, `"admin"`, 1))
	failed = p.job("review")
	comments = p.forge.written(&p.forge.comments)
	if !strings.Contains(failed, "verdict.sh out: exit status 3") || len(comments) != 1 || !strings.Contains(comments[0], "### Access review: critical") || !strings.Contains(comments[0], "kim@acme.test") {
		t.Errorf("an admin: %s, %q", failed, comments)
	}
	// What cannot be planned fails the job at once, and the comment stays.
	if !p.forge.github {
		return
	}
	p.write("grant.tf", "resource \"herokuenterprise_app_access\" \"jill\" {}\n")
	if failed := p.job("review"); !strings.Contains(failed, "review.sh") || len(p.forge.written(&p.forge.comments)) != 1 {
		t.Errorf("a configuration that is none: %s", failed)
	}
}

// drifts looks for drift night after night: one issue is made, changed and closed, and the next drift gets a new one.
func (p *pipeline) drifts(server *mockapitest.Server) {
	t := p.t
	t.Helper()
	role := func(role string) {
		if status, body := server.Do(t, acctest.Admin, "PATCH", "/teams/acme-labs/members", map[string]any{"email": "kim@acme.test", "role": role}); status != http.StatusOK {
			t.Fatalf("%d %s", status, body)
		}
	}
	type night struct {
		role   string
		issues []string // what each begins with, and what it says
	}
	nights := []night{
		{"viewer", nil},
		{"member", []string{"open: role: viewer -&gt; member"}},
		{"admin", []string{"open: role: viewer -&gt; admin"}},
		{"viewer", []string{"closed: role: viewer -&gt; admin"}},
		{"member", []string{"closed: role: viewer -&gt; admin", "open: role: viewer -&gt; member"}},
	}
	if !p.forge.github {
		nights = nights[2:4]
	}
	for _, night := range nights {
		role(night.role)
		failed := p.job("drift")
		issues := p.forge.written(&p.forge.issues)
		same := failed == "" && len(issues) == len(night.issues)
		for i := 0; same && i < len(issues); i++ {
			state, words, _ := strings.Cut(night.issues[i], ": ")
			same = strings.HasPrefix(issues[i], state+": ") && strings.Contains(issues[i], words)
		}
		if !same {
			t.Errorf("kim is %s: %s\n%q\nwant %q", night.role, failed, issues, night.issues)
		}
	}
}

// newPipeline makes the repository.
func newPipeline(t *testing.T, bin, url string, github bool) *pipeline {
	t.Helper()
	p := &pipeline{t: t, folder: t.TempDir(), forge: newForge(t, github)}
	if err := os.CopyFS(filepath.Join(p.folder, "ci"), os.DirFS("ci")); err != nil {
		t.Fatal(err)
	}
	mirror := t.TempDir()
	place := filepath.Join(mirror, "registry.terraform.io/herokuenterprise/herokuenterprise/0.0.1", runtime.GOOS+"_"+runtime.GOARCH)
	if err := os.MkdirAll(place, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Link(filepath.Join(bin, "terraform-provider-herokuenterprise"), filepath.Join(place, "terraform-provider-herokuenterprise_v0.0.1")); err != nil {
		t.Fatal(err)
	}
	rc, event := filepath.Join(mirror, "terraform.rc"), filepath.Join(mirror, "event.json")
	for name, text := range map[string]string{rc: fmt.Sprintf("provider_installation {\n  filesystem_mirror {\n    path = %q\n  }\n}\n", mirror), event: `{"pull_request": {"number": 7}}`} {
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	p.secrets = []string{acctest.Admin, p.forge.token}
	p.env = append(os.Environ(), "TF_CLI_CONFIG_FILE="+rc, "CHECKPOINT_DISABLE=1", "HEROKU_API_URL="+url)
	if github {
		p.env = append(p.env, "GITLAB_CI=", "GITHUB_ACTIONS=true", "GITHUB_API_URL="+p.forge.url, "GITHUB_REPOSITORY=acme/access", "GITHUB_EVENT_PATH="+event)
		p.steps = githubSteps(t)
	} else {
		p.env = append(p.env, "GITHUB_ACTIONS=", "GITLAB_CI=true", "CI_API_V4_URL="+p.forge.url, "CI_PROJECT_ID=9", "CI_MERGE_REQUEST_IID=7", "HEROKU_API_KEY="+acctest.Admin, "FORGE_TOKEN="+p.forge.token)
		p.steps = gitlabSteps(t)
	}
	return p
}

func (p *pipeline) write(name, text string) {
	p.t.Helper()
	if err := os.WriteFile(filepath.Join(p.folder, name), []byte(text), 0o600); err != nil {
		p.t.Fatal(err)
	}
}

// terraform runs terraform as the administrator.
func (p *pipeline) terraform(args ...string) {
	p.t.Helper()
	if out, err := p.shell("terraform \"$@\"", map[string]string{"HEROKU_API_KEY": acctest.Admin}, args...); err != nil {
		p.t.Fatalf("terraform %v: %v\n%s", args, err, out)
	}
}

// job runs the steps of a job until one fails, and returns that one. No step says or keeps a secret.
func (p *pipeline) job(name string) (failed string) {
	p.t.Helper()
	if len(p.steps[name]) == 0 {
		p.t.Fatalf("there is no job %s", name)
	}
	for i, s := range p.steps[name] {
		out, err := p.shell(s.run, s.env)
		if i == 0 {
			p.said = out
		}
		kept, _ := exec.CommandContext(p.t.Context(), "grep", "-rE", strings.Join(p.secrets, "|"), filepath.Join(p.folder, "out")).Output() // finds nothing with status 1
		for _, secret := range p.secrets {
			if strings.Contains(out, secret) || len(kept) > 0 {
				p.t.Errorf("%s tells a secret:\n%s%s", s.run, out, kept)
			}
		}
		if err != nil {
			return fmt.Sprintf("%s: %v\n%s", s.run, err, out)
		}
	}
	return ""
}

func (p *pipeline) shell(line string, env map[string]string, args ...string) (string, error) {
	c := exec.CommandContext(p.t.Context(), "bash", append([]string{"-e", "-c", line, "bash"}, args...)...)
	c.Dir, c.Env = p.folder, p.env
	for name, value := range env {
		c.Env = append(c.Env, name+"="+value)
	}
	out, err := c.CombinedOutput()
	return string(out), err
}

// githubSteps reads the steps that run something out of the workflow. Expressions stand in environments alone, never in a line of shell,
// where what they stand for could be a command.
func githubSteps(t *testing.T) map[string][]step {
	t.Helper()
	var file struct {
		Jobs map[string]struct {
			Steps []struct {
				Run string            `yaml:"run"`
				Env map[string]string `yaml:"env"`
			} `yaml:"steps"`
		} `yaml:"jobs"`
	}
	read(t, "ci/github.yml", &file)
	known := strings.NewReplacer("${{ secrets.HEROKU_API_KEY_READ }}", acctest.Admin, "${{ github.token }}", "forge-secret")
	jobs := map[string][]step{}
	for name, job := range file.Jobs {
		for _, s := range job.Steps {
			if strings.Contains(s.Run, "${{") {
				t.Errorf("%s has an expression", s.Run)
			}
			env := map[string]string{}
			for key, value := range s.Env {
				env[key] = known.Replace(value)
			}
			if s.Run != "" {
				jobs[name] = append(jobs[name], step{s.Run, env})
			}
		}
	}
	return jobs
}

func gitlabSteps(t *testing.T) map[string][]step {
	t.Helper()
	var file map[string]struct {
		Script []string `yaml:"script"`
	}
	read(t, "ci/gitlab.yml", &file)
	jobs := map[string][]step{}
	for name, job := range file {
		for _, line := range job.Script {
			short := regexp.MustCompile(`^access-`).ReplaceAllString(name, "")
			jobs[short] = append(jobs[short], step{run: line})
		}
	}
	return jobs
}

func read(t *testing.T, name string, into any) {
	t.Helper()
	text, err := os.ReadFile(name)
	if err == nil {
		err = yaml.Unmarshal(text, into)
	}
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
}
