// SPDX-License-Identifier: BSL-1.0
//
// The names of the interface, for headers that only mention them.
#pragma once

namespace dbapi {

class Array;
class Column;
class Connection;
class Cursor;
class Driver;
class Parameters;
class Result;
class Row;
class Value;
class ValueView;
struct ConnectOptions;
struct CursorOptions;
struct Features;
struct Message;

}  // namespace dbapi
