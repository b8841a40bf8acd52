-- Pauses, resumes or cancels. ARGV: now, id, 'pause', 'resume' or 'cancel', new expiry ms or ''. Result: the state after it,
-- or '' when there is no such announcement.
local id, B = ARGV[2], P .. 'b:' .. ARGV[2]
local state = call('HGET', B, 'state')
if not state then return '' end
local function to(new, reason)
  call('HSET', B, 'state', new, 'reason', reason)
  state = new
end
if ARGV[3] == 'pause' and state == 'running' then
  to('paused', 'admin')
elseif ARGV[3] == 'resume' and state == 'paused' then
  if ARGV[4] ~= '' then call('HSET', B, 'expires', ARGV[4]) end
  to('running', '')
elseif ARGV[3] == 'cancel' and (state == 'freezing' or state == 'running' or state == 'paused') then
  -- one that was stopped by its expiry stays known as that
  to('cancelled', call('HGET', B, 'reason') == 'late' and 'late' or 'admin')
  call('HSET', B, 'ended', string.format('%.0f', now))
  call('ZREM', P .. 'bulkfreeze', id)
  for chan in string.gmatch(call('HGET', B, 'chans'), '%S+') do call('ZREM', P .. 'bulkrun:' .. chan, id) end
end
return state
