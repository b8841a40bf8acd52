//go:build race

package vidate_test

// raced: the race detector makes reading ten times slower, and nothing here runs side by side.
const raced = true
