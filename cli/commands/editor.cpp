#include "cli/commands/editor.hpp"

#include <istream>

#include "cli/output/remark.hpp"
#include "core/domain/text.hpp"
#include "core/record/tree.hpp"

namespace crm {

std::string text_from_stdin(World& world) {
  std::string text(Tree::largest_text + 1, '\0');
  world.in.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(world.in.gcount()));
  if (text.size() > Tree::largest_text)
    throw Failure(Error::asked_wrongly("the text on stdin is longer than 1 MiB",
                                       "keep it in a file beside the record"));
  while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.pop_back();
  if (trimmed(text).empty()) throw Failure(Error::asked_wrongly("there was no text on stdin"));
  if (!is_utf8(text)) throw Failure(Error::asked_wrongly("the text on stdin is not UTF-8"));
  return text;
}

void run_editor(World& world, const std::string& path) {
  const std::string& editor = world.environment.editor;
  if (editor.empty())
    throw Failure(
        Error::failed("no editor is set", "set VISUAL or EDITOR, for example: export EDITOR=nano"));
  // EDITOR may hold options ("code --wait"); the shell splits it, the path never passes through it.
  const int code = world.run_program({"/bin/sh", "-c", editor + " \"$@\"", editor, path});
  if (code != 0)
    throw Failure(Error::failed("the editor (" + editor + ") ended with " + std::to_string(code),
                                "nothing was changed; your draft is in " + path));
}

std::string text_from_editor(World& world, const std::string& name, const std::string& text) {
  const std::string path = world.temporary_folder() + "/" + name;
  insist(world.disk.replace({{path, text}}));
  run_editor(world, path);
  const std::string saved = world.disk.read(path).value();
  if (!is_utf8(saved))
    throw Failure(Error::failed("the saved text is not UTF-8", "it is in " + path));
  return saved;
}

}  // namespace crm
