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
    unnest($7::text[]) AS customer_id,
    unnest($8::text[]) AS currency,
    unnest($9::text[]) AS order_id,
    unnest($10::bigint[]) AS order_count,
    unnest($11::numeric[]) AS total_amount,
    unnest($12::text[]) AS tier,
    unnest($13::timestamptz[]) AS session_start,
    unnest($14::integer[]) AS session_orders,
    unnest($15::timestamptz[]) AS effective_ts,
    unnest($16::timestamptz[]) AS event_ts,
    unnest($17::timestamptz[]) AS source_timestamp,
    unnest($18::integer[]) AS source_partition,
    unnest($19::bigint[]) AS source_offset,
    unnest($20::timestamptz[]) AS processed_at,
    unnest($21::bigint[]) AS processing_duration_ms,
    unnest($22::text[]) AS record_key,
    unnest($23::integer[]) AS record_partition,
    unnest($24::text[]) AS refused
  WHERE EXISTS (SELECT FROM fence)
),
merged AS (
  INSERT INTO customers AS stored (customer_id, currency, order_id, order_count, total_amount, tier, session_start, session_orders,
    effective_ts, event_ts, source_timestamp, source_partition, source_offset, processed_at,
    processing_duration_ms, source)
  SELECT customer_id, currency, order_id, order_count, total_amount, tier, session_start, session_orders,
    effective_ts, event_ts, source_timestamp, source_partition, source_offset, processed_at,
    processing_duration_ms, $2
  FROM input WHERE refused IS NULL
  ON CONFLICT (customer_id, currency) DO UPDATE SET
    order_id = EXCLUDED.order_id,
    order_count = EXCLUDED.order_count,
    total_amount = EXCLUDED.total_amount,
    tier = EXCLUDED.tier,
    session_start = EXCLUDED.session_start,
    session_orders = EXCLUDED.session_orders,
    effective_ts = EXCLUDED.effective_ts,
    event_ts = EXCLUDED.event_ts,
    source_timestamp = EXCLUDED.source_timestamp,
    source_partition = EXCLUDED.source_partition,
    source_offset = EXCLUDED.source_offset,
    source = EXCLUDED.source,
    processed_at = EXCLUDED.processed_at,
    processing_duration_ms = EXCLUDED.processing_duration_ms,
    loaded_at = now()
  WHERE stored.order_count < EXCLUDED.order_count
  RETURNING xmax = 0 AS inserted
),
unmerged AS (
  SELECT * FROM input
  WHERE refused IS NULL AND (SELECT count(*) FROM merged) < (SELECT count(*) FROM input WHERE refused IS NULL)
),
conflict AS (
  SELECT record_key, refused AS kind, record_partition AS partition, false AS displaced,
    input.order_count AS version,
    (SELECT to_jsonb(fields) FROM (SELECT input.customer_id, input.currency, input.order_id, input.order_count, input.total_amount, input.tier,
    input.session_start, input.session_orders, input.effective_ts, input.event_ts,
    input.source_timestamp, input.source_partition, input.source_offset) AS fields) AS content
  FROM input WHERE refused IS NOT NULL
  UNION ALL
  SELECT record_key, 'different_content', record_partition, false,
    unmerged.order_count,
    (SELECT to_jsonb(fields) FROM (SELECT unmerged.customer_id, unmerged.currency, unmerged.order_id, unmerged.order_count,
    unmerged.total_amount, unmerged.tier, unmerged.session_start, unmerged.session_orders,
    unmerged.effective_ts, unmerged.event_ts, unmerged.source_timestamp, unmerged.source_partition,
    unmerged.source_offset) AS fields)
  FROM unmerged JOIN customers AS stored ON stored.customer_id = unmerged.customer_id AND stored.currency = unmerged.currency
  WHERE stored.order_count = unmerged.order_count AND 
    (stored.order_id, stored.order_count, stored.total_amount, stored.tier, stored.session_start,
    stored.session_orders, stored.effective_ts, stored.event_ts, stored.source_timestamp,
    stored.source_partition, stored.source_offset)
    IS DISTINCT FROM
    (unmerged.order_id, unmerged.order_count, unmerged.total_amount, unmerged.tier, unmerged.session_start,
    unmerged.session_orders, unmerged.effective_ts, unmerged.event_ts, unmerged.source_timestamp,
    unmerged.source_partition, unmerged.source_offset)
),
reported AS (
  INSERT INTO sink_conflicts AS stored (table_name, record_key, kind, partition, version, content)
  SELECT DISTINCT ON (record_key COLLATE "C", kind, partition)
    'customers', record_key, kind, partition, version, content
  FROM conflict ORDER BY record_key COLLATE "C", kind, partition, version DESC
  ON CONFLICT (table_name, record_key, kind, partition) DO UPDATE SET
    version = EXCLUDED.version, content = EXCLUDED.content, loaded_at = now()
  WHERE stored.version < EXCLUDED.version
)
SELECT
  EXISTS (SELECT FROM fence) AS fenced,
  (SELECT count(*) FROM merged WHERE inserted)::integer AS inserted,
  (SELECT count(*) FROM merged WHERE NOT inserted)::integer AS updated,
  (SELECT coalesce(json_agg(json_build_object(
    'key', record_key, 'kind', kind, 'partition', partition, 'displaced', displaced)), '[]') FROM conflict) AS conflicts
