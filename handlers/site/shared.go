package site

func sharedStyle() []byte { return nil }
func sharedScript() []byte { return nil }
