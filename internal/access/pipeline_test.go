package access

import (
	"strings"
	"testing"
)

func TestPipelineName(t *testing.T) {
	for name, want := range map[string]bool{
		"abc": true, "a--": true, "my-pipeline-1": true, strings.Repeat("a", 30): true,
		"": false, "ab": false, "1ab": false, "-ab": false, "Abc": false, "a_b": false, "a b": false, strings.Repeat("a", 31): false,
	} {
		if err := PipelineName(name); (err == nil) != want {
			t.Errorf("%q: %v", name, err)
		}
	}
}

func TestPipelineRules(t *testing.T) {
	for name, c := range map[string]struct {
		err  error
		want string
	}{
		"stage":                    {PipelineStage("staging"), ""},
		"unknown stage":            {PipelineStage("prod"), "test, review, development, staging and production"},
		"for oneself":              {OwnPipeline(true), ""},
		"for another":              {OwnPipeline(false), "not for another person"},
		"coupled":                  {CoupleApp("a", "p", true, true), ""},
		"other owner":              {CoupleApp("a", "p", false, true), "same owner"},
		"other generation":         {CoupleApp("a", "p", true, false), "generations"},
		"personal to another":      {TransferPipelineToPerson("p", "", "j@a.test", NoRole, false), "only be transferred to a team"},
		"team's to oneself":        {TransferPipelineToPerson("p", "t", "j@a.test", NoRole, true), ""},
		"team's to its user":       {TransferPipelineToPerson("p", "t", "j@a.test", Viewer, false), ""},
		"team's to somebody":       {TransferPipelineToPerson("p", "t", "j@a.test", NoRole, false), "not a user of the team"},
		"team that owns pipelines": {DeleteTeamOwning("t", "pipelines", 2), "still owns 2 pipelines"},
	} {
		if (c.err == nil) != (c.want == "") || c.err != nil && !strings.Contains(c.err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", name, c.err, c.want)
		}
	}
}
