-- addPage writes one page of an audience that is being frozen; endFreeze starts the sending.
local function addPage(id, chan, lines, count, keep)
  local B = P .. 'b:' .. id
  local n = call('HINCRBY', B, 'pages:' .. chan, 1)
  if n == 1 then call('HSET', B, 'chans', call('HGET', B, 'chans') .. chan .. ' ', 'next:' .. chan, '0') end
  call('SET', B .. ':p:' .. chan .. ':' .. n, lines, 'PX', keep)
  call('HINCRBY', B, 'total', count)
  call('HINCRBY', B, 'total:' .. chan, count)
end

local function endFreeze(id)
  local B = P .. 'b:' .. id
  call('ZREM', P .. 'bulkfreeze', id)
  if call('HGET', B, 'total') == '0' then
    call('HSET', B, 'state', 'finished', 'ended', string.format('%.0f', now))
    return
  end
  call('HSET', B, 'state', 'running')
  local score = tonumber(call('HGET', B, 'created'))
  if call('HGET', B, 'lead') == '1' then score = score - ahead end
  for chan in string.gmatch(call('HGET', B, 'chans'), '%S+') do
    call('ZADD', P .. 'bulkrun:' .. chan, string.format('%.0f', score), id)
  end
end
