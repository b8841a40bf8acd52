package people

const (
	textPeopleAre        = "Các cán bộ đã liên kết:"
	textHasBlocked       = "đã chặn hoặc rời bot"
	textCannotWriteFirst = "kênh này không cho bot nhắn trước"
)
