package front

import (
	"fmt"
	"os"
	"sync"

	"github.com/dop251/goja"
)

// Route is the CloudFront Function that routes the single-page app, run here exactly as it ships.
type Route struct {
	mu      sync.Mutex // a goja runtime serves one goroutine at a time
	runtime *goja.Runtime
	handler goja.Callable
}

// ReadRoute compiles the function in a file.
func ReadRoute(path string) (*Route, error) {
	source, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("read the routing function: %w", err)
	}
	runtime := goja.New()
	if _, err := runtime.RunScript(path, string(source)); err != nil {
		return nil, fmt.Errorf("compile the routing function: %w", err)
	}
	handler, ok := goja.AssertFunction(runtime.Get("handler"))
	if !ok {
		return nil, fmt.Errorf("%s declares no function named handler", path)
	}
	return &Route{runtime: runtime, handler: handler}, nil
}

// Path returns the path of the object that answers a request for the given path.
//
// The event has the members of a viewer request that CloudFront documents and that this function may use.
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/functions-event-structure.html
func (r *Route) Path(method, path string) (string, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	request := r.runtime.NewObject()
	event := r.runtime.NewObject()
	for name, value := range map[string]any{"method": method, "uri": path, "querystring": map[string]any{}, "headers": map[string]any{}, "cookies": map[string]any{}} {
		if err := request.Set(name, value); err != nil {
			return "", fmt.Errorf("build the routing function's event: %w", err)
		}
	}
	if err := event.Set("request", request); err != nil {
		return "", fmt.Errorf("build the routing function's event: %w", err)
	}
	answer, err := r.handler(goja.Undefined(), event)
	if err != nil {
		return "", fmt.Errorf("route %s: %w", path, err)
	}
	uri := answer.ToObject(r.runtime).Get("uri")
	if uri == nil {
		return "", fmt.Errorf("route %s: the function returned no request", path)
	}
	return uri.String(), nil
}
