// Package upload brings the built pages to the bucket that CloudFront serves them from.
package upload

import (
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"path"
	"slices"

	"github.com/aws/aws-sdk-go-v2/service/cloudfront"
	"github.com/aws/aws-sdk-go-v2/service/cloudfront/types"
	"github.com/aws/aws-sdk-go-v2/service/s3"

	"portico/internal/front"
)

// Bucket takes objects; *s3.Client does.
type Bucket interface {
	PutObject(context.Context, *s3.PutObjectInput, ...func(*s3.Options)) (*s3.PutObjectOutput, error)
}

// Distribution forgets what it keeps; *cloudfront.Client does.
type Distribution interface {
	CreateInvalidation(context.Context, *cloudfront.CreateInvalidationInput, ...func(*cloudfront.Options)) (*cloudfront.CreateInvalidationOutput, error)
}

// Pages puts every file of pages into the bucket and returns how many there were. Pages go last, so that none is seen before what it
// names is there. Nothing is removed: a page that somebody has open may still ask for the assets of the release before.
func Pages(ctx context.Context, to Bucket, bucket string, pages fs.FS) (int, error) {
	var names []string
	err := fs.WalkDir(pages, ".", func(name string, entry fs.DirEntry, err error) error {
		if err == nil && entry.Type().IsRegular() {
			names = append(names, name)
		}
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("list the pages: %w", err)
	}
	slices.SortStableFunc(names, func(a, b string) int { return order(a) - order(b) })
	for _, name := range names {
		body, err := fs.ReadFile(pages, name)
		if err != nil {
			return 0, fmt.Errorf("read a page: %w", err)
		}
		kind, cache := front.ContentType(name), front.CacheControl(name)
		_, err = to.PutObject(ctx, &s3.PutObjectInput{
			Bucket: &bucket, Key: &name, Body: bytes.NewReader(body), ContentType: &kind, CacheControl: &cache,
		})
		if err != nil {
			return 0, fmt.Errorf("upload %s: %w", name, err)
		}
	}
	return len(names), nil
}

func order(name string) int {
	if path.Ext(name) == ".html" {
		return 1
	}
	return 0
}

// Refresh lets a distribution forget the pages of the release before. The attempt names it: repeating one has no effect of its own.
func Refresh(ctx context.Context, of Distribution, distribution, attempt string) error {
	quantity := int32(1)
	_, err := of.CreateInvalidation(ctx, &cloudfront.CreateInvalidationInput{
		DistributionId: &distribution,
		InvalidationBatch: &types.InvalidationBatch{
			CallerReference: &attempt, Paths: &types.Paths{Quantity: &quantity, Items: []string{"/*"}},
		},
	})
	if err != nil {
		return fmt.Errorf("let CloudFront forget the old pages: %w", err)
	}
	return nil
}
