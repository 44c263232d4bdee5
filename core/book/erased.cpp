#include "core/book/erased.hpp"

#include "core/domain/text.hpp"

namespace crm {

Erased Erased::parse(std::string_view text) {
  Erased erased;
  for (const std::string_view line : split(text, '\n')) {
    const std::string_view word = trimmed(line);
    if (word.starts_with('#'))
      erased.remarks_ += std::string(word) + "\n";
    else if (!word.empty())
      erased.lines_.emplace(word);
  }
  return erased;
}

Result<Erased> Erased::read(const Disk& disk, const Layout& layout) {
  auto text = disk.read(layout.erased());
  if (text) return parse(*text);
  if (text.error().kind == Error::Kind::nothing_found) return Erased();
  return error(text.error());
}

std::string Erased::text() const {
  std::string text = remarks_;
  for (const std::string& line : lines_) text += line + "\n";
  return text;
}

}  // namespace crm
