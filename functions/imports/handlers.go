package main

import (
	"context"
	"net/http"
	"slices"

	"portico/internal/gate"
	"portico/internal/httpapi"
	"portico/internal/imports"
	"portico/internal/person"
	"portico/internal/problem"
)

// handlers turn requests into calls of the desk.
type handlers struct{ desk *imports.Desk }

func importID(r *httpapi.Request) imports.ID { return imports.ID(r.Path["id"]) }

type uploadRequest struct {
	fileName string
	size     int
}

// Read takes an UploadRequest of the contract.
func (b *uploadRequest) Read(o *httpapi.Object) {
	b.fileName = o.Line("fileName", 200)
	if b.size = o.Int("size", 1); b.size > imports.MaxSize {
		o.Reject("size", httpapi.TooLong, "This is more than 5 MiB.")
	}
}

func (h handlers) upload(ctx context.Context, r *httpapi.Request, v gate.Visit) (*httpapi.Response, error) {
	body, err := httpapi.Decode[uploadRequest](r)
	if err != nil {
		return nil, err
	}
	made, form, err := h.desk.Upload(ctx, v, r.IdempotencyKey, body.fileName, int64(body.size))
	if err != nil {
		return nil, err
	}
	return &httpapi.Response{Status: http.StatusCreated, Body: imports.UploadViewOf(made, form)}, nil
}

func (h handlers) list(ctx context.Context, r *httpapi.Request, v gate.Visit) (*httpapi.Response, error) {
	found, next, err := h.desk.List(ctx, v, r.Query["cursor"])
	if err != nil {
		return nil, err
	}
	return &httpapi.Response{Status: http.StatusOK, Body: imports.PageViewOf(found, next)}, nil
}

func (h handlers) show(ctx context.Context, r *httpapi.Request, v gate.Visit) (*httpapi.Response, error) {
	return shown(h.desk.Show(ctx, v, importID(r)))
}

func (h handlers) lines(ctx context.Context, r *httpapi.Request, v gate.Visit) (*httpapi.Response, error) {
	result := imports.Result(r.Query["result"])
	if result != "" && !slices.Contains(imports.Results, result) {
		return nil, problem.InvalidFields(problem.Field{Name: "result", Code: httpapi.Unsupported, Detail: "This is not one of: new, created, known, refused."})
	}
	lines, next, err := h.desk.Lines(ctx, v, importID(r), result, r.Query["cursor"])
	if err != nil {
		return nil, err
	}
	return &httpapi.Response{Status: http.StatusOK, Body: imports.LinesViewOf(lines, next)}, nil
}

func (h handlers) check(ctx context.Context, r *httpapi.Request, v gate.Visit) (*httpapi.Response, error) {
	if _, err := httpapi.Decode[httpapi.Empty](r); err != nil {
		return nil, err
	}
	return shown(h.desk.Check(ctx, v, importID(r)))
}

type startRequest struct{ invite bool }

// Read takes a StartRequest of the contract.
func (b *startRequest) Read(o *httpapi.Object) { b.invite = o.Bool("invite") }

func (h handlers) start(ctx context.Context, r *httpapi.Request, v gate.Visit) (*httpapi.Response, error) {
	body, err := httpapi.Decode[startRequest](r)
	if err != nil {
		return nil, err
	}
	return shown(h.desk.Start(ctx, v, importID(r), body.invite))
}

func (h handlers) stop(ctx context.Context, r *httpapi.Request, v gate.Visit) (*httpapi.Response, error) {
	if _, err := httpapi.Decode[httpapi.Empty](r); err != nil {
		return nil, err
	}
	return shown(h.desk.Stop(ctx, v, importID(r)))
}

type reportRequest struct{ language person.Language }

// Read takes a ReportRequest of the contract.
func (b *reportRequest) Read(o *httpapi.Object) { b.language = o.Language("language") }

type reportView struct {
	URL string `json:"url"`
}

func (h handlers) report(ctx context.Context, r *httpapi.Request, v gate.Visit) (*httpapi.Response, error) {
	body, err := httpapi.Decode[reportRequest](r)
	if err != nil {
		return nil, err
	}
	url, err := h.desk.Report(ctx, v, importID(r), body.language)
	if err != nil {
		return nil, err
	}
	return &httpapi.Response{Status: http.StatusOK, Body: reportView{URL: url}}, nil
}

func shown(i imports.Import, err error) (*httpapi.Response, error) {
	if err != nil {
		return nil, err
	}
	return &httpapi.Response{Status: http.StatusOK, Body: imports.ViewOf(i)}, nil
}
