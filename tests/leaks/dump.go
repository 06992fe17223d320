// Package leaks looks whether somebody who has copied everything that the portal keeps (the table, queues, buckets, logs) could get in with it.
package leaks

import (
	"context"
	"encoding/base64"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatchlogs"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/sqs"
)

// Piece is one thing that is kept: a row, a message, an object, or a line of a log. Where names it in a failure.
type Piece struct {
	Where string
	Text  string
	Row   map[string]types.AttributeValue // as it is; nil for what is no row
}

// Dump reads everything that is kept. Logs is the folder of the local cloud's own logs; empty for none.
func Dump(ctx context.Context, cfg aws.Config, table, logs string) ([]Piece, error) {
	var all []Piece
	for _, read := range []func(context.Context, aws.Config) ([]Piece, error){
		func(ctx context.Context, cfg aws.Config) ([]Piece, error) { return rows(ctx, cfg, table) },
		messages, objects, lines,
		func(context.Context, aws.Config) ([]Piece, error) { return files(logs) },
	} {
		pieces, err := read(ctx, cfg)
		if err != nil {
			return nil, err
		}
		all = append(all, pieces...)
	}
	return all, nil
}

func rows(ctx context.Context, cfg aws.Config, table string) ([]Piece, error) {
	var pieces []Piece
	pages := dynamodb.NewScanPaginator(dynamodb.NewFromConfig(cfg), &dynamodb.ScanInput{TableName: &table})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return nil, fmt.Errorf("scan the table: %w", err)
		}
		for _, item := range page.Items {
			var text strings.Builder
			for name, value := range item {
				text.WriteString(name + " ")
				write(&text, value)
			}
			where := "row"
			if pk, ok := item["PK"].(*types.AttributeValueMemberS); ok {
				where += " " + pk.Value
			}
			pieces = append(pieces, Piece{where, text.String(), item})
		}
	}
	return pieces, nil
}

// write writes a value, each text in it on a line of its own. Bytes are written as they are and in base64.
func write(to *strings.Builder, value types.AttributeValue) {
	switch v := value.(type) {
	case *types.AttributeValueMemberS:
		to.WriteString(v.Value + "\n")
	case *types.AttributeValueMemberN:
		to.WriteString(v.Value + "\n")
	case *types.AttributeValueMemberB:
		to.WriteString(string(v.Value) + "\n" + base64.RawURLEncoding.EncodeToString(v.Value) + "\n")
	case *types.AttributeValueMemberSS:
		to.WriteString(strings.Join(v.Value, "\n") + "\n")
	case *types.AttributeValueMemberL:
		for _, each := range v.Value {
			write(to, each)
		}
	case *types.AttributeValueMemberM:
		for name, each := range v.Value {
			to.WriteString(name + "\n")
			write(to, each)
		}
	}
}

// messages reads what is in the queues and leaves it there.
func messages(ctx context.Context, cfg aws.Config) ([]Piece, error) {
	client := sqs.NewFromConfig(cfg)
	queues, err := client.ListQueues(ctx, &sqs.ListQueuesInput{})
	if err != nil {
		return nil, fmt.Errorf("list the queues: %w", err)
	}
	var pieces []Piece
	for _, queue := range queues.QueueUrls {
		for range 100 {
			got, err := client.ReceiveMessage(ctx, &sqs.ReceiveMessageInput{QueueUrl: &queue, MaxNumberOfMessages: 10, VisibilityTimeout: 5})
			if err != nil {
				return nil, fmt.Errorf("read %s: %w", queue, err)
			}
			if len(got.Messages) == 0 {
				break
			}
			for _, m := range got.Messages {
				pieces = append(pieces, Piece{Where: "message of " + queue, Text: aws.ToString(m.Body)})
			}
		}
	}
	return pieces, nil
}

func objects(ctx context.Context, cfg aws.Config) ([]Piece, error) {
	client := s3.NewFromConfig(cfg, func(o *s3.Options) { o.UsePathStyle = true })
	buckets, err := client.ListBuckets(ctx, &s3.ListBucketsInput{})
	if err != nil {
		return nil, fmt.Errorf("list the buckets: %w", err)
	}
	var pieces []Piece
	for _, bucket := range buckets.Buckets {
		pages := s3.NewListObjectsV2Paginator(client, &s3.ListObjectsV2Input{Bucket: bucket.Name})
		for pages.HasMorePages() {
			page, err := pages.NextPage(ctx)
			if err != nil {
				return nil, fmt.Errorf("list %s: %w", *bucket.Name, err)
			}
			for _, object := range page.Contents {
				got, err := client.GetObject(ctx, &s3.GetObjectInput{Bucket: bucket.Name, Key: object.Key})
				if err != nil {
					return nil, fmt.Errorf("read %s/%s: %w", *bucket.Name, *object.Key, err)
				}
				text, err := io.ReadAll(got.Body)
				got.Body.Close()
				if err != nil {
					return nil, fmt.Errorf("read %s/%s: %w", *bucket.Name, *object.Key, err)
				}
				if packed.MatchString(*object.Key) { // the functions' and templates' packages that the deployment uploaded
					continue
				}
				pieces = append(pieces, Piece{Where: "object " + *bucket.Name + "/" + *object.Key, Text: string(text)})
			}
		}
	}
	return pieces, nil
}

var packed = regexp.MustCompile(`\.zip$`)

func lines(ctx context.Context, cfg aws.Config) ([]Piece, error) {
	client := cloudwatchlogs.NewFromConfig(cfg)
	var pieces []Piece
	groups := cloudwatchlogs.NewDescribeLogGroupsPaginator(client, &cloudwatchlogs.DescribeLogGroupsInput{})
	for groups.HasMorePages() {
		page, err := groups.NextPage(ctx)
		if err != nil {
			return nil, fmt.Errorf("list the logs: %w", err)
		}
		for _, group := range page.LogGroups {
			events := cloudwatchlogs.NewFilterLogEventsPaginator(client, &cloudwatchlogs.FilterLogEventsInput{LogGroupName: group.LogGroupName})
			for events.HasMorePages() {
				page, err := events.NextPage(ctx)
				if err != nil {
					return nil, fmt.Errorf("read %s: %w", *group.LogGroupName, err)
				}
				for _, event := range page.Events {
					pieces = append(pieces, Piece{Where: "log " + *group.LogGroupName, Text: aws.ToString(event.Message)})
				}
			}
		}
	}
	return pieces, nil
}

func files(folder string) ([]Piece, error) {
	if folder == "" {
		return nil, nil
	}
	names, err := filepath.Glob(filepath.Join(folder, "*.log"))
	if err != nil {
		return nil, err
	}
	var pieces []Piece
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			return nil, fmt.Errorf("read a log: %w", err)
		}
		for line := range strings.Lines(string(text)) { // so that a number is looked for beside the row that it belongs to
			pieces = append(pieces, Piece{Where: "file " + filepath.Base(name), Text: line})
		}
	}
	return pieces, nil
}
