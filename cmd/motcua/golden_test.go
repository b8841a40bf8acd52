package main

import (
	"testing"

	"github.com/motcua/motcua/cmd/motcua/base"
)

// The golden questions of the embedded base are what its editors promise: a
// change that loses one must say so and either mend it or change the promise.
func TestGoldenQuestionsOfTheEmbeddedBase(t *testing.T) {
	know, err := base.Open("")
	if err != nil {
		t.Fatal(err)
	}
	if n := len(know.Library.Questions); n < 1000 {
		t.Errorf("%d golden questions; the embedded base has more than a thousand", n)
	}
	for _, lost := range know.Golden() {
		t.Error(lost)
	}
}
