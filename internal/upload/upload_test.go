package upload

import (
	"context"
	"errors"
	"slices"
	"testing"
	"testing/fstest"

	"github.com/aws/aws-sdk-go-v2/service/s3"
)

type bucket struct {
	puts []string
	fail string
}

func (b *bucket) PutObject(_ context.Context, in *s3.PutObjectInput, _ ...func(*s3.Options)) (*s3.PutObjectOutput, error) {
	if *in.Key == b.fail {
		return nil, errors.New("refused")
	}
	b.puts = append(b.puts, *in.Bucket+" "+*in.Key+" "+*in.ContentType+" "+*in.CacheControl)
	return &s3.PutObjectOutput{}, nil
}

var pages = fstest.MapFS{
	"index.html":         {Data: []byte("<!doctype html>")},
	"favicon.svg":        {Data: []byte("<svg/>")},
	"assets/index-1.js":  {Data: []byte("0")},
	"assets/index-1.css": {Data: []byte("a{}")},
}

func TestPagesAreUploadedAfterWhatTheyNameAndAreAskedForAnewEachTime(t *testing.T) {
	b := &bucket{}
	n, err := Pages(context.Background(), b, "pages", pages)
	want := []string{
		"pages assets/index-1.css text/css; charset=utf-8 public, max-age=31536000, immutable",
		"pages assets/index-1.js text/javascript; charset=utf-8 public, max-age=31536000, immutable",
		"pages favicon.svg image/svg+xml no-cache",
		"pages index.html text/html; charset=utf-8 no-cache",
	}
	if err != nil || n != 4 || !slices.Equal(b.puts, want) {
		t.Errorf("%d %v\n got %q\nwant %q", n, err, b.puts, want)
	}
}

func TestAFailedUploadLeavesTheOldPage(t *testing.T) {
	b := &bucket{fail: "favicon.svg"}
	if _, err := Pages(context.Background(), b, "pages", pages); err == nil || len(b.puts) != 2 {
		t.Errorf("%v after %q", err, b.puts)
	}
}
