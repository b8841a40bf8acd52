package handlers

import (
	"fmt"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/handlers/qrcode"
)

// withPicture adds to an invitation its link, and the link as a QR code where the channel shows pictures.
func (b *Bot) withPicture(messages []bot.Message, t *turn, code string) ([]bot.Message, error) {
	if b.Config.InviteLink == nil {
		return messages, nil
	}
	link := b.Config.InviteLink(code)
	if link == "" {
		return messages, nil
	}
	messages[0].Text += "\n" + fmt.Sprintf(textInviteLink, link)
	if !b.Config.Channels[t.u.Chat.Channel].Files {
		return messages, nil
	}
	picture, err := qrcode.PNG(link)
	if err != nil {
		return nil, err
	}
	return append(messages, bot.Message{Text: textInvitePicture, File: &bot.File{Name: "ma-moi.png", Type: "image/png", Bytes: picture}}), nil
}
