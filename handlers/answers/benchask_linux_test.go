package answers_test

import (
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/content/lexicon"
	"github.com/motcua/motcua/content/search"
	"github.com/motcua/motcua/content/search/quality"
	"github.com/motcua/motcua/handlers/answers"
)

// BenchmarkAsk finds what the questions of a counter mean in the shipped base, with its short answers and statements
// indexed, and reports the median and the 99th percentile of one question. MOTCUA_BENCH_BASE names another folder.
func BenchmarkAsk(b *testing.B) {
	lex, err := search.ParseLexicon(lexicon.Files)
	if err != nil {
		b.Fatal(err)
	}
	files := content.Embedded()
	if dir := os.Getenv("MOTCUA_BENCH_BASE"); dir != "" {
		files = os.DirFS(filepath.Clean(dir))
	}
	lib, _ := content.Load(files)
	know := answers.NewKnowledge(lib, lex)
	questions, err := quality.CounterQuestions()
	if err != nil {
		b.Fatal(err)
	}
	runtime.LockOSThread() // its own processor time: a busy machine does not count
	var took []time.Duration
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		start := cpuTime(b)
		know.Ask(questions[i%len(questions)].Text)
		took = append(took, cpuTime(b)-start)
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)/2].Nanoseconds())/1000, "p50-µs")
	b.ReportMetric(float64(took[len(took)*99/100].Nanoseconds())/1000, "p99-µs")
}

func cpuTime(b *testing.B) time.Duration {
	var t unix.Timespec
	if err := unix.ClockGettime(unix.CLOCK_THREAD_CPUTIME_ID, &t); err != nil {
		b.Fatal(err)
	}
	return time.Duration(t.Nano())
}
