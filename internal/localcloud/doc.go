// Package localcloud starts everything that Portico needs on one machine: a local AWS with Portico's own stacks, a
// mailbox, and the front that stands in for CloudFront.
//
// The same package serves `portico run`, where a person looks at the result, and `portico test-cloud`, where tests do.
// Everything listens on loopback only, keeps its files in one state directory, and ends together.
package localcloud
