WITH held AS (
  SELECT offsets.partition, span.next_offset
  FROM unnest($4::integer[], $5::bigint[], $6::bigint[]) AS span (partition, from_offset, next_offset)
  JOIN sink_offsets AS offsets
    ON offsets.group_id = $1 AND offsets.topic = $2 AND offsets.partition = span.partition
  WHERE offsets.epoch = $3 AND offsets.next_offset = span.from_offset
  ORDER BY offsets.partition
  FOR UPDATE OF offsets
),
fence AS (
  UPDATE sink_offsets AS offsets SET next_offset = held.next_offset, loaded_at = now()
  FROM held
  WHERE offsets.group_id = $1 AND offsets.topic = $2 AND offsets.partition = held.partition
    AND (SELECT count(*) FROM held) = cardinality($4::integer[])
  RETURNING offsets.partition
),
input AS (
  SELECT
    unnest($7::text[]) AS order_id,
    unnest($8::text[]) AS customer_id,
    unnest($9::text[]) AS status,
    unnest($10::text[]) AS currency,
    unnest($11::numeric[]) AS amount,
    unnest($12::integer[]) AS items_count,
    unnest($13::text[]) AS region,
    unnest($14::numeric[]) AS tax,
    unnest($15::text[]) AS order_value_category,
    unnest($16::text[]) AS merchant_id,
    unnest($17::timestamptz[]) AS created_ts,
    unnest($18::timestamptz[]) AS updated_ts,
    unnest($19::integer[]) AS event_count,
    unnest($20::text[]) AS last_event_id,
    unnest($21::timestamptz[]) AS event_ts,
    unnest($22::timestamptz[]) AS source_timestamp,
    unnest($23::integer[]) AS source_partition,
    unnest($24::bigint[]) AS source_offset,
    unnest($25::timestamptz[]) AS processed_at,
    unnest($26::bigint[]) AS processing_duration_ms,
    unnest($27::text[]) AS record_key,
    unnest($28::integer[]) AS record_partition,
    unnest($29::text[]) AS refused
  WHERE EXISTS (SELECT FROM fence)
),
merged AS (
  INSERT INTO orders AS stored (order_id, customer_id, status, currency, amount, items_count, region, tax, order_value_category,
    merchant_id, created_ts, updated_ts, event_count, last_event_id, event_ts, source_timestamp,
    source_partition, source_offset, processed_at, processing_duration_ms, source)
  SELECT order_id, customer_id, status, currency, amount, items_count, region, tax, order_value_category,
    merchant_id, created_ts, updated_ts, event_count, last_event_id, event_ts, source_timestamp,
    source_partition, source_offset, processed_at, processing_duration_ms, $2
  FROM input WHERE refused IS NULL
  ON CONFLICT (order_id) DO UPDATE SET
    customer_id = EXCLUDED.customer_id,
    status = EXCLUDED.status,
    currency = EXCLUDED.currency,
    amount = EXCLUDED.amount,
    items_count = EXCLUDED.items_count,
    region = EXCLUDED.region,
    tax = EXCLUDED.tax,
    order_value_category = EXCLUDED.order_value_category,
    merchant_id = EXCLUDED.merchant_id,
    created_ts = EXCLUDED.created_ts,
    updated_ts = EXCLUDED.updated_ts,
    event_count = EXCLUDED.event_count,
    last_event_id = EXCLUDED.last_event_id,
    event_ts = EXCLUDED.event_ts,
    source_timestamp = EXCLUDED.source_timestamp,
    source_partition = EXCLUDED.source_partition,
    source_offset = EXCLUDED.source_offset,
    source = EXCLUDED.source,
    processed_at = EXCLUDED.processed_at,
    processing_duration_ms = EXCLUDED.processing_duration_ms,
    loaded_at = now()
  WHERE stored.source_partition = EXCLUDED.source_partition AND stored.source_offset < EXCLUDED.source_offset
  RETURNING xmax = 0 AS inserted
),
unmerged AS (
  SELECT * FROM input
  WHERE refused IS NULL AND (SELECT count(*) FROM merged) < (SELECT count(*) FROM input WHERE refused IS NULL)
),
displaced AS (
  UPDATE orders AS stored SET
    customer_id = unmerged.customer_id,
    status = unmerged.status,
    currency = unmerged.currency,
    amount = unmerged.amount,
    items_count = unmerged.items_count,
    region = unmerged.region,
    tax = unmerged.tax,
    order_value_category = unmerged.order_value_category,
    merchant_id = unmerged.merchant_id,
    created_ts = unmerged.created_ts,
    updated_ts = unmerged.updated_ts,
    event_count = unmerged.event_count,
    last_event_id = unmerged.last_event_id,
    event_ts = unmerged.event_ts,
    source_timestamp = unmerged.source_timestamp,
    source_partition = unmerged.source_partition,
    source_offset = unmerged.source_offset,
    source = $2,
    processed_at = unmerged.processed_at,
    processing_duration_ms = unmerged.processing_duration_ms,
    loaded_at = now()
  FROM unmerged
  WHERE stored.order_id = unmerged.order_id AND stored.source_partition > unmerged.source_partition
  RETURNING stored.source_partition
),
conflict AS (
  SELECT record_key, refused AS kind, record_partition AS partition, false AS displaced,
    input.source_offset AS version,
    (SELECT to_jsonb(fields) FROM (SELECT input.order_id, input.customer_id, input.status, input.currency, input.amount, input.items_count,
    input.region, input.tax, input.order_value_category, input.merchant_id, input.created_ts,
    input.updated_ts, input.event_count, input.last_event_id, input.event_ts, input.source_timestamp,
    input.source_partition, input.source_offset) AS fields) AS content
  FROM input WHERE refused IS NOT NULL
  UNION ALL
  SELECT record_key, 'different_content', record_partition, false,
    unmerged.source_offset,
    (SELECT to_jsonb(fields) FROM (SELECT unmerged.order_id, unmerged.customer_id, unmerged.status, unmerged.currency, unmerged.amount,
    unmerged.items_count, unmerged.region, unmerged.tax, unmerged.order_value_category,
    unmerged.merchant_id, unmerged.created_ts, unmerged.updated_ts, unmerged.event_count,
    unmerged.last_event_id, unmerged.event_ts, unmerged.source_timestamp, unmerged.source_partition,
    unmerged.source_offset) AS fields)
  FROM unmerged JOIN orders AS stored ON stored.order_id = unmerged.order_id
  WHERE stored.source_partition = unmerged.source_partition AND stored.source_offset = unmerged.source_offset AND 
    (stored.customer_id, stored.status, stored.currency, stored.amount, stored.items_count, stored.region,
    stored.tax, stored.order_value_category, stored.merchant_id, stored.created_ts, stored.updated_ts,
    stored.event_count, stored.last_event_id, stored.event_ts, stored.source_timestamp,
    stored.source_partition, stored.source_offset)
    IS DISTINCT FROM
    (unmerged.customer_id, unmerged.status, unmerged.currency, unmerged.amount, unmerged.items_count,
    unmerged.region, unmerged.tax, unmerged.order_value_category, unmerged.merchant_id,
    unmerged.created_ts, unmerged.updated_ts, unmerged.event_count, unmerged.last_event_id,
    unmerged.event_ts, unmerged.source_timestamp, unmerged.source_partition, unmerged.source_offset)
  UNION ALL
  SELECT record_key, 'second_partition', unmerged.source_partition, false,
    unmerged.source_offset,
    (SELECT to_jsonb(fields) FROM (SELECT unmerged.order_id, unmerged.customer_id, unmerged.status, unmerged.currency, unmerged.amount,
    unmerged.items_count, unmerged.region, unmerged.tax, unmerged.order_value_category,
    unmerged.merchant_id, unmerged.created_ts, unmerged.updated_ts, unmerged.event_count,
    unmerged.last_event_id, unmerged.event_ts, unmerged.source_timestamp, unmerged.source_partition,
    unmerged.source_offset) AS fields)
  FROM unmerged JOIN orders AS stored ON stored.order_id = unmerged.order_id
  WHERE stored.source_partition < unmerged.source_partition
  UNION ALL
  SELECT record_key, 'second_partition', stored.source_partition, true,
    stored.source_offset,
    (SELECT to_jsonb(fields) FROM (SELECT stored.order_id, stored.customer_id, stored.status, stored.currency, stored.amount,
    stored.items_count, stored.region, stored.tax, stored.order_value_category, stored.merchant_id,
    stored.created_ts, stored.updated_ts, stored.event_count, stored.last_event_id, stored.event_ts,
    stored.source_timestamp, stored.source_partition, stored.source_offset) AS fields)
  FROM unmerged JOIN orders AS stored ON stored.order_id = unmerged.order_id
  WHERE stored.source_partition > unmerged.source_partition
),
reported AS (
  INSERT INTO sink_conflicts AS stored (table_name, record_key, kind, partition, version, content)
  SELECT DISTINCT ON (record_key COLLATE "C", kind, partition)
    'orders', record_key, kind, partition, version, content
  FROM conflict ORDER BY record_key COLLATE "C", kind, partition, version DESC
  ON CONFLICT (table_name, record_key, kind, partition) DO UPDATE SET
    version = EXCLUDED.version, content = EXCLUDED.content, loaded_at = now()
  WHERE stored.version < EXCLUDED.version
)
SELECT
  EXISTS (SELECT FROM fence) AS fenced,
  (SELECT count(*) FROM merged WHERE inserted)::integer AS inserted,
  (SELECT count(*) FROM merged WHERE NOT inserted)::integer + (SELECT count(*) FROM displaced)::integer AS updated,
  (SELECT coalesce(json_agg(json_build_object(
    'key', record_key, 'kind', kind, 'partition', partition, 'displaced', displaced)), '[]') FROM conflict) AS conflicts
