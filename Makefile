# Targets: check (everything that must pass), test, lint, vuln, bench, quality, audit, soak, deps, screenshots; release, sbom;
# and what needs root or further programs: proxy-test, image-test, units-test, release-test.
GO ?= go
# SQLite as Go code is not searched for races: it makes the tests with a state twice as slow, and is not ours.
PLAIN = -gcflags='github.com/ncruces/go-sqlite3-wasm/v6/...=-race=false'
# Many tests wait, for a browser, a killed process or a clock: three packages at a time keep two cores busy.
ATONCE = 3
# Nothing in these packages runs side by side, so there are no races to look for; with the detector they take ten times as
# long. TestSingleThreaded holds them to it.
SINGLE = content/vi content/vidate content/workday content/danger content/portal content/review content/entryform \
	content/search/quality handlers/chart handlers/sheet handlers/ical handlers/qrcode handlers/poster
LINT = $(GO) run github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v2.15.0

.PHONY: check format tidy fuzz-short soak-fuzz test lint vuln deps bench quality audit soak screenshots release sbom release-test proxy-test image-test units-test

## check: install what the tests need, then: format, go mod tidy, lint (with vet), known vulnerabilities (where their list can be
## had), the content base, all tests, those of what runs side by side with the race detector, and a minute of fuzzing
check: deps format tidy lint vuln
	$(GO) run ./cmd/motcua content check
	$(GO) test -timeout 10m $(SINGLE:%=./%)
	$(GO) test -race -p $(ATONCE) $(PLAIN) -timeout 20m $$($(GO) list ./... | grep -v $(SINGLE:%=-e '/%$$'))
	$(MAKE) fuzz-short

format:
	@test -z "$$(gofmt -l $$(git ls-files '*.go'))" || { gofmt -l $$(git ls-files '*.go'); echo 'run gofmt -w on these'; exit 1; }

## tidy: go.mod and go.sum name exactly what is used
tidy:
	$(GO) mod tidy -diff

test:
	$(GO) test ./...

lint:
	$(LINT) run

## vuln: fails on a known vulnerability in what the program calls; without a way to the list (vuln.go.dev, or the module proxy) it says so
vuln:
	@deploy/vulnerabilities.sh

## deps: the programs that tests drive: a Redis server, a browser, Node.js for an independent Telegram emulator
deps:
	@deploy/test-deps.sh

## fuzz-short: a minute of fuzzing, a second a target and the rest for the one whose turn it is by the commit
fuzz-short:
	@GO="$(GO)" deploy/fuzz.sh blind 60

## bench: speed, measured and printed; nothing is asserted
bench:
	$(GO) test -p 1 -run '^$$' -bench . -benchmem -timeout 20m ./...

## quality: how well questions are understood. DATA=dir runs the evaluation sets in dir (CROSS=1: with weights that have not
## seen the questions); without it the golden questions
quality:
	$(GO) run ./cmd/motcua quality $(if $(DATA),--data $(DATA)) $(if $(CROSS),--cross)

## audit: write docs/content-audit.md out of the content base
audit:
	$(GO) run ./cmd/motcua content audit > docs/content-audit.md

## soak: the long kill and fault tests, one after the other: an hour or so on two quiet cores, and then an hour of each fuzz
## target. Each but the last ends within 20 minutes or fails, and runs alone as well: make soak-redis
SOAK = $(GO) test -count 1 -timeout 20m -v
SOAK_FORMS = redis embedded redis-killed replicas announce-redis announce-embedded announce-redis-killed outage failover random faults program province flood fuzz

.PHONY: $(addprefix soak-,$(SOAK_FORMS))
soak: $(addprefix soak-,$(SOAK_FORMS))

soak-redis: # 300 kills of a bot with Redis
	$(SOAK) ./bot/outbox -run 'KillsLoseNothing/^redis$$' -kills 300 -leases 1s
soak-embedded:
	$(SOAK) ./bot/outbox -run 'KillsLoseNothing/embedded' -kills 300 -leases 1s
soak-redis-killed: # each second time Redis as well
	$(SOAK) ./bot/outbox -run 'KillsLoseNothing/redis_killed_too' -kills 300 -leases 1s
soak-replicas: # two bots, the elder is killed
	$(SOAK) ./bot/outbox -run 'KillsLoseNothing/replicas' -kills 300 -leases 1s
soak-announce-redis: # kills in an announcement to 20,000
	$(SOAK) ./bot/outbox -run 'KilledAnnouncementReachesEverybody/^redis$$' -kills 300 -recipients 20000 -leases 1s
soak-announce-embedded:
	$(SOAK) ./bot/outbox -run 'KilledAnnouncementReachesEverybody/embedded' -kills 100 -recipients 20000 -leases 1s
soak-announce-redis-killed:
	$(SOAK) ./bot/outbox -run 'KilledAnnouncementReachesEverybody/redis_killed_too' -kills 300 -recipients 20000 -leases 1s
soak-outage: # Redis away for 30 s, full, restarted; leases taken over
	$(SOAK) ./bot/outbox -run 'Takeover|Outage' -soak -leases 1s
soak-random: # 10,000 random sequences of operations on Redis and on SQLite
	$(SOAK) ./bot/store -run TestBothMeanTheSame -sequences 10000
soak-faults: # 1,000 power cuts, lying disks, failing calls, flipped bits; a million people
	$(SOAK) ./bot/store/sqlite/disk -faults 1000
	$(SOAK) ./bot/store -run TestManyPeople -people 1000000
soak-failover: # a master is killed 10 times under Sentinel, 10 times in a cluster
	$(SOAK) ./bot/store -run 'Failover' -failover 15s -count 10
soak-program: # the whole program with Telegram, killed while it announces
	$(SOAK) ./cmd/motcua -run 'TestAnnouncementKills' -sendkills 50 -killed 10000
soak-province: # 130 offices and a million people on one Redis
	$(SOAK) ./cmd/motcua -run 'TestProvince$$' -province 1000000
EACH = 3600
soak-fuzz: # every fuzz target, an hour each: a day and more. ONLY=vidate takes some of them, EACH=300 gives each five minutes
	@GO="$(GO)" deploy/fuzz.sh led $(EACH) $(ONLY)
soak-flood: # strangers flood the web page for a minute, from one and from a thousand addresses
	$(SOAK) ./cmd/motcua -run 'TestFlood' -flood 1m

## screenshots: the picture of the chat in the README, out of the program itself
screenshots: deps
	MOTCUA_TEST_SHOTS=$(CURDIR)/docs $(GO) test -count 1 ./cmd/motcua -run TestAskedInABrowser

## release: the programs of a release and SHA256SUMS in dist/, out of the commit that is checked out
release:
	@deploy/release.sh
## release-test: two clones in two folders give the same bytes
release-test:
	@FULL=1 deploy/release-test.sh

## sbom: dist/motcua.cdx.json, what the program is made of
sbom:
	@deploy/sbom.sh

## proxy-test: deploy/Caddyfile with a real Caddy before the bot (it is built at its pinned version: some minutes the first time)
proxy-test:
	@deploy/proxy-test.sh
## image-test: the image without Docker, run read-only in namespaces (root, buildah, crun, busybox-static); BASE=local without
## Docker Hub
image-test:
	@deploy/image-test.sh
## units-test: the systemd units under a systemd of their own (root, systemd-container)
units-test:
	@WATCHDOG=1 deploy/units-test.sh
