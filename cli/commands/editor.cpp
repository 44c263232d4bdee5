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

Draft::Draft(World& world, const std::string& name, const std::string& text) : world_(world) {
  if (world.environment.editor.empty())
    throw Failure(
        Error::failed("no editor is set", "set VISUAL or EDITOR, for example: export EDITOR=nano"));
  folder_ = world.temporary_folder();
  path_ = folder_ + "/" + name;
  insist(world.disk.replace({{path_, text}}));
}

Draft::~Draft() {
  if (!kept_) world_.remove_folder(folder_);
}

std::string Draft::edited() {
  const std::string& editor = world_.environment.editor;
  // EDITOR may hold options ("code --wait"); the shell splits it, the path never passes through it.
  // A Ctrl-C is the editor's: the shell waits for what it makes of it.
  const int code =
      world_.run_program({"/bin/sh", "-c", "trap : INT; " + editor + " \"$@\"", editor, path_});
  constexpr int interrupted = 130;
  if (code == interrupted) {
    remark(world_, "crm: the editor was interrupted");
    hint(world_, "nothing was changed; " + keep());
    throw ExitCode{code};
  }
  if (code != 0)
    throw Failure(Error::failed("the editor (" + editor + ") ended with " + std::to_string(code),
                                "nothing was changed; " + keep()));
  return world_.disk.read(path_).value();
}

std::string Draft::keep() {
  kept_ = true;
  return "your draft is in " + as_typed(path_);
}

}  // namespace crm
