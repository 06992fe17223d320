package front

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io/fs"
	"mime"
	"net/http"
	"net/url"
	"path"
	"strings"
	"time"
)

// compressibleBytes is the size below which CloudFront leaves an object as it is.
const compressibleBytes = 1000

// Files serves the built pages as the distribution serves them from their bucket: routed by the function, compressed,
// with an entity tag, and with the cache rules that the upload sets.
func Files(files fs.FS, route *Route) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			http.Error(w, "This method is not allowed here.", http.StatusForbidden)
			return
		}
		routed, err := route.Path(r.Method, r.URL.EscapedPath())
		if err != nil {
			http.Error(w, "The routing function failed.", http.StatusBadGateway)
			return
		}
		name, err := url.PathUnescape(routed)
		if err != nil {
			http.Error(w, "The address is not valid.", http.StatusBadRequest)
			return
		}
		serveFile(w, r, files, strings.TrimPrefix(path.Clean("/"+name), "/"))
	})
}

func serveFile(w http.ResponseWriter, r *http.Request, files fs.FS, name string) {
	body, err := fs.ReadFile(files, name)
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, fs.ErrInvalid) {
		http.Error(w, "There is no such page.", http.StatusNotFound)
		return
	}
	if err != nil {
		http.Error(w, "The page cannot be read.", http.StatusInternalServerError)
		return
	}
	kind := ContentType(name)
	header := w.Header()
	header.Set("Content-Type", kind)
	header.Set("Cache-Control", CacheControl(name))
	sum := sha256.Sum256(body)
	tag := hex.EncodeToString(sum[:12])
	if isText(kind) && len(body) >= compressibleBytes {
		header.Set("Vary", "Accept-Encoding")
		if acceptsGzip(r) && r.Header.Get("Range") == "" {
			body, tag = compress(body), tag+"-gzip"
			header.Set("Content-Encoding", "gzip")
		}
	}
	header.Set("ETag", `"`+tag+`"`)
	http.ServeContent(w, r, name, time.Time{}, bytes.NewReader(body))
}

// CacheControl gives the rule for an object: the build puts a hash of the content into every name under assets/, and
// into no other.
func CacheControl(name string) string {
	if strings.HasPrefix(name, "assets/") {
		return "public, max-age=31536000, immutable"
	}
	return "no-cache"
}

// ContentType gives an object's type by its name. It does not ask the machine, whose table of types is its own affair.
func ContentType(name string) string {
	switch path.Ext(name) {
	case ".html":
		return "text/html; charset=utf-8"
	case ".js", ".mjs":
		return "text/javascript; charset=utf-8"
	case ".css":
		return "text/css; charset=utf-8"
	case ".svg":
		return "image/svg+xml"
	case ".json":
		return "application/json"
	case ".webmanifest":
		return "application/manifest+json"
	case ".csv":
		return "text/csv; charset=utf-8"
	case ".txt":
		return "text/plain; charset=utf-8"
	case ".ico":
		return "image/x-icon"
	case ".woff2":
		return "font/woff2"
	}
	if kind := mime.TypeByExtension(path.Ext(name)); kind != "" {
		return kind
	}
	return "application/octet-stream"
}

func isText(kind string) bool {
	return strings.HasPrefix(kind, "text/") || strings.Contains(kind, "json") || strings.Contains(kind, "svg")
}

func acceptsGzip(r *http.Request) bool {
	for coding := range strings.SplitSeq(r.Header.Get("Accept-Encoding"), ",") {
		name, weight, _ := strings.Cut(strings.TrimSpace(coding), ";")
		if strings.EqualFold(name, "gzip") {
			return strings.ReplaceAll(weight, " ", "") != "q=0"
		}
	}
	return false
}

func compress(body []byte) []byte {
	var packed bytes.Buffer
	writer := gzip.NewWriter(&packed)
	_, _ = writer.Write(body) // a bytes.Buffer takes everything
	_ = writer.Close()
	return packed.Bytes()
}
