package access

import (
	"fmt"
	"regexp"
	"slices"
)

// PipelineStages are the stages of a pipeline, in the order in which an app goes through them.
var PipelineStages = []string{"test", "review", "development", "staging", "production"}

// PipelineStage checks a stage; any other word is an [Invalid] that lists the stages.
func PipelineStage(word string) error {
	if slices.Contains(PipelineStages, word) {
		return nil
	}
	return invalidf("Unknown stage %q. Stages are %s.", clip(word), sentence(PipelineStages, "and"))
}

var pipelineName = regexp.MustCompile(`^[a-z][a-z0-9-]{2,29}$`) // Heroku's schema

// PipelineName checks the name of a pipeline against Heroku's pattern.
func PipelineName(s string) error {
	if !pipelineName.MatchString(s) {
		return Invalid("Pipeline name must start with a letter, can only contain lowercase letters, digits, and dashes, and is 3 to 30 characters long.")
	}
	return nil
}

// OwnPipeline says whether a person may own a pipeline that the caller makes: only the caller himself.
func OwnPipeline(self bool) error {
	if self {
		return nil
	}
	return &Refused{Status: RefusedForbidden, Message: "A pipeline can be created for a team or for yourself, not for another person."}
}

// CoupleApp says whether an app may be in a pipeline: it has the pipeline's owner (Dev Center "Pipeline Ownership Transition")
// and its generation (inferred: a pipeline has one).
func CoupleApp(app, pipeline string, sameOwner, sameGeneration bool) error {
	switch {
	case !sameOwner:
		return &Refused{Message: fmt.Sprintf("The app %s and the pipeline %s have different owners. All apps in a pipeline must have the same owner as the pipeline: transfer one of the two.", app, pipeline)}
	case !sameGeneration:
		return &Refused{Message: fmt.Sprintf("The app %s and the pipeline %s are of different generations of the platform.", app, pipeline)}
	}
	return nil
}

// TransferPipelineToPerson says whether a pipeline may become somebody's own: a team's can, under the rule for its apps; a
// personal one cannot be given to another person, since its apps need his consent.
func TransferPipelineToPerson(pipeline, team, recipient string, role Role, self bool) error {
	if team == "" {
		return &Refused{Message: fmt.Sprintf("The pipeline %s is a personal pipeline; it can only be transferred to a team.", pipeline)}
	}
	if self || role != NoRole {
		return nil
	}
	return &Refused{Message: fmt.Sprintf("%s is not a user of the team %s. A pipeline can be transferred to yourself or to a user of its team.", recipient, team)}
}
