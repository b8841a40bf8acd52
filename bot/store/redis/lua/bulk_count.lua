-- tally counts the outcomes of one page's recipients in b:<id>. What is counted is a change of a recipient's outcome, not a
-- call: an acknowledgement whose answer was lost is sent again and counts nothing. b:<id>:c:<chan>:<n> remembers what was
-- counted, a letter for each recipient, a capital when possibly sent twice, '.' for none. count tells whether the outcome
-- is new; add raises a field; save writes both.
local function tally(B, chan, page)
  local key, sums, fields = B .. ':c:' .. chan .. ':' .. page, {}, {}
  local old = call('GET', key) or ''
  local have, T = old, {}
  function T.add(field, n)
    if not sums[field] then
      fields[#fields + 1] = field
      sums[field] = 0
    end
    sums[field] = sums[field] + n
  end
  function T.count(index, code, twice)
    have = have .. string.rep('.', index + 1 - #have)
    local was = string.sub(have, index + 1, index + 1)
    local before = string.lower(was)
    if before ~= was then twice = true end -- it stays
    have = string.sub(have, 1, index) .. (twice and string.upper(code) or code) .. string.sub(have, index + 2)
    if twice and before == was then T.add('n:2', 1) end
    if before == code then return false end
    if before ~= '.' then T.add('n:' .. before, -1) end
    T.add('n:' .. code, 1)
    return true
  end
  function T.save()
    if have == old then return end
    call('SET', key, have, 'PX', math.max(1, call('PTTL', B)))
    for _, field in ipairs(fields) do call('HINCRBY', B, field, sums[field]) end
  end
  return T
end
