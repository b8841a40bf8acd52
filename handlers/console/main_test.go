package console_test

import (
	"testing"

	"github.com/motcua/motcua/bot/bottest/chrometest"
)

// TestMain starts one browser for all tests of pages.
func TestMain(m *testing.M) { chrometest.Main(m) }
