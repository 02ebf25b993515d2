#pragma once

#include <string>
#include <vector>

#include "clients/cli/output/grid.h"
#include "clients/cli/output/terminal_chart.h"
#include "midstance/v1/report.pb.h"

// The rows of a report as they are shown. Pure.
namespace midstance::cli {

using ReportRows = std::vector<v1::ReportRow>;

// `none`: what stands where there is no value.
Grid ReportGrid(const v1::ReportDefinition& definition, const ReportRows& rows,
                const std::string& none);

// An array of objects with the ids of the columns as keys, in their order; null where there is no
// value.
std::string ReportJson(const v1::ReportDefinition& definition, const ReportRows& rows);

// The chart that the definition asks for, with its title; empty when there is nothing to draw. Of
// rows that follow each other in time one line for each number.
std::string ReportChart(const v1::ReportDefinition& definition, const ReportRows& rows,
                        const BarStyle& style);

}  // namespace midstance::cli
