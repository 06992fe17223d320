package faults

import (
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// Call is one call of AWS by a function. The SDK's further attempts at it are no calls of their own.
type Call struct {
	Function string // the folder in functions/
	Name     string // service's operation and, where it says more, what it is about: "GetItem GATE", "AdminCreateUser"
	sdk      string // the SDK's own name of the call, the same for all its attempts
}

// reads tells whether a call leaves everything as it was.
func (c Call) reads() bool {
	for _, operation := range []string{"GetItem", "BatchGetItem", "TransactGetItems", "Query", "GetSecretValue", "DescribeUserPoolClient", "GetObject", "GetSendQuota"} {
		if c.Name == operation || strings.HasPrefix(c.Name, operation+" ") {
			return true
		}
	}
	return false
}

// named is what a request asks for.
func named(r *http.Request, body []byte) string {
	header := r.Header
	if target := header.Get("X-Amz-Target"); target != "" {
		operation := target[strings.LastIndexByte(target, '.')+1:]
		if strings.HasPrefix(target, "DynamoDB_") {
			return strings.TrimSpace(operation + " " + about(operation, body))
		}
		return operation
	}
	if form, err := url.ParseQuery(string(body)); err == nil && form.Get("Action") != "" {
		return form.Get("Action")
	}
	if operation := r.URL.Query().Get("x-id"); operation != "" { // S3: the operation, and the folder of the object
		_, object, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
		folder, _, _ := strings.Cut(object, "/")
		return operation + " " + folder
	}
	return r.URL.Path
}

// keyed is what DynamoDB requests say of a row: its whole key, or the item with its key inside.
type keyed struct {
	Key, Item map[string]struct{ S string }
}

func (k *keyed) kind() string {
	pk := k.Key["PK"].S + k.Item["PK"].S
	kind, rest, _ := strings.Cut(pk, "#")
	if kind == "RATE" {
		scope, _, _ := strings.Cut(rest, "#")
		return kind + " " + scope
	}
	return kind
}

// about names the kinds of rows that a request of DynamoDB is about.
func about(operation string, body []byte) string {
	var request struct {
		keyed
		IndexName                 string
		UpdateExpression          string
		ExpressionAttributeValues map[string]struct{ S string }
		TransactItems             []map[string]keyed
	}
	if json.Unmarshal(body, &request) != nil {
		return ""
	}
	if operation == "Query" {
		var partitions []string
		for _, value := range request.ExpressionAttributeValues {
			if kind, _, ok := strings.Cut(value.S, "#"); ok && kind == strings.ToUpper(kind) {
				partitions = append(partitions, kind)
			}
		}
		slices.Sort(partitions)
		return strings.TrimSpace(request.IndexName + " " + strings.Join(partitions, " "))
	}
	if strings.HasPrefix(request.UpdateExpression, "SET claim = ") {
		return request.kind() + " claim"
	}
	if request.TransactItems == nil {
		return request.kind()
	}
	var kinds []string
	for _, item := range request.TransactItems {
		for _, k := range item {
			kinds = append(kinds, k.kind())
		}
	}
	slices.Sort(kinds)
	return strings.Join(slices.Compact(kinds), ",")
}
