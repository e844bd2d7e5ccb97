#pragma once
// What every command of intake works with: its stores and the services it asks. One per process.

#include <memory>
#include <string>

#include "services/intake/channel/adapter_runner.h"
#include "services/intake/channel/channels.h"
#include "services/intake/matter/matter_store.h"
#include "services/lib/sealing/city_keys.h"
#include "services/intake/party/parties.h"
#include "services/intake/party/party_store.h"
#include "services/intake/peers/casework_client.h"
#include "services/intake/peers/city_catalog.h"
#include "services/intake/peers/process_models.h"
#include "services/lib/postgres/database.h"
#include "services/module.h"

namespace lianban::intake {

struct Counter {
  Counter(const ModuleContext& context, std::unique_ptr<postgres::Database> opened)
      : database(std::move(opened)),
        city_keys(*context.keys, *database),
        party_store(city_keys),
        parties(*database, party_store),
        adapters(*context.scripts),
        channels(*database, adapters),
        catalog(*context.channels, *context.signer),
        models(*context.channels, *context.signer, *context.scripts),
        casework(*context.channels, *context.signer),
        peers(*context.channels),
        signer(*context.signer),
        public_url(context.config->public_url),
        page_key(context.keys->page_token) {}

  std::unique_ptr<postgres::Database> database;
  sealing::CityKeys city_keys;
  PartyStore party_store;
  Parties parties;
  MatterStore matters;
  AdapterRunner adapters;
  Channels channels;
  CityCatalog catalog;
  ProcessModels models;
  CaseworkClient casework;
  rpc::Channels& peers;
  const rpc::ContextSigner& signer;
  std::string public_url;
  std::string page_key;
};

inline absl::TimeZone CityZone() { return absl::FixedTimeZone(8 * 3600); }

}  // namespace lianban::intake
