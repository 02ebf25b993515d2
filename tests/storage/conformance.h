#pragma once

#include <gtest/gtest.h>

#include <memory>

#include "store_factory.h"
#include "world.h"

namespace midstance::storage::testing {

class StoreContract : public ::testing::TestWithParam<StoreFactory> {
 protected:
  void SetUp() override {
    auto made = GetParam().make();
    ASSERT_TRUE(made.ok()) << made.status();
    store_ = *std::move(made);
  }
  void TearDown() override {
    if (store_ != nullptr) store_->Drain();
  }

  Store& store() { return *store_; }

 private:
  std::unique_ptr<Store> store_;
};

inline std::string NameOfFactory(const ::testing::TestParamInfo<StoreFactory>& info) {
  return info.param.name;
}

}  // namespace midstance::storage::testing
