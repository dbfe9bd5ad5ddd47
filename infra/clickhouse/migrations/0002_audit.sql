-- One row an event that shows people's conduct. `case` is the nil UUID where the event concerns no case.
CREATE TABLE IF NOT EXISTS audit (
    ledger LowCardinality(String),
    position UInt64,
    recorded_at DateTime64(6, 'UTC'),
    occurred_at DateTime64(6, 'UTC'),
    stream UUID,
    version UInt64,
    type LowCardinality(String),
    schema UInt16,
    kind LowCardinality(String),
    case UUID,
    unit LowCardinality(String),
    person String,
    post LowCardinality(String),
    organ LowCardinality(String),
    external_actor String,
    on_behalf_of LowCardinality(String),
    rule LowCardinality(String),
    power_item LowCardinality(String),
    legal_basis Array(LowCardinality(String)),
    access LowCardinality(String),
    data String CODEC(ZSTD(1)),
    INDEX by_case case TYPE bloom_filter GRANULARITY 1
) ENGINE = ReplacingMergeTree PARTITION BY ledger ORDER BY (ledger, position)
SETTINGS index_granularity = 1024;
