-- Writes down the next part of an audience. ARGV: now, id, members to look at, ms to keep, number of segments, then for
-- each: number of its sets, sets…, number of excluded sets, sets…
-- Result: 1 when there is more to do, else 0. Scores later than the start, and members that another segment had, are
-- passed over. A cursor (score, member) finds its place again even when the member has left the set.
local id, limit, keep = ARGV[2], tonumber(ARGV[3]), ARGV[4]
local B = P .. 'b:' .. id
local state = call('HGET', B, 'state')
if state ~= 'freezing' then return 0 end
local created = tonumber(call('HGET', B, 'created'))

local segs, i = {}, 6
for s = 1, tonumber(ARGV[5]) do
  local seg = { all = {}, none = {} }
  for _, list in ipairs({ seg.all, seg.none }) do
    local n = tonumber(ARGV[i])
    for j = 1, n do list[j] = P .. 's:' .. ARGV[i + j] end
    i = i + n + 1
  end
  segs[s] = seg
end

local function within(seg, member, from)
  for j = from, #seg.all do
    if not call('ZSCORE', seg.all[j], member) then return false end
  end
  for _, key in ipairs(seg.none) do
    if call('ZSCORE', key, member) then return false end
  end
  return true
end

-- byte order, which is the order of a sorted set; Lua's < asks the locale
local function notAfter(a, b)
  for j = 1, math.min(#a, #b) do
    local x, y = string.byte(a, j), string.byte(b, j)
    if x ~= y then return x < y end
  end
  return #a <= #b
end

local function rankAfter(key, score, member)
  local lo, hi = 0, call('ZCARD', key)
  while lo < hi do
    local mid = math.floor((lo + hi) / 2)
    local at = call('ZRANGE', key, mid, mid, 'WITHSCORES')
    local s = tonumber(at[2])
    if s < score or (s == score and notAfter(at[1], member)) then lo = mid + 1 else hi = mid end
  end
  return lo
end

local n = tonumber(call('HGET', B, 'fseg'))
local seg = segs[n]
if not seg then
  endFreeze(id)
  return 0
end
local score, member, rank = call('HGET', B, 'fscore'), call('HGET', B, 'fmember'), 0
if score ~= '' then rank = rankAfter(seg.all[1], tonumber(score), member) end
local items = call('ZRANGE', seg.all[1], rank, rank + limit - 1, 'WITHSCORES')
local chans, lines, counts, ended = {}, {}, {}, #items < 2 * limit
for j = 1, #items, 2 do
  member, score = items[j], items[j + 1]
  if tonumber(score) > created then
    ended = true
    break
  end
  local ok = within(seg, member, 2)
  for s = 1, n - 1 do ok = ok and not within(segs[s], member, 1) end
  local chan, chat = string.match(member, '^([^:]+):(.+)$')
  if ok and chan then
    if not lines[chan] then
      chans[#chans + 1] = chan
      lines[chan], counts[chan] = {}, 0
    end
    counts[chan] = counts[chan] + 1
    lines[chan][counts[chan]] = chat
  end
end
for _, chan in ipairs(chans) do addPage(id, chan, table.concat(lines[chan], '\n'), counts[chan], keep) end
if ended then
  call('HSET', B, 'fseg', n + 1, 'fscore', '', 'fmember', '')
else
  call('HSET', B, 'fscore', score, 'fmember', member)
end
return 1
