#include "cli/commands/import_source.hpp"
