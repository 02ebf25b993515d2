#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <variant>
#include <vector>

namespace midstance::storage {

struct Blob {
  std::string bytes;
  bool operator==(const Blob&) const = default;
};
// A column's value. std::monostate is NULL. Instants are microseconds, booleans 0 or 1, enums their
// number.
using Value = std::variant<std::monostate, std::int64_t, double, std::string, Blob>;

enum class Deleted { kHide, kShow };

// A condition on the filterable columns of a table. Built in C++ by verbs or by ParseFilter from
// AIP-160 text.
struct Filter {
  enum class Op {
    kAll,
    kAny,
    kNot,
    kEqual,
    kNotEqual,
    kLess,
    kLessOrEqual,
    kGreater,
    kGreaterOrEqual,
    kHas
  };
  Op op = Op::kAll;
  std::vector<Filter> of;  // kAll, kAny, kNot
  std::string column;      // comparisons
  Value value;

  static Filter All(std::vector<Filter> of = {}) { return {Op::kAll, std::move(of), {}, {}}; }
  static Filter Any(std::vector<Filter> of) { return {Op::kAny, std::move(of), {}, {}}; }
  static Filter Not(Filter inner) { return {Op::kNot, {std::move(inner)}, {}, {}}; }
  static Filter Compare(std::string column, Op op, Value value) {
    return {op, {}, std::move(column), std::move(value)};
  }
  static Filter Equal(std::string column, Value value) {
    return Compare(std::move(column), Op::kEqual, std::move(value));
  }
};

struct OrderBy {
  std::string column;
  bool descending = false;
};

struct Query {
  // Rows whose name starts with this, e.g. "patients/p/cases/c/checkIns/" or "patients/p/". Empty:
  // all of the clinic.
  std::string name_prefix = {};
  // Only rows of patients whose care team has this user (users/{user}); empty: no such limit.
  std::string care_team_of = {};
  Filter where = Filter::All();
  // Empty: name descending, which is newest first for time-ordered ids.
  std::vector<OrderBy> order = {};
  int limit = 50;
  // Keyset paging: the row to go on after; it is read again for its sort key.
  std::string after_name = {};
  Deleted deleted = Deleted::kHide;
  // Rows as TableSpec::brief keeps them.
  bool brief = false;
};

// Of Reader::FindByTerm.
struct TermQuery {
  std::string term;
  bool beginning = false;  // also terms that begin with it
  int limit = 50;          // most entries that are read
  std::string after = {};  // with `beginning`: only terms that come after this one
};
struct TermHit {
  std::string term;
  std::string name;
};

template <class M>
struct Page {
  std::vector<M> items;
  std::string last_name;  // the row to go on after; empty when there are no more
};

}  // namespace midstance::storage
