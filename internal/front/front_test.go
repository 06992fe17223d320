package front

import (
	"compress/gzip"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"portico/internal/session"
)

// started is a front over a recording API and three pages.
func started(t *testing.T) (front *httptest.Server, seen *http.Request) {
	t.Helper()
	seen = new(http.Request)
	api := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		*seen = *r.Clone(r.Context())
		if _, err := io.Copy(io.Discard, r.Body); err != nil {
			panic(http.ErrAbortHandler)
		}
		if policy := r.URL.Query().Get("policy"); policy != "" {
			w.Header().Set("Content-Security-Policy", policy)
		}
		w.Header().Set("X-Content-Type-Options", "none")
		w.WriteHeader(http.StatusTeapot)
	}))
	t.Cleanup(api.Close)
	target, err := url.Parse(api.URL)
	if err != nil {
		t.Fatal(err)
	}
	headers, err := ReadHeaders("../../web/edge/headers.json")
	if err != nil {
		t.Fatal(err)
	}
	forward, err := ReadForward("../../web/edge/forward.json")
	if err != nil {
		t.Fatal(err)
	}
	route, err := ReadRoute("../../web/edge/route.js")
	if err != nil {
		t.Fatal(err)
	}
	pages := fstest.MapFS{
		"index.html":       {Data: []byte("<!doctype html>" + strings.Repeat("the app ", 200))},
		"assets/app-1a.js": {Data: []byte("go()")},
		"favicon.svg":      {Data: []byte("<svg/>")},
	}
	front = httptest.NewServer(New(Options{
		Pages: Files(pages, route), API: target, APIHost: "abc.execute-api.localhost",
		Secret: "hush", Forward: forward, Headers: headers, Log: slog.New(slog.DiscardHandler),
	}))
	t.Cleanup(front.Close)
	return front, seen
}

func get(t *testing.T, front *httptest.Server, method, path string, body io.Reader, headers ...string) *http.Response {
	t.Helper()
	request, err := http.NewRequest(method, front.URL+path, body)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(headers); i += 2 {
		request.Header.Set(headers[i], headers[i+1])
	}
	response, err := (&http.Transport{DisableCompression: true}).RoundTrip(request)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { response.Body.Close() })
	return response
}

func TestTheApiSeesTheFrontsHeadersAndNoneThatAViewerForged(t *testing.T) {
	front, seen := started(t)
	response := get(t, front, http.MethodPost, "/api/session?a=1", strings.NewReader("{}"),
		"X-Portico-Origin", "guess", "CloudFront-Viewer-Address", "203.0.113.9:1", "X-Forwarded-For", "203.0.113.9",
		"X-Forwarded-Proto", "https", "X-Forwarded-Host", "evil.example", "CloudFront-Viewer-Country", "XX", "Via", "me",
		"Authorization", "Bearer t", "Origin", "http://localhost:8080", "Content-Type", "application/json", "Idempotency-Key", "k",
		"X-Anything", "else", "Accept", "*/*", "Referer", "http://evil.example",
		"Cookie", "other=1; "+session.CookieName+"=a.1.b.c; "+session.CookieName+"-not=1; "+session.DeviceName+"=d==")
	if response.StatusCode != http.StatusTeapot {
		t.Fatalf("status %d", response.StatusCode)
	}
	want := map[string]string{
		"X-Portico-Origin": "hush", "X-Forwarded-Proto": "", "X-Forwarded-Host": "", "X-Forwarded-For": "127.0.0.1",
		"CloudFront-Viewer-Country": "", "Via": "", "Authorization": "Bearer t", "Origin": "http://localhost:8080",
		"Content-Type": "application/json", "Idempotency-Key": "k", "X-Anything": "", "Accept": "", "Referer": "",
		"Cookie": session.CookieName + "=a.1.b.c; " + session.DeviceName + "=d==",
	}
	for name, value := range want {
		if got := strings.Join(seen.Header.Values(name), "|"); got != value {
			t.Errorf("%s: got %q, want %q", name, got, value)
		}
	}
	if viewer := seen.Header.Get("CloudFront-Viewer-Address"); !strings.HasPrefix(viewer, "127.0.0.1:") {
		t.Errorf("viewer address %q", viewer)
	}
	if seen.Host != "abc.execute-api.localhost" || seen.URL.RequestURI() != "/api/session?a=1" {
		t.Errorf("asked %s for %s", seen.Host, seen.URL.RequestURI())
	}
}

func TestTheFrontForwardsEveryCookieThatTheFunctionsRead(t *testing.T) {
	forward, err := ReadForward("../../web/edge/forward.json")
	if err != nil {
		t.Fatal(err)
	}
	got, want := forward.Cookies(), []string{session.CookieName, session.DeviceName}
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("forwarded cookies %v, want %v", got, want)
	}
}

func TestEveryAnswerCarriesTheSecurityHeaders(t *testing.T) {
	front, _ := started(t)
	headers, err := ReadHeaders("../../web/edge/headers.json")
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{"/", "/tickets/1", "/assets/app-1a.js", "/assets/none.js", "/api/anything"} {
		response := get(t, front, http.MethodGet, path, nil)
		for name, want := range headers {
			if got := response.Header.Values(name); len(got) != 1 || got[0] != want {
				t.Errorf("%s: %s is %q, want %q", path, name, got, want)
			}
		}
	}
}

func TestTheAPIKeepsItsOwnContentSecurityPolicy(t *testing.T) {
	front, _ := started(t)
	response := get(t, front, http.MethodGet, "/api/anything?policy=default-src+'none'", nil)
	if got := response.Header.Values("Content-Security-Policy"); !slices.Equal(got, []string{"default-src 'none'"}) {
		t.Errorf("policy %q", got)
	}
	if got := response.Header.Values("X-Content-Type-Options"); !slices.Equal(got, []string{"nosniff"}) {
		t.Errorf("sniffing %q", got)
	}
}

func TestTheContentSecurityPolicyAllowsNothingInline(t *testing.T) {
	headers, err := ReadHeaders("../../web/edge/headers.json")
	if err != nil {
		t.Fatal(err)
	}
	policy := headers["Content-Security-Policy"]
	if !strings.HasPrefix(policy, "default-src 'none';") || strings.Contains(policy, "unsafe") || strings.Contains(policy, "*") {
		t.Errorf("policy %q", policy)
	}
}

func TestPagesAreRoutedAndCachedAsOnCloudFront(t *testing.T) {
	front, _ := started(t)
	for _, c := range []struct {
		path, body, cache, kind string
		status                  int
	}{
		{"/", "<!doctype html>", "no-cache", "text/html; charset=utf-8", 200},
		{"/customers/p_1", "<!doctype html>", "no-cache", "text/html; charset=utf-8", 200},
		{"/customers/", "<!doctype html>", "no-cache", "text/html; charset=utf-8", 200},
		{"/assets/app-1a.js", "go()", "public, max-age=31536000, immutable", "text/javascript; charset=utf-8", 200},
		{"/favicon.svg", "<svg/>", "no-cache", "image/svg+xml", 200},
		{"/assets/old", "There is no such page.", "", "text/plain; charset=utf-8", 404},
		{"/missing.png", "There is no such page.", "", "text/plain; charset=utf-8", 404},
		{"/../front.go", "There is no such page.", "", "text/plain; charset=utf-8", 404},
	} {
		response := get(t, front, http.MethodGet, c.path, nil)
		body, err := io.ReadAll(response.Body)
		if err != nil {
			t.Fatal(err)
		}
		if response.StatusCode != c.status || !strings.HasPrefix(string(body), c.body) ||
			response.Header.Get("Cache-Control") != c.cache || response.Header.Get("Content-Type") != c.kind {
			t.Errorf("%s: %d %q %q %.20q", c.path, response.StatusCode, response.Header.Get("Cache-Control"), response.Header.Get("Content-Type"), body)
		}
	}
}

func TestPagesAreCompressedForThoseWhoCanRead(t *testing.T) {
	front, _ := started(t)
	response := get(t, front, http.MethodGet, "/", nil, "Accept-Encoding", "br, gzip;q=0.8")
	if response.Header.Get("Content-Encoding") != "gzip" {
		t.Fatalf("headers %v", response.Header)
	}
	reader, err := gzip.NewReader(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	if body, err := io.ReadAll(reader); err != nil || !strings.Contains(string(body), "the app") {
		t.Errorf("%v %.30q", err, body)
	}
	again := get(t, front, http.MethodGet, "/", nil, "Accept-Encoding", "gzip", "If-None-Match", response.Header.Get("ETag"))
	if again.StatusCode != http.StatusNotModified {
		t.Errorf("status %d", again.StatusCode)
	}
	if plain := get(t, front, http.MethodGet, "/", nil, "Accept-Encoding", "gzip;q=0"); plain.Header.Get("Content-Encoding") != "" {
		t.Error("compressed for a viewer that refuses it")
	}
}

func TestABodyOverOneMegabyteIsRefused(t *testing.T) {
	front, _ := started(t)
	known := get(t, front, http.MethodPost, "/api/x", strings.NewReader(strings.Repeat("x", MaxBody+1)))
	chunked := get(t, front, http.MethodPost, "/api/x", io.MultiReader(strings.NewReader(strings.Repeat("x", MaxBody+1))))
	if known.StatusCode != http.StatusRequestEntityTooLarge || chunked.StatusCode != http.StatusRequestEntityTooLarge {
		t.Errorf("statuses %d and %d", known.StatusCode, chunked.StatusCode)
	}
	if full := get(t, front, http.MethodPost, "/api/x", strings.NewReader(strings.Repeat("x", MaxBody))); full.StatusCode != http.StatusTeapot {
		t.Errorf("exactly one megabyte: status %d", full.StatusCode)
	}
}

func TestMethodsThatCloudFrontRefusesAreRefused(t *testing.T) {
	front, _ := started(t)
	for path, method := range map[string]string{"/api/x": "PROPFIND", "/": http.MethodPost} {
		if response := get(t, front, method, path, nil); response.StatusCode != http.StatusForbidden {
			t.Errorf("%s %s: status %d", method, path, response.StatusCode)
		}
	}
}

func TestAnApiThatIsDownIsABadGateway(t *testing.T) {
	front := httptest.NewServer(New(Options{
		Pages: http.NotFoundHandler(), API: &url.URL{Scheme: "http", Host: "127.0.0.1:1"}, Log: slog.New(slog.DiscardHandler),
	}))
	defer front.Close()
	if response := get(t, front, http.MethodGet, "/api/x", nil); response.StatusCode != http.StatusBadGateway {
		t.Errorf("status %d", response.StatusCode)
	}
}
