package front

import (
	"errors"
	"log/slog"
	"net"
	"net/http"
	"net/http/httputil"
	"time"
)

// MaxBody is the largest request body that the front passes on. Files go straight to storage, so nothing larger is
// ever wanted.
const MaxBody = 1 << 20

const (
	// OriginHeader carries the secret that proves to the functions that a request came through the front. CloudFront
	// sets it as a custom origin header, which replaces what a viewer sent.
	OriginHeader = "X-Portico-Origin"
	// ViewerHeader carries the viewer's address as CloudFront writes it: ip:port, without brackets even for IPv6.
	ViewerHeader = "CloudFront-Viewer-Address"
)

// allowedMethods are those that a distribution can be told to allow; it answers 403 to all others.
var allowedMethods = map[string]bool{
	http.MethodGet: true, http.MethodHead: true, http.MethodOptions: true, http.MethodPost: true,
	http.MethodPut: true, http.MethodPatch: true, http.MethodDelete: true,
}

func newAPI(o Options) http.Handler {
	proxy := &httputil.ReverseProxy{
		Rewrite: func(r *httputil.ProxyRequest) {
			r.SetURL(o.API)
			r.Out.Host = o.APIHost
			setOriginHeaders(r, o.Forward, o.Secret)
		},
		Transport: &http.Transport{
			DialContext:           (&net.Dialer{Timeout: 5 * time.Second}).DialContext,
			MaxIdleConnsPerHost:   64,
			IdleConnTimeout:       60 * time.Second,
			ResponseHeaderTimeout: 35 * time.Second, // an HTTP API gives a function 30 s
			DisableCompression:    true,             // what the viewer accepts is the viewer's business
		},
		ErrorHandler: apiFailed(o.Log),
		ErrorLog:     slog.NewLogLogger(o.Log.Handler(), slog.LevelWarn),
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !allowedMethods[r.Method] {
			http.Error(w, "This method is not allowed here.", http.StatusForbidden)
			return
		}
		if r.ContentLength > MaxBody {
			refuseSize(w)
			return
		}
		r.Body = http.MaxBytesReader(w, r.Body, MaxBody)
		proxy.ServeHTTP(w, r)
	})
}

// setOriginHeaders leaves of the viewer's headers what is forwarded, and adds what only the front may say.
func setOriginHeaders(r *httputil.ProxyRequest, forward Forward, secret string) {
	r.Out.Header = forward.of(r.In.Header)
	r.Out.Header.Set(OriginHeader, secret)
	if ip, port, err := net.SplitHostPort(r.In.RemoteAddr); err == nil {
		r.Out.Header.Set(ViewerHeader, ip+":"+port)
		r.Out.Header.Set("X-Forwarded-For", ip)
	}
}

func apiFailed(log *slog.Logger) func(http.ResponseWriter, *http.Request, error) {
	return func(w http.ResponseWriter, r *http.Request, err error) {
		var tooLarge *http.MaxBytesError
		if errors.As(err, &tooLarge) {
			refuseSize(w)
			return
		}
		if r.Context().Err() != nil {
			return // the viewer has gone
		}
		log.Warn("the API gave no answer", "path", r.URL.Path, "error", err)
		http.Error(w, "The service is not available.", http.StatusBadGateway)
	}
}

func refuseSize(w http.ResponseWriter) {
	w.Header().Set("Connection", "close")
	http.Error(w, "The request is too large.", http.StatusRequestEntityTooLarge)
}
