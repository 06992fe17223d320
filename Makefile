# `make` or `make help` lists what there is to do. Everything is built when needed and only then.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-builtin-rules
SHELL := /bin/bash

# The machine that the functions are built for: this one, or, with ARCH=arm64, Lambda's.
ifdef ARCH
  TARGET := GOOS=linux GOARCH=$(ARCH)
  BIN := .portico/bin/linux-$(ARCH)
else
  TARGET :=
  BIN := .portico/bin/this-machine
endif

PYTHON ?= python3
STATICCHECK := honnef.co/go/tools/cmd/staticcheck@v0.8.1
GO_BUILD := CGO_ENABLED=0 go build -trimpath -buildvcs=false
FUNCTIONS := $(notdir $(patsubst %/,%,$(dir $(wildcard functions/*/main.go))))

# What things are made of. Folders are in the lists too, so that a removed file counts as a change.
files = $(shell find $(1) -not -path '*/node_modules*' -not -path '*/dist*' -not -path '*/cdk.out*' -not -name '*.gen.ts' \( -type f -o -type d \) 2>/dev/null | grep -v '[[:space:]]')
GO_FILES := go.mod go.sum $(call files,functions internal api)
INFRA_FILES := $(call files,infra)
COMMAND_FILES := go.mod go.sum $(call files,cmd internal)
WEB_FILES := api/openapi.yaml $(filter-out web web/edge%,$(call files,web))

# A build counts as done when it began: what changes meanwhile is built the next time.
begin = @mkdir -p .portico && touch .portico/began-$(notdir $@)
end = @touch -r .portico/began-$(notdir $@) $@ && rm -f .portico/began-$(notdir $@)

renew = { cmp -s $(1) $(2) || cp $(1) $(2); }

## Everyday

.PHONY: help
help: ## list what there is to do
	@awk '/^## /{printf "\n%s\n\n", substr($$0,4)} /^[a-z-]+:.*## /{split($$0,a,":.*## "); printf "  make %-20s %s\n", a[1], a[2]}' $(MAKEFILE_LIST)
	@echo

.PHONY: run
run: need-go dist/portico ## start the portal on this machine, until Ctrl-C
	@exec dist/portico run

.PHONY: dev
dev: need-go dist/portico ## the same, with pages that show each change at once
	@exec dist/portico run --develop

.PHONY: demo
demo: need-go dist/portico ## fill the portal that `make run` has started with people and requests
	@exec dist/portico demo

.PHONY: check
check: need-go dist/portico ## say whether this machine has what is needed
	@exec dist/portico check

.PHONY: fresh
fresh: need-go dist/portico ## remove the data of the portal on this machine
	@dist/portico fresh

.PHONY: clean
clean: ## remove everything that was built or installed
	rm -rf dist web/dist .portico/bin .portico/packages .portico/venv .portico/dynamodb cloud/node_modules web/node_modules

## Building

.PHONY: build
build: build-functions dist/infra web ## functions, CDK app and pages; ARCH=arm64 for AWS

.PHONY: build-functions
build-functions: $(BIN)/.built dist/infra ## functions and CDK app only
	@for name in $(FUNCTIONS); do mkdir -p dist/$$name && $(call renew,$(BIN)/$$name,dist/$$name/bootstrap) || exit 1; done
	@$(call renew,$(BIN)/read-mail,dist/inbound-email/read-mail)

$(BIN)/.built: $(GO_FILES)
	$(begin)
	@mkdir -p $(BIN)
	$(TARGET) $(GO_BUILD) -tags lambda.norpc -ldflags='-s -w' -o $(BIN)/ ./functions/...
	@touch $@
	$(end)

dist/infra: $(INFRA_FILES)
	$(begin)
	@mkdir -p dist
	cd infra && $(GO_BUILD) -o ../dist/infra .
	$(end)

dist/portico: $(COMMAND_FILES)
	$(begin)
	@mkdir -p dist
	@$(GO_BUILD) -ldflags='-s -w' -o dist/portico ./cmd/portico
	$(end)

.PHONY: web
web: web/dist/index.html ## the pages

web/dist/index.html: web/node_modules/.installed $(WEB_FILES)
	$(begin)
	npm --prefix web run --silent build
	$(end)

## Tests

.PHONY: test
test: build dist/portico test-unit ## everything; needs no account and no network
	@$(MAKE) --no-print-directory -j3 test-roads test-some-faults test-between

# What needs no stacks does its work while the others wait. Those have time limits to keep, so they come first.
.PHONY: test-between
test-between:
	@nice $(MAKE) --no-print-directory lint
	@nice $(MAKE) --no-print-directory test-web
	@nice $(MAKE) --no-print-directory test-infra

.PHONY: test-unit
test-unit: ## packages by themselves
	go test -shuffle=on ./...

.PHONY: test-web
test-web: web/node_modules/.installed ## types, rules, and components of the pages
	npm --prefix web run --silent check
	npm --prefix web test --silent

.PHONY: test-infra
test-infra: build-functions ## properties of the stacks
	cd infra && go test -shuffle=on ./...

.PHONY: test-cloud
test-cloud: build dist/portico ## the stacks on fresh local clouds: flows, stores, contract, browser; and beside them every road with its calls failing
	@$(MAKE) --no-print-directory -j2 test-roads test-some-faults

.PHONY: test-roads
test-roads:
	dist/portico test-cloud --again "$(MAKE) --no-print-directory test-restart-inner" -- $(MAKE) --no-print-directory test-roads-inner

# The packages wait more than they work, so more of them run at a time than there are processors.
.PHONY: test-roads-inner
test-roads-inner:
	go test -tags cloud -count=1 -shuffle=on -p=4 ./internal/dynamo/... $$(go list -tags cloud ./tests/... | grep -v -e /faults -e /restart)
	npm --prefix web run --silent journey

.PHONY: test-restart-inner
test-restart-inner:
	go test -tags cloud -count=1 ./tests/restart

.PHONY: test-some-faults
test-some-faults:
	dist/portico test-cloud -- go test -tags cloud -count=1 -shuffle=on -timeout=45m ./tests/faults

.PHONY: test-faults
test-faults: build dist/portico ## every kind of fault at every call of every road that writes; `make test` leaves out those that are the same to everybody
	dist/portico test-cloud -- env PORTICO_TEST_FAULTS=all go test -tags cloud -count=1 -shuffle=on -timeout=90m ./tests/faults

.PHONY: test-dynamodb-local
test-dynamodb-local: dist/portico .portico/dynamodb/.installed ## the store's tests on AWS's own DynamoDB Local; needs Java and Maven
	dist/portico test-dynamodb -- go test -tags cloud -count=1 -shuffle=on ./internal/dynamo/...

.PHONY: bench
bench: build dist/portico ## calls, times, sizes
	dist/portico test-cloud -- $(MAKE) --no-print-directory bench-inner

.PHONY: bench-capacity
bench-capacity: dist/portico .portico/dynamodb/.installed ## time and capacity of requests among few and many; ITEMS=10,10000,1000000
	PORTICO_BENCH_ITEMS=$(ITEMS) dist/portico test-dynamodb -- go test -tags cloud -count=1 -timeout=60m -run='^$$' -bench=. -benchtime=20x ./internal/dynamo

.PHONY: bench-inner
bench-inner:
	go test -tags cloud -count=1 -run='^$$' -bench=. -benchtime=10x -timeout=20m ./tests/bench
	go test -tags cloud -count=1 -run='^$$' -bench=. -benchtime=20x ./internal/dynamo
	npm --prefix web run --silent size

.PHONY: screenshots
screenshots: build dist/portico ## pictures of every page, in dist/screenshots
	dist/portico test-cloud -- npm --prefix web run --silent screenshots

.PHONY: picture
picture: build dist/portico ## the README's picture, of a fresh portal that the demo has filled
	dist/portico test-cloud -- $(MAKE) --no-print-directory picture-inner

.PHONY: picture-inner
picture-inner:
	dist/portico demo
	npm --prefix web run --silent picture

.PHONY: lint
lint: ## formatting and mistakes in the Go code
	@unformatted=$$(gofmt -l cmd functions internal infra tests 2>/dev/null); if [ -n "$$unformatted" ]; then echo "not formatted by gofmt:"; echo "$$unformatted"; exit 1; fi
	go vet -tags cloud ./...
	cd infra && go vet ./...
	go run $(STATICCHECK) -tags cloud ./...

## AWS

.PHONY: synth
synth: build cloud/node_modules/.installed ## the CloudFormation templates, without an account; CONFIG=file
	cd infra && PORTICO_CONFIG=$(abspath $(or $(CONFIG),infra/config/example.json)) ../cloud/node_modules/.bin/cdk synth --all --quiet --output=cdk.out

.PHONY: preflight
preflight: dist/portico ## what the AWS account lacks; CONFIG=file
	@dist/portico preflight --config "$(CONFIG)"

.PHONY: deploy
deploy: dist/portico ## bring Portico to an AWS account, or bring it up to date there; CONFIG=file
	@exec dist/portico deploy --config "$(CONFIG)"

.PHONY: destroy
destroy: dist/portico ## remove it from there, but for what people entrusted to it; CONFIG=file
	@exec dist/portico destroy --config "$(CONFIG)"

## Tools, installed from their lock files

cloud/node_modules/.installed: cloud/package-lock.json
	cd cloud && npm ci --no-fund --no-audit
	@touch $@

web/node_modules/.installed: web/package-lock.json
	cd web && npm ci --no-fund --no-audit
	@touch $@

.portico/venv/.installed: cloud/requirements.txt
	@rm -rf .portico/venv && mkdir -p .portico
	$(PYTHON) -m venv .portico/venv
	.portico/venv/bin/python -m pip install --quiet --disable-pip-version-check --no-input --require-hashes --requirement cloud/requirements.txt
	@touch $@

.portico/dynamodb/.installed: cloud/dynamodb/pom.xml
	@command -v mvn >/dev/null || { echo "Maven is missing: install Java 17 or later and Maven 3"; exit 1; }
	@rm -rf .portico/dynamodb
	mvn --batch-mode --quiet --file $< dependency:copy-dependencies -DoutputDirectory=$(CURDIR)/.portico/dynamodb
	@touch $@

.PHONY: need-go
need-go:
	@command -v go >/dev/null || { echo "Go is missing: install Go 1.26 or later from https://go.dev/dl"; exit 1; }
