-- How far each view has come: written after the data, so that it never promises what is not there.
CREATE TABLE IF NOT EXISTS progress (
    ledger LowCardinality(String),
    view LowCardinality(String),
    position UInt64,
    recorded_at Nullable(DateTime64(6, 'UTC')),
    error String,
    written_at DateTime64(6, 'UTC')
) ENGINE = ReplacingMergeTree(written_at) ORDER BY (ledger, view);
