//go:build !unix

package main

import "errors"

// freeMB is not known here.
func freeMB(string) (uint64, error) {
	return 0, errors.New("hệ điều hành này chưa được hỗ trợ")
}
