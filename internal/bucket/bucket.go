// Package bucket reads and writes the objects of an S3 bucket.
package bucket

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
)

// Bucket is one bucket.
type Bucket struct {
	client *s3.Client
	name   string
}

// Open makes the Bucket named name. Nothing is called before the first use.
func Open(cfg aws.Config, name string) *Bucket {
	client := s3.NewFromConfig(cfg, func(o *s3.Options) {
		o.UsePathStyle = cfg.BaseEndpoint != nil // an endpoint of one's own has no name for every bucket
	})
	return &Bucket{client: client, name: name}
}

// Get reads the object at key, up to most bytes and one more, by which a larger one is known.
func (b *Bucket) Get(ctx context.Context, key string, most int) ([]byte, error) {
	out, err := b.client.GetObject(ctx, &s3.GetObjectInput{Bucket: &b.name, Key: &key})
	if err != nil {
		return nil, fmt.Errorf("get object: %w", err)
	}
	defer out.Body.Close()
	var content bytes.Buffer
	if size := aws.ToInt64(out.ContentLength); size > 0 {
		content.Grow(int(min(size, int64(most)+1)) + bytes.MinRead)
	}
	if _, err := content.ReadFrom(io.LimitReader(out.Body, int64(most)+1)); err != nil {
		return nil, fmt.Errorf("read object: %w", err)
	}
	return content.Bytes(), nil
}

// Put writes an object at key.
func (b *Bucket) Put(ctx context.Context, key string, content []byte) error {
	_, err := b.client.PutObject(ctx, &s3.PutObjectInput{Bucket: &b.name, Key: &key, Body: bytes.NewReader(content)})
	if err != nil {
		return fmt.Errorf("put object: %w", err)
	}
	return nil
}

// Object is what a list tells of an object.
type Object struct {
	Key  string
	At   time.Time // when it was stored
	Size int64     // bytes
}

// Each does something with each object whose key begins with prefix, in the order of their keys. It ends at the first error, also of do.
func (b *Bucket) Each(ctx context.Context, prefix string, do func(Object) error) error {
	pages := s3.NewListObjectsV2Paginator(b.client, &s3.ListObjectsV2Input{Bucket: &b.name, Prefix: &prefix})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return fmt.Errorf("list objects: %w", err)
		}
		for _, o := range page.Contents {
			if err := do(Object{Key: aws.ToString(o.Key), At: aws.ToTime(o.LastModified), Size: aws.ToInt64(o.Size)}); err != nil {
				return err
			}
		}
	}
	return nil
}
