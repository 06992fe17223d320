// Package bucket reads and writes the objects of an S3 bucket.
package bucket

import (
	"bytes"
	"context"
	"fmt"
	"io"

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
