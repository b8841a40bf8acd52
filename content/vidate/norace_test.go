//go:build !race

package vidate_test

const raced = false
