package answers

import (
	"slices"
	"strings"

	"github.com/motcua/motcua/content/vi"
)

// leaning are words that stand for what was spoken of.
var leaning = []string{"no", "anh ay", "chi ay", "ong ay", "ba ay", "em ay", "chau no", "ho", "cai do", "cai nay",
	"viec do", "viec nay", "thu tuc nay", "thu tuc do", "truong hop do"}

// leansOn reports whether words stand for what was spoken of, or add a condition to it.
func leansOn(text string) bool {
	folded := vi.Fold(text)
	opening, _ := cutOpening(folded)
	return opening || slices.ContainsFunc(leaning, func(w string) bool { return hasWords(folded, w) }) ||
		hasWords(folded, "neu") || hasWords(folded, "thi sao")
}

// Turned is what words turn to that ask after another matter: "thế đăng ký khai tử thì sao" is "đăng ký khai tử". Other
// words stay as they are.
func Turned(text string) string {
	folded := vi.Fold(text)
	if opening, _ := cutOpening(folded); !opening || !strings.HasSuffix(folded, " thi sao") {
		return text
	}
	return said(text)
}

// said is what words say beside standing for what was spoken of: "nếu anh ấy là người nước ngoài thì sao" says "người
// nước ngoài".
func said(text string) string {
	words := strings.Fields(text)
	folded := strings.Fields(vi.Fold(text))
	if len(words) != len(folded) {
		return text
	}
	var out []string
	for i := 0; i < len(words); {
		n := leaningAt(folded[i:])
		if n == 0 {
			out = append(out, words[i])
			n = 1
		}
		i += n
	}
	return strings.Join(out, " ")
}

// leaningAt is how many words at the beginning only lean on what was spoken of.
func leaningAt(folded []string) int {
	for _, list := range [][]string{leaning, openings, {"thi sao", "la", "thi", "neu ma", "con neu"}} {
		for _, w := range list {
			head := strings.Fields(w)
			if len(folded) >= len(head) && slices.Equal(folded[:len(head)], head) {
				return len(head)
			}
		}
	}
	return 0
}

// asking are folded words by which a sentence asks; wanting are those by which it says what is to be done.
var (
	asking  = vi.WordSet("gi j nao sao ai dau may bao nhieu nhiu bn khong ko k kg hong hok ha chua chu hay")
	wanting = vi.WordSet("muon can xin lam dang dk dki cap doi sua nop nhan mua ban chuyen tach nhap xoa khai bao hoi " +
		"tim tra giup huong")
)

// asks reports whether words ask something.
func asks(text string) bool {
	return strings.Contains(text, "?") || slices.ContainsFunc(strings.Fields(vi.Fold(text)), func(w string) bool { return asking[w] })
}

// people are folded words for those of whom a sentence speaks.
var people = vi.WordSet("e em toi minh con chau be vo chong bo me ba ong anh chi nha bon t m")

// circumstance reports whether words only say how things are with somebody: "em 45 tuổi rồi", "chồng em ở tỉnh khác".
func circumstance(text string) bool {
	words := strings.Fields(vi.Fold(text))
	return len(words) > 2 && !asks(text) && slices.ContainsFunc(words, func(w string) bool { return people[w] }) &&
		!slices.ContainsFunc(words, func(w string) bool { return wanting[w] })
}

// hasWords reports whether folded text holds the words, as whole words.
func hasWords(folded, words string) bool { return strings.Contains(" "+folded+" ", " "+words+" ") }
