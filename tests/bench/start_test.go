//go:build cloud

package bench

import (
	"archive/zip"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/lambda"

	"portico/tests/stack"
)

// BenchmarkStart prints the time from a function's start to the first thing that it does, over Lambda's Runtime API, and beside it the ratio to a function
// that does nothing (medians). The first thing is the answer to a request that did not come through the front, which needs no call of AWS; the sweep, which
// works whatever its event says, is measured to the moment when its first call of AWS comes.
func BenchmarkStart(b *testing.B) {
	s := stack.Open(b)
	nothing := filepath.Join(b.TempDir(), "nothing")
	if out, err := exec.Command("go", "build", "-tags", "lambda.norpc", "-ldflags=-s -w", "-o", nothing, "./nothing").CombinedOutput(); err != nil {
		b.Fatalf("build: %v\n%s", err, out)
	}
	event := `{"version":"2.0","routeKey":"GET /api/nothing","rawPath":"/api/nothing","requestContext":{"http":{"method":"GET"},"requestId":"bench"}}`
	for _, name := range functions(b) {
		b.Run(name, func(b *testing.B) {
			bootstrap, variables := filepath.Join("../../dist", name, "bootstrap"), environment(b, s, name)
			var times, base []float64
			for range 21 { // by turns, for the machine may have more to do now than then
				base = append(base, firstAnswer(b, nothing, nil, event))
				times = append(times, firstAnswer(b, bootstrap, variables, event))
			}
			report(b, times, base)
		})
	}
}

func report(b *testing.B, times, base []float64) {
	for b.Loop() {
		continue // measured before: a start is too slow for the loop's own count
	}
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(median(times), "ms")
	b.ReportMetric(median(base), "nothing-ms")
	b.ReportMetric(median(times)/median(base), "ratio")
}

// functions gives the names of the built functions.
func functions(b *testing.B) []string {
	b.Helper()
	found, err := filepath.Glob("../../dist/*/bootstrap")
	if err != nil || len(found) == 0 {
		b.Fatalf("no function is built: %v", err)
	}
	var names []string
	for _, path := range found {
		names = append(names, filepath.Base(filepath.Dir(path)))
	}
	slices.Sort(names)
	return names
}

// environment gives the variables of the deployed function.
func environment(b *testing.B, s *stack.Stack, name string) []string {
	b.Helper()
	full := "portico-" + name
	out, err := lambda.NewFromConfig(s.AWS).GetFunctionConfiguration(context.Background(), &lambda.GetFunctionConfigurationInput{FunctionName: &full})
	if err != nil {
		b.Fatalf("configuration of %s: %v", name, err)
	}
	var all []string
	for key, value := range out.Environment.Variables {
		all = append(all, key+"="+value)
	}
	return all
}

// firstAnswer starts the program and gives the milliseconds to the first thing that it does.
func firstAnswer(b *testing.B, program string, variables []string, event string) float64 {
	b.Helper()
	done := make(chan time.Time, 1)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodGet && strings.HasSuffix(r.URL.Path, "/invocation/next") {
			w.Header().Set("Lambda-Runtime-Aws-Request-Id", "bench")
			w.Header().Set("Lambda-Runtime-Deadline-Ms", fmt.Sprint(time.Now().Add(10*time.Second).UnixMilli()))
			fmt.Fprint(w, event)
			return
		}
		io.Copy(io.Discard, r.Body)
		select {
		case done <- time.Now():
		default:
		}
		<-r.Context().Done() // so that it does not ask for a second event, or call again
	}))
	defer server.Close()
	command := exec.Command(program)
	command.Env = append(os.Environ(), append(variables, "AWS_LAMBDA_RUNTIME_API="+strings.TrimPrefix(server.URL, "http://"), "AWS_LAMBDA_FUNCTION_NAME=bench", "AWS_ENDPOINT_URL="+server.URL)...)
	begun := time.Now()
	if err := command.Start(); err != nil {
		b.Fatal(err)
	}
	defer func() {
		command.Process.Kill()
		command.Wait()
	}()
	select {
	case end := <-done:
		return float64(end.Sub(begun).Microseconds()) / 1000
	case <-time.After(10 * time.Second):
		b.Fatalf("%s does not answer", program)
		return 0
	}
}

// BenchmarkPackages prints the size of each function's package as it is uploaded. Build with ARCH=arm64 for what AWS gets.
func BenchmarkPackages(b *testing.B) {
	for _, name := range functions(b) {
		b.Run(name, func(b *testing.B) {
			size := zipped(b, filepath.Join("../../dist", name))
			for b.Loop() {
				continue
			}
			b.ReportMetric(0, "ns/op")
			b.ReportMetric(float64(size)/(1<<20), "MB")
		})
	}
}

func zipped(b *testing.B, folder string) int64 {
	b.Helper()
	var count counter
	archive := zip.NewWriter(&count)
	if err := archive.AddFS(os.DirFS(folder)); err != nil {
		b.Fatal(err)
	}
	if err := archive.Close(); err != nil {
		b.Fatal(err)
	}
	return int64(count)
}

type counter int64

func (c *counter) Write(p []byte) (int, error) {
	*c += counter(len(p))
	return len(p), nil
}
