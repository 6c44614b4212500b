-- The honest alternative: table three and four taken from each report by hand, and the 42 statutory relations checked. It knows these
-- tables and nothing else: no provenance, no missing cells, no layout but those where every cell is whole. Prints one line a failure.
local byte, find, sub = string.byte, string.find, string.sub

-- Runs of WIDTH cells that are numbers, between the separators tab, bar, space and line end, from START on.
local function rows(text, from, to, width, most)
  local found, run, n = {}, {}, 0
  local at = from
  while at <= to do
    local stop = at
    local value, digits, other = 0, 0, false
    while stop <= to do
      local b = byte(text, stop)
      if b == 9 or b == 10 or b == 32 or b == 124 then break end
      if b >= 48 and b <= 57 then
        value = value * 10 + (b - 48)
        digits = digits + 1
      elseif b ~= 13 then
        other = true
      end
      stop = stop + 1
    end
    if other then
      n = 0
    elseif digits > 0 then
      n = n + 1
      run[n] = value
      if n == width then
        found[#found + 1] = run
        run, n = {}, 0
        if #found == most then return found end
      end
    end
    at = stop + 1
  end
  return found
end

local function check(name)
  local file = assert(io.open(name, "rb"))
  local text = file:read("*a")
  file:close()
  local first = find(text, "本年新收政府信息公开申请数量", 1, true) or 1
  local last = find(text, "结转下年度继续办理", first, true) or #text
  local five = find(text, "五、", last, true) or #text
  local three = rows(text, first, five, 7, 25)
  if #three == 25 then
    local new, old, total, carried = three[1], three[2], three[24], three[25]
    for c = 1, 7 do
      if total[c] ~= new[c] + old[c] - carried[c] then print(name, "balance", c) end
      local sum = 0
      for r = 3, 23 do sum = sum + three[r][c] end
      if total[c] ~= sum then print(name, "total", c) end
    end
    for r = 1, 25 do
      local row, sum = three[r], 0
      for c = 1, 6 do sum = sum + row[c] end
      if row[7] ~= sum then print(name, "applicants", r) end
    end
  else
    print(name, "table three not read")
  end
  local four = rows(text, find(text, "行政诉讼", last, true) or last, five, 15, 1)[1]
  if four then
    for g = 0, 2 do
      local sum = 0
      for c = 1, 4 do sum = sum + four[g * 5 + c] end
      if four[g * 5 + 5] ~= sum then print(name, "reviews", g + 1) end
    end
  else
    print(name, "table four not read")
  end
end

for i = 1, #arg do check(arg[i]) end
