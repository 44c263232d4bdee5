#include "cli/docs/topic.hpp"

namespace crm {

const std::vector<Topic>& topics() {
  static const std::vector<Topic> all{filters_topic(), dates_topic(),   formats_topic(),
                                      letters_topic(), reports_topic(), scripting_topic(),
                                      cron_topic(),    git_topic(),     cookbook_topic()};
  return all;
}

}  // namespace crm
