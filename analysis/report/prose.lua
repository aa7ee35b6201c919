-- Pandoc filter for report prose. Between the texts stand marks, paragraphs of four words
-- (fingerprint, steps to move headings, own|user, heading id or "-"). The filter turns each
-- mark into a line that survives to the output and lets nothing through that could run,
-- include or fetch something.

local state = { shift = 0, own = true, id = "-", level = 0 }
local known_ids = {}

local function text_of(inlines)
  return pandoc.utils.stringify(inlines)
end

local function mark_words(block)
  if block.t ~= "Para" then return nil end
  local first, shift, kind, id = text_of(block):match("^(%x+) (%d+) (%l+) ([%l%d-]+)$")
  if not first or #first ~= 64 then return nil end
  return { mark = first, shift = tonumber(shift), own = kind == "own", id = id }
end

local safe = {
  RawInline = function(raw) return pandoc.Str(raw.text) end,
  RawBlock = function(raw)
    return pandoc.Para({ pandoc.Str((raw.text:gsub("%s+$", ""))) })
  end,
  Image = function(image)
    local name = text_of(image.caption)
    return pandoc.Str(name == "" and "[bilde utelatt]" or "[bilde utelatt: " .. name .. "]")
  end,
  Link = function(link)
    if link.target:match("^https?://") or link.target:match("^mailto:") then
      return pandoc.Link(link.content, link.target)
    end
    local id = link.target:match("^#.*__([%l%d-]+)$") or link.target:match("^#([%l%d-]+)$")
    if id and state.own and known_ids[id] then
      return pandoc.Link(link.content, "#" .. id)
    end
    return link.content
  end,
  -- A table that fits on a page stays whole.
  Table = function(tbl)
    local rows = 0
    for _, body in ipairs(tbl.bodies) do rows = rows + #body.body end
    if FORMAT ~= "typst" or rows > 14 then return nil end
    return {
      pandoc.RawBlock("typst", "#block(breakable: false)["), tbl, pandoc.RawBlock("typst", "]"),
    }
  end,
  -- A heading may stand one level below the one before, never more: readers of tagged
  -- PDF lose their way otherwise, and Typst refuses it.
  Header = function(header)
    local level = math.min(header.level + state.shift, 6)
    if FORMAT == "typst" then
      level = math.min(level, state.level + 1)
      state.level = level
    end
    local id = ""
    if state.id ~= "-" then id, state.id = state.id, "-" end
    return pandoc.Header(level, header.content, pandoc.Attr(id))
  end,
}

function Pandoc(document)
  local marks, first = {}, document.blocks[1]
  local fingerprint = first and mark_words(first) and mark_words(first).mark
  for position, block in ipairs(document.blocks) do
    local words = mark_words(block)
    if words and words.mark == fingerprint then
      marks[position] = words
      known_ids[words.id] = true
    end
  end
  local blocks = pandoc.Blocks({})
  for position, block in ipairs(document.blocks) do
    local words = marks[position]
    if words then
      state.shift, state.own, state.id = words.shift, words.own, words.id
      local line = FORMAT == "typst" and "//" .. words.mark or "<!--" .. words.mark .. "-->"
      blocks:insert(pandoc.RawBlock(FORMAT, line))
    else
      for _, made in ipairs(pandoc.Blocks({ block }):walk(safe)) do blocks:insert(made) end
    end
  end
  return pandoc.Pandoc(blocks)
end
