import { AwsClient } from 'aws4fetch';
import { need } from './stack';

const aws = new AwsClient({
  accessKeyId: need('AWS_ACCESS_KEY_ID'),
  secretAccessKey: need('AWS_SECRET_ACCESS_KEY'),
  region: need('AWS_REGION'),
  service: 'dynamodb',
});
const { TableName } = JSON.parse(need('PORTICO_TEST_OUTPUTS')) as { TableName: string };

/** Lets a mailed link expire, as if its time had passed: in the table, as the root of the local account, since nothing of the portal can do that. */
export async function expire(link: string): Promise<void> {
  const proof = new URL(link).hash.split('.')[1];
  if (proof === undefined) throw new Error(`${link} names no proof`);
  const response = await aws.fetch(need('PORTICO_TEST_CLOUD'), {
    method: 'POST',
    headers: { 'Content-Type': 'application/x-amz-json-1.0', 'X-Amz-Target': 'DynamoDB_20120810.UpdateItem' },
    body: JSON.stringify({
      TableName,
      Key: { PK: { S: `PROOF#${proof}` }, SK: { S: 'PROOF' } },
      UpdateExpression: 'SET expiresAt = :past',
      ConditionExpression: 'attribute_exists(expiresAt)',
      ExpressionAttributeValues: { ':past': { N: String(Date.now() - 1000) } },
    }),
  });
  if (!response.ok) throw new Error(`expire ${proof}: ${response.status} ${await response.text()}`);
}
