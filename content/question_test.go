package content

import (
	"io/fs"
	"strings"
	"testing"
)

// A golden question about a plan names "kh-<plan>-<id>"; a slip of the pen there must not pass for a question that is
// answered.
func TestQuestionsAboutPlans(t *testing.T) {
	plan, err := fs.ReadFile(Embedded(), "plan/2024/plan.yaml")
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name, row, refused string
	}{
		{name: "a statement", row: "want: kh-2024-hieu-luc"},
		{name: "an indicator", row: "want: kh-2024-m1"},
		{name: "offered among others", row: "want: choose, of: [kh-2024-hieu-luc, khai-sinh]"},
		{name: "a misspelt statement", row: "want: kh-2024-hieu-luk", refused: "kh-2024-hieu-luk"},
		{name: "a misspelt indicator", row: "want: kh-2024-m11", refused: "kh-2024-m11"},
		{name: "another year", row: "want: kh-2042-hieu-luc", refused: "kh-2042-hieu-luc"},
		{name: "no statement", row: "want: kh-2024-", refused: "kh-2024-"},
		{name: "no plan", row: "want: kh-hieu-luc", refused: "kh-hieu-luc"},
		{name: "without the prefix", row: "want: hieu-luc", refused: "hieu-luc"},
		{name: "misspelt among others", row: "want: choose, of: [kh-2024-hieu-luk, khai-sinh]",
			refused: "kh-2024-hieu-luk"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, faults := load(base("plan/2024/plan.yaml", string(plan), "documents/khac.yaml", planDocuments,
				"questions.yaml", "- {q: kế hoạch còn hiệu lực không, "+test.row+"}\n"), today)
			want := `questions.yaml:1: câu hỏi muốn "` + test.refused + `" nhưng không có mục nào mang id đó`
			switch got := faults.Errors().Error(); {
			case test.refused == "" && got != "":
				t.Errorf("refused: %s", got)
			case test.refused != "" && !strings.Contains(got, want):
				t.Errorf("not refused with %q: %q", want, got)
			}
		})
	}
}

// planDocuments are the rows that the plan cites.
const planDocuments = `documents:
  - {id: bai-cai-cach-hanh-chinh-binh-luc-2024, kind: trang cơ quan, title: Bài về kế hoạch}
  - {id: 1674-nq-ubtvqh15, kind: nghị quyết, number: 1674/NQ-UBTVQH15, title: Nghị quyết sắp xếp xã}
`
