-- A Word document of pandoc's own tree: mal.docx in the folder is its look, and its pictures are
-- there too.

return function(given)
  local clock = { SOURCE_DATE_EPOCH = given.moment, TZ = "UTC" }
  local options = {
    reference_doc = "mal.docx",
    template = pandoc.template.compile(given.layout),
  }
  local function write()
    local file = assert(io.open("rapport.docx", "wb"))
    file:write(pandoc.write(pandoc.read(given.tree, "json"), "docx", options))
    file:close()
  end
  pandoc.system.with_environment(clock, function()
    pandoc.system.with_working_directory(given.folder, write)
  end)
end
