-- Puts a dead letter back into its chat's queue. ARGV: now, id. Result: its channel, or '' when there is none.
local v = call('GET', P .. 'dead:' .. ARGV[2])
if not v then return '' end
local chan, chat, prio, entry = string.match(v, '^([^\31]*)\31([^\31]*)\31(%d)\31[^\31]*\31[^\31]*\31%d+\31%d+\31(.*)$')
local needs, slot, json = string.match(entry, '^%d+\31%d+\31([^\31]*)\31([^\31]*)\31(.*)$')
enqueue(chan, chat, prio, '', '0', 0, string.format('%.0f', now) .. '\31' .. '0\31' .. needs .. '\31' .. slot .. '\31' .. json)
call('DEL', P .. 'dead:' .. ARGV[2])
call('ZREM', P .. 'deads', ARGV[2])
return chan
