// Package sealed encrypts backups by age, with a passphrase or for the holder of a key. A file is told by its head:
// what is not encrypted is read as it is.
package sealed

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strings"

	"filippo.io/age"
)

// magic begins every encrypted file.
const magic = "age-encryption.org/v1\n"

// leastPassphrase is in bytes: a backup can be tried against for years.
const leastPassphrase = 12

// Keys open and close a file. The zero value closes nothing.
type Keys struct {
	// Passphrase is asked for when it is needed.
	Passphrase func() (string, error)
	// Recipients are public keys, "age1…", for whom a file is encrypted instead.
	Recipients []string
	// Identities are the text of a file with private keys, "AGE-SECRET-KEY-1…".
	Identities string
	// Work is by how much trying passphrases is made slow, as a power of two; 0: by as much as age holds right.
	Work int
}

// ErrShort refuses a passphrase that can be guessed.
var ErrShort = fmt.Errorf("the passphrase has fewer than %d bytes", leastPassphrase)

// ErrLocked says that none of the keys opens a file.
var ErrLocked = errors.New("none of the keys opens it")

// Writer encrypts what is written to it; Close ends the file and leaves w open.
func (k Keys) Writer(w io.Writer) (io.WriteCloser, error) {
	if len(k.Recipients) > 0 {
		to, err := age.ParseRecipients(strings.NewReader(strings.Join(k.Recipients, "\n")))
		if err != nil {
			return nil, fmt.Errorf("recipients: %w", err)
		}
		return age.Encrypt(w, to...)
	}
	pass, err := k.Passphrase()
	if err != nil {
		return nil, err
	}
	if len(pass) < leastPassphrase {
		return nil, ErrShort
	}
	to, err := age.NewScryptRecipient(pass)
	if err != nil {
		return nil, err
	}
	if k.Work > 0 {
		to.SetWorkFactor(k.Work)
	}
	return age.Encrypt(w, to)
}

// Reader gives what a file holds, decrypted where it is encrypted.
func (k Keys) Reader(r io.Reader) (io.Reader, error) {
	in := bufio.NewReaderSize(r, 1<<20)
	if head, err := in.Peek(len(magic)); err != nil || string(head) != magic {
		return in, nil
	}
	var own []age.Identity
	if k.Identities != "" {
		ids, err := age.ParseIdentities(strings.NewReader(k.Identities))
		if err != nil {
			return nil, fmt.Errorf("identities: %w", err)
		}
		own = ids
	} else {
		pass, err := k.Passphrase()
		if err != nil {
			return nil, err
		}
		id, err := age.NewScryptIdentity(pass)
		if err != nil {
			return nil, err
		}
		own = append(own, id)
	}
	out, err := age.Decrypt(in, own...)
	var none *age.NoIdentityMatchError
	if errors.As(err, &none) {
		return nil, ErrLocked
	}
	return out, err
}
