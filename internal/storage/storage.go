// Package storage keeps the files of imports in S3: what people upload, straight from the browser, and reports that they download.
package storage

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"

	"portico/internal/imports"
)

// The prefixes of objects. Roles name them.
const (
	uploads = "uploads/"
	reports = "reports/"
)

// How long a form and an address are good.
const (
	uploadLife = 15 * time.Minute
	reportLife = 5 * time.Minute
)

// fileType is the one type that a form takes.
const fileType = "text/csv"

// Imports is the bucket of imports.
type Imports struct {
	bucket  string
	client  *s3.Client
	outside *s3.PresignClient // signs for addresses that browsers reach
}

// Open makes the Imports in a bucket. Outside is where browsers reach S3, and empty where that is AWS's own address. Nothing is called before the first use.
func Open(cfg aws.Config, bucket, outside string) *Imports {
	inside := func(o *s3.Options) {
		o.UsePathStyle = cfg.BaseEndpoint != nil // only AWS knows buckets by host names
		o.RequestChecksumCalculation, o.ResponseChecksumValidation = aws.RequestChecksumCalculationWhenRequired, aws.ResponseChecksumValidationWhenRequired
	}
	forBrowsers := func(o *s3.Options) {
		inside(o)
		if outside != "" {
			o.BaseEndpoint, o.UsePathStyle = &outside, true
		}
	}
	return &Imports{bucket: bucket, client: s3.NewFromConfig(cfg, inside), outside: s3.NewPresignClient(s3.NewFromConfig(cfg, forBrowsers))}
}

func uploadKey(i imports.ID) *string { return aws.String(uploads + string(i) + ".csv") }

// UploadForm makes the form that one file of an import is posted with: under this name, of this type, of 1 byte to imports.MaxSize, for a quarter of an hour.
// S3 refuses everything else. https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTConstructPolicy.html
func (s *Imports) UploadForm(ctx context.Context, i imports.ID) (imports.Form, error) {
	made, err := s.outside.PresignPostObject(ctx, &s3.PutObjectInput{Bucket: &s.bucket, Key: uploadKey(i)}, func(o *s3.PresignPostOptions) {
		o.Expires = uploadLife
		o.Conditions = []any{[]any{"content-length-range", 1, imports.MaxSize}, map[string]string{"Content-Type": fileType}}
	})
	if err != nil {
		return imports.Form{}, fmt.Errorf("sign an upload: %w", err)
	}
	made.Values["Content-Type"] = fileType
	// With the slash it is what the pages' content policy names, also where the bucket is a path and not a host.
	return imports.Form{URL: strings.TrimSuffix(made.URL, "/") + "/", Fields: made.Values}, nil
}

// File gives what was uploaded, and nil where nothing was. What is longer than max is cut off behind max+1 bytes.
func (s *Imports) File(ctx context.Context, i imports.ID, max int64) ([]byte, error) {
	got, err := s.client.GetObject(ctx, &s3.GetObjectInput{Bucket: &s.bucket, Key: uploadKey(i)})
	if _, none := errors.AsType[*types.NoSuchKey](err); none {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("get an upload: %w", err)
	}
	content, err := io.ReadAll(io.LimitReader(got.Body, max+1))
	if err = errors.Join(err, got.Body.Close()); err != nil {
		return nil, fmt.Errorf("read an upload: %w", err)
	}
	if content == nil {
		content = []byte{}
	}
	return content, nil
}

// DeleteFile deletes what was uploaded. Where nothing is any more, that is the same.
func (s *Imports) DeleteFile(ctx context.Context, i imports.ID) error {
	if _, err := s.client.DeleteObject(ctx, &s3.DeleteObjectInput{Bucket: &s.bucket, Key: uploadKey(i)}); err != nil {
		return fmt.Errorf("delete an upload: %w", err)
	}
	return nil
}

// PutReport keeps a report, in place of an earlier one, and gives an address from which it can be downloaded as a file of that name for five minutes.
// The name must be of letters, digits, hyphens, underscores and dots.
func (s *Imports) PutReport(ctx context.Context, i imports.ID, name string, content []byte) (string, error) {
	key := reports + string(i) + ".csv"
	kind := aws.String("text/csv; charset=utf-8")
	_, err := s.client.PutObject(ctx, &s3.PutObjectInput{Bucket: &s.bucket, Key: &key, Body: bytes.NewReader(content), ContentType: kind})
	if err != nil {
		return "", fmt.Errorf("put a report: %w", err)
	}
	signed, err := s.outside.PresignGetObject(ctx, &s3.GetObjectInput{
		Bucket: &s.bucket, Key: &key, ResponseContentType: kind, ResponseCacheControl: aws.String("no-store"),
		ResponseContentDisposition: aws.String(`attachment; filename="` + name + `"`),
	}, s3.WithPresignExpires(reportLife))
	if err != nil {
		return "", fmt.Errorf("sign a report: %w", err)
	}
	return signed.URL, nil
}
