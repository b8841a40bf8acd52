package sealed_test

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"

	"filippo.io/age"

	"github.com/motcua/motcua/cmd/motcua/sealed"
)

func with(pass string) sealed.Keys {
	return sealed.Keys{Passphrase: func() (string, error) { return pass, nil }, Work: 8}
}

func seal(t *testing.T, k sealed.Keys, text string) []byte {
	t.Helper()
	var b bytes.Buffer
	w, err := k.Writer(&b)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(w, text); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// TestSealed: who has the passphrase or the key reads what was written, nobody else; a byte that was changed is
// noticed.
func TestSealed(t *testing.T) {
	const text, pass = "câu hỏi của người dân", "một cụm mật khẩu dài"
	id, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	other, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	byPass := seal(t, with(pass), text)
	byKey := seal(t, sealed.Keys{Recipients: []string{id.Recipient().String()}}, text)
	changed := bytes.Clone(byPass)
	changed[len(changed)-1] ^= 1
	for _, tt := range []struct {
		name string
		file []byte
		keys sealed.Keys
		want error // nil: it is read
		any  bool  // of any kind
	}{
		{"the passphrase", byPass, with(pass), nil, false},
		{"another passphrase", byPass, with("một cụm mật khẩu khác"), sealed.ErrLocked, false},
		{"the key", byKey, sealed.Keys{Identities: id.String() + "\n"}, nil, false},
		{"another key", byKey, sealed.Keys{Identities: other.String()}, sealed.ErrLocked, false},
		{"changed", changed, with(pass), nil, true},
		{"not encrypted", []byte(text), sealed.Keys{}, nil, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if bytes.Contains(tt.file, []byte("người dân")) != (tt.name == "not encrypted") {
				t.Error("the words stand in the file")
			}
			r, err := tt.keys.Reader(bytes.NewReader(tt.file))
			var got []byte
			if err == nil {
				got, err = io.ReadAll(r)
			}
			switch {
			case tt.any && err == nil, tt.want != nil && !errors.Is(err, tt.want):
				t.Errorf("%q, %v", got, err)
			case !tt.any && tt.want == nil && (err != nil || string(got) != text):
				t.Errorf("%q, %v", got, err)
			}
		})
	}
	if _, err := with("ngắn").Writer(io.Discard); !errors.Is(err, sealed.ErrShort) {
		t.Errorf("a short passphrase: %v", err)
	}
	if _, err := (sealed.Keys{Recipients: []string{"age1sai"}}).Writer(io.Discard); err == nil ||
		!strings.Contains(err.Error(), "recipient") {
		t.Errorf("a wrong recipient: %v", err)
	}
}
