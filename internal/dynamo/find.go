package dynamo

import (
	"context"
	"fmt"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/feature/dynamodb/attributevalue"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"portico/internal/people"
)

// What finding costs at most: so many calls of so many rows. Then the page is what was found so far.
const (
	findCalls = 4
	findRows  = 100
)

// FindPeople gives people of a kind who have a word beginning with each of words, the longest word first among them, from behind the position after.
// The page can hold fewer than limit and still have a Next.
func (t *Table) FindPeople(ctx context.Context, kind people.Kind, words []string, after string, limit int) (people.Page, error) {
	in := &dynamodb.QueryInput{
		TableName: &t.name, KeyConditionExpression: aws.String("PK = :letters AND begins_with(SK, :word)"),
		ExpressionAttributeValues: map[string]types.AttributeValue{
			":letters": text(wordPartition(kind, words[0])), ":word": text(words[0]),
		},
		Limit: aws.Int32(findRows),
	}
	if after != "" {
		in.ExclusiveStartKey = key{wordPartition(kind, words[0]), after}.item()
	}
	var page people.Page
	for range findCalls {
		out, err := t.db.Query(ctx, in)
		if err != nil {
			return people.Page{}, fmt.Errorf("query words: %w", err)
		}
		full, err := fill(&page, out.Items, words, limit)
		if err != nil || full {
			return page, err
		}
		if in.ExclusiveStartKey = out.LastEvaluatedKey; in.ExclusiveStartKey == nil {
			page.Next = ""
			return page, nil
		}
	}
	err := attributevalue.Unmarshal(in.ExclusiveStartKey["SK"], &page.Next)
	return page, err
}

// fill adds whom the items show to page. It is true when one more was found than the page holds; Next is then the position of the last that it holds.
func fill(page *people.Page, items []map[string]types.AttributeValue, words []string, limit int) (bool, error) {
	for _, item := range items {
		var r struct {
			wordRow
			SK string
		}
		if err := attributevalue.UnmarshalMap(item, &r); err != nil {
			return false, fmt.Errorf("read WORD row: %w", err)
		}
		word := strings.TrimSuffix(r.SK, "#"+string(r.ID))
		if !people.Found(r.Words, word, words) {
			continue
		}
		if len(page.People) == limit {
			return true, nil
		}
		page.People = append(page.People, r.person())
		page.Next = r.SK
	}
	return false, nil
}
