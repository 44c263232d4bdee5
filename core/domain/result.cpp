#include "core/domain/result.hpp"

namespace crm {
namespace {

Error one_problem(Error::Kind kind, std::string message, std::string hint) {
  Problem problem;
  problem.message = std::move(message);
  problem.hint = std::move(hint);
  return {kind, {std::move(problem)}};
}

}  // namespace

std::string to_text(const Place& place) {
  std::string text = place.file;
  if (place.line > 0) text += ":" + std::to_string(place.line);
  if (place.line > 0 && place.column > 0) text += ":" + std::to_string(place.column);
  return text;
}

Error Error::failed(std::string message, std::string hint) {
  return one_problem(Kind::failed, std::move(message), std::move(hint));
}

Error Error::asked_wrongly(std::string message, std::string hint) {
  return one_problem(Kind::asked_wrongly, std::move(message), std::move(hint));
}

Error Error::nothing_found(std::string message, std::string hint) {
  return one_problem(Kind::nothing_found, std::move(message), std::move(hint));
}

Error Error::conflict(std::string message, std::string hint) {
  return one_problem(Kind::conflict, std::move(message), std::move(hint));
}

Error Error::invalid(std::string message, std::string hint) {
  return one_problem(Kind::invalid, std::move(message), std::move(hint));
}

Error Error::busy(std::string message, std::string hint) {
  return one_problem(Kind::busy, std::move(message), std::move(hint));
}

}  // namespace crm
