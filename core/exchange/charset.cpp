#include "core/exchange/charset.hpp"

#include <iconv.h>

#include <array>
#include <cerrno>

#include "core/domain/text.hpp"

namespace crm {
namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD";
/// Windows-1252 is read where a whole line is known, but no line is waited for longer.
constexpr std::size_t longest_wait = 1 << 16;

/// One conversion, fed in pieces.
class Conversion {
 public:
  explicit Conversion(const std::string& from) : handle_(::iconv_open("UTF-8", from.c_str())) {}

  ~Conversion() {
    if (ok()) ::iconv_close(handle_);
  }

  Conversion(const Conversion&) = delete;
  Conversion& operator=(const Conversion&) = delete;

  bool ok() const { return handle_ != reinterpret_cast<iconv_t>(-1); }

  /// What begins at the end of a piece is kept for the next one; `last`: there is none.
  std::string convert(std::string_view text, bool last) {
    kept_ += text;
    std::string converted;
    char* in = kept_.data();
    std::size_t in_left = kept_.size();
    while (in_left > 0) {
      std::array<char, 8192> buffer{};
      char* out = buffer.data();
      std::size_t out_left = buffer.size();
      const std::size_t done = ::iconv(handle_, &in, &in_left, &out, &out_left);
      const int reason = errno;
      converted.append(buffer.data(), buffer.size() - out_left);
      if (done != static_cast<std::size_t>(-1) || reason == E2BIG) continue;
      if (reason == EINVAL && !last) break;
      converted += replacement;
      ++in;
      --in_left;
    }
    kept_.erase(0, kept_.size() - in_left);
    return converted;
  }

 private:
  iconv_t handle_;
  std::string kept_;
};

class Converted : public Text {
 public:
  Converted(std::unique_ptr<Bytes> bytes, std::string encoding)
      : bytes_(std::move(bytes)), encoding_(std::move(encoding)), conversion_(encoding_) {}

  bool ok() const { return conversion_.ok(); }

  Result<std::string_view> next() override {
    text_.clear();
    while (text_.empty() && !ended_) {
      const auto piece = bytes_->next();
      if (!piece) return error(piece.error());
      ended_ = piece->empty();
      text_ = conversion_.convert(*piece, ended_);
      if (!begun_ && text_.starts_with("\xEF\xBB\xBF")) text_.erase(0, 3);
      begun_ = begun_ || !text_.empty();
    }
    return std::string_view(text_);
  }

  std::string encoding() const override { return encoding_; }

 private:
  std::unique_ptr<Bytes> bytes_;
  std::string encoding_, text_;
  Conversion conversion_;
  bool begun_ = false, ended_ = false;
};

/// UTF-8, but for lines that are none.
class MostlyUtf8 : public Text {
 public:
  explicit MostlyUtf8(std::unique_ptr<Bytes> bytes) : bytes_(std::move(bytes)) {}

  Result<std::string_view> next() override {
    text_.clear();
    while (text_.empty() && !ended_) {
      const auto piece = bytes_->next();
      if (!piece) return error(piece.error());
      ended_ = piece->empty();
      kept_ += *piece;
      take_lines();
    }
    return std::string_view(text_);
  }

  std::string encoding() const override {
    if (!windows_) return "UTF-8";
    return utf8_ ? "UTF-8, in parts Windows-1252" : "Windows-1252";
  }

 private:
  void take_lines() {
    if (!begun_ && kept_.size() < 3 && !ended_) return;
    if (!begun_ && kept_.starts_with("\xEF\xBB\xBF")) kept_.erase(0, 3);
    begun_ = true;
    std::size_t ready = ended_ ? kept_.size() : kept_.find_last_of("\r\n") + 1;
    if (ready == 0 && kept_.size() > longest_wait) ready = whole_characters();
    const std::string_view lines = std::string_view(kept_).substr(0, ready);
    if (is_ascii(lines))
      text_ = lines;
    else
      for (std::size_t at = 0; at < lines.size();) at = take_line(lines, at);
    kept_.erase(0, ready);
  }

  std::size_t take_line(std::string_view lines, std::size_t at) {
    const std::size_t end = std::min(lines.find_first_of("\r\n", at), lines.size() - 1) + 1;
    const std::string_view line = lines.substr(at, end - at);
    if (is_utf8(line)) {
      utf8_ = utf8_ || !is_ascii(line);
      text_ += line;
    } else {
      windows_ = true;
      text_ += Conversion("WINDOWS-1252").convert(line, true);
    }
    return end;
  }

  /// Up to where no character is torn.
  std::size_t whole_characters() const {
    std::size_t end = kept_.size();
    while (end > kept_.size() - 4 && (static_cast<unsigned char>(kept_[end - 1]) & 0xC0) == 0x80)
      --end;
    return static_cast<unsigned char>(kept_[end - 1]) >= 0xC0 ? end - 1 : kept_.size();
  }

  std::unique_ptr<Bytes> bytes_;
  std::string kept_, text_;
  bool begun_ = false, ended_ = false, utf8_ = false, windows_ = false;
};

}  // namespace

std::string wide_encoding(std::string_view beginning) {
  if (beginning.starts_with("\xFF\xFE")) return "UTF-16LE";
  if (beginning.starts_with("\xFE\xFF")) return "UTF-16BE";
  const std::size_t looked_at = std::min<std::size_t>(beginning.size(), 4096) & ~std::size_t{1};
  std::array<std::size_t, 2> zeros{};
  for (std::size_t i = 0; i < looked_at; ++i) zeros[i % 2] += beginning[i] == '\0';
  const std::size_t many = looked_at / 4;
  if (looked_at >= 4 && zeros[1] > many && zeros[0] == 0) return "UTF-16LE";
  if (looked_at >= 4 && zeros[0] > many && zeros[1] == 0) return "UTF-16BE";
  return {};
}

Result<std::unique_ptr<Text>> Text::of(std::unique_ptr<Bytes> bytes, const std::string& encoding) {
  auto again = BytesAgain::of(std::move(bytes), 4096);
  if (!again) return error(again.error());
  const std::string from = encoding.empty() ? wide_encoding((*again)->beginning()) : encoding;
  if (from.empty()) return std::make_unique<MostlyUtf8>(*std::move(again));
  auto text = std::make_unique<Converted>(*std::move(again), from);
  if (!text->ok())
    return error(
        Error::asked_wrongly("there is no encoding \"" + encoding + "\"",
                             "known are such as utf-8, cp1252, latin1, utf-16, shift_jis"));
  return text;
}

std::optional<std::string> in_utf8(std::string_view text, const std::string& encoding) {
  Conversion conversion(encoding);
  if (!conversion.ok()) return std::nullopt;
  return conversion.convert(text, true);
}

}  // namespace crm
