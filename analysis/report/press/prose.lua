-- How report prose is read: CommonMark with tables and footnotes, and nothing let through that
-- could run, include or fetch something. The texts of a report also come as Typst.

local READER = "commonmark+pipe_tables+footnotes+strikeout"
local AS_IT_IS = pandoc.WriterOptions({ wrap_text = "none" })

local state = { shift = 0, own = true, id = "", level = 0, report = false }
local known_ids = {}

local function text_of(inlines)
  return pandoc.utils.stringify(inlines)
end

-- Typst stops at some sixty levels of nesting, and nobody reads the tenth.
local DEEPEST_BLOCK, DEEPEST_INLINE = 10, 5

local function limit_blocks(blocks, depth)
  local kept = pandoc.Blocks({})
  for _, block in ipairs(blocks) do
    local list = block.t == "BulletList" or block.t == "OrderedList"
    if (list or block.t == "BlockQuote") and depth >= DEEPEST_BLOCK then
      block = pandoc.Para(pandoc.utils.blocks_to_inlines({ block }, { pandoc.Space() }))
    elseif list then
      local items = {}
      for place, item in ipairs(block.content) do items[place] = limit_blocks(item, depth + 1) end
      block.content = items
    elseif block.t == "BlockQuote" then
      block.content = limit_blocks(block.content, depth + 1)
    end
    kept:insert(block)
  end
  return kept
end

local nesting = { Strong = true, Emph = true, Strikeout = true, Link = true }

local function limit_inlines(inlines, depth)
  local kept = pandoc.Inlines({})
  for _, inline in ipairs(inlines) do
    if nesting[inline.t] and depth >= DEEPEST_INLINE then
      inline = pandoc.Str(text_of(inline))
    elseif nesting[inline.t] then
      inline.content = limit_inlines(inline.content, depth + 1)
    end
    kept:insert(inline)
  end
  return kept
end

local function limit_content(block)
  block.content = limit_inlines(block.content, 0)
  return block
end

-- A footnote is no place for a heading.
local headless = {
  Header = function(header) return pandoc.Para({ pandoc.Strong(header.content) }) end,
}

local shallow = {
  Para = limit_content,
  Plain = limit_content,
  Header = limit_content,
  Note = function(note)
    return pandoc.Note(limit_blocks(note.content, DEEPEST_BLOCK - 2):walk(headless))
  end,
}

-- Signs that show nothing: no-break space, soft hyphen, zero-width and direction marks,
-- byte order mark, variation selectors.
local unseen = {
  "%s", "\u{A0}", "\u{AD}", "\u{202F}", "\u{2060}", "\u{FEFF}",
  "\u{200B}", "\u{200C}", "\u{200D}", "\u{200E}", "\u{200F}", "\u{FE0E}", "\u{FE0F}",
}

local function is_blank(inlines)
  local text = text_of(inlines)
  for _, sign in ipairs(unseen) do text = text:gsub(sign, "") end
  return text == ""
end

-- The writer knows that = + - / and 1. open a block in Typst at the start of a paragraph, but
-- not in a list item, a cell or a note. A hyphen before a number stays, to become a minus.
local for_typst = {
  Str = function(str)
    local before, sign, after = "", str.text:match("^([=+/])(.*)$")
    if not sign then sign, after = str.text:match("^(%-)(%D*)$") end
    if not sign then before, sign, after = str.text:match("^(%d+)(%.)(.*)$") end
    if not sign or sign == "-" and after:match("^%-") then return nil end
    local made = pandoc.Inlines({ pandoc.RawInline("typst", before .. "\\" .. sign) })
    if after ~= "" then made:insert(pandoc.Str(after)) end
    return made
  end,
  -- A table that fits on a page stays whole.
  Table = function(tbl)
    local rows = 0
    for _, body in ipairs(tbl.bodies) do rows = rows + #body.body end
    if rows > 14 then return nil end
    return {
      pandoc.RawBlock("typst", "#block(breakable: false)["), tbl, pandoc.RawBlock("typst", "]"),
    }
  end,
}

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
    local id = link.target:match("^#([%l%d-]+)$")
    if id and state.own and known_ids[id] then
      return pandoc.Link(link.content, "#" .. id)
    end
    return link.content
  end,
  -- A heading without words is none. Others may stand one level below the one before, never
  -- more: readers of tagged PDF lose their way otherwise, and Typst refuses it.
  Header = function(header)
    if is_blank(header.content) then
      return #header.content > 0 and pandoc.Para(header.content) or {}
    end
    local level = math.min(header.level + state.shift, 6)
    if state.report then
      level = math.min(level, state.level + 1)
      state.level = level
    end
    local id = state.id
    state.id = ""
    return pandoc.Header(level, header.content, pandoc.Attr(id))
  end,
}

-- What a text is read as, by its Markdown: a text is shown in its cell, and then in the report.
local read, count, MOST_READ = {}, 0, 2000

local function read_once(markdown)
  if not read[markdown] then
    if count >= MOST_READ then read, count = {}, 0 end
    read[markdown], count = pandoc.read(markdown, READER, nil, {}).blocks, count + 1
  end
  return read[markdown]:walk({})
end

-- Texts as Typst, all in one go: to write takes long to begin with. Between them stands a
-- fingerprint of them, which cannot occur in them.
local function typst(trees)
  local whole, every = pandoc.Blocks({}), {}
  for place, blocks in ipairs(trees) do every[place] = tostring(blocks) end
  local mark = "//" .. pandoc.utils.sha1(table.concat(every))
  for _, blocks in ipairs(trees) do
    whole:extend(blocks:walk(for_typst))
    whole:insert(pandoc.RawBlock("typst", mark))
  end
  local written, made, from = pandoc.write(pandoc.Pandoc(whole), "typst", AS_IT_IS), {}, 1
  for place = 1, #trees do
    local first, last = written:find(mark, from, true)
    made[place] = written:sub(from, first - 1):gsub("^\n+", ""):gsub("\n+$", "")
    from = last + 1
  end
  return made
end

-- Each text by itself, as pandoc's own tree in JSON and, in a report, as Typst.
return function(given)
  state.report, state.level, known_ids = given.report, 0, {}
  for _, text in ipairs(given.texts) do
    if text.id ~= "" then known_ids[text.id] = true end
  end
  local trees, made = {}, {}
  for place, text in ipairs(given.texts) do
    state.shift, state.own, state.id = text.shift, text.own, text.id
    trees[place] = limit_blocks(read_once(text.markdown), 0):walk(shallow):walk(safe)
  end
  local on_paper = given.report and typst(trees) or {}
  for place, blocks in ipairs(trees) do
    made[place] = {
      typst = on_paper[place] or "",
      tree = pandoc.write(pandoc.Pandoc(blocks), "json"),
    }
  end
  return made
end
