package stack

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"path/filepath"
	"runtime"
	"sync"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/gorillamux"
)

// contract gives the router of api/openapi.yaml, read once.
var contract = sync.OnceValues(func() (routers.Router, error) {
	_, here, _, _ := runtime.Caller(0)
	document, err := openapi3.NewLoader().LoadFromFile(filepath.Join(filepath.Dir(here), "../../api/openapi.yaml"))
	if err != nil {
		return nil, err
	}
	return gorillamux.NewRouter(document)
})

// conforms checks an answer of the API against the contract. What the contract does not have, such as pages and unknown paths, is not looked at;
// neither is what the gateway refuses by itself, which it cannot shape.
func conforms(request *http.Request, answer *Answer) error {
	router, err := contract()
	if err != nil {
		return err
	}
	route, parameters, err := router.FindRoute(request)
	if err != nil || byGateway(answer) {
		return nil
	}
	input := &openapi3filter.ResponseValidationInput{
		RequestValidationInput: &openapi3filter.RequestValidationInput{Request: request, PathParams: parameters, Route: route},
		Status:                 answer.Status, Header: answer.Header, Body: io.NopCloser(bytes.NewReader(answer.Raw)),
		Options: &openapi3filter.Options{IncludeResponseStatus: true},
	}
	if err := openapi3filter.ValidateResponse(context.Background(), input); err != nil {
		return fmt.Errorf("the answer is not what the contract says: %w\n%s", err, answer)
	}
	return nil
}

// byGateway tells the gateway's own refusals, {"message": …}, from ours.
func byGateway(answer *Answer) bool {
	_, theirs := answer.Body["message"]
	return theirs && answer.Code() == ""
}
