-- Answers requests, a line of JSON each, until there are no more: what is asked for is done by the
-- Lua file it names. The answer is a line too, {"made": …} or {"fault": …}.

local doers = {}

local function answer(request)
  local doer = doers[request.file] or dofile(request.file)
  doers[request.file] = doer
  return doer(request.given)
end

for line in io.lines() do
  local done, made = pcall(function() return answer(pandoc.json.decode(line, false)) end)
  io.stdout:write(pandoc.json.encode(done and { made = made } or { fault = tostring(made) }), "\n")
  io.stdout:flush()
end
