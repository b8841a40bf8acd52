-- Gives a page back. ARGV: now, channel, id, page, token, the page's lines when all have an outcome or '' to leave the
-- rest to another, ms to keep. Result: 'ok' or 'lost'.
local chan, id, page, token = ARGV[2], ARGV[3], ARGV[4], ARGV[5]
local B = P .. 'b:' .. id
if call('HGET', B .. ':own:' .. chan, page) ~= token then return 'lost' end
call('HDEL', B .. ':own:' .. chan, page)
if ARGV[6] == '' then
  call('ZADD', B .. ':fly:' .. chan, 0, page)
  return 'ok'
end
call('SET', B .. ':p:' .. chan .. ':' .. page, ARGV[6], 'PX', ARGV[7])
call('DEL', B .. ':a:' .. chan .. ':' .. page, B .. ':c:' .. chan .. ':' .. page)
call('ZREM', B .. ':fly:' .. chan, page)
local state = call('HGET', B, 'state')
if state ~= 'running' and state ~= 'paused' then return 'ok' end
for c in string.gmatch(call('HGET', B, 'chans'), '%S+') do
  if call('HGET', B, 'next:' .. c) ~= call('HGET', B, 'pages:' .. c) or call('ZCARD', B .. ':fly:' .. c) > 0 then return 'ok' end
end
call('HSET', B, 'state', 'finished', 'reason', '', 'ended', string.format('%.0f', now))
for c in string.gmatch(call('HGET', B, 'chans'), '%S+') do call('ZREM', P .. 'bulkrun:' .. c, id) end
return 'ok'
