#pragma once
// The inbox, asked for more often than anything else, is read on the thread its call arrives on (read_queue.h).

#include "services/casework/command/command_call.h"
#include "services/casework/inbox/read_queue.h"
#include "services/casework/inbox/substitution_book.h"
#include "services/casework/store/connection_pool.h"
#include "services/casework/store/page_token.h"

namespace lianban::casework {

using InboxService = v1::Casework::WithAsyncMethod_ListTasks<v1::Casework::WithAsyncMethod_CountTasks<CommandService>>;

// What the inbox is read from; all of it outlives the queue.
struct InboxParts {
  const rpc::ContextSigner& signer;
  ConnectionPool& connections;
  SubstitutionBook& substitutions;
  const PageTokens& tokens;
};

// Lets the queue take one call of each method at a time: while it reads, others go to another queue.
void ListenForInbox(InboxService& service, const InboxParts& parts, ReadQueue& queue);

}  // namespace lianban::casework
