package provider

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringdefault"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
)

// defaultMaxRemovals is how many people one plan may remove unless the user says otherwise.
const defaultMaxRemovals = "10%"

// maxRemovals is the attribute that keeps a slip, such as an empty variable, from removing everybody. It is a text, since it may be a
// percentage, and since Terraform before 1.15 takes a number in a resource for drift (terraform plan -refresh-only
// -detailed-exitcode).
func maxRemovals(from string) schema.StringAttribute {
	return schema.StringAttribute{
		Optional: true, Computed: true, Default: stringdefault.StaticString(defaultMaxRemovals), Validators: []validator.String{checked{checkMaxRemovals}},
		MarkdownDescription: "How many people one plan may remove from " + from + ", as a number such as `\"3\"` or as a percentage of the people who are there such as `\"10%\"`. A percentage is rounded down, but allows one person at least; `\"0\"` and `\"0%\"` allow none. A plan that removes more is refused, also when it creates or destroys this resource. For destroying it, the value that was applied last counts. The default is `\"" + defaultMaxRemovals + "\"`.",
	}
}

var removals = regexp.MustCompile(`^(0|[1-9][0-9]{0,6})%?$`)

// checkMaxRemovals checks a number or a percentage.
func checkMaxRemovals(s string) error {
	percent, relative := strings.CutSuffix(s, "%")
	if n, _ := strconv.Atoi(percent); !removals.MatchString(s) || relative && n > 100 {
		return fmt.Errorf("%q is neither a number of people, such as 3, nor a percentage from 0%% to 100%%", s)
	}
	return nil
}

// allowed is how many of so many people may be removed.
func allowed(limit string, people int) int {
	number, relative := strings.CutSuffix(limit, "%")
	n, _ := strconv.Atoi(number) // the schema has checked it
	if !relative || n == 0 {
		return n
	}
	return max(1, people*n/100)
}
