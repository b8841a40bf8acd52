-- The channel's rate. A message counts from the moment it is handed out until a second after the platform's answer came,
-- so that the platform never sees more than the rate in a second, however long the way. win0 holds replies, win1 the rest.
-- left: how many messages other than replies may go out now. Replies wait for nobody, so where there are some, room is
-- kept for a few more. What is over lies there a while longer, for a clock that is set back.
local after = string.format('(%.0f', now)
local function left(O, rate)
  call('ZREMRANGEBYSCORE', O .. 'win0', '-inf', now - spare)
  call('ZREMRANGEBYSCORE', O .. 'win1', '-inf', now - spare)
  local replies = call('ZCOUNT', O .. 'win0', after, '+inf')
  return rate - call('ZCOUNT', O .. 'win1', after, '+inf') - replies - math.ceil(math.sqrt(replies))
end

-- freed: when the first of them stops to count.
local function freed(O)
  local a = tonumber(call('ZRANGE', O .. 'win0', after, '+inf', 'BYSCORE', 'LIMIT', 0, 1, 'WITHSCORES')[2])
  local b = tonumber(call('ZRANGE', O .. 'win1', after, '+inf', 'BYSCORE', 'LIMIT', 0, 1, 'WITHSCORES')[2])
  if a and b then return math.min(a, b) end
  return a or b
end
