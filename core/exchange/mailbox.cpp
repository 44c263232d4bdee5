#include "core/exchange/mailbox.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <deque>
#include <set>
#include <utility>

#include "core/domain/text.hpp"
#include "core/exchange/lines.hpp"

namespace crm {
namespace {

/// Of a part's body, of all bodies, of a mail.
constexpr std::size_t longest_part = 256 << 10, longest_bodies = 1 << 20, longest_mail = 2 << 20;
constexpr std::size_t longest_line = 64 << 10;
constexpr std::size_t most_boundaries = 256;
/// How far after a `From ` line headers are looked for.
constexpr std::size_t looked_ahead = 12;

bool is_digit(char c) {
  return std::isdigit(static_cast<unsigned char>(c)) != 0;
}

/// `Subject` of `Subject: …`; empty where the line is no header.
std::string_view header_name(std::string_view line) {
  const auto colon = line.find(':');
  if (colon == line.npos || colon == 0) return {};
  const std::string_view name = line.substr(0, colon);
  const bool is_name =
      std::all_of(name.begin(), name.end(), [](char c) { return c > 32 && c < 127; });
  return is_name ? name : std::string_view();
}

/// Headers that text has hardly ever at the beginning of a line.
bool is_mail_header(std::string_view line) {
  constexpr std::array<std::string_view, 17> names = {
      "from",           "date",         "received", "message-id",       "return-path",
      "delivered-to",   "mime-version", "to",       "subject",          "content-type",
      "reply-to",       "status",       "x-uid",    "x-mozilla-status", "x-gm-thrid",
      "x-gmail-labels", "references"};
  const std::string name = lowered(header_name(line));
  return std::find(names.begin(), names.end(), name) != names.end();
}

/// `10:15` and a year of four digits, as asctime writes them.
bool has_date(std::string_view line) {
  bool clock = false, year = false;
  for (const std::string_view word : split(line, ' ')) {
    const bool digits = !word.empty() && std::all_of(word.begin(), word.end(), is_digit);
    year = year || (digits && word.size() == 4);
    clock = clock || (word.size() >= 4 && word.size() <= 8 && is_digit(word.front()) &&
                      is_digit(word.back()) && word.find(':') != word.npos);
  }
  return clock && year;
}

/// Keeps of a mail, line by line, what is needed to understand it.
class Keeper {
 public:
  void add(std::string_view line) {
    if (in_header_) {
      in_header_ = !line.empty();
      note_boundary(line);
      keep(line);
      return;
    }
    if (is_boundary(line)) {
      in_header_ = !line.ends_with("--") || boundaries_.contains(std::string(line.substr(2)));
      in_part_ = 0;
      keep(line);
      return;
    }
    if (in_part_ + line.size() > longest_part || in_bodies_ + line.size() > longest_bodies) {
      in_part_ = longest_part;
      return;
    }
    in_part_ += line.size() + 1;
    in_bodies_ += line.size() + 1;
    keep(line);
  }

  std::string take() {
    std::string mail = std::move(mail_);
    *this = Keeper();
    return mail;
  }

 private:
  void keep(std::string_view line) {
    if (mail_.size() + line.size() + 1 > longest_mail) return;
    mail_ += line;
    mail_ += '\n';
  }

  void note_boundary(std::string_view line) {
    const std::string low = lowered(line);
    const auto at = low.find("boundary");
    const auto equals = at == low.npos ? at : low.find_first_not_of(" \t", at + 8);
    if (equals == low.npos || low[equals] != '=' || boundaries_.size() >= most_boundaries) return;
    std::string_view value = trimmed(line.substr(equals + 1));
    if (value.starts_with('"'))
      value = value.substr(1, value.find('"', 1) - 1);
    else
      value = trimmed(value.substr(0, value.find(';')));
    if (!value.empty()) boundaries_.emplace(value);
  }

  bool is_boundary(std::string_view line) const {
    if (!line.starts_with("--") || boundaries_.empty()) return false;
    line = line.substr(0, line.find_last_not_of(" \t") + 1);
    if (line.size() < 3) return false;
    return boundaries_.contains(std::string(line.substr(2))) ||
           (line.size() > 4 && line.ends_with("--") &&
            boundaries_.contains(std::string(line.substr(2, line.size() - 4))));
  }

  std::string mail_;
  std::set<std::string> boundaries_;
  bool in_header_ = true;
  std::size_t in_part_ = 0, in_bodies_ = 0;
};

/// `>From ` as it was before a mailbox made it so.
std::string_view unquoted(std::string_view line) {
  const auto end = line.find_first_not_of('>');
  const bool was_from = end != line.npos && end > 0 && line.substr(end).starts_with("From ");
  return was_from ? line.substr(1) : line;
}

class Mbox : public Mails {
 public:
  Mbox(std::unique_ptr<Bytes> bytes, std::string file)
      : lines_(std::move(bytes), longest_line), file_(std::move(file)) {}

  Result<std::optional<RawMail>> next() override {
    Keeper keeper;
    RawMail mail;
    bool begun = false, after_blank = true;
    while (true) {
      const auto here = look(0);
      if (!here) return error(here.error());
      if (*here == nullptr) break;
      if (after_blank && (*here)->text.starts_with("From ")) {
        const auto begins = is_beginning();
        if (!begins) return error(begins.error());
        if (*begins) {
          if (begun) break;
          begun = true;
          mail.place = {file_, (*here)->number, 1};
          mail.envelope = trimmed(std::string_view((*here)->text).substr(5));
          ahead_.pop_front();
          after_blank = false;
          continue;
        }
      }
      const std::string line = std::move(ahead_.front().text);
      const int number = ahead_.front().number;
      ahead_.pop_front();
      after_blank = line.empty();
      if (!begun && line.empty()) continue;
      // What stands before the first mail is one whose own line was lost.
      if (!begun) mail.place = {file_, number, 1};
      begun = true;
      keeper.add(unquoted(line));
    }
    if (!begun) return std::nullopt;
    mail.bytes = keeper.take();
    return mail;
  }

 private:
  struct Line {
    std::string text;
    int number = 0;
  };

  /// The line that is `count` after this one; nullptr after the last.
  Result<const Line*> look(std::size_t count) {
    while (ahead_.size() <= count) {
      auto line = lines_.next();
      if (!line) return error(line.error());
      if (!*line) return nullptr;
      ahead_.push_back({*std::move(*line), lines_.number()});
    }
    return &ahead_[count];
  }

  /// Whether the `From ` line here begins a mail.
  Result<bool> is_beginning() {
    const std::string rest(trimmed(std::string_view(ahead_.front().text).substr(5)));
    std::size_t headers = 0;
    for (std::size_t count = 1; count <= looked_ahead; ++count) {
      const auto line = look(count);
      if (!line) return error(line.error());
      if (*line == nullptr || (*line)->text.empty()) break;
      const std::string& text = (*line)->text;
      const bool folded = count > 1 && (text.front() == ' ' || text.front() == '\t');
      const bool header = folded || !header_name(text).empty() || text.starts_with(">From ");
      if (!header) return false;
      if (rest.empty() || rest == "-" || has_date(rest)) return true;
      headers += is_mail_header(text) ? 1 : 0;
    }
    return headers >= 2;
  }

  LinesOf lines_;
  std::string file_;
  std::deque<Line> ahead_;
};

/// In the folder `tmp` of a Maildir.
bool is_unfinished(std::string_view file) {
  const std::string_view folder = file.substr(0, std::min(file.rfind('/'), file.size()));
  return folder.size() < file.size() && folder.substr(folder.rfind('/') + 1) == "tmp";
}

/// One mail alone.
Result<RawMail> whole_mail(std::unique_ptr<Bytes> bytes, Place place) {
  RawMail mail;
  Keeper keeper;
  LinesOf lines(std::move(bytes), longest_line);
  bool begun = false;
  while (true) {
    const auto line = lines.next();
    if (!line) return error(line.error());
    if (!*line) break;
    if (!begun && (*line)->empty()) continue;
    if (!begun && (*line)->starts_with("From ")) {
      mail.envelope = trimmed(std::string_view(**line).substr(5));
    } else {
      keeper.add(**line);
    }
    begun = true;
  }
  mail.place = std::move(place);
  mail.bytes = keeper.take();
  if (!begun) mail.trouble = "the file is empty";
  return mail;
}

class OneMail : public Mails {
 public:
  OneMail(std::unique_ptr<Bytes> bytes, std::string file)
      : bytes_(std::move(bytes)), file_(std::move(file)) {}

  Result<std::optional<RawMail>> next() override {
    if (bytes_ == nullptr) return std::nullopt;
    auto mail = whole_mail(std::move(bytes_), {file_, 1, 1});
    if (!mail) return error(mail.error());
    return *std::move(mail);
  }

 private:
  std::unique_ptr<Bytes> bytes_;
  std::string file_;
};

class FilesOfMail : public Mails {
 public:
  FilesOfMail(std::vector<std::string> files, FileOpener open)
      : files_(std::move(files)), open_(std::move(open)) {}

  Result<std::optional<RawMail>> next() override {
    while (at_ < files_.size()) {
      const std::string& file = files_[at_++];
      if (is_unfinished(file)) continue;
      auto bytes = open_(file);
      if (!bytes) return troubled(file, bytes.error());
      auto mail = whole_mail(*std::move(bytes), {file, 1, 1});
      if (!mail) return troubled(file, mail.error());
      return *std::move(mail);
    }
    return std::nullopt;
  }

 private:
  static RawMail troubled(const std::string& file, const Error& why) {
    return {{file, 1, 1}, "", "", why.message()};
  }

  std::vector<std::string> files_;
  FileOpener open_;
  std::size_t at_ = 0;
};

}  // namespace

std::unique_ptr<Mails> mails_of_mbox(std::unique_ptr<Bytes> bytes, std::string file) {
  return std::make_unique<Mbox>(std::move(bytes), std::move(file));
}

std::unique_ptr<Mails> mails_of_file(std::unique_ptr<Bytes> bytes, std::string file) {
  return std::make_unique<OneMail>(std::move(bytes), std::move(file));
}

std::unique_ptr<Mails> mails_of_files(std::vector<std::string> files, FileOpener open) {
  return std::make_unique<FilesOfMail>(std::move(files), std::move(open));
}

}  // namespace crm
