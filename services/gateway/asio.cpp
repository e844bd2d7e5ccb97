// The compiled part of Asio and Beast; everywhere else only their declarations are seen.
#include <boost/asio/impl/src.hpp>
#include <boost/asio/ssl/impl/src.hpp>
#include <boost/beast/src.hpp>
