//go:build cloud

package dynamo

import (
	"context"
	"fmt"
	"os"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"portico/internal/person"
	"portico/internal/setup"
)

// testTable makes a table of its own for a test, on the cloud that PORTICO_TEST_DYNAMODB or AWS_ENDPOINT_URL names.
func testTable(t testing.TB) *Table {
	t.Helper()
	endpoint := os.Getenv("PORTICO_TEST_DYNAMODB")
	if endpoint == "" {
		endpoint = os.Getenv("AWS_ENDPOINT_URL")
	}
	if endpoint == "" {
		t.Fatal("no cloud: set PORTICO_TEST_DYNAMODB or AWS_ENDPOINT_URL to the address of a local DynamoDB")
	}
	cfg := setup.AWS("eu-central-1", endpoint, credentials.NewStaticCredentialsProvider("test", "test", ""))
	suffix, err := person.RandomText(nil)
	if err != nil {
		t.Fatal(err)
	}
	table := Open(cfg, "portico-test-"+suffix)
	table.create(t, endpoint)
	return table
}

// create makes the table as infra does: keys, all indexes, time to live.
func (t *Table) create(test testing.TB, endpoint string) {
	test.Helper()
	ctx, cancel := context.WithTimeout(test.Context(), time.Minute)
	defer cancel()
	in := &dynamodb.CreateTableInput{TableName: &t.name, BillingMode: types.BillingModePayPerRequest}
	for _, name := range []string{"PK", "SK", "GSI1PK", "GSI1SK", "GSI2PK", "GSI2SK", "GSI3PK", "GSI3SK", "GSI4PK", "GSI4SK"} {
		in.AttributeDefinitions = append(in.AttributeDefinitions,
			types.AttributeDefinition{AttributeName: aws.String(name), AttributeType: types.ScalarAttributeTypeS})
	}
	in.KeySchema = testKeys("")
	for _, index := range []string{"GSI1", "GSI2", "GSI3", "GSI4"} {
		in.GlobalSecondaryIndexes = append(in.GlobalSecondaryIndexes, types.GlobalSecondaryIndex{
			IndexName: aws.String(index), KeySchema: testKeys(index), Projection: &types.Projection{ProjectionType: types.ProjectionTypeAll},
		})
	}
	if _, err := t.db.CreateTable(ctx, in); err != nil {
		test.Fatalf("no cloud at %s: %v", endpoint, err)
	}
	test.Cleanup(func() {
		if _, err := t.db.DeleteTable(context.WithoutCancel(test.Context()), &dynamodb.DeleteTableInput{TableName: &t.name}); err != nil {
			test.Logf("the table %s stays: %v", t.name, err)
		}
	})
	waiter := dynamodb.NewTableExistsWaiter(t.db, func(o *dynamodb.TableExistsWaiterOptions) { o.MinDelay = 50 * time.Millisecond })
	if err := waiter.Wait(ctx, &dynamodb.DescribeTableInput{TableName: &t.name}, time.Minute); err != nil {
		test.Fatal(err)
	}
}

func testKeys(index string) []types.KeySchemaElement {
	return []types.KeySchemaElement{
		{AttributeName: aws.String(index + "PK"), KeyType: types.KeyTypeHash},
		{AttributeName: aws.String(index + "SK"), KeyType: types.KeyTypeRange},
	}
}

// rowsAt counts the rows of a partition.
func (t *Table) rowsAt(test testing.TB, partition string) int {
	test.Helper()
	out, err := t.db.Query(test.Context(), &dynamodb.QueryInput{
		TableName: &t.name, KeyConditionExpression: aws.String("PK = :pk"), ConsistentRead: aws.Bool(true),
		ExpressionAttributeValues: map[string]types.AttributeValue{":pk": text(partition)},
	})
	if err != nil {
		test.Fatal(fmt.Errorf("query %s: %w", partition, err))
	}
	return len(out.Items)
}
