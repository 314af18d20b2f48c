import { createHash } from 'node:crypto'

/** A script that runs atomically on the server, and writes only after all checks. */
export interface Script {
  text: string
  sha: string
}

/**
 * The state is one hash. Each sum is a field such as `buckets.treatment.quality_sum`. A cell of the evidence is one field such
 * as `epoch.12.3` with its eleven sums in the order of `encodeIncrement`: every answer contains the whole hash, which should
 * be small. A move is `move.<previous generation>`. The answer has a line for each field and for each value; no value contains a
 * line break.
 */
const COMMON = `
local key = KEYS[1]
local kind = redis.call('TYPE', key).ok
local version = kind == 'hash' and redis.call('HGET', key, 'schema_version')
local problem = kind ~= 'none' and kind ~= 'hash' and 'it is a ' .. kind
  or kind == 'hash' and version ~= '2.0' and (version and 'its schema_version is ' .. version or 'it has no schema_version')
if problem then return redis.error_reply('NOTASTATE ' .. problem) end

local function number_at(field, text)
  local value = tonumber(text or 0)
  if value and value - value == 0 then return value end
  problem = problem or 'NOTASTATE ' .. field .. ' is not a number'
  return 0
end

local function exact(field, value)
  if value - value ~= 0 then problem = problem or 'TOOLARGE ' .. field .. ' would no longer be a finite number' end
  return string.format('%.17g', value)
end

local function begin(now)
  if kind == 'none' then
    redis.call('HSET', key, 'schema_version', '2.0', 'boundary', '0.5', 'generation', '0', 'started_at', now)
  end
end

local function drop(unwanted)
  for _, field in ipairs(redis.call('HKEYS', key)) do
    if unwanted(field) then redis.call('HDEL', key, field) end
  end
end

local function answer() return table.concat(redis.call('HGETALL', key), '\\n') end
`

/** KEYS: the state. Returns all fields; empty without a state. */
export const LOAD = script('return answer()')

/** KEYS: the state. Deletes it. */
export const RESET = script("redis.call('DEL', key) return answer()")

/**
 * KEYS: the state, and a key for the id of each increment. ARGV: the time, the seconds for which ids are kept, the number of
 * epochs to keep, and each increment as returned by `encodeIncrement`.
 */
export const ADD = script(`
local now, remembered, kept = ARGV[1], ARGV[2], tonumber(ARGV[3])
local generation = number_at('generation', redis.call('HGET', key, 'generation'))
local newest_before = number_at('newest_epoch', redis.call('HGET', key, 'newest_epoch'))
local newest = newest_before
local sums, cells, added = {}, {}, {}

local function add_to_sum(field, value)
  if not sums[field] then sums[field] = number_at(field, redis.call('HGET', key, field)) end
  sums[field] = sums[field] + value
end

local function add_to_cell(field, values)
  local cell = cells[field]
  if not cell then
    cell = {}
    for text in string.gmatch(redis.call('HGET', key, field) or '', '%S+') do
      cell[#cell + 1] = number_at(field, text)
    end
    if #cell ~= 0 and #cell ~= #values then problem = problem or 'NOTASTATE ' .. field .. ' is not a valid cell' end
    cells[field] = cell
  end
  for index, value in ipairs(values) do cell[index] = (cell[index] or 0) + value end
end

for index = 2, #KEYS do
  local id = KEYS[index]
  if not added[id] and redis.call('EXISTS', id) == 0 then
    added[id] = true
    local increment = cjson.decode(ARGV[index + 2])
    for field, value in pairs(increment.buckets) do add_to_sum('buckets.' .. field, value) end
    if increment.generation == generation then
      for field, value in pairs(increment.since_move) do add_to_sum('since_move.' .. field, value) end
      for _, cell in ipairs(increment.cells) do newest = math.max(newest, cell.epoch) end
      for _, cell in ipairs(increment.cells) do
        if cell.epoch > newest - kept then
          add_to_cell(string.format('epoch.%.0f.%.0f', cell.epoch, cell.cell), cell.sums)
        end
      end
    end
  end
end

local changes = { 'updated_at', now, 'newest_epoch', exact('newest_epoch', newest) }
local function set(field, text)
  changes[#changes + 1] = field
  changes[#changes + 1] = text
end
for field, value in pairs(sums) do set(field, exact(field, value)) end
for field, values in pairs(cells) do
  for index, value in ipairs(values) do values[index] = exact(field, value) end
  set(field, table.concat(values, ' '))
end
if problem then return redis.error_reply(problem) end
if next(added) then
  begin(now)
  for first = 1, #changes, 1000 do
    redis.call('HSET', key, unpack(changes, first, math.min(first + 999, #changes)))
  end
  for id in pairs(added) do redis.call('SET', id, now, 'EX', remembered) end
  if newest > newest_before then
    drop(function(field)
      local epoch = tonumber(string.match(field, '^epoch%.(%d+)%.'))
      return epoch and epoch <= newest - kept
    end)
  end
end
return answer()
`)

/** KEYS: the state. ARGV: the generation before the move, the new boundary, the time, the move, and the number of moves to keep. */
export const COMMIT = script(`
local previous, boundary, now, move, kept = tonumber(ARGV[1]), ARGV[2], ARGV[3], ARGV[4], tonumber(ARGV[5])
local generation = number_at('generation', redis.call('HGET', key, 'generation'))
if problem then return redis.error_reply(problem) end
if generation == previous then
  begin(now)
  drop(function(field)
    local moved = tonumber(string.match(field, '^move%.(%d+)$'))
    return field == 'newest_epoch' or string.find(field, '^since_move%.') or string.find(field, '^epoch%.')
      or moved and moved <= previous - kept
  end)
  redis.call('HSET', key, 'boundary', boundary, 'generation', string.format('%.0f', previous + 1), 'updated_at', now)
  redis.call('HSET', key, string.format('move.%.0f', previous), move)
end
return answer()
`)

function script(body: string): Script {
  const text = COMMON + body
  return { text, sha: createHash('sha1').update(text).digest('hex') }
}
