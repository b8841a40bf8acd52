-- Hands out a page of a running announcement. ARGV: now, channel, lease ms, token.
-- Result: {id, page, lines, log, created} or {} when there is none.
local chan, token = ARGV[2], ARGV[4]
for _, id in ipairs(call('ZRANGE', P .. 'bulkrun:' .. chan, 0, 19)) do
  local B = P .. 'b:' .. id
  local h = call('HMGET', B, 'state', 'expires', 'next:' .. chan, 'pages:' .. chan, 'created')
  if h[1] == 'running' and h[2] ~= '0' and tonumber(h[2]) <= now then
    call('HSET', B, 'state', 'paused', 'reason', 'late')
    h[1] = 'paused'
  end
  if h[1] == 'running' then
    local page = call('ZRANGEBYSCORE', B .. ':fly:' .. chan, '-inf', now, 'LIMIT', 0, 1)[1]
    if not page and tonumber(h[3]) < tonumber(h[4]) then
      page = string.format('%.0f', call('HINCRBY', B, 'next:' .. chan, 1))
    end
    if page then
      call('ZADD', B .. ':fly:' .. chan, now + tonumber(ARGV[3]), page)
      call('HSET', B .. ':own:' .. chan, page, token)
      return { id, page, call('GET', B .. ':p:' .. chan .. ':' .. page) or '', call('GET', B .. ':a:' .. chan .. ':' .. page) or '', h[5] }
    end
  elseif h[1] ~= 'paused' then
    call('ZREM', P .. 'bulkrun:' .. chan, id) -- cancelled, or its time to keep is over
  end
end
return {}
