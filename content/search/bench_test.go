package search_test

import (
	"strings"
	"testing"

	"github.com/motcua/motcua/content/search"
)

// benchQuestions mix clean, unmarked, abbreviated and mistyped questions.
var benchQuestions = []string{
	"Cấp giấy phép khai thác thủy sản cần những giấy tờ gì?",
	"xin cap lai chung chi hanh nghe kham benh chua benh bi mat thi lam sao",
	"đk kết hôn với ng nước ngoài cần giấy tờ j vậy ạ",
	"em muốn hỏi thủ tục gia hạn giấy chứng nhận an toàn thực phẩm cho hộ kinh doanh, nộp ở đâu, lệ phí bao nhiêu, mấy ngày thì có kết quả",
	"lam giay khai sing cho be",
	"Năm 1866, mục tiêu đánh của Đức là nước nào?",
	"ddawng kys tamj trus",
	"chứng thực chữ ký",
}

func BenchmarkAsk(b *testing.B) {
	ix := search.New(bigCorpus(5769), lexicon(b), search.Options{})
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		ix.Ask(benchQuestions[i%len(benchQuestions)])
	}
}

func BenchmarkNew(b *testing.B) {
	docs, lex := bigCorpus(5769), lexicon(b)
	b.ReportAllocs()
	for b.Loop() {
		search.New(docs, lex, search.Options{})
	}
}

// BenchmarkAskLong is the worst a person can send: 10,000 characters.
func BenchmarkAskLong(b *testing.B) {
	ix := search.New(bigCorpus(5769), lexicon(b), search.Options{})
	q := strings.Repeat("em muốn hỏi thủ tục cấp lại giấy phép khai thác thủy sản bị mất ạ, ", 150)
	b.ReportAllocs()
	for b.Loop() {
		ix.Ask(q)
	}
}
