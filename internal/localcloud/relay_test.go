package localcloud

import (
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
)

// says is a server that answers every request with a word and the Host that it was asked for.
func says(t *testing.T, word string) *httptest.Server {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.WriteString(w, word+" "+r.Host+" "+r.Header.Get("Authorization"))
	}))
	t.Cleanup(server.Close)
	return server
}

// call asks the relay as a function would.
func call(t *testing.T, relay *httptest.Server) (string, error) {
	t.Helper()
	request, err := http.NewRequest(http.MethodPost, relay.URL+"/", strings.NewReader("{}"))
	if err != nil {
		t.Fatal(err)
	}
	request.Host = "dynamodb.us-east-1.example"
	request.Header.Set("Authorization", "AWS4 signed")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return "", err
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	return string(body), err
}

func order(t *testing.T, relay *httptest.Server, method, body string) int {
	t.Helper()
	request, err := http.NewRequest(method, relay.URL+relayPath, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	response.Body.Close()
	return response.StatusCode
}

func TestTheRelayPassesCallsOnAndCanBeGivenAProxy(t *testing.T) {
	cloud, proxy := says(t, "cloud"), says(t, "proxy")
	address, err := url.Parse(cloud.URL)
	if err != nil {
		t.Fatal(err)
	}
	relay := httptest.NewServer(NewRelay(address, slog.New(slog.DiscardHandler)))
	t.Cleanup(relay.Close)
	expect := func(want string) {
		t.Helper()
		if got, err := call(t, relay); err != nil || got != want {
			t.Errorf("got %q, %v; want %q", got, err, want)
		}
	}
	expect("cloud dynamodb.us-east-1.example AWS4 signed")
	if status := order(t, relay, http.MethodPut, `{"upstream":"`+proxy.URL+`"}`); status != http.StatusNoContent {
		t.Fatalf("status %d", status)
	}
	expect("proxy dynamodb.us-east-1.example AWS4 signed")
	proxy.Close()
	if body, err := call(t, relay); err == nil {
		t.Errorf("a dropped call got the answer %q", body)
	}
	order(t, relay, http.MethodDelete, "")
	expect("cloud dynamodb.us-east-1.example AWS4 signed")
	if status := order(t, relay, http.MethodPut, `{"upstream":"nowhere"}`); status != http.StatusBadRequest {
		t.Errorf("status %d", status)
	}
}
