-- Shuts a fresh state's globals in: what scripts see are empty tables that read from the real ones and refuse to be written.
-- deny raises the error for a write, missing the one for an unknown global; locked maps what scripts see to what is behind it.
local deny, missing, locked, loading = ...

local allowed = {
    '_VERSION', '__redis__err__handler', 'assert', 'bit', 'cjson', 'cmsgpack', 'collectgarbage', 'coroutine', 'error', 'gcinfo',
    'getmetatable', 'ipairs', 'load', 'loadstring', 'math', 'next', 'pairs', 'pcall', 'rawequal', 'rawget', 'rawset', 'redis',
    'select', 'setmetatable', 'string', 'struct', 'table', 'tonumber', 'tostring', 'type', 'unpack', 'xpcall',
}

local function lock(real, shown)
    local seen = {}
    for name, value in pairs(real) do
        if type(value) == 'table' and not locked[value] then
            real[name] = lock(value)
        end
    end
    local guard = { __index = real, __newindex = deny, __metatable = shown or false }
    setmetatable(seen, guard)
    locked[seen] = real
    return seen, guard
end

local function environment(globals)
    return lock(setmetatable(globals, { __index = missing }), lock({ __index = missing }))
end

local globals = {}
for _, name in ipairs(allowed) do
    globals[name] = _G[name]
end

local seen, guard = environment(globals)
rawset(globals, '_G', seen)
getmetatable('').__metatable = lock({ __index = globals.string })

local library = nil
if loading then
    library = { redis = (environment(loading)) }
    setmetatable(library, { __index = missing })
end
return seen, globals, guard, library
