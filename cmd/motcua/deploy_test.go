package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"maps"
	"net"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/alecthomas/kong"
	"github.com/motcua/motcua/cmd/motcua/config"

	"github.com/goccy/go-yaml"
	"github.com/google/go-cmp/cmp"
	"github.com/prometheus/client_golang/prometheus"
)

var update = flag.Bool("update", false, "write deploy/env.example anew")

// inRepo reads a file of the repository.
func inRepo(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "..", filepath.FromSlash(path)))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

const generatedBelow = "# --- Các cài đặt của chương trình; phần dưới được tạo từ mã nguồn ---\n"

// TestEnvExample: deploy/env.example lists every setting with its help and default. -update writes it.
func TestEnvExample(t *testing.T) {
	have := inRepo(t, "deploy/env.example")
	head, _, ok := strings.Cut(have, generatedBelow)
	if !ok {
		t.Fatal("deploy/env.example has lost the line above the settings")
	}
	var want strings.Builder
	want.WriteString(head + generatedBelow)
	for _, f := range reflect.VisibleFields(reflect.TypeFor[config.Settings]()) {
		if name := f.Tag.Get("env"); name != "" {
			help := f.Tag.Get("help")
			if form := f.Tag.Get("placeholder"); strings.Contains(form, "|") {
				help = strings.TrimSuffix(help, ".") + " (" + form + ")."
			}
			fmt.Fprintf(&want, "\n# %s\n#%s=%s\n", help, name, f.Tag.Get("default"))
		}
	}
	if *update {
		if err := os.WriteFile(filepath.Join("..", "..", "deploy", "env.example"), []byte(want.String()),
			0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := cmp.Diff(want.String(), have); diff != "" {
		t.Errorf("go test ./cmd/motcua -run EnvExample -update writes it anew (-want +have):\n%s", diff)
	}
}

// TestEnvExampleStarts: with every line switched on, the defaults are settings that the program takes.
func TestEnvExampleStarts(t *testing.T) {
	env := map[string]string{}
	for _, line := range regexp.MustCompile(`(?m)^#([A-Z_]+=.*)$`).FindAllStringSubmatch(inRepo(t, "deploy/env.example"), -1) {
		name, value, _ := strings.Cut(line[1], "=")
		env[name] = value
	}
	delete(env, "DOMAIN") // compose's own
	if len(env) != len(config.SettingNames()) {
		t.Fatalf("%d settings found", len(env))
	}
	if _, err := settings(t, env); err != nil {
		t.Error(err)
	}
}

// TestSettingsTable: docs/operations.md lists exactly the settings that there are, with their defaults.
func TestSettingsTable(t *testing.T) {
	want := map[string]string{}
	for _, f := range reflect.VisibleFields(reflect.TypeFor[config.Settings]()) {
		if name := f.Tag.Get("env"); name != "" {
			want[name] = f.Tag.Get("default")
		}
	}
	have := map[string]string{}
	for _, row := range regexp.MustCompile("(?m)^\\| `([A-Z_]+)` \\| (?:`([^`]*)`|–) \\| .+ \\|$").FindAllStringSubmatch(inRepo(t, "docs/operations.md"), -1) {
		have[row[1]] = row[2]
	}
	if diff := cmp.Diff(want, have); diff != "" {
		t.Errorf("the table of settings in docs/operations.md needs rows of the form | `NAME` | `default` or – | what it is | (-want +have):\n%s", diff)
	}
}

// rule is an alert as Prometheus reads it.
type rule struct {
	Alert       string
	Expr        string
	For         string
	Labels      map[string]string
	Annotations map[string]string
}

func alerts(t *testing.T) (out []rule) {
	t.Helper()
	var file struct {
		Groups []struct {
			Name  string
			Rules []rule
		}
	}
	if err := yaml.UnmarshalWithOptions([]byte(inRepo(t, "deploy/alerts.yaml")), &file, yaml.Strict()); err != nil {
		t.Fatal(err)
	}
	for _, g := range file.Groups {
		out = append(out, g.Rules...)
	}
	if len(out) == 0 {
		t.Fatal("no alerts")
	}
	return out
}

// described maps the names of our metrics to their labels.
func described(t *testing.T) map[string][]string {
	t.Helper()
	g := newGauges()
	g.registry.MustRegister(queues{})
	descs := make(chan *prometheus.Desc, 1000)
	g.registry.Describe(descs)
	close(descs)
	form := regexp.MustCompile(`fqName: "([^"]+)".*variableLabels: \{([^}]*)\}`)
	out := map[string][]string{}
	for d := range descs {
		m := form.FindStringSubmatch(d.String())
		if m == nil {
			t.Fatalf("description not understood: %s", d)
		}
		out[m[1]] = strings.FieldsFunc(m[2], func(r rune) bool { return r == ',' || r == ' ' })
	}
	if len(out["motcua_updates_total"]) != 3 {
		t.Fatalf("labels not understood: %v", out["motcua_updates_total"])
	}
	return out
}

var (
	metricForm = regexp.MustCompile(`\b(?:motcua|go|process)_[a-z0-9_]+`)
	labelForm  = regexp.MustCompile(`(?:by|without) ?\(([^)]*)\)|([a-z]+) ?(?:=~|!~|!=|=) ?"`)
)

// checkExpr finds metrics and labels that do not exist; the labels of what Prometheus itself adds do.
func checkExpr(t *testing.T, known map[string][]string, where, expr string) {
	t.Helper()
	names := metricForm.FindAllString(expr, -1)
	if len(names) == 0 && !strings.Contains(expr, "up{") {
		t.Errorf("%s: no metric in %s", where, expr)
	}
	labels := []string{"job", "instance", "le"}
	for _, name := range names {
		base := name
		for _, suffix := range []string{"_bucket", "_sum", "_count"} {
			base = strings.TrimSuffix(base, suffix)
		}
		if _, ok := known[name]; ok {
			base = name
		}
		if _, ok := known[base]; !ok {
			t.Errorf("%s: there is no metric %s", where, name)
		}
		labels = append(labels, known[base]...)
	}
	for _, m := range labelForm.FindAllStringSubmatch(expr, -1) {
		for _, l := range append(strings.Split(m[1], ","), m[2]) {
			if l = strings.TrimSpace(l); l != "" && !slices.Contains(labels, l) {
				t.Errorf("%s: no metric in it has the label %s: %s", where, l, expr)
			}
		}
	}
}

// TestAlerts: each alert is about metrics that exist, and has a chapter that says what to do.
func TestAlerts(t *testing.T) {
	known := described(t)
	docs := inRepo(t, "docs/operations.md")
	for _, r := range alerts(t) {
		checkExpr(t, known, r.Alert, r.Expr)
		anchor := "docs/operations.md#" + strings.ToLower(r.Alert)
		if !strings.HasSuffix(r.Annotations["runbook_url"], anchor) {
			t.Errorf("%s: runbook_url %q does not end in %s", r.Alert, r.Annotations["runbook_url"], anchor)
		}
		if !strings.Contains(docs, "\n### "+r.Alert+"\n") {
			t.Errorf("docs/operations.md has no chapter ### %s", r.Alert)
		}
		if r.Annotations["summary"] == "" || !slices.Contains([]string{"page", "ticket"}, r.Labels["severity"]) {
			t.Errorf("%s: wants a summary, and page or ticket for its severity: %v %v", r.Alert, r.Annotations, r.Labels)
		}
	}
	for _, m := range regexp.MustCompile(`(?m)^### (Motcua\w+)$`).FindAllStringSubmatch(docs, -1) {
		if !slices.ContainsFunc(alerts(t), func(r rule) bool { return r.Alert == m[1] }) {
			t.Errorf("docs/operations.md tells what to do at %s, which is no alert", m[1])
		}
	}
}

// TestDashboard: each panel shows metrics that exist, and every metric of ours is shown or alerted on.
func TestDashboard(t *testing.T) {
	known := described(t)
	var board struct {
		Panels []struct {
			ID      int
			Type    string
			Title   string
			GridPos struct{ X, Y, W, H int }
			Targets []struct{ Expr string }
		}
	}
	if err := json.Unmarshal([]byte(inRepo(t, "deploy/dashboard.json")), &board); err != nil {
		t.Fatal(err)
	}
	unused := maps.Clone(known)
	use := func(expr string) {
		for _, name := range metricForm.FindAllString(expr, -1) {
			for _, suffix := range []string{"", "_bucket", "_sum", "_count"} {
				delete(unused, strings.TrimSuffix(name, suffix))
			}
		}
	}
	ids := map[int]bool{}
	for _, p := range board.Panels {
		if ids[p.ID] || p.GridPos.X+p.GridPos.W > 24 || p.GridPos.H == 0 {
			t.Errorf("%s: its number is taken or it has no place", p.Title)
		}
		ids[p.ID] = true
		if p.Type != "row" && len(p.Targets) == 0 {
			t.Errorf("%s: shows nothing", p.Title)
		}
		for _, q := range p.Targets {
			checkExpr(t, known, p.Title, q.Expr)
			use(q.Expr)
		}
	}
	for _, r := range alerts(t) {
		use(r.Expr)
	}
	for name := range unused {
		if strings.HasPrefix(name, "motcua_") {
			t.Errorf("%s is neither shown nor alerted on", name)
		}
	}
}

// TestCompose: the file can be read, and what it sets exists.
func TestCompose(t *testing.T) {
	var file struct {
		Services map[string]struct {
			Environment map[string]string
			Networks    any
			Volumes     []string
		}
		Networks map[string]struct{ Internal bool }
	}
	if err := yaml.Unmarshal([]byte(inRepo(t, "deploy/compose.yaml")), &file); err != nil {
		t.Fatal(err)
	}
	env := map[string]string{}
	for name, value := range file.Services["motcua"].Environment {
		if !slices.Contains(config.SettingNames(), name) {
			t.Errorf("no setting %s", name)
		}
		env[name] = regexp.MustCompile(`\$\{DOMAIN[^}]*\}`).ReplaceAllString(value, "motcua.example.vn")
	}
	c, err := settings(t, env)
	if err != nil {
		t.Fatal(err)
	}
	compose := inRepo(t, "deploy/compose.yaml")
	if proxy := c.TrustedProxies; len(proxy) != 1 ||
		!strings.Contains(compose, "ipv4_address: "+proxy[0].Addr().String()) {
		t.Errorf("the trusted proxy %v is not Caddy's address", proxy)
	}
	// /metrics has no password: only a network that nobody else is in may reach it.
	at, _, err := net.SplitHostPort(c.MetricsAddr)
	joined, _ := file.Services["motcua"].Networks.(map[string]any)
	watch, _ := joined["watch"].(map[string]any)
	if err != nil || watch["ipv4_address"] != at || !file.Networks["watch"].Internal {
		t.Errorf("metrics at %s, which is not the bot's address %v in the inner network watch", c.MetricsAddr, watch)
	}
	for name, service := range file.Services {
		if strings.Contains(fmt.Sprint(service.Networks), "watch") != (name == "motcua") {
			t.Errorf("service %s and the network watch: %v", name, service.Networks)
		}
	}
}

// TestToolchain: the image is built with the toolchain that go.mod names, as a release is.
func TestToolchain(t *testing.T) {
	m := regexp.MustCompile(`(?m)^toolchain go(\d+\.\d+\.\d+)$`).FindStringSubmatch(inRepo(t, "go.mod"))
	if m == nil || !strings.Contains(inRepo(t, "deploy/Dockerfile"), "FROM golang:"+m[1]+"-alpine ") {
		t.Errorf("go.mod names %v; deploy/Dockerfile must be FROM golang: that version and -alpine", m)
	}
}

// settings parses the flags of serve over an environment, as the program does.
func settings(t *testing.T, env map[string]string) (config.Config, error) {
	t.Helper()
	var environ []string
	for k, v := range env {
		t.Setenv(k, v)
		environ = append(environ, k+"="+v)
	}
	var s ServeCmd
	parser, err := kong.New(&s)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := parser.Parse(nil); err != nil {
		t.Fatal(err)
	}
	return s.Settings.Parse(environ)
}
