package provider

import (
	"context"
	"errors"
	"runtime"
	"testing"
	"weak"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

type bulkKey struct{}

// A call that is over leaves nothing of its context behind, whichever call is made for every resource.
func TestServerForgetsCalls(t *testing.T) {
	s := NewServer("test")()
	for name, call := range map[string]func(context.Context) error{
		"validate": func(ctx context.Context) error {
			_, err := s.ValidateResourceConfig(ctx, &tfprotov6.ValidateResourceConfigRequest{})
			return err
		},
		"upgrade": func(ctx context.Context) error {
			_, err := s.UpgradeResourceState(ctx, &tfprotov6.UpgradeResourceStateRequest{})
			return err
		},
		"identity": func(ctx context.Context) error {
			_, err := s.UpgradeResourceIdentity(ctx, &tfprotov6.UpgradeResourceIdentityRequest{})
			return err
		},
		"read": func(ctx context.Context) error {
			_, err := s.ReadResource(ctx, &tfprotov6.ReadResourceRequest{})
			return err
		},
		"plan": func(ctx context.Context) error {
			_, err := s.PlanResourceChange(ctx, &tfprotov6.PlanResourceChangeRequest{})
			return err
		},
		"apply": func(ctx context.Context) error {
			_, err := s.ApplyResourceChange(ctx, &tfprotov6.ApplyResourceChangeRequest{})
			return err
		},
		"import": func(ctx context.Context) error {
			_, err := s.ImportResourceState(ctx, &tfprotov6.ImportResourceStateRequest{})
			return err
		},
		"function": func(ctx context.Context) error {
			_, err := s.CallFunction(ctx, &tfprotov6.CallFunctionRequest{})
			return err
		},
	} {
		bulk, err := callWithBulk(t.Context(), call)
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		runtime.GC()
		if bulk.Value() != nil {
			t.Errorf("%s: the context of a call is kept", name)
		}
	}
	runtime.KeepAlive(s)
}

// callWithBulk makes a call with something large in its context, and tells whether it is still there.
func callWithBulk(ctx context.Context, call func(context.Context) error) (weak.Pointer[[1 << 16]byte], error) {
	bulk := new([1 << 16]byte)
	ctx, cancel := context.WithCancel(context.WithValue(ctx, bulkKey{}, bulk))
	defer cancel()
	return weak.Make(bulk), call(ctx)
}

// While a call goes on, its context is the caller's.
func TestLentContext(t *testing.T) {
	ctx, cancel := context.WithCancel(context.WithValue(t.Context(), bulkKey{}, "bulk"))
	var later context.Context
	_, err := lend(ctx, new(int), func(lent context.Context, _ *int) (*int, error) {
		later = context.WithoutCancel(lent)
		inner, stop := context.WithCancel(lent)
		defer stop()
		if lent.Err() != nil || inner.Value(bulkKey{}) != "bulk" {
			t.Error("the context of a call lacks what the caller's has")
		}
		cancel()
		<-inner.Done()
		return nil, lent.Err()
	})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("a call that was cancelled ends with %v", err)
	}
	if later.Err() != nil || later.Value(bulkKey{}) != nil {
		t.Error("what goes on after a call keeps the call's context, or is cancelled with it")
	}
}

// The framework's server can do more than the interface says that it returns; Terraform's side asks for it by type.
func TestServerIsWhole(t *testing.T) {
	s := NewServer("test")()
	_, forgets := s.(forgetful)
	_, whole := s.(protocol)
	if !forgets || !whole {
		t.Errorf("the server forgets: %v, is whole: %v", forgets, whole)
	}
}

func TestQuietLogs(t *testing.T) {
	for name, test := range map[string]struct {
		env           map[string]string
		sdk, provider string
	}{
		"nothing":  {map[string]string{}, "OFF", "OFF"},
		"debug":    {map[string]string{"TF_LOG": "debug"}, "OFF", "DEBUG"},
		"json":     {map[string]string{"TF_LOG": "JSON"}, "OFF", "TRACE"},
		"provider": {map[string]string{"TF_LOG": "DEBUG", "TF_LOG_PROVIDER": "TRACE"}, "OFF", "TRACE"},
		"core":     {map[string]string{"TF_LOG_CORE": "TRACE"}, "OFF", "OFF"},
		"ours":     {map[string]string{"TF_LOG": "TRACE", "TF_LOG_SDK": "ERROR", "TF_LOG_PROVIDER_HEROKUENTERPRISE": "WARN"}, "ERROR", "WARN"},
	} {
		err := QuietLogs(func(name string) string { return test.env[name] }, func(name, value string) error { test.env[name] = value; return nil })
		if got := test.env; err != nil || got["TF_LOG_SDK"] != test.sdk || got["TF_LOG_PROVIDER_HEROKUENTERPRISE"] != test.provider {
			t.Errorf("%s: %v, %v", name, got, err)
		}
	}
	broken := errors.New("no environment")
	if err := QuietLogs(func(string) string { return "" }, func(string, string) error { return broken }); !errors.Is(err, broken) {
		t.Errorf("%v", err)
	}
}
