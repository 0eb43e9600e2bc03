// SPDX-License-Identifier: BSL-1.0
//
// The names of the interface, and of what its hooks are handed, for headers that only mention them.
#pragma once

namespace dbapi {

class Array;
class Column;
class Connection;
class Cursor;
class Driver;
class Parameters;
class Pipeline;
class Pool;
class Result;
class Row;
class Transaction;
class Value;
class ValueView;
class Xid;
struct ConnectOptions;
struct CursorOptions;
struct ExecuteManyOptions;
struct Features;
struct Message;

namespace detail {
class CallprocRun;
class CopyRun;
class Pooled;
class TransactionRun;
}  // namespace detail

namespace driver {
class Statement;
struct Completion;
struct CopyDataIn;
struct CopyDataOut;
struct CopyRowsIn;
struct CopyRowsOut;
struct Execution;
struct PipelineAnswer;
struct PipelineStep;
struct ProcedureCall;
struct ResultHead;
}  // namespace driver

}  // namespace dbapi
