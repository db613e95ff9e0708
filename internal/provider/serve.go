package provider

import (
	"cmp"
	"context"
	"strings"
	"sync/atomic"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// NewServer returns the provider as Terraform talks to it, over protocol 6.
func NewServer(version string) func() tfprotov6.ProviderServer {
	return func() tfprotov6.ProviderServer {
		inner := providerserver.NewProtocol6(New(version)())()
		if whole, ok := inner.(protocol); ok {
			return forgetful{whole}
		}
		return inner
	}
}

// QuietLogs keeps the process from writing what nobody reads. A plugin writes its log at trace level, and Terraform throws away
// what TF_LOG and TF_LOG_PROVIDER do not ask for; without them that is everything, and half of what the provider does during a
// plan. The framework's own part of the log is left out altogether unless TF_LOG_SDK asks for it: it repeats what Terraform shows, and
// with that whole addresses of people.
func QuietLogs(getenv func(string) string, setenv func(name, value string) error) error {
	level := strings.ToUpper(cmp.Or(getenv("TF_LOG_PROVIDER"), getenv("TF_LOG"), "OFF"))
	if level == "JSON" { // the most talkative level, in another form
		level = "TRACE"
	}
	for name, level := range map[string]string{"TF_LOG_SDK": "OFF", "TF_LOG_PROVIDER_HEROKUENTERPRISE": level} {
		if getenv(name) != "" {
			continue
		}
		if err := setenv(name, level); err != nil {
			return err
		}
	}
	return nil
}

// protocol is all that the framework's server can do. Terraform's side asks for some of it by type.
type protocol interface {
	tfprotov6.ProviderServer
	tfprotov6.ListResourceServer
	tfprotov6.ActionServer
	tfprotov6.StateStoreServer
}

// forgetful is the framework's server with a mended memory. To be able to cancel calls, the framework keeps the context of every call
// as long as the process lives, with the connection's buffers and a handful of loggers in it: some 15 kB a call, hundreds of
// megabytes for thousands of resources. The calls that are made for every resource get a context that lets go of all that
// when the call is over.
type forgetful struct{ protocol }

func (f forgetful) ValidateResourceConfig(ctx context.Context, req *tfprotov6.ValidateResourceConfigRequest) (*tfprotov6.ValidateResourceConfigResponse, error) {
	return lend(ctx, req, f.protocol.ValidateResourceConfig)
}

func (f forgetful) UpgradeResourceState(ctx context.Context, req *tfprotov6.UpgradeResourceStateRequest) (*tfprotov6.UpgradeResourceStateResponse, error) {
	return lend(ctx, req, f.protocol.UpgradeResourceState)
}

func (f forgetful) UpgradeResourceIdentity(ctx context.Context, req *tfprotov6.UpgradeResourceIdentityRequest) (*tfprotov6.UpgradeResourceIdentityResponse, error) {
	return lend(ctx, req, f.protocol.UpgradeResourceIdentity)
}

func (f forgetful) ReadResource(ctx context.Context, req *tfprotov6.ReadResourceRequest) (*tfprotov6.ReadResourceResponse, error) {
	return lend(ctx, req, f.protocol.ReadResource)
}

func (f forgetful) PlanResourceChange(ctx context.Context, req *tfprotov6.PlanResourceChangeRequest) (*tfprotov6.PlanResourceChangeResponse, error) {
	return lend(ctx, req, f.protocol.PlanResourceChange)
}

func (f forgetful) ApplyResourceChange(ctx context.Context, req *tfprotov6.ApplyResourceChangeRequest) (*tfprotov6.ApplyResourceChangeResponse, error) {
	return lend(ctx, req, f.protocol.ApplyResourceChange)
}

func (f forgetful) ImportResourceState(ctx context.Context, req *tfprotov6.ImportResourceStateRequest) (*tfprotov6.ImportResourceStateResponse, error) {
	return lend(ctx, req, f.protocol.ImportResourceState)
}

func (f forgetful) CallFunction(ctx context.Context, req *tfprotov6.CallFunctionRequest) (*tfprotov6.CallFunctionResponse, error) {
	return lend(ctx, req, f.protocol.CallFunction)
}

// lend makes a call with a context that is empty once the call is over.
func lend[Request, Response any](ctx context.Context, req *Request, call func(context.Context, *Request) (*Response, error)) (*Response, error) {
	l := &lent{}
	l.of.Store(&ctx)
	defer l.of.Store(&over)
	return call(l, req)
}

// over is the context of a call that is over.
var over = func() context.Context {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	return ctx
}()

// lent is a context that stands on another one, for a time.
type lent struct {
	of atomic.Pointer[context.Context]
}

func (l *lent) Deadline() (time.Time, bool) { return (*l.of.Load()).Deadline() }
func (l *lent) Done() <-chan struct{}       { return (*l.of.Load()).Done() }
func (l *lent) Err() error                  { return (*l.of.Load()).Err() }
func (l *lent) Value(key any) any           { return (*l.of.Load()).Value(key) }
