package handlers

import (
	"strconv"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
)

// reminderForm fills the form in which a reminder goes out where a platform takes only approved ones: the first task and
// its day, and how many tasks there are. Fields: task, due, unit, count, day.
func reminderForm(tasks []Task, day content.Day) *bot.Form {
	fields := map[string]string{"count": strconv.Itoa(len(tasks)), "day": day.VN(), "due": day.VN()}
	if len(tasks) > 0 {
		fields["task"], fields["unit"], fields["due"] = tasks[0].Title, tasks[0].Unit, tasks[0].Due.VN()
	}
	return &bot.Form{Name: bot.FormReminder, Fields: fields}
}
