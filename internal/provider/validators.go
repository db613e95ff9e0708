package provider

import (
	"context"
	"fmt"
	"maps"
	"net/netip"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/access"
)

// checked is a validator made of a rule, most of them those that the control plane itself applies.
type checked struct {
	rule func(string) error
}

// Description is empty: the attribute's own description names the valid values.
func (c checked) Description(context.Context) string { return "" }

// MarkdownDescription is empty for the same reason.
func (c checked) MarkdownDescription(context.Context) string { return "" }

// ValidateString applies the rule to a value that is known.
func (c checked) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() {
		return
	}
	if err := c.rule(req.ConfigValue.ValueString()); err != nil {
		attribute, _, _ := strings.Cut(req.Path.String(), "[") // without the element of a set
		resp.Diagnostics.AddAttributeError(req.Path, "Invalid value for "+attribute, err.Error())
	}
}

// The rules of attributes.
var (
	isTeamName   = []validator.String{checked{access.TeamName}}
	isAppName    = []validator.String{checked{access.AppName}}
	isSpaceName  = []validator.String{checked{access.SpaceName}}
	isNetwork    = []validator.String{checked{checkNetwork}}
	isEmail      = []validator.String{checked{access.Email}}
	isReference  = []validator.String{checked{checkReference}}
	isRole       = []validator.String{checked{func(s string) error { _, err := access.ParseRole(s); return err }}}
	isAnyRole    = checked{checkAnyRole}
	isAppAction  = []validator.String{checked{checkAppAction}}
	isPermission = checked{func(s string) error { _, err := access.ParsePermissions([]string{s}); return err }}

	permissionSet = []validator.Set{setvalidator.SizeAtLeast(1), setvalidator.ValueStringsAre(isPermission)}
	serviceSet    = []validator.Set{setvalidator.ValueStringsAre(checked{checkService})}
)

// checkAppAction checks an action on apps.
func checkAppAction(s string) error {
	row, err := access.ParseAction(s)
	if err == nil && row.Kind != access.App {
		err = fmt.Errorf("%s is an action on an object of kind %q; this asks about apps", s, row.Kind)
	}
	return err
}

// once refuses a map of people that names somebody twice: addresses that differ in case are one.
type once struct{}

// Description is empty: the attribute's own description says it.
func (once) Description(context.Context) string { return "" }

// MarkdownDescription is empty for the same reason.
func (once) MarkdownDescription(context.Context) string { return "" }

// ValidateMap looks at the addresses alone, which are always known.
func (once) ValidateMap(_ context.Context, req validator.MapRequest, resp *validator.MapResponse) {
	seen := map[string]string{}
	for _, email := range slices.Sorted(maps.Keys(req.ConfigValue.Elements())) {
		folded := access.FoldEmail(email)
		if other, twice := seen[folded]; twice {
			resp.Diagnostics.AddAttributeError(req.Path, "The same person twice", fmt.Sprintf("%s and %s are one address, since case does not matter. List it once.", other, email))
		}
		seen[folded] = email
	}
}

// checkReference checks what names another object: a name or an id. What a name looks like is the other object's business,
// but a slip such as a stray space is better found here than as an object that does not exist.
func checkReference(s string) error {
	if s == "" || strings.ContainsAny(s, " \t\r\n/?#") {
		return access.Invalid("A name or an id is needed: not empty, without white space, slashes, question marks and number signs.")
	}
	return nil
}

// checkNetwork checks that a text is a network at all. Which networks there can be depends on each other.
func checkNetwork(s string) error {
	if _, err := netip.ParsePrefix(s); err != nil {
		return fmt.Errorf("%q is not a network. It should look like 10.0.0.0/16", s)
	}
	return nil
}

// checkService checks the name of an add-on service in a set. An id would do for the API, which answers with the name, so that
// the set would always be another one than the user wrote.
func checkService(s string) error {
	if idShape.MatchString(s) {
		return fmt.Errorf("%q is an id. Services are listed here by name, such as heroku-postgresql", s)
	}
	return checkReference(s)
}

// checkAnyRole checks a role by which members are looked up: those that can be given, and collaborator.
func checkAnyRole(s string) error {
	if _, err := access.ParseRole(s); err != nil && s != string(access.Collaborator) {
		return fmt.Errorf("%w The role %s can be looked for, too", err, access.Collaborator)
	}
	return nil
}

// orList writes words for a description: "`admin`, `member` or `viewer`".
func orList(words ...string) string { return enumerate("or", words) }

// andList writes words for a description: "`deploy` and `view`".
func andList(words ...string) string { return enumerate("and", words) }

func enumerate(last string, words []string) string {
	quoted := make([]string, len(words))
	for i, w := range words {
		quoted[i] = "`" + w + "`"
	}
	n := len(quoted) - 1
	return strings.Join(quoted[:n], ", ") + " " + last + " " + quoted[n]
}

// roleWords are the roles that can be given, for descriptions.
func roleWords() string {
	var words []string
	for _, r := range access.AssignableRoles {
		words = append(words, string(r))
	}
	return orList(words...)
}
