-- Adds pages that were chosen from another announcement's report. ARGV: now, id, place in that report where they begin,
-- place after them or '' at its end, ms to keep, {channel, lines, count}… Result: 1 when there is more to do, else 0.
local id, B = ARGV[2], P .. 'b:' .. ARGV[2]
if call('HGET', B, 'state') ~= 'freezing' then return 0 end
if call('HGET', B, 'fmember') ~= ARGV[3] then return 1 end -- another process did this part
for i = 6, #ARGV, 3 do addPage(id, ARGV[i], ARGV[i + 1], tonumber(ARGV[i + 2]), ARGV[5]) end
if ARGV[4] == '' then
  endFreeze(id)
  return 0
end
call('HSET', B, 'fmember', ARGV[4])
return 1
