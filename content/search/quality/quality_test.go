package quality_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/motcua/motcua/content/search"
	"github.com/motcua/motcua/content/search/quality"
)

// sets is a small folder of evaluation sets in our own words.
var sets = map[string]string{
	"procedures.jsonl": `{"id":"1","title":"Đăng ký khai sinh","agency_level":"Cấp xã"}
{"id":"2","title":"Đăng ký khai tử","agency_level":"Cấp xã"}
{"id":"3","title":"Tách hộ","agency_level":"Cấp xã"}
{"id":"4","title":"Cấp giấy phép xây dựng","agency_level":"Cấp tỉnh"}
`,
	"faq_corpus.jsonl": `{"id":"f1","question":"Theo dõi hồ sơ ở đâu?","answer":"Trên Cổng."}
{"id":"f2","question":"Quên mật khẩu thì sao?","answer":"Bấm quên mật khẩu."}
`,
	"eval_inscope_dev.jsonl": `{"id":"a:clean","base_id":"a","question":"đăng ký khai sinh cần giấy tờ gì","gold_ids":["1"],"gold_family":["1"],"tier":"B","variant":"clean"}
{"id":"a:nodiac","base_id":"a","question":"dang ky khai sinh can giay to gi","gold_ids":["1"],"gold_family":["1"],"tier":"B","variant":"nodiac"}
{"id":"b:clean","base_id":"b","question":"tách hộ mất bao lâu","gold_ids":["2"],"gold_family":["3"],"tier":"B","variant":"clean"}
`,
	"eval_oos_dev.jsonl":       `{"id":"o:clean","base_id":"o","question":"hôm nay trời có mưa không","gold_ids":[],"category":"chat","variant":"clean"}` + "\n",
	"eval_ambiguous_dev.jsonl": `{"id":"m:clean","base_id":"m","question":"đăng ký","gold_ids":["1","2"],"gold_family":["1","2"],"variant":"clean"}` + "\n",
	"eval_faq_dev.jsonl":       `{"id":"f:clean","base_id":"f","question":"theo dõi hồ sơ","gold_ids":["f1"],"variant":"clean"}` + "\n",
}

func folder(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range sets {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func lexicon(t *testing.T) search.Lexicon {
	t.Helper()
	lex, err := search.ParseLexicon(os.DirFS("../../lexicon"))
	if err != nil {
		t.Fatal(err)
	}
	return lex
}

func load(t *testing.T, dir string) *quality.Sets {
	t.Helper()
	s, err := quality.Load(dir, nil)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestReport(t *testing.T) {
	var b bytes.Buffer
	load(t, folder(t)).Report(lexicon(t), quality.Options{}, &b)
	// Row b is right by family only; the question about rain is unknown.
	for _, want := range []string{
		"| variant clean | 2 | 0.500 | 1.000 | 1.000 |", "| variant nodiac | 1 | 1.000 | 1.000 | 1.000 |",
		"| chat | 1 | 0.000 | 0.000 | 0.000 | 0.000 | 0.000 | 0.000 | 1.000 | – | – | – |", "### FAQ", "the right one is there",
	} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("report lacks %q:\n%s", want, b.String())
		}
	}
}

func TestLoadNamesTheMissingFile(t *testing.T) {
	dir := folder(t)
	if err := os.Remove(filepath.Join(dir, "eval_faq_dev.jsonl")); err != nil {
		t.Fatal(err)
	}
	if _, err := quality.Load(dir, nil); err == nil || !strings.Contains(err.Error(), "eval_faq_dev.jsonl") {
		t.Errorf("error %v does not name the file", err)
	}
}

// A name that the export does not have is borrowed from a base that knows the code.
func TestEverydayNames(t *testing.T) {
	s, err := quality.Load(folder(t), map[string][]string{"3": {"tách khẩu ra ở riêng"}})
	if err != nil {
		t.Fatal(err)
	}
	ix := search.New(s.Procedures, lexicon(t), search.Options{})
	if r := ix.Ask("muốn ra ở riêng"); len(r.Hits) == 0 || r.Hits[0].ID != "3" {
		t.Errorf("found %v", r.Hits)
	}
}

func TestFitIsDeterministicAndRanks(t *testing.T) {
	s := load(t, folder(t))
	a, b := quality.Fit(s.National(), lexicon(t), 0), quality.Fit(s.National(), lexicon(t), 0)
	if *a != *b {
		t.Error("two fits of the same questions differ")
	}
	ix := search.New(s.Procedures, lexicon(t), search.Options{Model: a})
	if r := ix.Ask("dang ky khai sinh"); len(r.Hits) == 0 || r.Hits[0].ID != "1" {
		t.Errorf("fitted weights find %v", r.Hits)
	}
	var out bytes.Buffer
	quality.WriteModels(&out, a, b)
	if !strings.Contains(out.String(), "var national = Model{") {
		t.Errorf("no model in %q", out.String())
	}
}

// What a base holds in itself is asked as if nobody had written it down.
func TestBaseSets(t *testing.T) {
	docs := []search.Doc{
		{ID: "ks", Title: "Đăng ký khai sinh", Names: []string{"làm giấy khai sinh", "khai sinh cho bé"}, Curated: true,
			Kind: search.Procedure,
			Shorts: []search.Short{{Asks: []string{"mất giấy chứng sinh thì sao", "không có giấy chứng sinh"},
				Say: "Nộp giấy của người làm chứng."}}},
		{ID: "kt", Title: "Đăng ký khai tử", Names: []string{"làm giấy chứng tử", "báo tử"}, Curated: true,
			Kind: search.Procedure},
	}
	base := &quality.Base{Docs: docs}
	ix := search.New(docs, lexicon(t), search.Options{Curated: true})
	short := 0
	for _, set := range base.Sets() {
		for _, q := range set.Questions {
			for _, d := range ix.Trace(q.Text, q.Hide).Docs {
				if len(q.Hide.Docs) > 0 && d.ID == q.Hide.Docs[0] {
					t.Errorf("%q finds %s, which is hidden", q.Text, d.ID)
				}
			}
			short += q.Short
		}
	}
	if short != 4 {
		t.Errorf("%d questions want the short answer, want each way of asking twice", short)
	}
	m := quality.Fit(base.Office(nil), lexicon(t), 0)
	if n, sure := search.New(docs, lexicon(t), search.Options{Model: m}).Short("mất giấy chứng sinh thì làm sao",
		"ks"); n != 1 || sure <= 0 {
		t.Errorf("short answer %d, sure %.2f", n, sure)
	}
	if questions, err := quality.CounterQuestions(); err != nil || len(questions) < 150 {
		t.Errorf("%d questions of a counter, %v", len(questions), err)
	}
}
