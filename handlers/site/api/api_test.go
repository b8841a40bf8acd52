package api_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/modelcontextprotocol/go-sdk/mcp"
	"github.com/pb33f/libopenapi"
	validator "github.com/pb33f/libopenapi-validator"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/bot/bottest/memstate"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/content/lexicon"
	"github.com/motcua/motcua/content/search"
	"github.com/motcua/motcua/handlers/answers"
	"github.com/motcua/motcua/handlers/offices"
	"github.com/motcua/motcua/handlers/offices/local"
	"github.com/motcua/motcua/handlers/people"
	"github.com/motcua/motcua/handlers/site"
	"github.com/motcua/motcua/handlers/site/api"
)

var morning = time.Date(2026, 11, 30, 9, 0, 0, 0, content.Zone)

var embedded = sync.OnceValue(func() *answers.Knowledge {
	lib, _ := content.Load(content.Embedded())
	lex, err := search.ParseLexicon(lexicon.Files)
	if err != nil {
		panic(err)
	}
	return answers.NewKnowledge(lib, lex)
})

func serve(t testing.TB, perMinute int) *httptest.Server {
	t.Helper()
	state := memstate.New(nil)
	err := state.Update(t.Context(), func(tx bot.Tx) error {
		by := people.Actor{Role: people.RoleEditor}
		return local.Lay(t.Context(), tx, by, embedded(), people.Office{Slug: "binh-my"}, "khai-sinh",
			local.Facts{Fee: "Miễn phí", Room: "Quầy 3", Source: "Quyết định 12/QĐ-UBND",
				On: content.NewDay(2026, 11, 20)})
	})
	if err != nil {
		t.Fatal(err)
	}
	a, err := api.New(api.Config{Base: embedded, Office: "Một Cửa xã Bình Lục",
		PublicURL: "https://hoidap.binhluc.gov.vn",
		Offices:   &offices.Service{Slugs: []string{"*"}}, State: state, PerMinute: perMinute,
		Now: func() time.Time { return morning }})
	if err != nil {
		t.Fatal(err)
	}
	s := httptest.NewServer(a)
	t.Cleanup(s.Close)
	return s
}

// TestOpenAPI: the description that is served is OpenAPI 3.1, and real replies are as it says, by a validator that
// nobody here wrote.
func TestOpenAPI(t *testing.T) {
	s := serve(t, 10000)
	resp, err := http.Get(s.URL + "/api/v1/openapi.json")
	if err != nil {
		t.Fatal(err)
	}
	served, err := io.ReadAll(resp.Body)
	resp.Body.Close()
	if err != nil || !bytes.Contains(served, []byte(`"https://hoidap.binhluc.gov.vn"`)) {
		t.Fatalf("%v, the office's address is not in the description", err)
	}
	doc, err := libopenapi.NewDocument(bytes.Replace(served, []byte(`"https://hoidap.binhluc.gov.vn"`),
		[]byte(`"`+s.URL+`"`), 1))
	if err != nil {
		t.Fatal(err)
	}
	if v := doc.GetSpecInfo().Version; !strings.HasPrefix(v, "3.1") {
		t.Errorf("version %s", v)
	}
	judge, errs := validator.NewValidator(doc)
	if len(errs) > 0 {
		t.Fatal(errs)
	}
	if ok, faults := judge.ValidateDocument(); !ok {
		for _, f := range faults {
			t.Error(f.Message, f.Reason)
		}
	}
	for _, path := range []string{
		"/api/v1/answer?q=lam+giay+khai+sinh+cho+con+can+gi", "/api/v1/answer?q=le+phi+lam+ho+chieu",
		"/api/v1/answer?q=xyz+abc",
		"/api/v1/answer?q=lam+giay+to+dat", "/api/v1/answer?q=sdt+ubnd+xa", "/api/v1/answer?q=chong+toi+dang+danh+toi",
		"/api/v1/answer?q=ke+hoach+2024+co+muc+tieu+gi", "/api/v1/answer?q=me+toi+mat+hom+qua",
		"/api/v1/search?q=khai+sinh", "/api/v1/search?q=khai+sinh&limit=2", "/api/v1/entries/khai-sinh",
		"/api/v1/entries/1.001193", "/api/v1/entries/xay-nha-co-phai-xin-phep", "/api/v1/entries/sap-sinh-con",
		"/api/v1/entries/ke-hoach-2024", "/api/v1/entries/khong-co", "/api/v1/answer?q=" + strings.Repeat("a", 301),
		"/api/v1/entries/khai-sinh?office=binh-my", "/api/v1/entries/khai-sinh?office=khong-co",
		"/api/v1/answer?q=lam+giay+khai+sinh+cho+con+can+gi&office=binh-my", "/api/v1/answer?q=khai+sinh&office=x",
	} {
		req, err := http.NewRequest(http.MethodGet, s.URL+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		if ok, faults := judge.ValidateHttpResponse(req, resp); !ok {
			for _, f := range faults {
				t.Errorf("%s: %s %s", path, f.Message, f.Reason)
				for _, e := range f.SchemaValidationErrors {
					t.Errorf("  %s at %s", e.Reason, e.FieldPath)
				}
			}
		}
		resp.Body.Close()
	}
}

// TestFactsOfAnOffice: what an office says besides the base comes with its source and day to who asks for that office,
// and to nobody else.
func TestFactsOfAnOffice(t *testing.T) {
	s := serve(t, 10000)
	for path, want := range map[string]string{
		"/api/v1/entries/khai-sinh?office=binh-my":                          "Quầy 3",
		"/api/v1/answer?q=lam+giay+khai+sinh+cho+con+can+gi&office=binh-my": "Quầy 3",
		"/api/v1/entries/khai-sinh?office=binh-an":                          "",
		"/api/v1/entries/khai-sinh":                                         "",
		"/api/v1/entries/ket-hon?office=binh-my":                            "",
	} {
		resp, err := http.Get(s.URL + path)
		if err != nil {
			t.Fatal(err)
		}
		var got struct{ Local *site.EntryLocal }
		err = json.NewDecoder(resp.Body).Decode(&got)
		resp.Body.Close()
		switch {
		case err != nil || resp.StatusCode != http.StatusOK:
			t.Errorf("%s: %d, %v", path, resp.StatusCode, err)
		case (got.Local != nil) != (want != ""):
			t.Errorf("%s: %+v", path, got.Local)
		case want != "" && (len(got.Local.Facts) != 2 || !strings.Contains(got.Local.Facts[1].Text, want) ||
			got.Local.Source != "Quyết định 12/QĐ-UBND" || got.Local.Checked != "2026-11-20"):
			t.Errorf("%s: %+v", path, got.Local)
		}
	}
}

// TestDescriptionCanFail: the judge above refuses what is not as described.
func TestDescriptionCanFail(t *testing.T) {
	s := serve(t, 10000)
	resp, err := http.Get(s.URL + "/api/v1/openapi.json")
	if err != nil {
		t.Fatal(err)
	}
	b, _ := io.ReadAll(resp.Body)
	resp.Body.Close()
	doc, err := libopenapi.NewDocument(b)
	if err != nil {
		t.Fatal(err)
	}
	judge, errs := validator.NewValidator(doc)
	if len(errs) > 0 {
		t.Fatal(errs)
	}
	req := httptest.NewRequest(http.MethodGet, "https://hoidap.binhluc.gov.vn/api/v1/search?q=a", nil)
	bad := &http.Response{StatusCode: 200, Header: http.Header{"Content-Type": {"application/json"}}, Request: req,
		Body: io.NopCloser(strings.NewReader(`{"results":[{"id":1}]}`))}
	if ok, _ := judge.ValidateHttpResponse(req, bad); ok {
		t.Error("a reply that is not as described was taken")
	}
}

func TestAnswer(t *testing.T) {
	s := serve(t, 10000)
	for _, tt := range []struct{ q, outcome, entry, text string }{
		{"lam giay khai sinh cho con can gi", "answer", "khai-sinh", "Giấy chứng sinh"},
		{"nhà bị cháy", "urgent", "", "114"},
		{"cách nuôi cá sấu trên sân thượng", "unknown", "", "chưa"},
	} {
		resp, err := http.Get(s.URL + "/api/v1/answer?q=" + strings.ReplaceAll(tt.q, " ", "+"))
		if err != nil {
			t.Fatal(err)
		}
		var a api.Answer
		err = json.NewDecoder(resp.Body).Decode(&a)
		resp.Body.Close()
		if err != nil || a.Outcome != tt.outcome || !strings.Contains(a.Text, tt.text) || tt.entry != "" &&
			(a.Entry == nil || a.Entry.ID != tt.entry) {
			t.Errorf("%s: %v %+v", tt.q, err, a)
			continue
		}
		if tt.entry != "" && (a.Checked != "2026-11-22" || len(a.Sources) == 0 ||
			a.Entry.URL != "https://hoidap.binhluc.gov.vn/thu-tuc/khai-sinh") {
			t.Errorf("%s: no source or day: %+v", tt.q, a)
		}
		if h := resp.Header; h.Get("Access-Control-Allow-Origin") != "*" || h.Get("Cache-Control") != "no-store" ||
			h.Get("Set-Cookie") != "" {
			t.Errorf("headers: %v", h)
		}
	}
}

// TestRate: an address that asks too fast is told how long to wait, at /mcp too.
func TestRate(t *testing.T) {
	s := serve(t, 2)
	for i, want := range []int{200, 200, 429} {
		resp, err := http.Get(s.URL + "/api/v1/search?q=khai+sinh")
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
		if resp.StatusCode != want || want == 429 && resp.Header.Get("Retry-After") == "" {
			t.Errorf("request %d: %d", i, resp.StatusCode)
		}
	}
	resp, err := http.Post(s.URL+"/mcp", "application/json", strings.NewReader("{}"))
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	if resp.StatusCode != http.StatusTooManyRequests {
		t.Errorf("/mcp: %d", resp.StatusCode)
	}
}

// TestMCP: the library's own client finds the tools and gets answers with source and date.
func TestMCP(t *testing.T) {
	s := serve(t, 10000)
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	client := mcp.NewClient(&mcp.Implementation{Name: "test", Version: "1"}, nil)
	session, err := client.Connect(ctx, &mcp.StreamableClientTransport{Endpoint: s.URL + "/mcp"}, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer session.Close()
	tools, err := session.ListTools(ctx, nil)
	if err != nil || len(tools.Tools) != 3 {
		t.Fatal(err, tools)
	}
	call := func(name string, args map[string]any, into any) *mcp.CallToolResult {
		t.Helper()
		r, err := session.CallTool(ctx, &mcp.CallToolParams{Name: name, Arguments: args})
		if err != nil {
			t.Fatal(err)
		}
		b, err := json.Marshal(r.StructuredContent)
		if err == nil && !r.IsError {
			err = json.Unmarshal(b, into)
		}
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	var a api.Answer
	call("search", map[string]any{"query": "lam giay khai sinh cho con can gi"}, &a)
	if a.Entry == nil || a.Entry.ID != "khai-sinh" || a.Checked == "" || len(a.Sources) == 0 {
		t.Errorf("search: %+v", a)
	}
	var e site.Entry
	call("get_procedure", map[string]any{"id": "1.001193"}, &e)
	if e.Title != "Đăng ký khai sinh" || len(e.Sections) < 8 || e.Checked != "2026-11-22" {
		t.Errorf("get_procedure: %+v", e)
	}
	call("get_plan", map[string]any{}, &e)
	if e.ID != "ke-hoach-2024" || !strings.Contains(e.Summary, "2024") {
		t.Errorf("get_plan: %+v", e)
	}
	if r := call("get_procedure", map[string]any{"id": "khong-co"}, &e); !r.IsError {
		t.Error("an entry that there is not was returned")
	}
}
