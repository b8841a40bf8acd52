package answers_test

import (
	"testing"

	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/content/lexicon"
	"github.com/motcua/motcua/content/search"
	"github.com/motcua/motcua/handlers/answers"
)

// BenchmarkAnswer renders answers out of the shipped base: search, the line asked for, the page with its foot.
func BenchmarkAnswer(b *testing.B) {
	lex, err := search.ParseLexicon(lexicon.Files)
	if err != nil {
		b.Fatal(err)
	}
	lib, _ := content.Load(content.Embedded())
	know := answers.NewKnowledge(lib, lex)
	day := content.NewDay(2026, 11, 23)
	questions := []string{
		"lam giay khai sinh cho con can gi", "con mang họ mẹ được không", "đổi bằng lái xe bao nhiêu tiền",
		"tôi ở xã Tiêu Động, sang tên sổ đỏ nộp ở đâu", "trợ cấp hưu trí xã hội bao nhiêu tiền một tháng",
	}
	know.Answer(questions[0], day)
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		know.Answer(questions[i%len(questions)], day)
	}
}
