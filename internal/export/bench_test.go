package export_test

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/acctest"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/export"
)

// An export of 10 teams with 1,000 people in all, and with as many in each: how long it takes, and how many calls. The control plane is a
// program of its own: the one of the tests looks at every answer.
func BenchmarkExport(b *testing.B) {
	const program = "../../bin/mockapi"
	if _, err := os.Stat(program); err != nil {
		b.Skip("there is no bin/mockapi: make build makes it")
	}
	for _, members := range []int{100, 1000} {
		b.Run(fmt.Sprintf("10x%d", members), func(b *testing.B) {
			seed := filepath.Join(b.TempDir(), "seed.yaml")
			if err := os.WriteFile(seed, []byte(company(10, members)), 0o600); err != nil {
				b.Fatal(err)
			}
			url := serve(b, exec.CommandContext(b.Context(), program, "serve", "--listen", "127.0.0.1:0", "--database", ":memory:", "--rate-limit", "0", "--seed", seed))
			proxy := acctest.NewProxy(b, url)
			written, _ := look(b, proxy.URL, export.Options{})
			for b.Loop() {
				if files, _ := look(b, url, export.Options{}); len(files) != len(written) {
					b.Fatalf("%d files, then %d", len(written), len(files))
				}
			}
			b.ReportMetric(float64(len(proxy.Calls())), "calls")
		})
	}
}

// serve starts a control plane, and returns its address. It ends with the benchmark.
func serve(b *testing.B, server *exec.Cmd) (url string) {
	b.Helper()
	printed, err := server.StdoutPipe()
	if err == nil {
		err = server.Start()
	}
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = server.Wait() }) // the context has ended it by then
	line, err := bufio.NewReader(printed).ReadString('\n')
	_, url, found := strings.Cut(strings.TrimSpace(line), "listens on ")
	if !found {
		b.Fatalf("%q, %v", line, err)
	}
	return url
}
