import { AwsClient } from 'aws4fetch';
import { need } from './stack';

const aws = new AwsClient({
  accessKeyId: need('AWS_ACCESS_KEY_ID'),
  secretAccessKey: need('AWS_SECRET_ACCESS_KEY'),
  region: need('AWS_REGION'),
  service: 'dynamodb',
});
const { TableName } = JSON.parse(need('PORTICO_TEST_OUTPUTS')) as { TableName: string };

/** Changes one item that is there: in the table, as the root of the local account, since nothing of the portal can do that. */
async function change(kind: 'PROOF' | 'SESSION', id: string, expression: string, at: number): Promise<void> {
  const response = await aws.fetch(need('PORTICO_TEST_CLOUD'), {
    method: 'POST',
    headers: { 'Content-Type': 'application/x-amz-json-1.0', 'X-Amz-Target': 'DynamoDB_20120810.UpdateItem' },
    body: JSON.stringify({
      TableName,
      Key: { PK: { S: `${kind}#${id}` }, SK: { S: kind } },
      UpdateExpression: expression,
      ConditionExpression: 'attribute_exists(PK)',
      ExpressionAttributeValues: { ':at': { N: String(at) } },
    }),
  });
  if (!response.ok) throw new Error(`change ${kind} ${id}: ${response.status} ${await response.text()}`);
}

/** Lets a mailed link expire, as if its time had passed. */
export async function expire(link: string): Promise<void> {
  const proof = new URL(link).hash.split('.')[1];
  if (proof === undefined) throw new Error(`${link} names no proof`);
  await change('PROOF', proof, 'SET expiresAt = :at', Date.now() - 1000);
}

/** Makes a session one that began, and was proven, eleven minutes ago: too long for what wants a proof of just now. `cookie` is the session's. */
export async function forgetProof(cookie: string): Promise<void> {
  await change('SESSION', cookie.split('.')[0] ?? '', 'SET provenAt = :at, createdAt = :at', Date.now() - 11 * 60_000);
}
