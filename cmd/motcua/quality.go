package main

import (
	"fmt"
	"os"

	"github.com/motcua/motcua/content/lexicon"
	"github.com/motcua/motcua/content/search"
	"github.com/motcua/motcua/content/search/quality"
)

// QualityCmd measures how well questions are understood: on the evaluation sets of a folder, or on the golden questions
// of the base.
type QualityCmd struct {
	Data    string `placeholder:"THƯ-MỤC" help:"Thư mục có các bộ câu hỏi đánh giá."`
	Cross   bool   `help:"Đo chéo: tham số khớp trên một nửa câu hỏi, đo trên nửa kia."`
	Content string `env:"MOTCUA_CONTENT" placeholder:"THƯ-MỤC" help:"Kho nội dung."`
}

// Run prints the figures as Markdown; a lost golden question fails.
func (c *QualityCmd) Run() error {
	if c.Data != "" {
		lex, err := search.ParseLexicon(lexicon.Files)
		if err != nil {
			return err
		}
		if c.Cross {
			return quality.CrossValidate(c.Data, lex, os.Stdout)
		}
		return quality.Run(c.Data, lex, os.Stdout)
	}
	know, err := openKnowledge(c.Content)
	if err != nil {
		return err
	}
	lost := know.Golden()
	for _, l := range lost {
		fmt.Println(l)
	}
	total := len(know.Library.Questions)
	fmt.Printf("%d of %d golden questions pass.\n", total-len(lost), total)
	if len(lost) > 0 {
		return exit{1, fmt.Errorf("%d câu hỏi mẫu không còn đúng", len(lost))}
	}
	return nil
}
