package main

import (
	"context"
	"net/http"
	"strconv"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/bot/outbox"
)

// gauges counts what the operators watch. No label holds a chat, a name or words.
type gauges struct {
	registry *prometheus.Registry
	updates  *prometheus.CounterVec
	handling *prometheus.HistogramVec
	messages *prometheus.CounterVec
	waited   *prometheus.HistogramVec
	platform *prometheus.HistogramVec
	again    *prometheus.CounterVec
	late     prometheus.Histogram
	gaveUp   prometheus.Counter
	answers  *prometheus.CounterVec
	leases   *prometheus.CounterVec
	calls    *prometheus.CounterVec
	forged   *prometheus.CounterVec

	contentFaults prometheus.Gauge
	outcomes      sync.Map // of searches whose update is not committed yet, by channel and update
}

var seconds = []float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 30, 60, 300, 1800}

func newGauges() *gauges {
	g := &gauges{
		registry: prometheus.NewRegistry(),
		updates: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "motcua_updates_total",
			Help: "Updates by channel, kind and outcome: ok, repeat, failed, unavailable."},
			[]string{"channel", "kind", "outcome"}),
		handling: prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: "motcua_update_seconds",
			Help: "From an update's arrival to its commit.", Buckets: seconds}, []string{"channel"}),
		messages: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "motcua_messages_total",
			Help: "What happened to messages: sent, retry, dead, blocked, moved, expired, gone, lost; and why."},
			[]string{"channel", "priority", "event", "why"}),
		waited: prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: "motcua_message_wait_seconds",
			Help: "From enqueueing to the platform's acceptance.", Buckets: seconds}, []string{"channel", "priority"}),
		platform: prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: "motcua_platform_seconds",
			Help: "How long the platform took for one message.", Buckets: seconds}, []string{"channel"}),
		again: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "motcua_messages_possibly_twice_total",
			Help: "Messages that may have gone out twice."}, []string{"channel"}),
		late: prometheus.NewHistogram(prometheus.HistogramOpts{Name: "motcua_schedule_late_seconds",
			Help: "How late scheduled work was committed; 95 % within 10 s is the aim.", Buckets: seconds}),
		gaveUp: prometheus.NewCounter(prometheus.CounterOpts{Name: "motcua_schedule_given_up_total",
			Help: "Scheduled work given up after its last try."}),
	}
	g.answers = prometheus.NewCounterVec(prometheus.CounterOpts{Name: "motcua_answers_total",
		Help: "Questions by how the search for an answer ended: answer, choose, unknown."},
		[]string{"channel", "outcome"})
	g.leases = prometheus.NewCounterVec(prometheus.CounterOpts{Name: "motcua_leases_lost_total",
		Help: "Leases that ended before they were given back: polling, message."}, []string{"lease"})
	g.calls = prometheus.NewCounterVec(prometheus.CounterOpts{Name: "motcua_platform_calls_total",
		Help: "Calls to a platform by method and HTTP status; 0: no answer."}, []string{"channel", "method", "status"})
	g.forged = prometheus.NewCounterVec(prometheus.CounterOpts{Name: "motcua_webhook_refused_total",
		Help: "Webhook calls refused for a wrong signature."}, []string{"channel"})
	g.leases.WithLabelValues("polling") // from zero on, so that the first one shows as an increase
	g.leases.WithLabelValues("message")
	g.contentFaults = prometheus.NewGauge(prometheus.GaugeOpts{Name: "motcua_content_faults",
		Help: "Faults that keep changed content files from being used; the last good ones are."})
	g.registry.MustRegister(g.answers, g.leases, g.calls, g.forged, g.contentFaults, g.updates, g.handling, g.messages,
		g.waited, g.platform, g.again, g.late, g.gaveUp,
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return g
}

// channel makes a channel's counters of faults begin at zero, so that the first fault shows as an increase.
func (g *gauges) channel(name string) {
	for _, kind := range []bot.Kind{bot.KindText, bot.KindCommand, bot.KindAction} {
		g.updates.WithLabelValues(name, string(kind), "failed")
	}
	g.again.WithLabelValues(name)
}

func (g *gauges) update(u bot.Update, outcome string, took time.Duration) {
	g.updates.WithLabelValues(u.Chat.Channel, string(u.Kind), outcome).Inc()
	g.handling.WithLabelValues(u.Chat.Channel).Observe(took.Seconds())
	if found, ok := g.outcomes.LoadAndDelete(u.Chat.Channel + ":" + u.ID); ok && outcome == "ok" {
		g.answers.WithLabelValues(u.Chat.Channel, found.(string)).Inc()
	}
}

// asked notes how a search ended; update counts it once the update is committed, so that a try that failed does not.
func (g *gauges) asked(u bot.Update, outcome string) {
	g.outcomes.Store(u.Chat.Channel+":"+u.ID, outcome)
}

func (g *gauges) lostLease() { g.leases.WithLabelValues("polling").Inc() }

// called returns the counter of a channel's calls to its platform.
func (g *gauges) called(channel string) func(method string, status int) {
	return func(method string, status int) { g.calls.WithLabelValues(channel, method, strconv.Itoa(status)).Inc() }
}

// refused returns the counter of calls to a channel's webhook whose signature was wrong.
func (g *gauges) refused(channel string) func() {
	c := g.forged.WithLabelValues(channel) // from zero on
	return func() { c.Inc() }
}

func (g *gauges) sent(e outbox.Event) {
	p := priorityNames[e.Priority]
	g.messages.WithLabelValues(e.Channel, p, e.Kind, string(e.Why)).Add(float64(max(1, e.Count)))
	if e.Kind == "sent" {
		g.waited.WithLabelValues(e.Channel, p).Observe(e.Waited.Seconds())
		g.platform.WithLabelValues(e.Channel).Observe(e.Took.Seconds())
	}
	if e.Kind == "lost" {
		g.leases.WithLabelValues("message").Inc()
	}
	if e.Again {
		g.again.WithLabelValues(e.Channel).Inc()
	}
}

var priorityNames = map[bot.Priority]string{bot.PriorityReply: "reply", bot.PriorityReminder: "reminder",
	bot.PriorityBulk: "announcement"}

func (g *gauges) fired(late time.Duration, gaveUp bool) {
	if gaveUp {
		g.gaveUp.Inc()
		return
	}
	g.late.Observe(late.Seconds())
}

// queues reads the queues' depth at every scrape.
type queues struct{ p *process }

var (
	queueDepth  = prometheus.NewDesc("motcua_queue_messages", "Messages waiting.", []string{"channel", "priority"}, nil)
	queueOldest = prometheus.NewDesc("motcua_queue_oldest_seconds",
		"How long the oldest message has waited beyond its time.", []string{"channel", "priority"}, nil)
	deadLetters = prometheus.NewDesc("motcua_dead_letters", "Messages given up.", []string{"channel"}, nil)
	diskFree    = prometheus.NewDesc("motcua_disk_free_bytes", "Room left on the disk of MOTCUA_DATA.", nil, nil)
	webFull     = prometheus.NewDesc("motcua_web_full",
		"1 when the web takes no messages because memory, Redis or the disk is nearly full.", nil, nil)
	stateUp = prometheus.NewDesc("motcua_state_up", "1 when the state can be written.", nil, nil)
)

// Describe names the figures.
func (q queues) Describe(ch chan<- *prometheus.Desc) {
	ch <- queueDepth
	ch <- queueOldest
	ch <- deadLetters
	ch <- diskFree
	ch <- stateUp
	ch <- webFull
}

// Collect reads the figures; while the state is away those that stand in it are not told.
func (q queues) Collect(ch chan<- prometheus.Metric) {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	up := 1.0
	if q.p.ready(ctx) != nil {
		up = 0
	}
	ch <- prometheus.MustNewConstMetric(stateUp, prometheus.GaugeValue, up)
	full := 0.0
	if q.p.space.Full() {
		full = 1
	}
	ch <- prometheus.MustNewConstMetric(webFull, prometheus.GaugeValue, full)
	if free, err := freeMB(q.p.config.Data); err == nil {
		ch <- prometheus.MustNewConstMetric(diskFree, prometheus.GaugeValue, float64(free<<20))
	}
	for _, l := range q.p.lanes {
		name := l.Channel.Name()
		s, err := q.p.store.QueueStats(ctx, name)
		if err != nil {
			continue
		}
		for p, label := range priorityNames {
			ch <- prometheus.MustNewConstMetric(queueDepth, prometheus.GaugeValue, float64(s.Waiting[p]), name, label)
			ch <- prometheus.MustNewConstMetric(queueOldest, prometheus.GaugeValue, s.Oldest[p].Seconds(), name, label)
		}
		ch <- prometheus.MustNewConstMetric(deadLetters, prometheus.GaugeValue, float64(s.Dead), name)
	}
}

func (g *gauges) handler(p *process) http.Handler {
	g.registry.MustRegister(queues{p})
	return promhttp.HandlerFor(g.registry, promhttp.HandlerOpts{})
}
