// Package exit says with which status the process ends.
package exit

import "fmt"

// Settings is sysexits' EX_CONFIG, for wrong settings and for data that only a person can mend: systemd does not start us
// again after it. Not 2, with which the Go runtime itself ends a process that panics or that the watchdog aborts: those must
// come back.
const Settings = 78

// Error is an error after which the process ends with Code.
type Error struct {
	Code int
	Err  error
}

func (e Error) Error() string { return e.Err.Error() }

// Unwrap returns what went wrong.
func (e Error) Unwrap() error { return e.Err }

// Errorf is fmt.Errorf with a status.
func Errorf(code int, format string, args ...any) error {
	return Error{Code: code, Err: fmt.Errorf(format, args...)}
}
