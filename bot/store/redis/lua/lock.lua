-- A named lease for one owner at a time. ARGV: now, name, owner, ttl ms, 'take' or 'release'.
-- Result: the fencing number, which grows with every change of owner, or 0 when another has it.
local key = P .. 'lock:' .. ARGV[2]
local held = call('HMGET', key, 'owner', 'till', 'fence')
local free = not held[1] or held[1] == '' or tonumber(held[2]) <= now
if ARGV[5] == 'release' then
  if held[1] == ARGV[3] then call('HSET', key, 'owner', '', 'till', '0') end
  return tonumber(held[3] or '0')
end
if not free and held[1] ~= ARGV[3] then return 0 end
local fence = tonumber(held[3] or '0')
if free or held[1] ~= ARGV[3] then fence = fence + 1 end
call('HSET', key, 'owner', ARGV[3], 'till', string.format('%.0f', now + ARGV[4]), 'fence', string.format('%.0f', fence))
return fence
