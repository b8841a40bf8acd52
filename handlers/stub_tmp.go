package handlers
import ("context";"github.com/motcua/motcua/bot")
func (t *turn) dueDate() (bot.Message,bool){return bot.Message{},false}
func (t *turn) placeQuestion() (bot.Message,bool){return bot.Message{},false}
func (b *Bot) askPlace(_ context.Context, t *turn) ([]bot.Message, error){return nil,nil}
func (b *Bot) gotPlace(_ context.Context, t *turn) ([]bot.Message, error){return nil,nil}
func (b *Bot) pressedOption(_ context.Context, t *turn) ([]bot.Message, error){return nil,nil}
