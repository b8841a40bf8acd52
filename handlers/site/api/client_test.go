package api_test

import (
	"context"
	"encoding/json"
	"os/exec"
	"slices"
	"testing"
	"time"

	"github.com/motcua/motcua/bot/bottest/nodetest"
	"github.com/motcua/motcua/handlers/site"
	"github.com/motcua/motcua/handlers/site/api"
)

// TestAnotherClient: the protocol's own TypeScript client, which shares no code with our library, finds the tools and
// gets answers with source and date.
func TestAnotherClient(t *testing.T) {
	s := serve(t, 10000)
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Minute)
	defer cancel()
	dir := nodetest.Install(ctx, t, "mcp", "testdata/client", "client.js")
	node := exec.CommandContext(ctx, "node", "client.js", s.URL+"/mcp")
	node.Dir = dir
	out, err := node.Output()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	var seen struct {
		Tools       []string
		Search      api.Answer
		Entry, Plan site.Entry
	}
	if err := json.Unmarshal(out, &seen); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	slices.Sort(seen.Tools)
	if !slices.Equal(seen.Tools, []string{"get_plan", "get_procedure", "search"}) {
		t.Errorf("tools: %v", seen.Tools)
	}
	if seen.Search.Entry == nil || seen.Search.Checked != "2026-11-22" || seen.Entry.Title != "Đăng ký khai sinh" ||
		len(seen.Entry.Sources) < 5 || seen.Plan.ID != "ke-hoach-2024" {
		t.Errorf("%+v", seen)
	}
}
