-- Asks to send to recipients of a page now. ARGV: now, channel, id, page, token, lease ms, rate or 0, ms between messages of
-- a chat or 0, early ms, consent set or '', most to grant, {index, chat}…
-- Result: {state or '' when the lease was lost, next ms or 0, '1' when the rate was the limit, {granted index…},
-- {refused index, outcome…}}; state 'yields' when one that leads has a page to hand out. What is granted is noted as in flight in the same step.
local chan, id, page, token, lease, rate = ARGV[2], ARGV[3], ARGV[4], ARGV[5], tonumber(ARGV[6]), tonumber(ARGV[7])
local gap, early, consent, most = tonumber(ARGV[8]), tonumber(ARGV[9]), ARGV[10], tonumber(ARGV[11])
local B, O = P .. 'b:' .. id, P .. 'o:' .. chan .. ':'
if call('HGET', B .. ':own:' .. chan, page) ~= token then return { '', 0, '0', {}, {} } end
call('ZADD', B .. ':fly:' .. chan, 'XX', now + lease, page)
local h = call('HMGET', B, 'state', 'expires', 'created', 'lead')
local state = h[1] or 'cancelled'
if state == 'running' and h[2] ~= '0' and tonumber(h[2]) <= now then
  call('HSET', B, 'state', 'paused', 'reason', 'late')
  state = 'paused'
end
local granted, refused, log, next, byrate = {}, {}, {}, 0, '0'
if state ~= 'running' then return { state, 0, '0', granted, refused } end
local stop = tonumber(call('GET', O .. 'stop') or '0')
if stop > now then return { state, stop, '1', granted, refused } end
local leads = h[4] == '1'
if not leads then
  for _, other in ipairs(call('ZRANGEBYSCORE', P .. 'bulkrun:' .. chan, '-inf', '(0', 'LIMIT', 0, 20)) do
    local L = P .. 'b:' .. other
    local l = call('HMGET', L, 'state', 'next:' .. chan, 'pages:' .. chan)
    if l[1] == 'running' and (tonumber(l[2]) < tonumber(l[3]) or call('ZCOUNT', L .. ':fly:' .. chan, '-inf', now) > 0) then
      return { 'yields', 0, '0', granted, refused }
    end
  end
  local till = tonumber(call('GET', O .. 'lead') or '0')
  if till > now then return { state, till, '1', granted, refused } end
end
local room = most
if rate > 0 then
  local free = left(O, rate)
  if not leads then free = free - call('ZCOUNT', O .. 'ready1', '-inf', now) end -- reminders first
  room = math.min(room, free)
end
local T = tally(B, chan, page)
local secs = string.format('%.0f', math.max(0, math.floor((now - tonumber(h[3])) / 1000)))
for i = 12, #ARGV, 2 do
  local index, chat = ARGV[i], ARGV[i + 1]
  if room <= 0 then
    if rate > 0 and #granted < most then
      byrate = '1'
      if leads then -- what the rate frees is its own
        call('SET', O .. 'lead', string.format('%.0f', now + 1000), 'PX', 1000 + spare)
      end
      local free = freed(O)
      if free and (next == 0 or free < next) then next = free end
    end
    break
  end
  local code
  if consent ~= '' and not call('ZSCORE', P .. 's:' .. consent, chan .. ':' .. chat) then
    code = 'u'
  elseif revision(P .. 'd:blocked:' .. chan .. ':' .. chat) then
    code = 'b'
  end
  if code then
    refused[#refused + 1] = index
    refused[#refused + 1] = code
    log[#log + 1] = index .. '\t' .. code .. '\t' .. secs .. '\t\n'
    T.count(tonumber(index), code, false)
  else
    local t = tonumber(call('GET', O .. 't:' .. chat) or '0')
    if t - early > now then -- had messages a moment ago, or asked for a pause
      if next == 0 or t - early < next then next = t - early end
    else
      if gap > 0 then
        t = math.max(t, now) + gap
        call('SET', O .. 't:' .. chat, string.format('%.0f', t), 'PX', math.ceil(t - now + spare))
      end
      if rate > 0 then call('ZADD', O .. 'win1', now + lease + 1000, token .. chat) end
      granted[#granted + 1] = index
      log[#log + 1] = index .. '\tt\t' .. secs .. '\t\n'
      room = room - 1
    end
  end
end
if #log > 0 then
  call('APPEND', B .. ':a:' .. chan .. ':' .. page, table.concat(log))
  call('PEXPIRE', B .. ':a:' .. chan .. ':' .. page, math.max(1, call('PTTL', B)))
end
T.save()
return { state, next, byrate, granted, refused }
