#include "core/domain/bytes.hpp"

namespace crm {

Result<std::unique_ptr<BytesAgain>> BytesAgain::of(std::unique_ptr<Bytes> bytes,
                                                   std::size_t least) {
  std::unique_ptr<BytesAgain> again(new BytesAgain(std::move(bytes)));
  while (again->beginning_.size() < least) {
    const auto piece = again->rest_->next();
    if (!piece) return error(piece.error());
    if (piece->empty()) {
      again->ended_ = true;
      break;
    }
    again->beginning_ += *piece;
  }
  return again;
}

Result<std::string_view> BytesAgain::next() {
  if (!told_) {
    told_ = true;
    if (!beginning_.empty()) return beginning_;
  }
  if (ended_) return std::string_view();
  beginning_.clear();
  return rest_->next();
}

}  // namespace crm
