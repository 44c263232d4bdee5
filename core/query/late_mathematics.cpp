// The mathematics that SQLite knows, from a library that is opened when a statement first asks for
// one of them: opening it was a tenth of the start of every command. Only for a release, which has
// SQLite in itself (CRM_LINK_IN).
#include "core/domain/late_library.hpp"

namespace {

template <class Function>
Function* late(const char* name) {
  static crm::LateLibrary library("libm.so.6");
  return library.function<Function>(name);
}

/// Where there is no such library, no number is the answer.
template <class... Arguments>
double answer(double (*function)(Arguments...), Arguments... of) {
  return function == nullptr ? __builtin_nan("") : function(of...);
}

}  // namespace

#define CRM_LATE(name)                                         \
  extern "C" double name(double x) {                           \
    static auto* const function = late<double(double)>(#name); \
    return answer(function, x);                                \
  }
#define CRM_LATE_OF_TWO(name)                                          \
  extern "C" double name(double x, double y) {                         \
    static auto* const function = late<double(double, double)>(#name); \
    return answer(function, x, y);                                     \
  }

CRM_LATE(acos)
CRM_LATE(acosh)
CRM_LATE(asin)
CRM_LATE(asinh)
CRM_LATE(atan)
CRM_LATE(atanh)
CRM_LATE(ceil)
CRM_LATE(cos)
CRM_LATE(cosh)
CRM_LATE(exp)
CRM_LATE(floor)
CRM_LATE(log)
CRM_LATE(log10)
CRM_LATE(sin)
CRM_LATE(sinh)
CRM_LATE(sqrt)
CRM_LATE(tan)
CRM_LATE(tanh)
CRM_LATE(trunc)
CRM_LATE_OF_TWO(atan2)
CRM_LATE_OF_TWO(fmod)
CRM_LATE_OF_TWO(pow)

extern "C" long long llround(double x) {
  static auto* const function = late<long long(double)>("llround");
  return function == nullptr ? 0 : function(x);
}
