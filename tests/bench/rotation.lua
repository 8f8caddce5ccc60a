-- Asks for another page each time: the path and the number of pages are given behind `--`.
local path, pages, asked = "", 1, 0

function init(arguments)
  path, pages = arguments[1], tonumber(arguments[2])
end

function request()
  -- A step that shares no factor with most totals walks over all of them.
  asked = (asked + 7919) % pages
  return wrk.format("GET", path .. (asked + 1) .. "/")
end
