-- What Neovim gets of the language server; `tests/lsp.rs` runs it, in Neovim 0.7 or later.
-- PALIER is the program, LESSON a text with a link that leads nowhere. What is seen is written to the file RESULT.
local out = {}
local lesson = vim.env.LESSON

local function wait(what, is_so)
  if not vim.wait(60000, is_so, 20) then
    table.insert(out, 'no ' .. what)
    return false
  end
  return true
end

local function see()
  vim.cmd('edit ' .. vim.fn.fnameescape(lesson))
  local id = vim.lsp.start_client({ name = 'palier', cmd = { vim.env.PALIER, 'lsp' }, init_options = { lang = 'fr' } })
  local buffer = vim.api.nvim_get_current_buf()
  if not wait('server', function()
    local client = vim.lsp.get_client_by_id(id)
    return client and client.initialized
  end) then
    return
  end
  vim.lsp.buf_attach_client(buffer, id)
  if not wait('fault', function()
    return #vim.diagnostic.get(buffer) > 0
  end) then
    return
  end
  local fault = vim.diagnostic.get(buffer)[1]
  table.insert(out, ('fault %d:%d %s'):format(fault.lnum + 1, fault.col + 1, fault.message))

  local uri = vim.uri_from_bufnr(buffer)
  local function ask(method, params)
    local answers = vim.lsp.buf_request_sync(buffer, method, params, 60000)
    return answers and answers[id] and answers[id].result
  end
  local at = { line = fault.lnum, character = 0 }
  local actions = ask('textDocument/codeAction', {
    textDocument = { uri = uri },
    range = { start = at, ['end'] = { line = fault.lnum, character = 999 } },
    context = { diagnostics = {} },
  })
  table.insert(out, 'action ' .. actions[1].title)
  vim.lsp.util.apply_workspace_edit(actions[1].edit, 'utf-16')
  if wait('mended text', function()
    return #vim.diagnostic.get(buffer) == 0
  end) then
    table.insert(out, 'mended ' .. vim.api.nvim_buf_get_lines(buffer, fault.lnum, fault.lnum + 1, true)[1])
  end
  local hover = ask('textDocument/hover', { textDocument = { uri = uri }, position = { line = fault.lnum, character = 6 } })
  table.insert(out, 'hover ' .. hover.contents.value)
end

local ok, why = pcall(see)
if not ok then
  table.insert(out, 'failed: ' .. tostring(why))
end
vim.fn.writefile(vim.split(table.concat(out, '\n'), '\n'), vim.env.RESULT)
vim.cmd('qall!')
