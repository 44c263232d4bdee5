// The machine's disk.
#pragma once

#include "core/book/disk.hpp"

namespace crm {

class RealDisk : public Disk {
 public:
  Result<std::string> read(const std::string& path) const override;
  Result<std::unique_ptr<Bytes>> open(const std::string& path) const override;
  Result<std::unique_ptr<OpenFile>> open_parts(const std::string& path) const override;
  Result<std::vector<std::string>> files_below(const std::string& folder,
                                               const std::string& ending) const override;
  Result<Sweep> sweep_below(const std::string& folder, const std::string& ending,
                            const Sweep* before, SharedWork& shared) const override;
  bool exists(const std::string& path) const override;
  std::optional<Stamp> stamp(const std::string& path) const override;
  Result<void> replace(const std::vector<Replacement>& files) override;
  Result<void> replace_many(const Replacements& files) override;
  Result<std::unique_ptr<GrowingFile>> grow(const std::string& path) override;
  Result<std::unique_ptr<GrowingFile>> grow_unnamed() override;
  void sweep(const std::string& folder) override;
  Result<void> rename(const std::string& from, const std::string& to) override;
  Result<std::unique_ptr<EditableFile>> edit(const std::string& path) override;
  Result<std::unique_ptr<EditableFile>> make_private(const std::string& path) override;
  Result<void> make_folder(const std::string& path) override;
  Result<std::unique_ptr<Lock>> lock(const std::string& path, int patience_ms) override;
};

}  // namespace crm
