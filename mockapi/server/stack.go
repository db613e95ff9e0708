package server

import (
	"net/http"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/access"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/store"
)

// stack is what an app can be built for.
type stack struct {
	name  string
	fir   bool // the stack of apps of the generation fir, the only one that they can have
	since int  // year
}

// stacks is the catalogue, the default first (Dev Center "Stacks"). Stacks past their end of life are left out: no app can be
// made with them.
var stacks = []stack{{"heroku-24", false, 2024}, {"heroku-22", false, 2022}, {"cnb", true, 2024}, {"container", false, 2017}}

// stacksOf lists the stacks that an app of a generation can have.
func stacksOf(generation string) []stack {
	if generation != access.Fir {
		return stacks
	}
	var some []stack
	for _, k := range stacks {
		if k.fir {
			some = append(some, k)
		}
	}
	return some
}

// chooseStack finds a stack for an app of a generation; an empty reference is the default.
func chooseStack(generation, ref string) (string, error) {
	return choose("stack", access.Stacks(generation), ref)
}

func wireStack(k stack) api.Stack {
	return api.Stack{
		CreatedAt: newYear(k.since), Default: k.name == stacks[0].name, ID: catalogueRef("stack", k.name).ID, Name: k.name, State: "public", UpdatedAt: newYear(k.since),
	}
}

func listStacks(*request) (int, any, error) {
	return http.StatusOK, list[api.Stack]{convert(stacks, wireStack), stackKeys}, nil
}

func getStack(r *request) (int, any, error) {
	for _, k := range stacks {
		if w := wireStack(k); r.param("stack") == w.Name || r.param("stack") == w.ID {
			return http.StatusOK, w, nil
		}
	}
	return 0, nil, &store.NotFoundError{Noun: "stack"}
}

// listAppStacks lists the stacks that an app could be moved to.
func listAppStacks(r *request) (int, any, error) {
	return http.StatusOK, list[api.Stack]{convert(stacksOf(r.app.Generation), wireStack), stackKeys}, nil
}
